"""`--platform` of the commands that select a variant of a local image."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from engineclient.cli.failures import Failure
from engineclient.cli.require_api import require
from engineclient.golang.platforms import Platform, parse_platform

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from engineclient.cli.app import App

DEFAULT_PLATFORM: Final = "DOCKER_DEFAULT_PLATFORM"
"""The environment variable with the default of `--platform`, for the commands that pull or build an image."""


def one_platform(app: App, text: str, since: str, complaint: str = "") -> Mapping[str, str] | None:
    """The platform that `text` names, as the API's JSON has it; None for an empty text.

    Raises:
        Failure: the engine does not support API version `since`, which the flag needs; or the text names no
            platform: then the message is `complaint` and the reason.

    """
    return next(iter(platforms(app, [text] if text else [], since, complaint)), None)


def platforms(app: App, texts: Sequence[str], since: str, complaint: str = "") -> list[Mapping[str, str]]:
    """The platforms that `texts` name; see `one_platform`."""
    if texts:
        require(app, '"--platform"', since)
    try:
        return [_json(parse_platform(text)) for text in texts]
    except ValueError as error:
        raise Failure(f"{complaint}{error}") from error


def _json(platform: Platform) -> Mapping[str, str]:
    fields = {"architecture": platform.architecture, "os": platform.os, "variant": platform.variant}
    return {name: value for name, value in fields.items() if value}
