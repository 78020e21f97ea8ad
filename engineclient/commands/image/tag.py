"""tag: give an image another name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engineclient.cli.arity import exactly
from engineclient.cli.command import command
from engineclient.cli.completion import image_names, in_turn
from engineclient.cli.failures import Failure
from engineclient.errors import InvalidReference
from engineclient.golang.quoting import quote
from engineclient.wire.references import is_image_id, parse

if TYPE_CHECKING:
    from engineclient.cli.app import App


@command(
    "SOURCE_IMAGE[:TAG] TARGET_IMAGE[:TAG]", exactly(2), interspersed=False, complete=in_turn(image_names)
)
def tag(app: App, source: str, target: str) -> None:
    """Add a name to an image."""
    for name in (source, target):
        try:
            if name == target or not is_image_id(name):
                parse(name)
        except InvalidReference as error:
            complaint = f"Error parsing reference: {quote(name)} is not a valid repository/tag: {error}"
            raise Failure(complaint) from error
    app.engine().images.tag(source, target)
