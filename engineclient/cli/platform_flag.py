"""`--platform` of the commands that name a variant of an image which is here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engineclient.cli.failures import Failure
from engineclient.cli.require_api import require
from engineclient.golang.platforms import Platform, parse_platform

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from engineclient.cli.app import App


def one_platform(app: App, text: str, since: str, complaint: str = "") -> Mapping[str, str] | None:
    """The platform that `text` names, as the API's JSON has it; None for no text.

    Raises:
        Failure: the engine does not speak API version `since`, with which the flag came, or the text names no
            platform: then `complaint` stands before the reason.

    """
    return next(iter(platforms(app, [text] if text else [], since, complaint)), None)


def platforms(app: App, texts: Sequence[str], since: str, complaint: str = "") -> list[Mapping[str, str]]:
    """The same for each of `texts`."""
    if texts:
        require(app, '"--platform"', since)
    try:
        return [_json(parse_platform(text)) for text in texts]
    except ValueError as error:
        raise Failure(f"{complaint}{error}") from error


def _json(platform: Platform) -> Mapping[str, str]:
    fields = {"architecture": platform.architecture, "os": platform.os, "variant": platform.variant}
    return {name: value for name, value in fields.items() if value}
