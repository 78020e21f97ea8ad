"""pull, push, save, load and import: images on their way from and to registries and archives."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Final

from engineclient.commands.arity import NONE, at_least, exactly
from engineclient.commands.command import command
from engineclient.commands.completion import image_names
from engineclient.commands.credentials import registry_auth
from engineclient.commands.failures import Failure
from engineclient.commands.flags import flag
from engineclient.commands.flagtypes import BOOL, LIST, STRING
from engineclient.commands.note import bold, note
from engineclient.commands.platforms import DEFAULT_PLATFORM, one_platform
from engineclient.commands.progress import ProgressLines
from engineclient.commands.savefile import write_archive
from engineclient.commands.trust import CONTENT_TRUST, refuse_content_trust
from engineclient.wire.references import Reference, parse

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from engineclient.commands.app import App
    from engineclient.models.images import Progress

_PIECE: Final = 1 << 16
_BAD_PLATFORM: Final = "invalid platform: "
_ONE_PLATFORM: Final = (
    f"Using {bold('--platform')} pushes only the specified platform manifest of a multi-platform image index.\n"
    "Other components, like attestations, will not be included.\n"
    f"To push the complete multi-platform image, remove the {bold('--platform')} flag.\n"
)


@command("[OPTIONS] NAME[:TAG|@DIGEST]", exactly(1))
@flag("-a, --all-tags", BOOL, "Get all tags of the repository")
@CONTENT_TRUST
@flag("--platform", STRING, "Platform of the image, if there are several", variable=DEFAULT_PLATFORM)
@flag("-q, --quiet", BOOL, "Show only the name")
def pull(
    app: App, name: str, *, all_tags: bool, disable_content_trust: bool, platform: str, quiet: bool
) -> None:
    """Get an image from a registry."""
    reference = _repository(name) if all_tags else _tagged(app, name, quiet=quiet)
    refuse_content_trust(disabled=disable_content_trust)
    app.engine().pull(
        str(reference),
        all_tags=all_tags,
        platform=platform or None,
        auth=registry_auth(app, name),
        progress=None if quiet else ProgressLines(app.out),
    )
    app.out.line(str(reference))


@command("[OPTIONS] NAME[:TAG]", exactly(1), complete=image_names)
@flag("-a, --all-tags", BOOL, "Put all tags of the repository")
@CONTENT_TRUST
@flag("--platform", STRING, "Only the variant for this platform (such as linux/arm64)")
@flag("-q, --quiet", BOOL, "Show only the name")
def push(
    app: App, name: str, *, all_tags: bool, disable_content_trust: bool, platform: str, quiet: bool
) -> None:
    """Put an image into a registry."""
    wanted = one_platform(app, platform, "1.46", f"Invalid platform {platform}")
    if wanted:
        note(app.out, _ONE_PLATFORM)
    reference = _repository(name) if all_tags else _tagged(app, name, quiet=quiet)
    refuse_content_trust(disabled=disable_content_trust)
    stream = app.engine().images.push(
        str(reference), all_tags=all_tags, platform=wanted, auth=registry_auth(app, name)
    )
    if quiet:
        stream.wait()
        app.out.line(str(reference))
    else:
        _show(app, stream)


def _repository(name: str) -> Reference:
    reference = parse(name)
    if reference.tag or reference.digest:
        raise Failure("tag can't be used with --all-tags/-a")
    return reference


def _tagged(app: App, name: str, *, quiet: bool) -> Reference:
    reference = parse(name)
    if not (reference.tag or reference.digest):
        reference = reference.with_default_tag()
        if not quiet:
            app.out.line(f"Using default tag: {reference.tag}")
    return reference


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
    with _pieces(input or None) as pieces:
        images = app.engine().images
        _show(app, images.load(pieces, quiet=quiet or not app.out.is_terminal(), platform=wanted))


@command("[OPTIONS] file|URL|- [REPOSITORY[:TAG]]", at_least(1))
@flag("-c, --change", LIST, "Apply an instruction of a Dockerfile to the image")
@flag("-m, --message", STRING, "Message for its history")
@flag("--platform", STRING, "Platform of what is in it", variable=DEFAULT_PLATFORM)
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
        _show(app, making(source))
        return
    with _pieces(None if source == "-" else source) as pieces:
        _show(app, making(pieces))


@contextmanager
def _pieces(path: str | None) -> Iterator[Iterable[bytes]]:
    """A file, or without a path standard input, piece by piece: it may be larger than the memory."""
    if path is not None:
        with open(path, "rb", buffering=0) as file:  # noqa: PTH123  # docker's message has the path as it is given
            yield iter(partial(file.read, _PIECE), b"")
    elif sys.stdin is None:
        yield ()
    else:
        yield iter(partial(os.read, sys.stdin.fileno(), _PIECE), b"")


def _show(app: App, stream: Iterable[Progress]) -> None:
    show = ProgressLines(app.out)
    for record in stream:
        show(record)
