"""What must not be in a recording or a trace: passwords, tokens, and the values of environment variables."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = [
    "HIDDEN",
    "given_variables",
    "is_private",
    "is_secret_field",
    "redacted",
    "redacted_body",
    "redacted_parameter",
    "redacted_word",
    "secret_patterns",
    "secret_variable",
]

HIDDEN: Final = "***"
"""Stands for a secret in what is shown at once; recordings number theirs, so that equal ones stay equal."""

_SHORT: Final = 6
"""A shorter value is looked for only as NAME=value: "1" stands in too many places."""

_FIELDS: Final = frozenset(
    {
        "password",
        "identitytoken",
        "registrytoken",
        "jointoken",
        "unlockkey",
        "signingcakey",
        "worker",
        "manager",
    }
)
_LOGIN_FIELDS: Final = frozenset({"username", "email", "auth"})
_DATA_PATHS: Final = ("POST /secrets/", "POST /configs/")
_USER_OF_URL: Final = re.compile(r"(?<=://)[^/?#\s]+(?=@)")
_ENV_INSTRUCTION: Final = re.compile(r"((?:^|--change=)\s*ENV\s).+", re.IGNORECASE | re.DOTALL)


def is_secret_field(field: str, ask: str) -> bool:
    """The string in `field` of a request `ask`, or of its answer, is secret."""
    lower = field.lower()
    if lower in _FIELDS:
        return True
    if ask == "POST /auth":
        return lower in _LOGIN_FIELDS
    return field == "Data" and ask.startswith(_DATA_PATHS)


def given_variables(lines: Iterable[dict[str, Any]]) -> list[tuple[str, str]]:
    """The variables, name and value, in the bodies of create and exec requests."""
    bodies = (line["json"] for line in lines if "ask" in line and isinstance(line.get("json"), dict))
    items = (
        item.partition("=") for body in bodies for item in body.get("Env") or () if isinstance(item, str)
    )
    return list(dict.fromkeys((name, value) for name, _, value in items if value))


def secret_patterns(given: Iterable[tuple[str, str]]) -> list[str]:
    """Regular expressions that find those values in any text."""
    return [
        re.escape(value) if len(value) >= _SHORT else rf"(?<={re.escape(name)}=){re.escape(value)}(?!\w)"
        for name, value in sorted(given, key=lambda variable: -len(variable[1]))
    ]


def secret_variable(item: str, given: Iterable[tuple[str, str]]) -> tuple[str, str] | None:
    """Name and value of `item` of an Env list if the value is to be hidden.

    It is, wherever the variable comes from, except PATH from an image: who reads `inspect` again needs it.
    """
    name, _, value = item.partition("=")
    if not value or (name == "PATH" and name not in dict(given)):
        return None
    return name, value


def redacted(value: Any, ask: str) -> Any:
    """JSON of a request `ask` (such as "POST /auth"), or of its answer, with *** in the place of what is secret."""
    if isinstance(value, list):
        return [redacted(item, ask) for item in value]
    if not isinstance(value, dict):
        return value
    return {field: _redacted_field(field, item, ask) for field, item in value.items()}


def _redacted_field(field: str, value: Any, ask: str) -> Any:
    if isinstance(value, str):
        return HIDDEN if value and is_secret_field(field, ask) else value
    if field == "Env" and isinstance(value, list):
        return [_redacted_variable(item) if isinstance(item, str) else item for item in value]
    return redacted(value, ask)


def _redacted_variable(item: str) -> str:
    variable = secret_variable(item, ())
    return f"{variable[0]}={HIDDEN}" if variable else item


def redacted_body(body: bytes, ask: str) -> bytes:
    """The same for the text of a body; one that is no JSON, or holds nothing secret, stays as it is."""
    try:
        value = json.loads(body)
    except ValueError:
        return body
    hidden = redacted(value, ask)
    return body if hidden == value else json.dumps(hidden, separators=(",", ":"), ensure_ascii=False).encode()


def redacted_parameter(name: str, value: str) -> str:
    """The value of a query's parameter as `redacted_word`; of build arguments only the names are shown."""
    if name != "buildargs":
        return redacted_word(value)
    try:
        arguments: Any = json.loads(value)
    except ValueError:
        return HIDDEN
    if not isinstance(arguments, dict):
        return HIDDEN
    return json.dumps({argument: HIDDEN if given else given for argument, given in arguments.items()})


def redacted_word(word: str) -> str:
    """A parameter or an argument without the user and password of a URL, and what an instruction ENV sets."""
    return _ENV_INSTRUCTION.sub(rf"\1{HIDDEN}", _USER_OF_URL.sub(HIDDEN, word))


def is_private(target: str) -> bool:
    """Whether what passes on a connection that this request takes over is for no trace.

    In a session of BuildKit's passwords and secrets go over it, in HTTP/2, where nothing could be redacted.
    """
    return target.partition("?")[0].endswith(("/session", "/grpc"))
