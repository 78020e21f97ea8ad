"""run without any I/O: its steps are read, and answered by hand."""

from __future__ import annotations

import json
import socket
from pathlib import Path
from typing import Any

import pytest

import engineclient as real
from engineclient.errors import Conflict, EngineTimeout, NotFound, ServerError, UpgradeRefused
from engineclient.procedures.attach import start_attached
from engineclient.procedures.run import run
from tests.procedures.engine import Engine
from tests.support import UPGRADED, answer, scripted

ID = "c" * 64
CREATE, PULL, ATTACH = "POST /containers/create", "POST /images/create", f"POST /containers/{ID}/attach"
WAIT, START = f"POST /containers/{ID}/wait", f"POST /containers/{ID}/start"


def engine_of(**fails: Exception) -> Engine:
    """One that creates a container, which ends with 7; `fails` are errors for the first of such requests."""
    requests = {"create": CREATE, "start": START, "attach": ATTACH}
    return Engine(
        {CREATE: {"Id": ID, "Warnings": ["careful"]}},
        {requests[name]: error for name, error in fails.items()},
        {"StatusCode": 7},
    )


RUN = [CREATE, ATTACH, WAIT, START, "talk None", "exit code"]


def test_create_attach_wait_start_in_this_order() -> None:
    engine = engine_of()
    result = engine.perform(run("busybox", ["true"]))
    assert engine.seen == RUN
    assert (result.exit_code, result.stdout, result.stderr, result.warnings) == (
        7,
        b"out",
        b"err",
        ["careful"],
    )
    assert engine.requests[WAIT].query == {"condition": "next-exit"}


def test_a_missing_image_is_pulled_and_created_again() -> None:
    engine, told = engine_of(create=NotFound(404, "No such image")), list[str]()
    engine.perform(run("busybox", missing=told.append))
    assert engine.seen == [CREATE, PULL, *RUN]
    assert told == ["busybox"]


@pytest.mark.parametrize(
    ("image", "pull"),
    [
        ("busybox", "never"),
        ("busybox", "always"),
        ("a" * 64, "missing"),
        ("sha256:" + "a" * 64, "missing"),
    ],
)
def test_what_is_not_pulled_after_a_404(image: str, pull: Any) -> None:
    engine = engine_of(create=NotFound(404, "No such image"))
    with pytest.raises(NotFound):
        engine.perform(run(image, pull=pull))
    assert engine.seen == ([PULL, CREATE] if pull == "always" else [CREATE])


def test_another_error_of_create_is_no_reason_to_pull() -> None:
    engine = engine_of(create=Conflict(409, "the name is taken"))
    with pytest.raises(Conflict):
        engine.perform(run("busybox"))
    assert engine.seen == [CREATE]


def test_with_remove_the_wait_is_for_the_removal() -> None:
    engine = engine_of()
    engine.perform(run("busybox", remove=True))
    assert engine.requests[WAIT].query == {"condition": "removed"}
    assert engine.requests[CREATE].json["HostConfig"] == {"AutoRemove": True}


@pytest.mark.parametrize(("remove", "after"), [(True, ["exit code"]), (False, [])])
def test_a_failed_start_waits_for_the_removal_that_follows_it(remove: bool, after: list[str]) -> None:
    engine = engine_of(start=ServerError(500, "exec failed"))
    with pytest.raises(ServerError):
        engine.perform(run("busybox", remove=remove))
    assert engine.seen == [CREATE, ATTACH, WAIT, START, *after]


@pytest.mark.parametrize("by_start", [True, False])
def test_a_removal_that_does_not_come_after_a_failed_start_is_not_waited_for_beyond_the_total_timeout(
    tmp_path: Path, by_start: bool
) -> None:
    created = json.dumps({"Id": ID, "Warnings": []}).encode()
    inspected = json.dumps(
        {"Id": ID, "Config": {"Tty": False, "OpenStdin": False}, "HostConfig": {"AutoRemove": True}}
    ).encode()

    def script(connection: socket.socket, head: bytes) -> None:
        line = head.split(b"\r\n")[0]
        if b"/attach" in line:
            connection.sendall(UPGRADED)
        elif b"/wait" in line:
            connection.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        elif b"/start" in line:
            connection.sendall(answer(b'{"message":"exec failed"}', "500 Internal Server Error"))
        else:
            connection.sendall(answer(created if b"/create" in line else inspected))

    with scripted(tmp_path / "socket", script) as served:
        with real.Engine(served.host, api_version="1.51", timeout=real.Timeout(total=0.3)) as engine:
            with pytest.raises(ServerError, match="exec failed"):
                if by_start:
                    engine.perform(start_attached("web", look=lambda _: None, talk=print))
                else:
                    engine.run("busybox", remove=True)


def test_a_refused_connection_ends_the_run_before_it_starts() -> None:
    engine = engine_of(attach=Conflict(409, "not now"))
    with pytest.raises(UpgradeRefused, match="unable to upgrade to tcp, received 409"):
        engine.perform(run("busybox"))
    assert engine.seen == [CREATE, ATTACH]


def test_who_talks_gets_the_connection_between_start_and_exit_code() -> None:
    engine = engine_of()
    result = engine.perform(run("busybox", talk=lambda _: engine.seen.append("words")))
    assert engine.seen == [CREATE, ATTACH, WAIT, START, "talk", "words", "exit code"]
    assert (result.exit_code, result.stdout) == (7, b"")


def test_detached_nothing_is_attached_and_nothing_awaited() -> None:
    engine = engine_of()
    result = engine.perform(run("busybox", detach=True))
    assert engine.seen == [CREATE, WAIT, START]
    assert (result.id, result.exit_code) == (ID, 0)


@pytest.mark.parametrize("stdin", [None, b"", b"words"])
def test_stdin_is_opened_only_where_there_is_some(stdin: bytes | None) -> None:
    engine = engine_of()
    engine.perform(run("busybox", stdin=stdin))
    body = engine.requests[CREATE].json
    opened = [body[name] for name in ("AttachStdin", "OpenStdin", "StdinOnce")]
    assert opened == [stdin is not None] * 3
    assert engine.requests[ATTACH].query.get("stdin") == (None if stdin is None else "1")


def test_config_wins_over_the_arguments() -> None:
    engine = engine_of()
    config = {"Env": ["A=config"], "Tty": True, "HostConfig": {"Memory": 1 << 26}}
    engine.perform(run("busybox", env={"A": "argument"}, remove=True, config=config))
    body = engine.requests[CREATE].json
    assert (body["Env"], body["HostConfig"]) == (["A=config"], {"AutoRemove": True, "Memory": 1 << 26})


@pytest.mark.parametrize("remove", [False, True])
@pytest.mark.parametrize(("on_cancel", "after"), [("kill", [f"POST /containers/{ID}/kill"]), ("leave", [])])
def test_what_an_interrupted_run_does_to_its_container(
    on_cancel: Any, after: list[str], remove: bool
) -> None:
    def interrupt(_: object) -> None:
        raise KeyboardInterrupt

    engine = engine_of()
    with pytest.raises(KeyboardInterrupt):
        engine.perform(run("busybox", remove=remove, on_cancel=on_cancel, output=interrupt))
    assert engine.seen == [CREATE, ATTACH, WAIT, START, "talk None", *after]


def test_settings_are_fields_of_create() -> None:
    engine = engine_of()
    config = {"HostConfig": {"Memory": 1}}
    engine.perform(
        run("busybox", memory="64m", ports={80: 8080}, labels={"a": "b"}, remove=True, config=config)
    )
    body = engine.requests[CREATE].json
    assert body["HostConfig"] == {
        "AutoRemove": True,
        "Memory": 1,  # config wins
        "PortBindings": {"80/tcp": [{"HostIp": "", "HostPort": "8080"}]},
    }
    assert (body["Labels"], body["ExposedPorts"]) == ({"a": "b"}, {"80/tcp": {}})


def test_a_restarting_container_is_not_removed_by_the_engine() -> None:
    with pytest.raises(ValueError, match="cannot specify both restart and remove"):
        engine_of().perform(run("busybox", restart="always", remove=True))


def test_a_string_is_no_command() -> None:
    with pytest.raises(TypeError, match="a command is a list"):
        engine_of().perform(run("busybox", "echo hello"))


@pytest.mark.parametrize("remove", [False, True])
def test_who_knows_nothing_of_a_start_does_not_wait_for_the_removal(remove: bool) -> None:
    engine = engine_of(start=EngineTimeout("no answer"))
    with pytest.raises(EngineTimeout):
        engine.perform(run("busybox", remove=remove))
    assert engine.seen == [CREATE, ATTACH, WAIT, START]


@pytest.mark.parametrize(("remove", "after"), [(False, []), (True, [f"DELETE /containers/{ID}"])])
def test_what_an_interrupt_keeps_from_starting_is_removed(remove: bool, after: list[str]) -> None:
    def interrupted(_: object) -> None:
        raise KeyboardInterrupt

    engine = engine_of()
    with pytest.raises(KeyboardInterrupt):
        engine.perform(run("busybox", remove=remove, created=interrupted))
    assert engine.seen == [CREATE, *after]
