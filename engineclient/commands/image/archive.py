"""save, load and import: images out of archives and into them."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Final

from engineclient.cli.arity import NONE, at_least
from engineclient.cli.command import command
from engineclient.cli.completion import image_names
from engineclient.cli.failures import Failure
from engineclient.cli.flag_types import BOOL, LIST, STRING
from engineclient.cli.flags import flag
from engineclient.cli.platform_flag import one_platform
from engineclient.cli.printing.archive_file import write_archive
from engineclient.cli.printing.progress import show_progress

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from engineclient.cli.app import App

_PIECE: Final = 1 << 16
_BAD_PLATFORM: Final = "invalid platform: "


@command("[OPTIONS] IMAGE [IMAGE...]", at_least(1), complete=image_names)
@flag("-o, --output", STRING, "Write to a file, instead of standard output")
@flag("--platform", STRING, "Only the variant for this platform (such as linux/arm64)")
def save(app: App, *names: str, output: str, platform: str) -> None:
    """Write images into an archive."""
    wanted = one_platform(app, platform, "1.48", _BAD_PLATFORM)
    write_archive(app, output, "save image", lambda: app.engine().images.get(names, platform=wanted))


@command("[OPTIONS]", NONE)
@flag("-i, --input", STRING, "Read a file, instead of standard input")
@flag("--platform", STRING, "Only the variant for this platform (such as linux/arm64)")
@flag("-q, --quiet", BOOL, "Show only the names of the images")
def load(app: App, *, input: str, platform: str, quiet: bool) -> None:
    """Load images from an archive that save has written."""
    if not input and sys.stdin is not None and sys.stdin.isatty():
        raise Failure("requested load from stdin, but stdin is empty")
    wanted = one_platform(app, platform, "1.48", _BAD_PLATFORM)
    with _pieces(input) as pieces:
        images = app.engine().images
        show_progress(app.out, images.load(pieces, quiet=quiet or not app.out.is_terminal(), platform=wanted))


@command("[OPTIONS] file|URL|- [REPOSITORY[:TAG]]", at_least(1))
@flag("-c, --change", LIST, "Apply an instruction of a Dockerfile to the image")
@flag("-m, --message", STRING, "Message for its history")
@flag("--platform", STRING, "Platform of what is in it")
def import_(
    app: App, source: str, name: str = "", *_ignored: str, change: list[str], message: str, platform: str
) -> None:
    """Make an image of a tar archive of a file system."""
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
    with _pieces("" if source == "-" else source) as pieces:
        show_progress(app.out, making(pieces))


@contextmanager
def _pieces(path: str) -> Iterator[Iterable[bytes]]:
    """A file, or without a path standard input, piece by piece: it may be larger than the memory."""
    if path:
        with open(path, "rb", buffering=0) as file:  # noqa: PTH123  # docker's message has the path as it is given
            yield iter(partial(file.read, _PIECE), b"")
    elif sys.stdin is None:
        yield ()
    else:
        yield iter(partial(os.read, sys.stdin.fileno(), _PIECE), b"")
