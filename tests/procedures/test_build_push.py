"""The push of a built image without any I/O: what it sends, reports and returns."""

from __future__ import annotations

from typing import Any

import pytest

from engineclient.build.trace import Status
from engineclient.errors import NotFound, StreamError
from engineclient.models.images import Progress
from engineclient.procedures.build_push import push_built
from tests.procedures.engine import Engine

DIGEST = f"sha256:{'a' * 64}"
PUSH_A, PUSH_B = "POST /images/host.example/a/push", "POST /images/host.example/b/push"
IMAGE, FOUND = "GET /images/host.example/a/json", "GET /distribution/host.example/a/json"
NAMES = ["host.example/a", "host.example/b:2"]


def pushing(answers: dict[str, Any], **more: Any) -> tuple[Engine, list[Status], str]:
    records = [Progress({"id": "x", "status": "Pushed", "progressDetail": {}})]
    engine = Engine(answers, streams={PUSH_A: [records], PUSH_B: [records]}, **more)
    reports: list[Status] = []
    return (
        engine,
        reports,
        engine.perform(push_built(NAMES, lambda name: f"login for {name}", reports.append)),
    )


def test_every_name_is_pushed_and_the_digest_looked_up() -> None:
    engine, reports, digest = pushing(
        {IMAGE: {"RepoDigests": ["host.example/a@x"]}, FOUND: {"Descriptor": {"digest": DIGEST}}}
    )
    assert digest == DIGEST
    assert engine.seen == [PUSH_A, PUSH_B, IMAGE, FOUND]
    assert [engine.requests[each].query["tag"] for each in (PUSH_A, PUSH_B)] == ["latest", "2"]
    assert engine.requests[PUSH_B].headers["X-Registry-Auth"] == "login for host.example/b:2"
    names = [vertex.name for report in reports for vertex in report.vertexes if vertex.completed]
    assert names == ["pushing host.example/a with docker", "pushing host.example/b:2 with docker"]


@pytest.mark.parametrize(
    ("answers", "fails"),
    [({IMAGE: {"RepoDigests": []}}, {}), ({}, {IMAGE: NotFound(404, "gone")})],
    ids=["it has none", "the image is gone"],
)
def test_without_a_digest(answers: dict[str, Any], fails: dict[str, Exception]) -> None:
    engine, _, digest = pushing(answers, fails=fails)
    assert digest == ""
    assert FOUND not in engine.seen


def test_a_push_that_fails_is_the_last() -> None:
    engine = Engine(fails={PUSH_A: StreamError("denied")})
    reports: list[Status] = []
    with pytest.raises(StreamError, match="denied"):
        engine.perform(push_built(NAMES, lambda _: "", reports.append))
    assert engine.seen == [PUSH_A]
    assert reports[-1].vertexes[0].error == "denied"
