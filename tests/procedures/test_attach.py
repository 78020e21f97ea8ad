"""attach and start_attached without any I/O: their steps are read, and answered by hand."""

from __future__ import annotations

from typing import Any

import pytest

from engineclient.errors import Conflict, NotFound, ServerError, UpgradeRefused
from engineclient.models.containers import ContainerInspect
from engineclient.procedures.attach import attach, start_attached
from tests.procedures.engine import Engine

ID = "c" * 64


def paths(container: str) -> tuple[str, str, str, str]:
    """Requests about it: wait, inspect, attach, start."""
    route = f"/containers/{container}"
    return f"POST {route}/wait", f"GET {route}/json", f"POST {route}/attach", f"POST {route}/start"


INSPECT = paths("web")[1]
WAIT, _, ATTACH, START = paths(ID)  # start -a goes on with the id, attach with what it was given
WAIT_NAMED, _, ATTACH_NAMED, _ = paths("web")


def engine_of(
    *, open_stdin: bool = True, tty: bool = False, auto_remove: bool = False, **fails: Exception
) -> Engine:
    """One with a container `web`, which ends with 7; `fails` are errors for the first of such requests."""
    requests = {
        "inspect": INSPECT,
        "attach": ATTACH,
        "attach_named": ATTACH_NAMED,
        "start": START,
        "wait": WAIT_NAMED,
    }
    found = {
        "Id": ID,
        "Config": {"OpenStdin": open_stdin, "Tty": tty},
        "HostConfig": {"AutoRemove": auto_remove},
    }
    return Engine(
        {INSPECT: found},
        {requests[name]: error for name, error in fails.items()},
        {"StatusCode": 7},
    )


def nothing(_: Any) -> None:
    pass


def test_attach_looks_before_and_after_the_connection() -> None:
    engine = engine_of()
    waited = engine.perform(
        attach("web", look=lambda _: engine.seen.append("look"), talk=lambda _: engine.seen.append("words"))
    )
    assert waited.status_code == 7
    assert engine.seen == [
        *(WAIT_NAMED, INSPECT, "look"),
        *(ATTACH_NAMED, INSPECT, "look"),
        *("talk", "words", "exit code"),
    ]


def test_what_look_raises_ends_the_attempt() -> None:
    def refuse(_: ContainerInspect) -> None:
        raise Conflict(409, "it is stopped")

    engine = engine_of()
    with pytest.raises(Conflict):
        engine.perform(attach("web", look=refuse, talk=nothing))
    assert engine.seen == [WAIT_NAMED, INSPECT]


def test_start_connects_and_waits_before_it_starts() -> None:
    engine = engine_of()
    waited = engine.perform(
        start_attached(
            "web", look=lambda _: engine.seen.append("look"), talk=lambda _: engine.seen.append("words")
        )
    )
    assert waited.status_code == 7
    assert engine.seen == [INSPECT, "look", ATTACH, WAIT, START, "talk", "words", "exit code"]
    assert engine.requests[WAIT].query == {"condition": "next-exit"}


@pytest.mark.parametrize(
    ("open_stdin", "stdin", "sent"),
    [(True, True, "1"), (True, False, None), (False, True, None), (False, False, None)],
)
def test_stdin_is_connected_if_both_sides_want_it(open_stdin: bool, stdin: bool, sent: str | None) -> None:
    engine = engine_of(open_stdin=open_stdin)
    engine.perform(attach("web", stdin=stdin, look=nothing, talk=nothing))
    engine.perform(start_attached("web", stdin=stdin, look=nothing, talk=nothing))
    queries = [engine.requests[name].query.get("stdin") for name in (ATTACH_NAMED, ATTACH)]
    assert queries == [sent, sent]


@pytest.mark.parametrize("keys", [None, "ctrl-x,x"])
def test_keys_to_detach_are_told_to_the_engine(keys: str | None) -> None:
    engine = engine_of()
    engine.perform(attach("web", detach_keys=keys, look=nothing, talk=nothing))
    engine.perform(start_attached("web", detach_keys=keys, look=nothing, talk=nothing))
    queries = [engine.requests[name].query.get("detachKeys") for name in (ATTACH_NAMED, ATTACH)]
    assert queries == [keys, keys]


def test_of_a_container_that_removes_itself_the_removal_is_awaited() -> None:
    engine = engine_of(auto_remove=True)
    engine.perform(start_attached("web", look=nothing, talk=nothing))
    assert engine.requests[WAIT].query == {"condition": "removed"}


@pytest.mark.parametrize(("auto_remove", "after"), [(True, ["exit code"]), (False, [])])
def test_a_failed_start_waits_for_the_removal_that_follows_it(auto_remove: bool, after: list[str]) -> None:
    engine = engine_of(auto_remove=auto_remove, start=ServerError(500, "exec failed"))
    with pytest.raises(ServerError):
        engine.perform(start_attached("web", look=nothing, talk=nothing))
    assert engine.seen == [INSPECT, ATTACH, WAIT, START, *after]


def test_a_refused_connection_starts_nothing() -> None:
    engine = engine_of(attach=Conflict(409, "not now"))
    with pytest.raises(UpgradeRefused, match="unable to upgrade to tcp, received 409"):
        engine.perform(start_attached("web", look=nothing, talk=nothing))
    assert engine.seen == [INSPECT, ATTACH]


def test_no_such_container() -> None:
    missing = NotFound(404, "No such container: web")
    engine = engine_of(wait=missing)
    with pytest.raises(NotFound):
        engine.perform(attach("web", look=nothing, talk=nothing))
    assert engine.seen == [WAIT_NAMED]
    engine = engine_of(inspect=missing)
    with pytest.raises(NotFound):
        engine.perform(start_attached("web", look=nothing, talk=nothing))
    assert engine.seen == [INSPECT]
