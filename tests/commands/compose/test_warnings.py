"""Warnings about logs that cannot be read, and those of the engine about created containers."""

from __future__ import annotations

import pytest

from engineclient.compose.progress import State, warning
from tests.commands.compose.programs import Program
from tests.commands.engine import Minidocker

LISTED = {
    "Id": "1" * 64,
    "Names": ["/p-web-1"],
    "State": "running",
    "Labels": {
        "com.docker.compose.project": "p",
        "com.docker.compose.service": "web",
        "com.docker.compose.container-number": "1",
    },
}
REASON = "configured logging driver does not support reading"


def test_a_log_that_is_not_kept_is_a_warning(minidocker: Minidocker) -> None:
    minidocker.answers = {
        "GET /containers/json": [LISTED],
        f"GET /containers/{LISTED['Id']}/json": {"Id": LISTED["Id"], "Config": {"Tty": False}},
        f"GET /containers/{LISTED['Id']}/logs": (501, REASON),
    }
    code, out, err = minidocker("compose", "-p", "p", "logs")
    text = f'msg="Can\'t retrieve logs for \\"p-web-1\\": Error response from daemon: {REASON}"\n'
    assert (code, out, err.partition(" level=warning ")[2]) == (0, "", text)


def test_a_warning_of_the_engine_is_a_line_of_the_service() -> None:
    event = warning("web", "no such limit")
    assert (event.line(), event.state) == (" web no such limit ", State.WARNING)


@pytest.mark.parametrize(
    ("words", "code"), [(["ps"], 1), (["config", "-q"], 1), (["version"], 0), (["--parallel", "2", "ps"], 0)]
)
def test_a_limit_that_is_no_number(
    compose: Program, monkeypatch: pytest.MonkeyPatch, words: list[str], code: int
) -> None:
    monkeypatch.setenv("COMPOSE_PARALLEL_LIMIT", "x")
    ended = compose(*words)
    assert ended.code == code
    assert (ended.err == 'COMPOSE_PARALLEL_LIMIT must be an integer (found: "x")\n') is (code == 1)
