"""Waits for services that a signal ends: exit codes and errors are docker's."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from engineclient.cli.failures import Terminated
from engineclient.procedures.service_group import ServiceGroup

if TYPE_CHECKING:
    from tests.commands.engine import Minidocker

_ANSWERS = {
    name: {
        "ID": "s",
        "Version": {"Index": 1},
        "Spec": {"Name": "a", "TaskTemplate": {}, "Mode": {"Replicated": {}}},
    }
    for name in ("GET /services/a", "GET /services/b", "POST /services/s/update")
}
_ENDED_BY: dict[str, type[BaseException]] = {"INT": KeyboardInterrupt, "TERM": Terminated}
Waits = Callable[[str], list[str]]


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> Waits:
    """Let a signal end each wait; the returned list has the services that were waited for."""

    def ended_by(signal: str) -> list[str]:
        names: list[str] = []

        def wait(name: str, **_: Any) -> None:
            names.append(name)
            raise _ENDED_BY[signal]

        monkeypatch.setattr(ServiceGroup, "wait_converged", staticmethod(wait))
        return names

    return ended_by


@pytest.mark.parametrize(
    ("signal", "errors"),
    [("INT", "b: context canceled\n"), ("TERM", "a: context canceled\nb: context canceled\n")],
)
def test_a_signal_ends_the_waits_of_scale(
    minidocker: Minidocker, waits: Waits, signal: str, errors: str
) -> None:
    waited = waits(signal)
    minidocker.answers = _ANSWERS
    ended = minidocker("service", "scale", "a=1", "b=2")
    assert (ended.code, ended.err) == (1, errors)
    assert waited == ["a"]


@pytest.mark.parametrize("signal", _ENDED_BY)
@pytest.mark.parametrize("words", [("update", "--force"), ("rollback",)], ids=["update", "rollback"])
def test_a_signal_ends_a_wait_with_progress_without_an_error(
    minidocker: Minidocker, waits: Waits, signal: str, words: tuple[str, ...]
) -> None:
    waits(signal)
    minidocker.answers = _ANSWERS
    assert minidocker("service", *words, "a")[::2] == (0, "")


@pytest.mark.parametrize(("signal", "code"), [("INT", 0), ("TERM", 143)])
def test_a_signal_ends_a_quiet_wait(minidocker: Minidocker, waits: Waits, signal: str, code: int) -> None:
    waits(signal)
    minidocker.answers = _ANSWERS
    assert minidocker("service", "rollback", "-q", "a")[::2] == (code, "")
