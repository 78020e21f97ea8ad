"""Standard output and error: text and bytes in one order, each write unbuffered, as in Go."""

from __future__ import annotations

import os
from codecs import getincrementaldecoder
from typing import TYPE_CHECKING, Any

from engineclient.cli.failures import Failure, OutputClosed

if TYPE_CHECKING:
    from typing import TextIO


class Output:
    """Standard output or error. Without a `stream`, if the shell closed it (`>&-`), writes are discarded."""

    def __init__(self, stream: TextIO | None) -> None:
        self._stream = stream
        self._raw: Any = None if stream is None else _bytes_of(stream)

    def write(self, data: str | bytes) -> None:
        """Write `data`; text as UTF-8 whatever the locale, undecodable bytes unchanged.

        Raises:
            OutputClosed: the reader has closed the stream.
            Failure: the write failed, for example because the disk is full.

        """
        left = memoryview(data.encode("utf-8", "surrogateescape") if isinstance(data, str) else data)
        try:
            while left and self._raw is not None:
                written = self._raw.write(left)
                if written is None:  # another program has made the terminal non-blocking
                    import select

                    select.select((), (self._raw,), ())
                else:
                    left = left[written:]
        except BrokenPipeError:
            raise OutputClosed from None
        except OSError as error:
            raise Failure(f"write {self._path}: {(error.strerror or str(error)).lower()}") from error

    def line(self, text: str = "") -> None:
        """Write `text` and a newline."""
        self.write(text + "\n")

    def is_terminal(self) -> bool:
        """Whether the stream is a terminal."""
        return self._stream is not None and self._stream.isatty()

    def is_coloured(self) -> bool:
        """Whether to use colours: on a terminal, unless $NO_COLOR is set (https://no-color.org)."""
        return self.is_terminal() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"

    def size(self) -> tuple[int, int]:
        """Height and width of the terminal in characters, (0, 0) if the stream is not a terminal."""
        try:
            width, height = os.get_terminal_size(self.fileno())
        except OSError:
            return 0, 0
        return height, width

    def fileno(self) -> int:
        """The descriptor, for queries to the terminal.

        Raises:
            OSError: the stream is closed.

        """
        if self._stream is None:
            raise OSError("the stream is closed")
        return self._stream.fileno()

    @property
    def _path(self) -> str:
        name: str = getattr(self._stream, "name", "")
        return f"/dev/{name[1:-1]}" if name.startswith("<") else name  # Python's <stdout> is Go's /dev/stdout


def _bytes_of(stream: TextIO) -> Any:
    """What takes the bytes of `stream`, below Python's buffer, which at exit would retry what could not be written."""
    buffer = getattr(stream, "buffer", None)
    return _TextOnly(stream) if buffer is None else getattr(buffer, "raw", buffer)


class _TextOnly:
    """Takes bytes for a stream of text alone, as a program that calls this one may set: `io.StringIO`."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._decoder = getincrementaldecoder("utf-8")("surrogateescape")

    def write(self, data: memoryview) -> int:
        self._stream.write(self._decoder.decode(data))
        return len(data)
