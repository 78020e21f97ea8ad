"""The calls on a connection of BuildKit, as JSON records to be shown and kept: who asked what, and never a secret. Pure.

On `POST /grpc` the client makes the calls, and each message has a record of its own:

    {"call": 1, "method": "/moby.buildkit.v1.Control/Solve", "request": {"ref": ..., "attributes": {...}}}
    {"call": 3, "id": "moby.buildkit.trace", "aux": "base64"}     a report of the steps, as in `POST /build`
    {"call": 1, "message": "base64"}                              any other answer
    {"call": 1, "status": 0}                                      its end, with `error` and `details` if it failed

Values of build arguments are replaced in requests. A message of a method that is not known here may hold anything: its
size and digest stand for it.

On `POST /session` the engine makes them. A call has one record, at its end: what was asked for, and how much was
answered. Contents of files, secrets, passwords and tokens are not in it:

    {"asked": "/moby.buildkit.secrets.v1.Secrets/GetSecret", "for": ["token"], "sent": 6, "received": 0, "status": 0}
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable, Mapping
from typing import Any, Final

from engineclient.build import auth, content, filesync, secrets, ssh
from engineclient.build.control import DISK_USAGE, PRUNE
from engineclient.build.history import LISTEN_BUILD_HISTORY, UPDATE_BUILD_HISTORY
from engineclient.build.solve import (
    BUILD_ID,
    FRONTEND_PING,
    FRONTEND_RETURN,
    FRONTEND_SOLVE,
    LIST_WORKERS,
    SOLVE,
    STATUS,
)
from engineclient.build.trace import TRACE
from engineclient.errors import DecodeError
from engineclient.events.redaction import HIDDEN, redacted_word
from engineclient.wire.grpc import HEALTH_CHECK
from engineclient.wire.grpc_copy import Called, CallMessage, Copy, Ended, Side
from engineclient.wire.protobuf import Message, field, fields, message

Record = dict[str, Any]

TELEMETRY: Final = "/opentelemetry.proto.collector.trace.v1.TraceService/Export"
"""By which buildx reports how long it took; it may come at any time, and its answer is empty."""

_SECRET_ATTRIBUTE: Final = "build-arg:"
_WORK_TREE: Final = "vcs:"


class CallRecords:
    """The records of one connection.

    Args:
        target: of the request that opened it: a path that ends with `/session` or `/grpc`.

    """

    def __init__(self, target: str) -> None:
        session = target.partition("?")[0].endswith("/session")
        self._read: _Questions | _Calls = _Questions() if session else _Calls()
        self._copy: Copy | None = Copy()

    def feed(self, side: Side, data: bytes) -> list[tuple[Side, bytes]]:
        """The records that `data` of a side completes, each a line of JSON, and the side that it is of.

        There are none any more once the bytes are no gRPC: to watch a connection must never disturb it.
        """
        found: list[tuple[Side, bytes]] = []
        if self._copy is None:
            return found
        try:
            for item in self._copy.feed(side, data):
                record = self._read.take(item)
                if record is not None:
                    by_daemon = isinstance(self._read, _Questions) or not _is_request(record)
                    found.append(("daemon" if by_daemon else "client", _line(record)))
        except DecodeError:
            self._copy = None
        return found


def _is_request(record: Record) -> bool:
    return "method" in record or "request" in record


def _line(record: Record) -> bytes:
    return json.dumps(record, separators=(",", ":"), ensure_ascii=False).encode("utf-8", "replace") + b"\n"


class _Calls:
    """Calls of the client, on `POST /grpc`."""

    def __init__(self) -> None:
        self._numbers: dict[int, int] = {}  # by stream, of the calls under way
        self._begun: dict[int, Called] = {}  # calls whose first message has not come
        self._methods: dict[int, str] = {}
        self._count = 0

    def take(self, item: Called | CallMessage | Ended) -> Record | None:
        match item:
            case Called(path=path) if path == TELEMETRY:
                pass
            case Called(stream=stream):
                self._count += 1
                self._numbers[stream] = self._count
                self._begun[stream] = item
                self._methods[stream] = item.path
            case CallMessage(stream=stream) | Ended(stream=stream) if stream not in self._numbers:
                pass
            case CallMessage(stream=stream, asking=True, data=data):
                return self._request(stream, data)
            case CallMessage(stream=stream, data=data):
                number = self._numbers[stream]
                return {"call": number, **_answer(self._methods[stream], data)}
            case Ended(stream=stream):
                self._begun.pop(stream, None)
                self._methods.pop(stream, None)
                return {"call": self._numbers.pop(stream), **_how_ended(item)}
        return None

    def _request(self, stream: int, data: bytes) -> Record:
        record: Record = {"call": self._numbers[stream]}
        if (begun := self._begun.pop(stream, None)) is not None:
            record["method"] = begun.path
            if build := begun.metadata.get(BUILD_ID):
                record["ref"] = build[0]
        return {**record, "request": readable_request(self._methods[stream], data)}


class _Questions:
    """Calls of the engine, on `POST /session`."""

    def __init__(self) -> None:
        self._calls: dict[int, tuple[Called, Record]] = {}

    def take(self, item: Called | CallMessage | Ended) -> Record | None:
        match item:
            case Called(stream=stream, path=path, metadata=metadata):
                record: Record = {"asked": path, "for": _asked_for(path, metadata), "sent": 0, "received": 0}
                if path == filesync.DIFF_COPY:
                    record |= {"listed": 0, "wanted": 0}
                self._calls[stream] = item, record
            case CallMessage(stream=stream, asking=asking, data=data) if stream in self._calls:
                called, record = self._calls[stream]
                if asking and not record["received"] and not record["for"]:
                    record["for"] = _asked_with(called.path, data)
                if called.path == filesync.DIFF_COPY:
                    record["listed"] += not asking and data[:1] == _STAT
                    record["wanted"] += asking and data[:2] == _REQUEST
                record["received" if asking else "sent"] += len(data)
            case Ended(stream=stream) if stream in self._calls:
                called, record = self._calls.pop(stream)
                if called.path == HEALTH_CHECK:  # every five seconds
                    return None
                return record | _how_ended(item)
            case _:
                pass
        return None


_STAT: Final = b"\x12"
"""How a packet that lists a file begins: its type, 0, is left out."""

_REQUEST: Final = b"\x08\x01"
"""How a packet that requests a file's content begins."""

_NAMES: Final[Mapping[str, Callable[[Message], list[str]]]] = {
    auth.CREDENTIALS: lambda asked: [asked.text(1)],
    auth.FETCH_TOKEN: lambda asked: [asked.text(2), *asked.texts(5)],
    auth.GET_TOKEN_AUTHORITY: lambda asked: [asked.text(1)],
    auth.VERIFY_TOKEN_AUTHORITY: lambda asked: [asked.text(1)],
    content.INFO: lambda asked: [asked.text(1)],
    content.READ: lambda asked: [asked.text(1)],
    content.WRITE: lambda asked: [asked.text(4) or asked.text(2)],
    secrets.GET_SECRET: lambda asked: [asked.text(1)],
    ssh.CHECK_AGENT: lambda asked: [asked.text(1) or ssh.DEFAULT],
}


def _asked_for(path: str, metadata: Mapping[str, list[str]]) -> list[str]:
    """What a call asks for by its headers: a directory and the paths that it needs, an agent."""
    if path == filesync.DIFF_COPY:
        return [*metadata.get("dir-name", [""])[:1], *metadata.get("followpaths", [])]
    if path == ssh.FORWARD_AGENT:
        return metadata.get(ssh.ID, [])[:1] or [ssh.DEFAULT]
    return []


def _asked_with(path: str, data: bytes) -> list[str]:
    """What a call asks for by its first message: hosts, scopes, ids."""
    read = _NAMES.get(path)
    return read(Message(data)) if read is not None else []


def _how_ended(item: Ended) -> Record:
    texts = {"error": redacted_word(item.text), "details": item.details}
    return {"status": item.status, **{name: text for name, text in texts.items() if text}}


def readable_request(method: str, data: bytes) -> Record:
    """A request as JSON, without secrets: two that mean the same give the same. `{}` for an empty one."""
    if not data:
        return {}
    try:
        if (read := _READERS.get(method)) is not None:
            return read(Message(data))
    except DecodeError:
        pass
    if method in _WITHOUT_SECRETS:
        return {"base64": base64.b64encode(data).decode()}
    return _in_place_of(data)


def _answer(method: str, data: bytes) -> Record:
    """A message of an answer, without secrets."""
    if method == STATUS:
        return {"id": TRACE, "aux": base64.b64encode(data).decode()}
    if (without_secrets := _ANSWERS.get(method)) is not None:
        try:
            return {"message": base64.b64encode(without_secrets(data)).decode()}
        except DecodeError:
            pass
    return _in_place_of(data)


def _in_place_of(data: bytes) -> Record:
    return {"elided": len(data), "digest": _digest(data)}


def _result_of_function(data: bytes) -> bytes:
    """What a frontend gives: of an image its configuration is left out, which has variables."""
    return _replaced(data, 3, lambda result: _replaced(result, 10, _of_function))


def _of_function(pair: bytes) -> bytes | None:
    name = Message(pair).text(1)
    return pair if name.startswith("result.") or name == "version" else None


def _past_build(data: bytes) -> bytes:
    """An event of the history of builds, in which the values of build arguments are hidden."""
    return _replaced(data, 2, lambda record: _replaced(record, 3, _hidden_argument))


def _hidden_argument(pair: bytes) -> bytes:
    name = Message(pair).text(1)
    return field(1, name) + field(2, HIDDEN) if name.startswith(_SECRET_ATTRIBUTE) else pair


def _replaced(data: bytes, number: int, change: Callable[[bytes], bytes | None]) -> bytes:
    """A message with each embedded message of one number changed, or left out."""
    written = b""
    for each, value in fields(data):
        if isinstance(value, int):
            written += field(each, value)
        elif (kept := change(value) if each == number else value) is not None:
            written += message(each, kept)
    return written


_ANSWERS: Final[Mapping[str, Callable[[bytes], bytes]]] = {
    FRONTEND_SOLVE: _result_of_function,
    LISTEN_BUILD_HISTORY: _past_build,
    **dict.fromkeys(
        (SOLVE, FRONTEND_PING, FRONTEND_RETURN, LIST_WORKERS, DISK_USAGE, PRUNE, UPDATE_BUILD_HISTORY), bytes
    ),
}


def _solve_request(asked: Message) -> Record:
    exporters = [Message(each) for each in asked.each(13)]
    found: Record = {
        "ref": asked.text(1),
        "session": asked.text(5),
        "frontend": asked.text(6),
        "attributes": _attributes(asked.pairs(7)),
        "exporters": [{"type": each.text(1), "attributes": _attributes(each.pairs(2))} for each in exporters],
        "entitlements": asked.texts(9),
        "waits": bool(asked.number(11)),  # for the result that a frontend of the client's returns
        # where the cache goes and comes from; policies; later additions
        "more": {str(number): _digest(b"".join(asked.each(number))) for number in (8, 12) if number in asked},
    }
    return {name: value for name, value in found.items() if value}


def _frontend_request(asked: Message) -> Record:
    found: Record = {"frontend": asked.text(2), "attributes": _attributes(asked.pairs(3))}
    return {name: value for name, value in found.items() if value}


def _attributes(pairs: Mapping[bytes, bytes]) -> dict[str, str]:
    """Attributes with names in order; the values of build arguments are hidden.

    Those of a git work tree are left out: the same build at another commit is to be found in a recording.
    """
    texts = {
        name.decode("utf-8", "replace"): value.decode("utf-8", "replace") for name, value in pairs.items()
    }
    return {
        name: HIDDEN if name.startswith(_SECRET_ATTRIBUTE) and value else redacted_word(value)
        for name, value in sorted(texts.items())
        if not name.startswith(_WORK_TREE)
    }


def _digest(data: bytes) -> str:
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


_READERS: Final[Mapping[str, Callable[[Message], Record]]] = {
    SOLVE: _solve_request,
    FRONTEND_SOLVE: _frontend_request,
    STATUS: lambda asked: {"ref": asked.text(1)},
    FRONTEND_RETURN: lambda _: {},  # what the client has got, and an image's configuration with its variables
}
_WITHOUT_SECRETS: Final = frozenset(
    {DISK_USAGE, PRUNE, LISTEN_BUILD_HISTORY, UPDATE_BUILD_HISTORY, LIST_WORKERS}
)
