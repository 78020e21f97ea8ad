from __future__ import annotations

import pytest

from engineclient.cli.failures import (
    Failure,
    Terminated,
    failure_of,
    from_option,
    from_run,
    of_several,
    text_of,
)
from engineclient.errors import (
    ConnectionFailed,
    EngineError,
    NotFound,
    StreamError,
    StreamTruncated,
    UnsupportedByEngine,
    api_error,
)
from engineclient.options.values.flag import OptionError, Stage

NO_SUCH = NotFound(404, "No such container: web")


@pytest.mark.parametrize(
    ("error", "text"),
    [
        (NO_SUCH, "Error response from daemon: No such container: web"),
        (api_error(500, "no space"), "Error response from daemon: no space"),
        (ConnectionFailed("Cannot connect."), "Cannot connect."),
        (ConnectionFailed("Cannot connect.", hint="No socket."), "Cannot connect."),
        (
            StreamTruncated("unexpected EOF: the engine closed the connection inside its answer"),
            "unexpected EOF",
        ),
        (StreamError("manifest unknown"), "manifest unknown"),
        (
            UnsupportedByEngine("x_y", needs="1.47", speaks="1.41"),
            '"--x-y" requires API version 1.47, but the Docker daemon API version is 1.41',
        ),
    ],
)
def test_text(error: EngineError, text: str) -> None:
    assert text_of(error) == text


@pytest.mark.parametrize(
    ("error", "text", "code"),
    [
        (Failure("x", 64), "x", 64),
        (NO_SUCH, "Error response from daemon: No such container: web", 1),
        (KeyboardInterrupt(), "", 130),
        (Terminated(), "", 143),
        (FileNotFoundError(2, "No such file or directory", "a/b"), "open a/b: no such file or directory", 1),
        (TimeoutError("timed out"), "timed out", 1),
        (
            ModuleNotFoundError("No module named 'yaml'", name="yaml"),
            (
                "minidocker: the Python package yaml is missing; in a virtual environment, "
                "`python3 -m pip install .` brings all that are needed"
            ),
            1,
        ),
        (
            ZeroDivisionError("division by zero"),
            (
                "minidocker: unexpected ZeroDivisionError: division by zero "
                "(a bug: please report it with what 'minidocker --debug' prints)"
            ),
            1,
        ),
    ],
)
def test_failure_of(error: BaseException, text: str, code: int) -> None:
    failure = failure_of(error)
    assert (failure.text, failure.code) == (text, code)


def test_debug_shows_the_traceback_of_a_surprise() -> None:
    try:
        raise ZeroDivisionError
    except ZeroDivisionError as error:
        lines = failure_of(error, debug=True).text.splitlines()
    assert lines[0] == "Traceback (most recent call last):"
    assert lines[-1].startswith("minidocker: unexpected ZeroDivisionError")


def test_several_errors_end_one_command() -> None:
    failure = of_several([NO_SUCH, Failure("no such network")])
    assert (failure.text, failure.code) == (
        "Error response from daemon: No such container: web\nno such network",
        1,
    )


@pytest.mark.parametrize("error", [NO_SUCH, Failure("Error response from daemon: No such container: web")])
def test_from_run(error: EngineError | Failure) -> None:
    failure = from_run(error, "minidocker container run", 127)
    assert failure.code == 127
    assert failure.text == (
        "minidocker: Error response from daemon: No such container: web\n\n"
        "Run 'minidocker container run --help' for more information"
    )


RUN_HINT = "\n\nRun 'minidocker run --help' for more information"


@pytest.mark.parametrize(
    ("stage", "path", "text", "code"),
    [
        (Stage.OPTIONS, "minidocker run", f"minidocker: bad{RUN_HINT}", 125),
        (Stage.REQUEST, "minidocker run", f"minidocker: bad{RUN_HINT}", 125),
        (Stage.REQUEST, "minidocker create", "bad", 1),
        (Stage.COMMAND, "minidocker run", "bad", 1),
    ],
)
def test_from_option(stage: Stage, path: str, text: str, code: int) -> None:
    failure = from_option(OptionError("bad", stage), path)
    assert failure is not None
    assert (failure.text, failure.code) == (text, code)


def test_other_value_errors_are_not_the_options() -> None:
    assert from_option(ValueError("x"), "") is None


NO_SOCKET = ConnectionFailed(
    "Cannot.", hint="No socket.", cause="socket-missing", command="systemctl start docker"
)


def test_advice_is_kept_beside_dockers_words() -> None:
    advice = (
        "No socket.\nTry: systemctl start docker\n"
        "Or see it work on a recorded engine: minidocker -H recording: run hello-world"
    )
    failure = failure_of(NO_SOCKET)
    assert (failure.text, failure.advice) == ("Cannot.", advice)
    run = from_run(NO_SOCKET, "minidocker run", 125)
    assert run.text == "minidocker: Cannot.\n\nRun 'minidocker run --help' for more information"
    assert run.advice == advice
    assert of_several([NO_SOCKET, NO_SOCKET]).advice == advice


def test_who_loses_the_engine_amid_an_answer_is_told_to_look_after_it() -> None:
    advice = "The connection broke. Is the engine still running?\nTry: systemctl status docker"
    assert failure_of(StreamTruncated("unexpected EOF")).advice == advice


def test_an_error_that_says_all_has_no_advice() -> None:
    assert failure_of(NO_SUCH).advice == ""
