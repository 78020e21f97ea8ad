"""The records of calls to BuildKit: their content, and that they contain no secret."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import pytest

from engineclient.archive.content_store import ContentDirectory
from engineclient.archive.memory import MemoryTree
from engineclient.build import auth, content, history, secrets, solve, ssh
from engineclient.build.auth import Login, Token
from engineclient.build.call_records import TELEMETRY, CallRecords, readable_request
from engineclient.build.filesync import DIFF_COPY, file_sync
from engineclient.build.solve import Exporter, SolveRequest, call_result
from engineclient.wire.fsutil import Packet, PacketType
from engineclient.wire.grpc import HEALTH_CHECK, Methods, Server, unary
from engineclient.wire.grpc_client import Client
from engineclient.wire.protobuf import field, message
from tests.build.engine import EngineSide

PASSWORD = "hunter2-hunter2"
REQUEST = SolveRequest(
    "r", "s", {"build-arg:TOKEN": PASSWORD, "target": "web", "context": f"https://me:{PASSWORD}@host/x.git"},
    exporters=[Exporter("moby", {"name": "x"})], entitlements=["network.host"],
)  # fmt: skip


class Agent:
    def ask(self, request: bytes) -> bytes:
        return b"\0\0\0\1x"

    def close(self) -> None:
        pass


class Watched(EngineSide):
    """The engine's side of a session; its bytes are recorded."""

    def __init__(self, methods: Methods) -> None:
        self.records: list[dict[str, Any]] = []
        self._calls_seen = CallRecords("/v1.51/session")
        super().__init__(methods)
        feed = self.server.feed

        def watched(data: bytes) -> Any:
            self._note("daemon", data)
            for piece in feed(data):
                self._note("client", piece)
                yield piece

        self.server.feed = watched  # type: ignore[method-assign]

    def _note(self, side: Any, data: bytes) -> None:
        for by, line in self._calls_seen.feed(side, data):
            assert by == "daemon"
            self.records.append(json.loads(line))


LOGIN = Login("me", PASSWORD)
QUESTIONS: list[tuple[Methods, str, bytes, list[str], int]] = [
    (secrets.secrets({"token": PASSWORD.encode}), secrets.GET_SECRET, field(1, "token"), ["token"], 17),
    (auth.auth(lambda _: LOGIN), auth.CREDENTIALS, field(1, "example.org"), ["example.org"], 21),
    (
        auth.auth(lambda _: LOGIN, lambda _: Token(PASSWORD)),
        auth.FETCH_TOKEN,
        field(1, PASSWORD) + field(2, "example.org") + field(5, "repository:x:pull"),
        ["example.org", "repository:x:pull"],
        17,
    ),
    (ssh.ssh_agents({"default": Agent}), ssh.CHECK_AGENT, b"", ["default"], 0),
    (ssh.ssh_agents({"default": Agent}), ssh.FORWARD_AGENT, field(1, b"\0\0\0\1?"), ["default"], 7),
]


@pytest.mark.parametrize(
    ("methods", "path", "asked", "names", "sent"), QUESTIONS, ids=[each[1] for each in QUESTIONS]
)
def test_a_question_to_a_session(
    methods: Methods, path: str, asked: bytes, names: list[str], sent: int
) -> None:
    side = Watched(methods)
    side.call(path, asked).half_close()
    assert side.records == [{"asked": path, "for": names, "sent": sent, "received": len(asked), "status": 0}]
    assert PASSWORD not in repr(side.records)


@pytest.mark.parametrize(
    ("path", "asked", "names"),
    [
        (content.INFO, field(1, "sha256:a"), ["sha256:a"]),
        (content.READ, field(1, "sha256:a"), ["sha256:a"]),
        (content.WRITE, field(2, "upload"), ["upload"]),
        (content.WRITE, field(2, "upload") + field(4, "sha256:a"), ["sha256:a"]),
    ],
)
def test_content_of_a_cache(tmp_path: Path, path: str, asked: bytes, names: list[str]) -> None:
    side = Watched(content.content({"": ContentDirectory(str(tmp_path))}))
    side.call(path, asked).half_close()
    assert [record["for"] for record in side.records] == [names]


def test_files() -> None:
    side = Watched(file_sync({"context": MemoryTree({"a": "1", "b": PASSWORD})}))
    call = side.call(DIFF_COPY, dir_name="context", followpaths=["a", "b"])
    call.send(Packet(PacketType.REQ, number=1).encode(), Packet(PacketType.FIN).encode())
    (record,) = side.records
    assert (record["for"], record["listed"], record["wanted"]) == (["context", "a", "b"], 2, 1)
    assert PASSWORD not in repr(record)


def test_a_question_that_is_refused() -> None:
    side = Watched(secrets.secrets({}))
    side.call(secrets.GET_SECRET, field(1, "none")).half_close()
    assert side.records[0]["status"] == 5
    assert "none" in side.records[0]["error"]


def test_that_the_session_lives_is_not_recorded() -> None:
    side = Watched({})
    assert side.call(HEALTH_CHECK, b"").half_close().status == (0, "")
    assert side.records == []


def test_a_build_is_readable_and_without_its_arguments() -> None:
    assert readable_request(solve.SOLVE, REQUEST.encode()) == {
        "ref": "r",
        "session": "s",
        "frontend": "dockerfile.v0",
        "attributes": {"build-arg:TOKEN": "***", "context": "https://***@host/x.git", "target": "web"},
        "exporters": [{"type": "moby", "attributes": {"name": "x"}}],
        "entitlements": ["network.host"],
    }


@pytest.mark.parametrize("path", [solve.FRONTEND_SOLVE, "/something/Else"])
def test_no_request_shows_an_argument(path: str) -> None:
    told = repr(readable_request(path, REQUEST.encode_call("lint")))
    assert PASSWORD not in told
    assert base64.b64encode(PASSWORD.encode()).decode()[:12] not in told


def test_requests_differ_where_they_do() -> None:
    other = SolveRequest("r", "s", {"target": "other"})
    assert readable_request(solve.SOLVE, other.encode()) != readable_request(solve.SOLVE, REQUEST.encode())
    assert readable_request("/x/Y", b"a") != readable_request("/x/Y", b"b")


def conversation(path: str, request: bytes, reply: bytes) -> list[tuple[str, dict[str, Any]]]:
    """The records of one call on `POST /grpc`, and the side that sent each."""
    client, server, records = Client(), Server({path: unary(lambda _: reply)}), CallRecords("/v1.51/grpc")
    client.call(path, request)
    found: list[tuple[str, bytes]] = []
    while data := client.to_send():
        found += records.feed("client", data)
        for piece in server.feed(data):
            client.feed(piece)
            found += records.feed("daemon", piece)
    return [(side, json.loads(line)) for side, line in found]


def test_a_report_is_a_record_as_in_post_build() -> None:
    (_, asked), (side, report), (_, ended) = conversation(solve.STATUS, solve.status_request("r"), b"report")
    assert asked == {"call": 1, "method": solve.STATUS, "request": {"ref": "r"}}
    encoded = base64.b64encode(b"report").decode()
    assert (side, report) == ("daemon", {"call": 1, "id": "moby.buildkit.trace", "aux": encoded})
    assert ended == {"call": 1, "status": 0}


def test_of_a_result_only_what_a_function_gives_is_kept() -> None:
    pairs = b"".join(
        message(10, field(1, name) + field(2, value))
        for name, value in (("result.txt", "fine"), ("containerimage.config", f"ENV={PASSWORD}"))
    )
    _, (_, answered), _ = conversation(solve.FRONTEND_SOLVE, b"", message(3, field(3, "ref") + pairs))
    kept = base64.b64decode(answered["message"])
    assert call_result(kept) == {"result.txt": "fine"}
    assert b"ref" in kept
    assert PASSWORD.encode() not in kept


def test_the_history_of_builds_has_no_values_of_arguments() -> None:
    arguments = message(3, field(1, "build-arg:TOKEN") + field(2, PASSWORD)) + message(
        3, field(1, "target") + field(2, "web")
    )
    event = field(1, 1) + message(2, field(1, "ref") + arguments + field(15, 3))
    _, (_, answered), _ = conversation(history.LISTEN_BUILD_HISTORY, history.history_request(), event)
    kept = base64.b64decode(answered["message"])
    assert PASSWORD.encode() not in kept
    build = history.build_record(kept)
    assert build is not None
    assert (build.ref, build.attributes["target"], build.cached_steps) == ("ref", "web", 3)


def test_an_unknown_answer_is_not_kept() -> None:
    _, (_, answered), _ = conversation("/x/Y", b"", PASSWORD.encode())
    assert answered["elided"] == len(PASSWORD)
    assert answered["digest"].startswith("sha256:")
    assert "message" not in answered


def test_telemetry_is_not_recorded() -> None:
    assert conversation(TELEMETRY, b"times", b"") == []


def test_bytes_that_are_no_grpc_end_the_records_without_an_error() -> None:
    records = CallRecords("/grpc")
    assert records.feed("client", b"GET / HTTP/1.1\r\n\r\n" * 3_000) == []
    assert records.feed("client", b"more") == []
