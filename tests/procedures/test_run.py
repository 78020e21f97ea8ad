"""run without any I/O: its steps are read, and answered by hand."""

from __future__ import annotations

import json
from typing import Any

import pytest

from engineclient.calls import Answer, Begin, Call, Communicate, Finish, Head, Next, Pending, StreamCall
from engineclient.errors import Conflict, NotFound, ServerError
from engineclient.procedures.run import run
from engineclient.wire.frames import Frame

ID = "c" * 64
CREATE, PULL, ATTACH = "POST /containers/create", "POST /images/create", f"POST /containers/{ID}/attach"
WAIT, START = f"POST /containers/{ID}/wait", f"POST /containers/{ID}/start"


class Engine:
    """Answers steps, and keeps the order in which they came. `fails` are errors for the first of such requests."""

    def __init__(self, **fails: Exception) -> None:
        self.fails = {"create": CREATE, "start": START, "pull": PULL}
        self.errors = {self.fails[name]: error for name, error in fails.items()}
        self.seen: list[str] = []
        self.requests: dict[str, Any] = {}

    def perform(self, steps: Any) -> Any:
        try:
            step = next(steps)
            while True:
                try:
                    answer = self.answer(step)
                except Exception as error:
                    step = steps.throw(error)
                else:
                    step = steps.send(answer)
        except StopIteration as end:
            return end.value

    def answer(self, step: Any) -> Any:
        match step:
            case Call(request, decode) | Begin(Call(request, decode)):
                body = {CREATE: {"Id": ID, "Warnings": ["careful"]}, WAIT: {"StatusCode": 7}}
                self.note(request)
                if isinstance(step, Begin):
                    return Pending(None, step.call)
                content = json.dumps(body.get(self.seen[-1])).encode()
                return decode(Answer(Head(200, {}, "1.51"), content))
            case StreamCall(request):
                self.note(request)
                return request
            case Finish(pending):
                self.seen.append("exit code")
                return pending.call.decode(Answer(Head(200, {}, "1.51"), b'{"StatusCode":7}'))
            case Next():
                return None
            case Communicate(_, stdin, output):
                self.seen.append(f"talk {stdin!r}")
                output(Frame("stdout", b"out"))
                output(Frame("stderr", b"err"))
                return None
            case _:
                pytest.fail(f"unforeseen step {step!r}")

    def note(self, request: Any) -> None:
        name = f"{request.method} {request.path}"
        self.seen.append(name)
        self.requests[name] = request
        if error := self.errors.pop(name, None):
            raise error


RUN = [CREATE, ATTACH, WAIT, START, "talk None", "exit code"]


def test_create_attach_wait_start_in_this_order() -> None:
    engine = Engine()
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
    engine, told = Engine(create=NotFound(404, "No such image")), list[str]()
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
    engine = Engine(create=NotFound(404, "No such image"))
    with pytest.raises(NotFound):
        engine.perform(run(image, pull=pull))
    assert engine.seen == ([PULL, CREATE] if pull == "always" else [CREATE])


def test_another_error_of_create_is_no_reason_to_pull() -> None:
    engine = Engine(create=Conflict(409, "the name is taken"))
    with pytest.raises(Conflict):
        engine.perform(run("busybox"))
    assert engine.seen == [CREATE]


def test_with_remove_the_wait_is_for_the_removal() -> None:
    engine = Engine()
    engine.perform(run("busybox", remove=True))
    assert engine.requests[WAIT].query == {"condition": "removed"}
    assert engine.requests[CREATE].json["HostConfig"] == {"AutoRemove": True}


@pytest.mark.parametrize(("remove", "after"), [(True, ["exit code"]), (False, [])])
def test_a_failed_start_waits_for_the_removal_that_follows_it(remove: bool, after: list[str]) -> None:
    engine = Engine(start=ServerError(500, "exec failed"))
    with pytest.raises(ServerError):
        engine.perform(run("busybox", remove=remove))
    assert engine.seen == [CREATE, ATTACH, WAIT, START, *after]


def test_detached_nothing_is_attached_and_nothing_awaited() -> None:
    engine = Engine()
    result = engine.perform(run("busybox", detach=True))
    assert engine.seen == [CREATE, WAIT, START]
    assert (result.id, result.exit_code) == (ID, 0)


@pytest.mark.parametrize("stdin", [None, b"", b"words"])
def test_stdin_is_opened_only_where_there_is_some(stdin: bytes | None) -> None:
    engine = Engine()
    engine.perform(run("busybox", stdin=stdin))
    body = engine.requests[CREATE].json
    opened = [body[name] for name in ("AttachStdin", "OpenStdin", "StdinOnce")]
    assert opened == [stdin is not None] * 3
    assert engine.requests[ATTACH].query.get("stdin") == (None if stdin is None else "1")


def test_config_wins_over_the_arguments() -> None:
    engine = Engine()
    config = {"Env": ["A=config"], "Tty": True, "HostConfig": {"Memory": 1 << 26}}
    engine.perform(run("busybox", env={"A": "argument"}, remove=True, config=config))
    body = engine.requests[CREATE].json
    assert (body["Env"], body["HostConfig"]) == (["A=config"], {"AutoRemove": True, "Memory": 1 << 26})


def test_a_string_is_no_command() -> None:
    with pytest.raises(TypeError, match="a command is a list"):
        Engine().perform(run("busybox", "echo hello"))
