"""`python -m tests.engines up|down|status|env`."""

import argparse
import shlex
import sys
from collections.abc import Callable

from . import engine
from .errors import EngineSetupError
from .state import VARIABLE, State, default


def up(state: State) -> None:
    """start the engine unless it runs, and print the line to export"""
    engine.up(state)
    env(state)


def down(state: State) -> None:
    """stop the engine and remove all traces of it"""
    engine.down(state)


def status(state: State) -> None:
    """print what runs; fails unless all of it runs"""
    for name, alive in engine.status(state).items():
        print(f"{name} {'runs' if alive else 'has ended'}, log {state.path(name)}.log")
    env(state)


def env(state: State) -> None:
    """print the line to export; fails unless the engine runs"""
    if not engine.running(state):
        raise EngineSetupError("the engine is down")
    print(f"export DOCKER_HOST={shlex.quote(state.host)}")


_ACTIONS: dict[str, Callable[[State], None]] = {"up": up, "down": down, "status": status, "env": env}


def main() -> int:
    """Run the command; returns the exit code."""
    state = default()
    parser = argparse.ArgumentParser(
        prog="python -m tests.engines",
        description="A throwaway container engine, with a registry in place of Docker Hub.",
        epilog=f"All of it is in {state.directory}, or where {VARIABLE} says.",
    )
    choices = parser.add_subparsers(dest="action", required=True, metavar="|".join(_ACTIONS))
    for name, action in _ACTIONS.items():
        choices.add_parser(name, help=action.__doc__)
    chosen: str = parser.parse_args().action
    try:
        _ACTIONS[chosen](state)
    except EngineSetupError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
