"""The errors of registries, with docker's messages."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple, cast

from engineclient.errors import EngineError
from engineclient.registry.challenges import Challenge, demanded

_UNKNOWN: Final = frozenset(("UNAUTHORIZED", "MANIFEST_UNKNOWN", "NAME_UNKNOWN"))
_OF_TEXT: Final = {401: "UNAUTHORIZED", 403: "DENIED", 429: "TOOMANYREQUESTS"}
_JSON: Final = ("application/json", "application/vnd.api+json")
_OF_BEARER: Final = {
    "invalid_token": ("UNAUTHORIZED", "authentication required"),
    "insufficient_scope": ("DENIED", "requested access to the resource is denied"),
}


class RegistryError(EngineError):
    """A registry could not be reached, refused a request, or answered with something unexpected."""


class Unreachable(RegistryError):
    """A request was not answered. `str()` is `Get "https://host/v2/": REASON`.

    Attributes:
        method: of the request.
        url: of the request.
        reason: what failed, in Go's words.
        plain: the registry uses plain HTTP instead of TLS.

    """

    def __init__(self, method: str, url: str, reason: str, *, plain: bool = False) -> None:
        super().__init__(f'{method.capitalize()} "{url}": {reason}')
        self.method = method
        self.url = url
        self.reason = reason
        self.plain = plain


class NotAuthorized(Unreachable):
    """A request was not sent, because there is no password for it or the token server gave no token.

    Attributes:
        no_token: why there is no token, in BuildKit's words; "" if a password is missing.

    """

    def __init__(self, method: str, url: str, reason: str, no_token: str = "") -> None:
        super().__init__(method, url, reason)
        self.no_token = no_token


class Interrupted(RegistryError):
    """The connection ended before the registry's answer was complete."""

    def __init__(self) -> None:
        super().__init__("unexpected EOF")


class Problem(NamedTuple):
    """One error in an answer: its code, such as `MANIFEST_UNKNOWN`, and a text."""

    code: str
    message: str

    def __str__(self) -> str:
        return f"{self.code.lower().replace('_', ' ')}: {self.message}"


class Refused(RegistryError):
    """The registry answered with an error.

    Attributes:
        method: of the request.
        url: of the request.
        status: `404 Not Found`.
        problems: the errors in the answer's body and headers; empty if there are none in a registry's format.
        listed: those in the body.
        denied: the error of the challenge `bearer`, such as `insufficient_scope`, if there is one.

    """

    def __init__(
        self,
        method: str,
        url: str,
        status: str,
        problems: Sequence[Problem],
        *,
        listed: Sequence[Problem] = (),
        denied: str = "",
    ) -> None:
        is_client_error = status.startswith("4")
        text = (
            listing(problems)
            if problems and is_client_error
            else f"received unexpected HTTP status: {status}"
        )
        super().__init__(text)
        self.method = method
        self.url = url
        self.status = status
        self.problems: Sequence[Problem] = problems
        self.listed: Sequence[Problem] = listed
        self.denied = denied

    @property
    def code(self) -> int:
        """The HTTP status as a number."""
        return int(self.status[:3])

    @property
    def is_unknown(self) -> bool:
        """Whether docker reports the object as missing: it does not exist, or this user may not see it."""
        if self.problems:
            return self.problems[0].code in _UNKNOWN
        return 400 <= self.code < 500


class NoSuchManifest(RegistryError):
    """The registry has no manifest of that name."""

    def __init__(self, reference: object) -> None:
        super().__init__(f"no such manifest: {reference}")


def listing(problems: Sequence[Problem]) -> str:
    """The text of several errors, as docker shows them."""
    if len(problems) == 1:
        return str(problems[0])
    return "errors:\n" + "".join(f"{problem}\n" for problem in problems)


def problems(
    status: int, body: bytes, found: Sequence[Challenge] = (), content_type: str = "application/json"
) -> list[Problem]:
    """The errors of an answer: that of a `bearer` challenge, then those in its body."""
    bearer = demanded(found, "bearer")
    code, message = _OF_BEARER.get(bearer.parameters.get("error", ""), ("", "")) if bearer else ("", "")
    first = [Problem(code, bearer.parameters.get("error_description") or message)] if bearer and code else []
    listed = body_problems(status, body, content_type)
    if not first and not listed and status == 401:
        return [Problem("UNAUTHORIZED", "authentication required")]
    return [*first, *listed]


def body_problems(status: int, body: bytes, content_type: str = "application/json") -> list[Problem]:
    """The errors in the body of an answer; a body of another type than JSON is one error."""
    if body and content_type.partition(";")[0].strip() not in _JSON:
        return [Problem(_OF_TEXT.get(status, "UNKNOWN"), body.decode("utf-8", "replace"))]
    try:
        content: Any = json.loads(body)
    except ValueError:
        return []
    if not isinstance(content, dict):
        return []
    answer = cast("dict[str, Any]", content)
    if details := answer.get("details"):
        return [Problem(_OF_TEXT.get(status, "UNKNOWN"), str(details))]
    errors: Any = answer.get("errors")
    if not isinstance(errors, list):
        return []
    listed: list[Any] = errors
    return [_problem(each) for each in listed if isinstance(each, dict)]


def _problem(found: Mapping[str, Any]) -> Problem:
    return Problem(str(found.get("code") or "UNKNOWN"), str(found.get("message") or ""))
