"""Remove what must not be in a recording or a trace: passwords, tokens, and values of environment variables."""

from __future__ import annotations

import json
import re
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

__all__ = [
    "HIDDEN",
    "given_variables",
    "is_env",
    "is_private",
    "is_secret_field",
    "redacted",
    "redacted_body",
    "redacted_command",
    "redacted_parameter",
    "redacted_word",
    "secret_patterns",
    "secret_variable",
]

HIDDEN: Final = "***"
"""Replaces a secret in output; recordings use numbered names instead, so that equal secrets stay equal."""

_SHORT: Final = 6
"""A shorter value is searched for only as NAME=value: one such as "1" occurs in too many places."""

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
# Options of drivers and plugins whose name shows that they are secret: splunk-token, S3_SECRET_KEY.
_SECRET_NAME: Final = re.compile(
    r"(?:^|[-_.])(?:password|passwd|pass|pwd|token|secret|credentials?|(?:api|access|secret|private)[-_.]?key)$",
    re.IGNORECASE,
)
_LOGIN_FIELDS: Final = frozenset({"username", "email", "auth"})
_SECRET_FLAGS: Final = frozenset(
    ("--password", "--pass", "--token", "--secret", "--access-token", "--identity-token")
)
_VARIABLE_FLAGS: Final = ("-e", "--env", "--build-arg", "--env-add")
_DATA_PATHS: Final = ("POST /secrets/", "POST /configs/")
_USER_OF_URL: Final = re.compile(r"(?<=://)[^/?#\s]+(?=@)")
_ENV_INSTRUCTION: Final = re.compile(
    r"(^(?:--change=|-c)?\s*(?:ONBUILD\s+)*ENV\s)(?:[^\n\\]|\\.|\\\n)+",
    re.IGNORECASE | re.MULTILINE | re.DOTALL,
)
# Among the options of a mount (`username=u,password=p`), of a driver, or of a flag.
_ASSIGNED: Final = re.compile(
    r"""((?:^|[\s,;&"'])(?:[\w.-]*=)?(?:[\w.-]*[-_.])?(?:password|passwd|pass|pwd|token|secret|credentials?)=)[^\s,;&"']+""",
    re.IGNORECASE,
)


def is_secret_field(field: str, ask: str) -> bool:
    """Whether the string in `field` of a request `ask` (such as "POST /auth"), or of its answer, is secret."""
    lower = field.lower()
    if lower in _FIELDS:
        return True
    if "-" in field or "_" in field or field.islower():
        return _SECRET_NAME.search(field) is not None or (ask == "POST /auth" and lower in _LOGIN_FIELDS)
    if ask == "POST /auth":
        return lower in _LOGIN_FIELDS
    return field == "Data" and ask.startswith(_DATA_PATHS)


def given_variables(lines: Iterable[dict[str, Any]]) -> list[tuple[str, str]]:
    """The name and value of each variable in the bodies of create and exec requests."""
    bodies = (line["json"] for line in lines if "ask" in line and isinstance(line.get("json"), dict))
    items = (item.partition("=") for body in bodies for item in _variables(body) if isinstance(item, str))
    return list(dict.fromkeys((name, value) for name, _, value in items if value))


def _variables(body: dict[str, Any]) -> Iterable[Any]:
    """The items under Env in a body, in any case: Go ignores the case of field names."""
    return (
        item for field, items in body.items() if is_env(field) and isinstance(items, list) for item in items
    )


def is_env(field: str) -> bool:
    """Whether `field` is a list of environment variables."""
    return field.lower() == "env"


def secret_patterns(given: Iterable[tuple[str, str]]) -> list[str]:
    """Regular expressions that find the values of those variables in any text."""
    return [
        re.escape(value) if len(value) >= _SHORT else rf"(?<={re.escape(name)}=){re.escape(value)}(?!\w)"
        for name, value in sorted(given, key=lambda variable: -len(variable[1]))
    ]


def secret_variable(item: str, given: Iterable[tuple[str, str]]) -> tuple[str, str] | None:
    """The name and value of `item` of an Env list if the value must be hidden, or None.

    Every value must be, except PATH from an image, which readers of `inspect` need.
    """
    name, _, value = item.partition("=")
    if not value or (name == "PATH" and name not in dict(given)):
        return None
    return name, value


def redacted(value: Any, ask: str) -> Any:
    """The JSON of a request `ask` (such as "POST /auth"), or of its answer, with secrets replaced by ***."""
    if isinstance(value, list):
        return [redacted_word(item) if isinstance(item, str) else redacted(item, ask) for item in value]
    if not isinstance(value, dict):
        return value
    return {field: _redacted_field(field, item, ask) for field, item in value.items()}


def _redacted_field(field: str, value: Any, ask: str) -> Any:
    if isinstance(value, str):
        return HIDDEN if value and is_secret_field(field, ask) else redacted_word(value)
    if is_env(field) and isinstance(value, list):
        return [_redacted_variable(item) if isinstance(item, str) else item for item in value]
    return redacted(value, ask)


def _redacted_variable(item: str) -> str:
    variable = secret_variable(item, ())
    return f"{variable[0]}={HIDDEN}" if variable else item


def redacted_body(body: bytes, ask: str) -> bytes:
    """`redacted` for the bytes of a body. A body that is not JSON, or has no secrets, is returned unchanged."""
    try:
        value = json.loads(body)
    except ValueError:
        return body
    hidden = redacted(value, ask)
    return body if hidden == value else json.dumps(hidden, separators=(",", ":"), ensure_ascii=False).encode()


def redacted_parameter(name: str, value: str) -> str:
    """The value of a query parameter, as by `redacted_word`; of build arguments only the names are shown."""
    if name != "buildargs":
        return redacted_word(value)
    try:
        arguments: Any = json.loads(value)
    except ValueError:
        return HIDDEN
    if not isinstance(arguments, dict):
        return HIDDEN
    return json.dumps({argument: HIDDEN if given else given for argument, given in arguments.items()})


def redacted_word(word: str, hide: Callable[[str], str] = lambda _: HIDDEN) -> str:
    """A parameter, an argument or a value without its secrets: user and password of a URL, values that an ENV
    instruction sets, and values after a name such as `password=`.
    """
    if "://" in word:
        word = _USER_OF_URL.sub(lambda found: hide(found[0]), word)
    if "=" not in word and " " not in word:
        return word
    for pattern in (_ENV_INSTRUCTION, _ASSIGNED):
        word = pattern.sub(lambda found: found[1] + hide(found[0][len(found[1]) :]), word)
    return word


def redacted_command(words: Sequence[str], hide: Callable[[str], str] = lambda _: HIDDEN) -> list[str]:
    """A command line without its secrets: values of variables, build arguments and flags for passwords or tokens.

    Args:
        words: the words of the command line.
        hide: returns the replacement of a secret.

    """
    login = _is_login(words)
    shown: list[str] = []
    before = ""
    for word in words:
        shown.append(_shown_word(word, before, login=login, hide=hide))
        before = word
    return shown


def _shown_word(word: str, before: str, *, login: bool, hide: Callable[[str], str]) -> str:
    if before in _SECRET_FLAGS or (login and before in ("-p", "-u", "--username")):
        return hide(word)
    flag, equals, value = word.partition("=")
    if equals and flag in _SECRET_FLAGS:
        return f"{flag}={hide(value)}"
    if login and word.startswith("-p") and len(word) > 2:
        return f"-p{hide(word[2:])}"
    for named in _VARIABLE_FLAGS:
        if before == named and equals:
            return f"{flag}={hide(value)}"
        if word.startswith(f"{named}=") and "=" in value:
            return f"{named}={value.partition('=')[0]}={hide(value.partition('=')[2])}"
    return redacted_word(word, hide)


def _is_login(words: Sequence[str]) -> bool:
    """Whether the first word after the program's name, flags and their values aside, is `login`."""
    if not (words and _is_program(words[0]) and "login" in words):
        return False
    before = words[: words.index("login")]
    return all(word.startswith("-") or last.startswith("-") for last, word in pairwise(before))


def _is_program(word: str) -> bool:
    return word.rpartition("/")[2] in ("docker", "minidocker", "podman", "nerdctl", "oras", "crane")


def is_private(target: str) -> bool:
    """Whether the bytes of the connection that this request hijacks must not be traced.

    They must not for a BuildKit session: it transfers passwords and secrets in HTTP/2, where they cannot be redacted.
    """
    return target.partition("?")[0].endswith(("/session", "/grpc"))
