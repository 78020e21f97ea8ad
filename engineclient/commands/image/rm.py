"""rmi: remove tags of images; removing the last tag deletes the image."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engineclient.cli.arity import at_least
from engineclient.cli.command import command
from engineclient.cli.completion import image_names
from engineclient.cli.failures import of_several
from engineclient.cli.flag_types import BOOL, STRINGS
from engineclient.cli.flags import flag
from engineclient.cli.platform_flag import platforms
from engineclient.cli.printing.batch import one_by_one
from engineclient.errors import NotFound

if TYPE_CHECKING:
    from engineclient.cli.app import App


@command("[OPTIONS] IMAGE [IMAGE...]", at_least(1), complete=image_names)
@flag("-f, --force", BOOL, "Remove images that have other tags or are used by stopped containers")
@flag("--no-prune", BOOL, "Keep untagged parent images")
@flag("--platform", STRINGS, "Remove only the variants for these platforms (such as linux/arm64)")
def rm(app: App, *names: str, force: bool, no_prune: bool, platform: list[str]) -> None:
    """Remove tags of images, one after the other; removing the last tag deletes the image."""
    wanted = platforms(app, platform, "1.50")
    images = app.engine().images

    def act(name: str) -> None:
        for gone in images.remove(name, force=force, prune=not no_prune, platforms=wanted):
            app.out.line(f"Deleted: {gone.deleted}" if gone.deleted else f"Untagged: {gone.untagged}")

    errors = [error for _, error in one_by_one(names, act) if error is not None]
    if not errors:
        return
    failure = of_several(errors)
    if not force or not all(isinstance(error, NotFound) for error in errors):
        raise failure
    app.err.line(failure.text)
