"""Restrict what passes a proxy: each request is judged before any byte of it is passed on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from engineclient.api.permissions import RequestSummary, refusal, unclear_path
from engineclient.errors import DecodeError
from engineclient.wire.messages import Message
from engineclient.wire.records import json_bytes

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from engineclient.api.permissions import Rule
    from engineclient.proxy.observer import ObservedConnection

    Judge = Callable[[Message], str]
    """Returns why a request is refused, or "" to allow it."""

__all__ = ["Guard", "judge"]

_UPGRADES: Final = frozenset(("tcp", "websocket"))


def judge(*, read_only: bool = False, rules: Sequence[Rule] = ()) -> Judge:
    """A judge that allows read requests, or requests that match one of `rules`; with both, only those that are both.

    `/_ping` and `/version` are always allowed, as clients begin with them.
    """

    def judged(request: Message) -> str:
        asked = RequestSummary(request.method, request.target, request.header("content-type"))
        reason = refusal(request.method, request.target, request.headers, length=request.length)
        if reason is None and asked.is_harmless:
            return ""
        if unclear := unclear_path(asked):
            return unclear
        if read_only and reason is not None:
            return (
                f"{reason}, and this proxy is read-only: "
                "use the engine's own socket, or start the proxy without --read-only"
            )
        if rules and not any(rule.allows(asked) for rule in rules):
            what = f"{asked.method} {asked.path}"
            there = ", ".join(f"'{rule}'" for rule in rules)
            return (
                f"{what} is not allowed by this proxy, which allows {there}: "
                f"to allow it too, start the proxy with --allow '{what}' as well"
            )
        return ""

    return judged


class Guard:
    """Decides which bytes of one client's connection are passed on to the engine.

    Bytes that follow a request are held until that request is answered. Only then is it known whether they are the
    next request, which is judged, or bytes of a hijacked connection. With `read_only` the bytes of a hijacked
    connection and their end are discarded, since the engine may take them for a container's input.

    Attributes:
        refusal: the answer to a refused request, b"" before that. Nothing more is passed on then.

    """

    def __init__(self, judge: Judge, connection: ObservedConnection, *, read_only: bool = False) -> None:
        self._judge = judge
        self._connection = connection
        self._read_only = read_only
        self._request: Message | None = None
        self._attaching = False
        self._held = b""
        self.refusal: bytes = b""

    @property
    def keeps_end(self) -> bool:
        """Whether the client's half-close is not passed on: on a hijacked connection it would end the input."""
        return self._read_only and (self._attaching or self._connection.hijacked)

    @property
    def waits(self) -> bool:
        """Whether bytes are held until the engine has answered, so that reading more is of no use."""
        return bool(self._held) and self._connection.busy

    @property
    def waits_no_more(self) -> bool:
        """Whether held bytes can be judged now."""
        return bool(self._held) and not self._connection.busy

    def admit(self, data: bytes) -> bytes:
        """Take `data`; return those bytes of it and of the held ones that may go to the engine now."""
        data = self._held + data
        self._held = b""
        if self.refusal:
            return b""
        if self._connection.hijacked:
            return b"" if self._read_only else data
        request = self._request
        if request is None:
            if self._connection.busy:
                self._held = data
                return b""
            request = self._request = Message()
            request.loose = True
        begun = request.started
        try:
            rest = request.feed(data)
        except DecodeError as error:
            return self._refuse(request, 400, f"this proxy cannot read the request: {error}")
        if not request.started:
            # Parse again with more bytes: an incomplete head is not passed on
            self._held, self._request = (
                data,
                None,
            )
            return b""
        if not begun and (reason := self._reason(request)):
            return self._refuse(request, 403, reason)
        if request.complete:
            self._request, self._held = None, rest
        request.pieces.clear()
        return data[: len(data) - len(rest)]

    def _reason(self, request: Message) -> str:
        """Why `request` is refused, or ""."""
        if request.ambiguous:
            return f"this proxy refuses requests that might be interpreted in two ways: {request.ambiguous}"
        asked = RequestSummary(request.method, request.target, request.header("content-type"))
        self._attaching = asked.operation is not None and bool(asked.operation.unless)
        upgrades = [value.lower() for name, value in request.headers if name == "upgrade"]
        known = asked.operation is not None and upgrades == [asked.operation.upgrade]
        if upgrades and not known and (len(upgrades) > 1 or upgrades[0] not in _UPGRADES):
            return f"this proxy does not let {request.method} {asked.path} change to {', '.join(upgrades)}"
        return self._judge(request)

    def _refuse(self, request: Message, status: int, message: str) -> bytes:
        body = json_bytes({"message": message}) + b"\n"
        self._connection.refused(request, status, "application/json", body)
        reason = "Forbidden" if status == 403 else "Bad Request"
        self.refusal = (
            b"HTTP/1.1 %d %s\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: %d\r\n\r\n"
            % (status, reason.encode(), len(body))
        ) + body
        return b""
