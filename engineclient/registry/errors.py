"""How registries fail, and the texts of it that docker shows."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple, cast

from engineclient.errors import EngineError
from engineclient.registry.challenges import Challenge, demanded

_UNKNOWN: Final = frozenset(("UNAUTHORIZED", "MANIFEST_UNKNOWN", "NAME_UNKNOWN"))
_OF_DETAILS: Final = {401: "UNAUTHORIZED", 403: "DENIED", 429: "TOOMANYREQUESTS"}
_OF_BEARER: Final = {
    "invalid_token": ("UNAUTHORIZED", "authentication required"),
    "insufficient_scope": ("DENIED", "requested access to the resource is denied"),
}


class RegistryError(EngineError):
    """A registry could not be reached, refused a request, or answered with something unexpected."""


class Unreachable(RegistryError):
    """A request was not answered. `str()` is `Get "https://host/v2/": REASON`.

    Attributes:
        url: of the request.
        reason: what failed, in Go's words.
        plain: the registry speaks plain HTTP where TLS was expected.

    """

    def __init__(self, method: str, url: str, reason: str, *, plain: bool = False) -> None:
        super().__init__(f'{method.capitalize()} "{url}": {reason}')
        self.url = url
        self.reason = reason
        self.plain = plain


class NotAuthorized(Unreachable):
    """A request was not sent, because there is no password for it or the token server refused one."""


class Problem(NamedTuple):
    """One error in an answer: its code, such as `MANIFEST_UNKNOWN`, and a text."""

    code: str
    message: str

    def __str__(self) -> str:
        return f"{self.code.lower().replace('_', ' ')}: {self.message}"


class Refused(RegistryError):
    """The registry answered with an error.

    Attributes:
        status: `404 Not Found`.
        problems: what the answer lists; empty if it is none of a registry.
        url: of the request.
        denied: the error of the challenge `bearer`, such as `insufficient_scope`, if there is one.

    """

    def __init__(self, status: str, problems: Sequence[Problem], url: str, denied: str = "") -> None:
        if len(problems) > 1:
            text = "errors:\n" + "".join(f"{problem}\n" for problem in problems)
        elif problems:
            text = str(problems[0])
        else:
            text = f"received unexpected HTTP status: {status}"
        super().__init__(text)
        self.status = status
        self.problems: Sequence[Problem] = problems
        self.url = url
        self.denied = denied

    @property
    def code(self) -> int:
        """The HTTP status as a number."""
        return int(self.status[:3])

    @property
    def is_unknown(self) -> bool:
        """Whether the object does not exist, or is hidden from this user, as far as docker can tell."""
        if self.problems:
            return self.problems[0].code in _UNKNOWN
        return 400 <= self.code < 500


class NoSuchManifest(RegistryError):
    """The registry has no manifest of that name."""

    def __init__(self, reference: object) -> None:
        super().__init__(f"no such manifest: {reference}")


def problems(status: int, body: bytes, found: Sequence[Challenge] = ()) -> list[Problem]:
    """The errors of an answer: those of a `bearer` challenge, then those that its JSON lists."""
    bearer = demanded(found, "bearer")
    code, message = _OF_BEARER.get(bearer.parameters.get("error", ""), ("", "")) if bearer else ("", "")
    first = [Problem(code, bearer.parameters.get("error_description") or message)] if bearer and code else []
    listed = _listed(status, body)
    if not first and not listed and status == 401:
        return [Problem("UNAUTHORIZED", "authentication required")]
    return [*first, *listed]


def _listed(status: int, body: bytes) -> list[Problem]:
    try:
        content: Any = json.loads(body)
    except ValueError:
        return []
    if not isinstance(content, dict):
        return []
    answer = cast("dict[str, Any]", content)
    if details := answer.get("details"):
        return [Problem(_OF_DETAILS.get(status, "UNKNOWN"), str(details))]
    errors: Any = answer.get("errors")
    if not isinstance(errors, list):
        return []
    listed: list[Any] = errors
    return [_problem(each) for each in listed if isinstance(each, dict)]


def _problem(found: Mapping[str, Any]) -> Problem:
    return Problem(str(found.get("code") or "UNKNOWN"), str(found.get("message") or ""))
