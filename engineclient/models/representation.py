"""The `repr` of views and bodies: one line with identifying fields, and without secrets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, cast

from engineclient.events.redaction import HIDDEN, is_env, is_secret_field, redacted, redacted_word

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_FIRST: Final = ("id", "name", "names", "repo_tags", "state", "status", "exit_code", "image")
_MOST_FIELDS: Final = 6
_MOST_ITEMS: Final = 3
_MOST_CHARACTERS: Final = 60
_ID_LENGTH, _SHORT_ID = 64, 12


def of_view(kind: str, raw: object, fields: Mapping[str, str]) -> str:
    """The `repr` of a view: a few scalar fields that are set, with long values shortened.

    Args:
        kind: the name of the class.
        raw: the JSON of the view.
        fields: the JSON names by the names of the attributes, in the order of the class.
    """
    if not isinstance(raw, dict):
        return f"{kind}(...)"
    given = cast("dict[str, Any]", raw)
    first = [name for name in _FIRST if name in fields]
    shown = [
        f"{name}={text}"
        for name in dict.fromkeys([*first, *fields])
        if (text := _plain(fields[name], given.get(fields[name])))
    ]
    rest = ["..."] * (len(shown) > _MOST_FIELDS or len(given) > len(shown))
    return f"{kind}({', '.join(shown[:_MOST_FIELDS] + rest)})"


def _plain(wire: str, value: Any) -> str:
    """The value of a field, "" if it is empty or an object."""
    if not value or is_env(wire):
        return ""
    if _is_secret(wire):
        return HIDDEN
    if isinstance(value, str | int | float):
        return _cut(value)
    if not isinstance(value, list):
        return ""
    items: list[object] = value
    if not all(isinstance(item, str) for item in items):
        return f"[{len(items)} items]"
    shown = [_cut(str(item)) for item in items[:_MOST_ITEMS]]
    return f"[{', '.join([*shown, *['...'] * (len(items) > _MOST_ITEMS)])}]"


def of_body(kind: str, fields: Iterable[tuple[str, str, Any]]) -> str:
    """The `repr` of a body: all fields that are set, given as names of attributes, JSON names and values."""
    return f"{kind}({', '.join(f'{name}={_whole(wire, value)}' for name, wire, value in fields)})"


def _whole(wire: str, value: Any) -> str:
    if value and _is_secret(wire):
        return HIDDEN
    return repr(redacted({wire: value}, "")[wire] if isinstance(value, dict | list) else value)


def _is_secret(wire: str) -> bool:
    """Whether a field contains a secret, including the data of a swarm's secret and the login of a registry."""
    return wire in ("Data", "auth") or is_secret_field(wire, "")


def _cut(value: str | float) -> str:
    if not isinstance(value, str):
        return repr(value)
    text = redacted_word(value)
    digest = text.removeprefix("sha256:")
    if len(digest) == _ID_LENGTH and digest.isalnum():
        text = digest[:_SHORT_ID]
    return repr(text if len(text) <= _MOST_CHARACTERS else text[: _MOST_CHARACTERS - 3] + "...")
