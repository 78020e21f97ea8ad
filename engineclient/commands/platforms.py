"""`--platform` of the commands that name a variant of an image which is here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engineclient.commands.failures import Failure
from engineclient.options.platforms import parse_platform

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


def one_platform(text: str, complaint: str = "") -> Mapping[str, str] | None:
    """The platform that `text` names, as the API's JSON has it; None for no text.

    Raises:
        Failure: it names none; `complaint` stands before the reason.

    """
    if not text:
        return None
    try:
        platform = parse_platform(text)
    except ValueError as error:
        raise Failure(f"{complaint}{error}") from error
    fields = {"architecture": platform.architecture, "os": platform.os, "variant": platform.variant}
    return {name: value for name, value in fields.items() if value}


def platforms(texts: Iterable[str]) -> list[Mapping[str, str]]:
    """The same for each of `texts`."""
    return [found for text in texts if (found := one_platform(text))]
