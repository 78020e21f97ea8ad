"""build with the classic builder: send the context, and show the builder's output."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from engineclient.archive.context import LocalContext, compressed
from engineclient.archive.git import is_url
from engineclient.cli.credentials import credentials_of
from engineclient.cli.failures import Failure
from engineclient.cli.output import Output
from engineclient.cli.printing.progress import ProgressLines, reached
from engineclient.commands.image.build_context import find_source
from engineclient.errors import EngineError, StreamError
from engineclient.golang.log_lines import error_line
from engineclient.models.images import Progress
from engineclient.options.build import CLASSIC

if TYPE_CHECKING:
    from contextlib import ExitStack

    from engineclient import Engine
    from engineclient.cli.app import App
    from engineclient.commands.image.build_report import BuildWatch

_SENDING: Final = "Sending build context to Docker daemon"
_OFTEN: Final = 512 * 1024  # bytes between two lines of progress


def build_classic(
    app: App,
    spec: str,
    file: str,
    opened: ExitStack,
    watch: BuildWatch,
    *,
    compress: bool,
    quiet: bool,
    squash: bool,
    **parameters: Any,
) -> str:
    """Build, show the output on standard output, and return the image's ID as the engine wrote it.

    Args:
        app: the call, for its engine.
        spec: the context.
        file: the value of --file.
        opened: closes the resources of the context.
        watch: follows the build.
        compress: send the context with gzip.
        quiet: show only the ID.
        squash: merge the new layers into one.
        parameters: the parameters of `images.build`.

    Raises:
        Failure: the build failed.

    """
    screen = _Screen(app, quiet=quiet)
    try:
        source = find_source(spec, file, screen.downloading, opened)
    except Failure:
        if quiet and is_url(spec):
            app.err.line(screen.progress.text)
        raise
    dockerfile, archive = source.archive(screen.skipped)
    if isinstance(source.context, LocalContext):
        watch.context = source.context
        watch.content = Path(source.context.directory, source.context.dockerfile).read_bytes
    image = _build(
        app.engine(),
        screen,
        watch,
        screen.sending(compressed(archive) if compress else archive),
        dockerfile=dockerfile,
        quiet=quiet,
        squash=squash,
        registry_config=credentials_of(app).every_header(),
        **parameters,
    )
    if quiet:
        image = screen.output.text
        app.out.write(image)
    return image


def _build(
    engine: Engine, screen: _Screen, watch: BuildWatch, archive: Iterator[bytes], **parameters: Any
) -> str:
    """Send the context, show the answer, and return the image's ID, "" if the engine does not report it."""
    image = ""
    show = ProgressLines(screen.output)
    try:
        stream = engine.images.build(archive, version=CLASSIC, **parameters)
        for record in stream:
            show(record)
            watch.record(record)
            if isinstance(record.aux, Progress.Aux):
                watch.image = image = record.aux.id or image
    except StreamError as error:
        watch.failed(str(error))
        screen.failed()
        raise Failure(str(error), error.code or 1) from error
    except EngineError:
        screen.failed()
        raise
    return image


class _Screen:
    """The output of a build: on standard output at once, or with --quiet on standard error if it fails."""

    def __init__(self, app: App, *, quiet: bool) -> None:
        self._err = app.err
        self._quiet = quiet
        self.progress: _Kept = _Kept(None if quiet else app.out)
        self.output: _Kept = _Kept(None if quiet else app.out)

    def downloading(self, pieces: Iterable[bytes], doing: str, total: int) -> Iterator[bytes]:
        """The same pieces, with a line of progress for each."""
        return _watched(pieces, self.progress, doing, total)

    def sending(self, pieces: Iterable[bytes]) -> Iterator[bytes]:
        """The same pieces, with progress; without a terminal only its last line is shown."""
        return _watched(pieces, self.progress, _SENDING, only_last=not self.progress.is_terminal())

    def skipped(self, path: str, reason: str) -> None:
        """Show a file that is not sent, as docker's log does."""
        self._err.line(error_line(f"Can't add file {path} to tar: {reason}"))

    def failed(self) -> None:
        """Show the stored output."""
        if self._quiet:
            self._err.write(self.progress.text + self.output.text)


class _Kept(Output):
    """An output that writes to a stream, or stores the text if there is none."""

    def __init__(self, out: Output | None) -> None:
        super().__init__(None)
        self._out = out
        self.text = ""

    def write(self, data: str | bytes) -> None:
        if self._out is not None:
            self._out.write(data)
        else:
            self.text += data if isinstance(data, str) else data.decode("utf-8", "surrogateescape")

    def is_terminal(self) -> bool:
        return self._out is not None and self._out.is_terminal()

    def fileno(self) -> int:
        if self._out is None:
            return super().fileno()
        return self._out.fileno()


def _watched(
    pieces: Iterable[bytes], out: Output, doing: str, total: int = 0, *, only_last: bool = False
) -> Iterator[bytes]:
    """Pass pieces on, and show the number of bytes."""
    passed = shown = 0
    often = min(_OFTEN, total // 100) if total else _OFTEN

    def show(end: str) -> None:
        amount = reached(out, passed, total)
        out.write(f"{doing} {amount}\r{end}" if amount else f"{doing} \r\n{end}")

    for piece in pieces:
        yield piece
        passed += len(piece)
        if passed - shown > often and not only_last:
            shown = passed
            show("")
    show("\r\n")
