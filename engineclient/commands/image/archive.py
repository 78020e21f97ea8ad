"""save, load and import: write images to archives and read them from archives."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Final

from engineclient.cli import standard_input
from engineclient.cli.arity import NONE, at_least
from engineclient.cli.command import command
from engineclient.cli.completion import image_names
from engineclient.cli.failures import Failure
from engineclient.cli.flag_types import BOOL, LIST, STRING
from engineclient.cli.flags import flag
from engineclient.cli.platform_flag import DEFAULT_PLATFORM, one_platform
from engineclient.cli.printing.archive_file import write_archive
from engineclient.cli.printing.progress import show_progress
from engineclient.golang.files import file_pieces, opened

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from engineclient.cli.app import App

_BAD_PLATFORM: Final = "invalid platform: "


@command("[OPTIONS] IMAGE [IMAGE...]", at_least(1), complete=image_names)
@flag("-o, --output", STRING, "File to write to, instead of standard output")
@flag("--platform", STRING, "Only the variant for this platform (such as linux/arm64)")
def save(app: App, *names: str, output: str, platform: str) -> None:
    """Write images to an archive."""
    wanted = one_platform(app, platform, "1.48", _BAD_PLATFORM)
    write_archive(app, output, "save image", lambda: app.engine().images.get(names, platform=wanted))


@command("[OPTIONS]", NONE)
@flag("-i, --input", STRING, "File to read, instead of standard input")
@flag("--platform", STRING, "Only the variant for this platform (such as linux/arm64)")
@flag("-q, --quiet", BOOL, "Show only the names of the images")
def load(app: App, *, input: str, platform: str, quiet: bool) -> None:
    """Load images from an archive of `save`."""
    if not input and sys.stdin is not None and sys.stdin.isatty():
        raise Failure("requested load from stdin, but stdin is empty")
    wanted = one_platform(app, platform, "1.48", _BAD_PLATFORM)
    with _pieces(input or None) as pieces:
        images = app.engine().images
        show_progress(app.out, images.load(pieces, quiet=quiet or not app.out.is_terminal(), platform=wanted))


@command("[OPTIONS] file|URL|- [REPOSITORY[:TAG]]", at_least(1))
@flag("-c, --change", LIST, "Dockerfile instruction to apply to the image")
@flag("-m, --message", STRING, "Comment for the image's history")
@flag("--platform", STRING, "Platform of the image", variable=DEFAULT_PLATFORM)
def import_(
    app: App, source: str, name: str = "", *_ignored: str, change: list[str], message: str, platform: str
) -> None:
    """Create an image from a tar archive of a file system."""
    making = partial(
        app.engine().images.import_,
        reference=name or None,
        message=message or None,
        changes=change,
        platform=platform or None,
    )
    if source.startswith(("http://", "https://")):
        show_progress(app.out, making(source))
        return
    with _pieces(None if source == "-" else source) as pieces:
        show_progress(app.out, making(pieces))


@contextmanager
def _pieces(path: str | None) -> Iterator[Iterable[bytes]]:
    """The file, or without a path standard input, in pieces, since it may exceed the memory."""
    if path is not None:
        with opened(path) as file:
            yield file_pieces(file, path)
    else:
        yield standard_input.pieces()
