"""exec.run without any I/O: its steps are read, and answered by hand."""

from __future__ import annotations

import pytest

from engineclient.errors import Conflict, NotFound, UpgradeRefused
from engineclient.procedures.exec import run
from engineclient.wire.frames import Frame
from tests.procedures.engine import Engine

ID = "e" * 64
CREATE, START, INSPECT = "POST /containers/web/exec", f"POST /exec/{ID}/start", f"GET /exec/{ID}/json"
EXEC = [CREATE, START, "talk None", INSPECT]


def engine_of(exit_code: int | None = 3, **fails: Exception) -> Engine:
    """One whose command ends with `exit_code`; `fails` are errors for the first of such requests."""
    requests = {"create": CREATE, "start": START}
    return Engine(
        {CREATE: {"Id": ID}, INSPECT: {"ID": ID, "ExitCode": exit_code}},
        {requests[name]: error for name, error in fails.items()},
    )


def test_create_start_inspect_in_this_order() -> None:
    engine = engine_of()
    result = engine.perform(run("web", ["true"]))
    assert engine.seen == EXEC
    assert (result.id, result.exit_code, result.stdout, result.stderr) == (ID, 3, b"out", b"err")
    assert engine.requests[CREATE].json == {
        "Cmd": ["true"],
        "AttachStdin": False,
        "AttachStdout": True,
        "AttachStderr": True,
    }
    assert engine.requests[START].json == {"Detach": False, "Tty": False}


def test_a_command_that_still_runs_has_not_failed() -> None:
    assert engine_of(exit_code=None).perform(run("web", ["true"])).exit_code == 0


def test_the_arguments_are_in_the_body() -> None:
    engine = engine_of()
    engine.perform(run("web", ["id"], env={"A": "1"}, user="33:33", working_dir="/tmp", stdin=b"words"))
    body = engine.requests[CREATE].json
    assert (body["Env"], body["User"], body["WorkingDir"], body["AttachStdin"]) == (
        ["A=1"],
        "33:33",
        "/tmp",
        True,
    )
    assert engine.seen[2] == "talk b'words'"


def test_config_wins_over_the_arguments() -> None:
    engine = engine_of()
    engine.perform(run("web", ["id"], user="argument", config={"User": "config", "Privileged": True}))
    body = engine.requests[CREATE].json
    assert (body["User"], body["Privileged"]) == ("config", True)


def test_a_terminal_and_its_size_are_told_to_both_requests() -> None:
    engine = engine_of()
    engine.perform(run("web", ["sh"], config={"Tty": True, "ConsoleSize": [24, 80]}))
    assert engine.requests[CREATE].json["ConsoleSize"] == [24, 80]
    assert engine.requests[START].json == {"Detach": False, "Tty": True, "ConsoleSize": [24, 80]}


def test_output_takes_the_frames_from_the_result() -> None:
    frames = list[Frame]()
    result = engine_of().perform(run("web", ["true"], output=frames.append))
    assert [frame.data for frame in frames] == [b"out", b"err"]
    assert (result.stdout, result.stderr) == (b"", b"")


def test_who_talks_gets_the_connection_before_the_exit_code() -> None:
    engine = engine_of()
    result = engine.perform(run("web", ["true"], talk=lambda _: engine.seen.append("words")))
    assert engine.seen == [CREATE, START, "talk", "words", INSPECT]
    assert result.exit_code == 3


def test_an_error_in_the_talk_leaves_the_exit_code_unasked() -> None:
    def leave(_: object) -> None:
        raise KeyboardInterrupt

    engine = engine_of()
    with pytest.raises(KeyboardInterrupt):
        engine.perform(run("web", ["true"], talk=leave))
    assert engine.seen == [CREATE, START, "talk"]


@pytest.mark.parametrize("error", [NotFound(404, "No such container: web"), Conflict(409, "is not running")])
def test_where_nothing_can_run_nothing_is_started(error: Exception) -> None:
    engine = engine_of(create=error)
    with pytest.raises(type(error)):
        engine.perform(run("web", ["true"]))
    assert engine.seen == [CREATE]


def test_a_refused_connection_says_so_and_why() -> None:
    engine = engine_of(start=Conflict(409, "is paused"))
    with pytest.raises(UpgradeRefused, match="unable to upgrade to tcp, received 409") as caught:
        engine.perform(run("web", ["true"]))
    assert str(caught.value.__cause__) == "is paused"
    assert engine.seen == [CREATE, START]


def test_a_string_is_no_command() -> None:
    with pytest.raises(TypeError, match="a command is a list"):
        engine_of().perform(run("web", "true"))
