"""Standard output and error: text and bytes in one order, every write passed on at once, as Go does."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from engineclient.cli.failures import Failure, OutputClosed

if TYPE_CHECKING:
    from typing import TextIO


class Output:
    """One of our two streams. Without `stream` (the shell closed it: `>&-`) what is written is lost."""

    def __init__(self, stream: TextIO | None) -> None:
        self._stream = stream
        # Below Python's buffer, which would try again at the exit what could not be written.
        self._raw = getattr(stream.buffer, "raw", stream.buffer) if stream else None

    def write(self, data: str | bytes) -> None:
        """Write `data`; text goes out as UTF-8 whatever the locale, and undecodable bytes as they came.

        Raises:
            OutputClosed: nobody reads the stream any more.
            Failure: the stream takes no more, as a full disk does.

        """
        left = memoryview(data.encode("utf-8", "surrogateescape") if isinstance(data, str) else data)
        try:
            while left and self._raw is not None:
                written = self._raw.write(left)
                if written is None:  # a terminal that another program has made non-blocking
                    import select

                    select.select((), (self._raw,), ())
                else:
                    left = left[written:]
        except BrokenPipeError:
            raise OutputClosed from None
        except OSError as error:
            raise Failure(f"write {self._path}: {(error.strerror or str(error)).lower()}") from error

    def line(self, text: str = "") -> None:
        """Write `text` and the end of its line."""
        self.write(text + "\n")

    def is_terminal(self) -> bool:
        """Whether a terminal shows what is written."""
        return self._stream is not None and self._stream.isatty()

    def is_coloured(self) -> bool:
        """Whether colours are welcome: to a terminal, unless its user has said otherwise (https://no-color.org)."""
        return self.is_terminal() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"

    def fileno(self) -> int:
        """The descriptor, for what asks the terminal.

        Raises:
            OSError: there is none.

        """
        if self._stream is None:
            raise OSError("the stream is closed")
        return self._stream.fileno()

    @property
    def _path(self) -> str:
        name: str = self._stream.name if self._stream else ""
        return f"/dev/{name[1:-1]}" if name.startswith("<") else name  # Python's <stdout> is Go's /dev/stdout
