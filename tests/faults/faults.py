"""The faults: each occurs while all commands are running, with one program, on an engine of its own."""

from __future__ import annotations

import os
import signal
import tempfile
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Final

from engineclient import Engine
from tests.engines import engine as engines, rest
from tests.engines.state import State
from tests.faults.commands import Command
from tests.faults.plays import Outcome, Play, Supplies
from tests.faults.slow_registry import slow_registry

_STOPPED: Final = 1.0  # seconds that a daemon is stopped

Fault = Callable[[State, Mapping[str, Play]], None]


def daemon_killed(state: State, plays: Mapping[str, Play]) -> None:
    """SIGKILL of the daemon"""
    os.kill(_daemon(state), signal.SIGKILL)
    for play in plays.values():
        play.the_fault_is_made(goes_on=True)


def daemon_stopped(state: State, plays: Mapping[str, Play]) -> None:
    """SIGSTOP and SIGCONT of the daemon"""
    daemon = _daemon(state)
    os.kill(daemon, signal.SIGSTOP)
    try:
        time.sleep(_STOPPED)
        ended = [name for name, play in plays.items() if play.process.poll() is not None]
    finally:
        os.kill(daemon, signal.SIGCONT)
    assert not ended, f"a stopped daemon is no end of {ended}"
    for play in plays.values():
        play.the_fault_is_made(goes_on=True)
        play.come_to_an_end()


def client_interrupted(_: State, plays: Mapping[str, Play]) -> None:
    """SIGINT of the client"""
    _signal(plays, signal.SIGINT)


def client_terminated(_: State, plays: Mapping[str, Play]) -> None:
    """SIGTERM of the client"""
    _signal(plays, signal.SIGTERM)


FAULTS: Final[Mapping[str, Fault]] = {
    "interrupted": client_interrupted,
    "terminated": client_terminated,
    "stopped": daemon_stopped,
    "killed": daemon_killed,  # last, because it ends the engine
}


def _daemon(state: State) -> int:
    record = state.read()
    assert record is not None
    return record.processes["dockerd"].pid


def _signal(plays: Mapping[str, Play], number: int) -> None:
    for play in plays.values():
        play.process.send_signal(number)
        play.the_fault_is_made(goes_on=False)


@contextmanager
def _engine() -> Iterator[State]:
    """Yield an engine that nothing else uses, with busybox."""
    with tempfile.TemporaryDirectory(prefix="faults-") as directory:
        state = State(Path(directory, "engine"))
        engines.up(state)
        try:
            rest.pull(state.host, "busybox:latest")
            yield state
        finally:
            engines.down(state)


def outcomes(
    program: Sequence[str], faults: Collection[str], commands: Mapping[str, Command]
) -> dict[str, dict[str, Outcome]]:
    """The outcomes of `commands` with `program`, by fault and command.

    Raises:
        EngineSetupError: there can be no engine here.
    """
    with _engine() as state, Engine(state.host) as engine:
        return {
            name: _outcomes(program, fault, commands, state, engine)
            for name, fault in FAULTS.items()
            if name in faults
        }


def _outcomes(
    program: Sequence[str], fault: Fault, commands: Mapping[str, Command], state: State, engine: Engine
) -> dict[str, Outcome]:
    with slow_registry() as registry, ThreadPoolExecutor(len(commands)) as pool:
        supplies = Supplies(engine, registry, b"".join(engine.images.get(["busybox"])))
        plays: dict[str, Play] = {}
        try:
            begun = {
                name: pool.submit(Play, command, program, supplies) for name, command in commands.items()
            }
            for name, beginning in begun.items():
                plays[name] = beginning.result()
            for play in plays.values():
                play.until_under_way()
            fault(state, plays)
            registry.released.set()
            outcome = partial(Play.outcome, engine_is_gone=fault is daemon_killed)
            return dict(zip(plays, pool.map(outcome, plays.values()), strict=True))
        finally:
            for play in plays.values():
                play.close()
