"""pull and push: transfer images from and to registries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from engineclient.cli.arity import exactly
from engineclient.cli.command import command
from engineclient.cli.completion import image_names
from engineclient.cli.credentials import registry_auth
from engineclient.cli.failures import Failure
from engineclient.cli.flag_types import BOOL, STRING
from engineclient.cli.flags import flag
from engineclient.cli.platform_flag import DEFAULT_PLATFORM, one_platform
from engineclient.cli.printing.notice import bold, note
from engineclient.cli.printing.progress import ProgressLines, show_progress
from engineclient.cli.trust import CONTENT_TRUST, refuse_content_trust
from engineclient.wire.references import Reference, parse

if TYPE_CHECKING:
    from engineclient.cli.app import App

_ONE_PLATFORM: Final = (
    f"Using {bold('--platform')} pushes only the specified platform manifest of a multi-platform image index.\n"
    "Other components, like attestations, will not be included.\n"
    f"To push the complete multi-platform image, remove the {bold('--platform')} flag.\n"
)


@command("[OPTIONS] NAME[:TAG|@DIGEST]", exactly(1))
@flag("-a, --all-tags", BOOL, "Pull all tags of the repository")
@CONTENT_TRUST
@flag("--platform", STRING, "Platform of the image, if there are several", variable=DEFAULT_PLATFORM)
@flag("-q, --quiet", BOOL, "Print only the name of the image")
def pull(
    app: App, name: str, *, all_tags: bool, disable_content_trust: bool, platform: str, quiet: bool
) -> None:
    """Pull an image from a registry."""
    reference = _repository(name) if all_tags else _tagged(app, name, quiet=quiet)
    refuse_content_trust(disabled=disable_content_trust)
    app.engine().pull(
        reference,
        all_tags=all_tags,
        platform=platform or None,
        auth=registry_auth(app, reference),
        progress=None if quiet else ProgressLines(app.out),
    )
    app.out.line(str(reference))


@command("[OPTIONS] NAME[:TAG]", exactly(1), complete=image_names)
@flag("-a, --all-tags", BOOL, "Push all tags of the repository")
@CONTENT_TRUST
@flag("--platform", STRING, "Only the variant for this platform (such as linux/arm64)")
@flag("-q, --quiet", BOOL, "Print only the name of the image")
def push(
    app: App, name: str, *, all_tags: bool, disable_content_trust: bool, platform: str, quiet: bool
) -> None:
    """Push an image to a registry."""
    wanted = one_platform(app, platform, "1.46", f"Invalid platform {platform}")
    if wanted:
        note(app.out, _ONE_PLATFORM)
    reference = _repository(name) if all_tags else _tagged(app, name, quiet=quiet)
    refuse_content_trust(disabled=disable_content_trust)
    stream = app.engine().images.push(
        reference, all_tags=all_tags, platform=wanted, auth=registry_auth(app, reference)
    )
    if quiet:
        stream.wait()
        app.out.line(str(reference))
    else:
        show_progress(app.out, stream)


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
