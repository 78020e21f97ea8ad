"""`python -m tests.terminal record [SCRIPT...]` and `sessions`, on the throwaway engine or ENGINECLIENT_TEST_HOST."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from typing import Final

from engineclient import Engine
from tests.engines import catalogue, rest, selection
from tests.support import COMPOSE_PLUGIN, NO_DOCKER_CLIENT, docker_client
from tests.terminal import kept, sessions
from tests.terminal.catalogue import SCRIPTS
from tests.terminal.playing import playing


def record(engine: Engine, names: Sequence[str]) -> int:
    """play the scripts with docker, and store what it shows"""
    docker = docker_client()
    if docker is None:
        print(NO_DOCKER_CLIENT, file=sys.stderr)
        return 1
    scripts = {name: script for name, script in SCRIPTS.items() if script.kept and name in (names or SCRIPTS)}
    if COMPOSE_PLUGIN.path is None and any(script.project for script in scripts.values()):
        print(f"its scripts of compose: {COMPOSE_PLUGIN.missing}", file=sys.stderr)
        return 1
    with playing(scripts, [docker], engine) as played:
        seen = {name: future.result() for name, future in played.items()}
    kept.write((kept.read() if names else {}) | seen)
    return 0


def record_sessions(engine: Engine, _: Sequence[str]) -> int:
    """record the sessions that are replayed"""
    sessions.record(engine)
    return 0


_ACTIONS: Final[dict[str, Callable[[Engine, Sequence[str]], int]]] = {
    "record": record,
    "sessions": record_sessions,
}


def main() -> int:
    """Run the command; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.terminal")
    actions = parser.add_subparsers(dest="action", required=True)
    for name, action in _ACTIONS.items():
        actions.add_parser(name, help=action.__doc__).add_argument("script", nargs="*")
    chosen = parser.parse_args()
    with selection.host() as host, Engine(host) as engine:
        for reference in catalogue.REFERENCES:
            rest.pull(host, reference)
        return _ACTIONS[chosen.action](engine, chosen.script)


if __name__ == "__main__":
    sys.exit(main())
