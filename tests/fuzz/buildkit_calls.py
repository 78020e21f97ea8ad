"""Answers of an engine to BuildKit calls, in pieces and damaged: messages and errors are read or refused.

Undamaged answers are read as sent. Damaged ones raise `DecodeError`, `StreamError` or `StreamTruncated`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from random import Random
from typing import Final

from engineclient.build.solve import call_result, exporter_response, sources, worker_of
from engineclient.build.trace import decode_status
from engineclient.errors import DecodeError, StreamError, StreamTruncated
from engineclient.wire.grpc import Code, Method, Refusal, Server, unary
from engineclient.wire.grpc_client import Client
from engineclient.wire.protobuf import field, message
from tests.fuzz.buildkit_traces import damaged
from tests.fuzz.watched import watched

_PATHS: Final = ("/echo", "/many", "/refused", "/unknown")
_SOURCES: Final[tuple[object, ...]] = (
    {
        "info": {"filename": "Dockerfile", "data": "RlJPTSB4"},
        "ranges": [{"start": {"line": 1}, "end": {"line": 1}}],
    },
    {"info": None, "ranges": 3},
    {"info": {"data": "%"}, "ranges": [{"start": [], "end": "x"}]},
    [],
    {"info": {"filename": 1, "data": 2}, "ranges": [None]},
    {"info": {}, "ranges": [{"start": {"line": "x"}}]},
)


class _Many(Method):
    def receive(self, message: bytes) -> Iterator[bytes]:
        for number in range(5):
            yield message * number


def _refused(_request: bytes) -> bytes:
    raise Refusal(Code.NOT_FOUND, "no \u201cx\u201d here")


def find(seed: int) -> str:
    """Describe what is wrong in the case of `seed`, "" if nothing is."""
    random = Random(seed)
    return watched("calls", lambda: _play(random)) or watched("messages", lambda: _read(random))


def _play(random: Random) -> None:
    server = Server({"/echo": unary(bytes.upper), "/many": _Many, "/refused": unary(_refused)})
    client = Client()
    calls = [
        (path, client.call(path, b"a" * random.choice((0, 1, 9, 100_000))))
        for path in random.choices(_PATHS, k=4)
    ]
    harmed = False
    try:
        while data := client.to_send():
            for piece in server.feed(data):
                sent = piece
                if random.randrange(12) == 0:
                    sent, harmed = damaged(piece, random), True
                size = random.choice((1, 7, 1000, 1 << 20))
                for at in range(0, len(sent), max(size, len(sent) // 50)):
                    client.feed(sent[at : at + max(size, len(sent) // 50)])
        client.feed(b"")
        for path, call in calls:
            found = call.messages() if call.failure is None else []
            if not harmed and (len(found), call.failure is None) != _expected(path):
                raise AssertionError(f"{path}: {len(found)} messages, {call.failure}")
    except (DecodeError, StreamError, StreamTruncated):
        if not harmed:
            raise


def _expected(path: str) -> tuple[int, bool]:
    return {"/echo": (1, True), "/many": (5, True)}.get(path, (0, False))


def _read(random: Random) -> None:
    pair = field(1, "containerimage.config.digest") + field(2, "sha256:1")
    whole = message(1, pair) + message(3, message(10, pair)) + message(2, pair)
    for read in (exporter_response, call_result, worker_of, decode_status):
        try:
            read(damaged(whole, random))
        except DecodeError:
            pass
    text = json.dumps(random.choice(_SOURCES)).encode()
    sources([("errdefs.Source+json", damaged(text, random) if random.randrange(2) else text)])
