"""Waiting for a container without any I/O: what is looked at, and what ends the wait."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from engineclient.errors import ContainerEnded, EngineError, NotFound, Unhealthy
from engineclient.procedures.wait_for import Reached, wait_for, wait_healthy
from engineclient.wire.frames import Frame
from tests.procedures.engine import Engine
from tests.procedures.inspected import inspected

LOGS, INSPECT, WAIT = "GET /containers/web/logs", "GET /containers/web/json", "POST /containers/web/wait"


def looks(*answers: Any) -> Iterator[Any]:
    """What each look at the container gives; the last one again and again."""
    yield from answers[:-1]
    while True:
        yield answers[-1]


def engine_of(*answers: Any, **arguments: Any) -> Engine:
    return Engine({INSPECT: looks(*answers), WAIT: {"StatusCode": 3}}, **arguments)


def writing(*parts: bytes, stream: Any = "stdout") -> list[Frame]:
    return [Frame(stream, part) for part in parts]


@pytest.mark.parametrize(
    ("log", "line"),
    [("ready", "it is ready now"), (re.compile("^it.*now$"), "it is ready now"), ("st", "last")],
    ids=["text", "pattern", "without an end"],
)
def test_a_line_that_comes_in_pieces(log: Any, line: str) -> None:
    frames = writing(b"beginning\nit is re", b"ady now\r\nla", b"st")
    engine = engine_of(inspected(), streams={LOGS: [frames]})
    assert engine.perform(wait_for("web", log=log)) == Reached(line=line)


def test_a_text_is_no_pattern() -> None:
    engine = engine_of(inspected(), streams={LOGS: [writing(b"abc\na.c\n")]})
    assert engine.perform(wait_for("web", log="a.c")).line == "a.c"


def test_the_lines_of_the_two_streams_are_not_mixed() -> None:
    frames = [Frame("stdout", b"re"), Frame("stderr", b"oops\n"), Frame("stdout", b"ady\n")]
    engine = engine_of(inspected(), streams={LOGS: [frames]})
    assert engine.perform(wait_for("web", log="ready")).line == "ready"


NEVER = "0001-01-01T00:00:00Z"


@pytest.mark.parametrize(
    ("finished_at", "headers", "since"),
    [
        ("2026-01-02T03:04:00.5Z", {}, "1767323040.5"),
        (NEVER, {"libpod-api-version": "5.4.2"}, "1767323044"),
    ],
    ids=["docker", "podman"],
)
def test_what_it_wrote_in_the_run_before_does_not_count(
    finished_at: str, headers: dict[str, str], since: str
) -> None:
    again = inspected(finished_at=finished_at)
    engine = engine_of(again, streams={LOGS: [writing(b"ready\n")]}, headers=headers)
    engine.perform(wait_for("web", log="ready"))
    assert (engine.requests[LOGS].query["since"], engine.requests[LOGS].query["follow"]) == (since, "1")


@pytest.mark.parametrize(
    ("status", "finished_at"), [("running", NEVER), ("exited", "2026-01-02T03:04:05.6Z")]
)
def test_of_its_first_run_and_of_what_has_ended_all_counts(status: str, finished_at: str) -> None:
    engine = engine_of(inspected(status, finished_at=finished_at), streams={LOGS: [writing(b"ready\n")]})
    engine.perform(wait_for("web", log="ready"))
    assert "since" not in engine.requests[LOGS].query


def test_the_logs_of_a_container_that_is_started_again_are_read_again() -> None:
    again = inspected("restarting", restarting=True)
    engine = engine_of(
        inspected(), inspected(), again, inspected(), streams={LOGS: [writing(b"no\n"), writing(b"ready\n")]}
    )
    assert engine.perform(wait_for("web", log="ready")).line == "ready"


def test_what_is_created_is_waited_for() -> None:
    created = inspected("created", checked=True)
    engine = engine_of(created, created, inspected(health=("healthy", "")))
    engine.perform(wait_healthy("web"))
    assert engine.slept > 0


ENDED = inspected("exited", exit_code=7, checked=True)


@pytest.mark.parametrize(
    ("condition", "text"),
    [
        ({"log": "ready"}, "it wrote 'ready'"),
        ({"port": 80}, "it listened at port 80"),
        ({"healthy": True}, "it was healthy"),
    ],
    ids=["log", "port", "healthy"],
)
def test_its_end_is_an_error_with_its_last_words(condition: Any, text: str) -> None:
    engine = engine_of(ENDED, streams={LOGS: [writing(b"no config\n"), writing(b"no config\n")]})
    with pytest.raises(ContainerEnded) as caught:
        engine.perform(wait_for("web", **condition))
    error = caught.value
    assert str(error) == f"container web ended with exit code 7 before {text}: no config"
    assert (error.exit_code, error.output, error.container) == (7, b"no config\n", "web")


def test_its_removal_is_an_error() -> None:
    def gone() -> Iterator[Any]:
        yield inspected(health=("starting", ""))
        raise NotFound(404, "No such container: web")

    engine = Engine({INSPECT: gone()})
    with pytest.raises(ContainerEnded, match="container web was removed before it was healthy") as caught:
        engine.perform(wait_healthy("web"))
    assert caught.value.exit_code is None


@pytest.mark.parametrize("condition", [{"log": "a"}, {"port": 1}, {"healthy": True}, {"exit": True}])
def test_what_was_never_there_is_not_found(condition: Any) -> None:
    engine = Engine(fails={INSPECT: NotFound(404, "No such container: web")})
    with pytest.raises(NotFound):
        engine.perform(wait_for("web", **condition))


def test_health() -> None:
    starting, healthy = inspected(health=("starting", "")), inspected(health=("healthy", "ok"))
    engine = engine_of(starting, starting, healthy)
    assert engine.perform(wait_for("web", healthy=True)) == Reached()


def test_ill_health_comes_with_the_output_of_the_check() -> None:
    engine = engine_of(inspected(health=("starting", "")), inspected(health=("unhealthy", "refused\n")))
    with pytest.raises(Unhealthy, match="^container web is unhealthy: refused$") as caught:
        engine.perform(wait_healthy("web"))
    assert caught.value.output == "refused\n"


def test_without_a_health_check_there_is_nothing_to_wait_for() -> None:
    with pytest.raises(EngineError, match="container web has no health check"):
        engine_of(inspected(health=("none", ""))).perform(wait_healthy("web"))


PUBLISHED = {
    "80/tcp": [{"HostIp": "0.0.0.0", "HostPort": "8080"}],
    "81/tcp": [{"HostIp": "10.0.0.1", "HostPort": "1"}],
}


@pytest.mark.parametrize(
    ("port", "listening", "reached"),
    [
        (80, ("", 8080), ("here", 8080)),
        ("80/tcp", ("", 8080), ("here", 8080)),
        (81, ("10.0.0.1", 1), ("10.0.0.1", 1)),
    ],
    ids=["everywhere", "with its protocol", "one address"],
)
def test_a_published_port_is_connected_to(port: Any, listening: Any, reached: Any) -> None:
    engine = engine_of(inspected(ports=PUBLISHED), listening=[listening])
    assert engine.perform(wait_for("web", port=port))[1:3] == reached


def test_any_other_is_looked_for_inside() -> None:
    create, start = "POST /containers/web/exec", "POST /exec/e/start"
    table = b"sl local rem st\n0: 00000000:0050 00000000:0000 0A\n"
    engine = Engine(
        {INSPECT: looks(inspected()), create: {"Id": "e"}, "GET /exec/e/json": {"ID": "e", "ExitCode": 0}},
        frames=[Frame("stdout", table)],
    )
    assert engine.perform(wait_for("web", port=80))[1:3] == ("172.17.0.2", 80)
    assert engine.requests[create].json["Cmd"] == ["cat", "/proc/net/tcp", "/proc/net/tcp6"]
    assert start in engine.seen


def test_where_nothing_can_look_inside_that_is_an_error() -> None:
    engine = Engine(
        {
            INSPECT: looks(inspected()),
            "POST /containers/web/exec": {"Id": "e"},
            "GET /exec/e/json": {"ID": "e", "ExitCode": 127},
        }
    )
    with pytest.raises(EngineError, match="publishes no such port, and has no `cat`"):
        engine.perform(wait_for("web", port=80))


def test_a_container_that_ends_while_it_is_looked_into() -> None:
    """The engine reports `cat` as not found, because nothing can be started any more."""
    engine = Engine(
        {
            INSPECT: looks(inspected(), inspected(), inspected(status="exited", exit_code=7)),
            "POST /containers/web/exec": {"Id": "e"},
            "GET /exec/e/json": {"ID": "e", "ExitCode": 127},
        }
    )
    with pytest.raises(ContainerEnded):
        engine.perform(wait_for("web", port=80))


def test_udp_cannot_be_connected_to() -> None:
    with pytest.raises(ValueError, match="only tcp can"):
        engine_of(inspected()).perform(wait_for("web", port="53/udp"))


def test_the_exit_code() -> None:
    assert engine_of(inspected()).perform(wait_for("web", exit=True)) == Reached(exit_code=3)


def test_several_conditions() -> None:
    engine = engine_of(
        inspected(health=("healthy", ""), ports=PUBLISHED),
        streams={LOGS: [writing(b"ready\n")]},
        listening=[("", 8080)],
    )
    assert engine.perform(wait_for("web", log="ready", port=80, healthy=True)) == Reached(
        "ready", "here", 8080
    )


def test_no_condition_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="nothing to wait for"):
        Engine().perform(wait_for("web"))
