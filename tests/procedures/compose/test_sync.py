"""The files that `compose watch` copies into containers, without I/O."""

from __future__ import annotations

from engineclient.compose.model import Hook
from engineclient.compose.state import Container
from engineclient.compose.watching import Changes, Rule
from engineclient.procedures.compose.sync import sync
from tests.compose.support import project
from tests.procedures.engine import Engine

SERVICE = project("services: {web: {image: x}}").services["web"]
RULE = Rule("web", "sync", "/here/src", "/app")
EXEC, START, INSPECT = "POST /containers/c1/exec", "POST /exec/e1/start", "GET /exec/e1/json"
ARCHIVE = "PUT /containers/c1/archive"


def synced(rule: Rule, found: Changes) -> Engine:
    engine = Engine({EXEC: {"Id": "e1"}, INSPECT: {"ID": "e1", "Running": False, "ExitCode": 0}})
    engine.perform(
        sync(rule, found, SERVICE, [Container({"Id": "c1"})], lambda _rule, paths: [",".join(paths).encode()])
    )
    return engine


def test_what_was_written_is_put_below_the_root() -> None:
    engine = synced(RULE, Changes(("a", "b")))
    assert engine.seen == [ARCHIVE]
    assert engine.requests[ARCHIVE].query == {"path": "/"}
    assert b"".join(engine.requests[ARCHIVE].content) == b"a,b"


def test_what_is_gone_is_removed() -> None:
    engine = synced(RULE, Changes((), ("a", "deep/b")))
    assert engine.seen[0] == EXEC
    assert engine.requests[EXEC].json["Cmd"] == ["rm", "-rf", "/app/a", "/app/deep/b"]
    assert ARCHIVE not in engine.seen


def test_the_hook_comes_last() -> None:
    engine = synced(RULE._replace(hook=Hook(command=("reload",))), Changes(("a",)))
    assert engine.seen == [ARCHIVE, EXEC, START, INSPECT]
    assert engine.requests[EXEC].json["Cmd"] == ["reload"]
