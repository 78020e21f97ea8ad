"""`python -m tests.engines up|down|status|env`."""

import argparse
import sys

from . import engine
from .errors import EngineSetupError
from .state import State, default

_ACTIONS = {
    "up": "start the engine unless it runs, and print the line to export",
    "down": "stop it and remove all traces of it",
    "status": "say what runs; exit 1 unless all of it does",
    "env": "print the line to export; exit 1 unless the engine runs",
}


def _export(state: State) -> None:
    print(f"export DOCKER_HOST={state.host}")


def _status(state: State) -> None:
    for name, alive in engine.status(state).items():
        print(f"{name} {'runs' if alive else 'has ended'}, log {state.path(name)}.log")
    print(f"{state.host} {'answers' if engine.running(state) else 'is down'}")


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m tests.engines", description="The throwaway engine of the tests."
    )
    choices = parser.add_subparsers(dest="action", required=True, metavar="|".join(_ACTIONS))
    for name, description in _ACTIONS.items():
        choices.add_parser(name, help=description)
    action = parser.parse_args().action
    state = default()
    try:
        if action == "up":
            engine.up(state)
        elif action == "down":
            engine.down(state)
            return 0
        elif action == "status":
            _status(state)
    except EngineSetupError as error:
        print(error, file=sys.stderr)
        return 1
    if not engine.running(state):
        if action == "env":
            print("the engine is down", file=sys.stderr)
        return 1
    if action != "status":
        _export(state)
    return 0


if __name__ == "__main__":
    sys.exit(main())
