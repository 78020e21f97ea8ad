"""`python -m tests.faults table|record|soak`: commands during faults, compared with docker, on an engine of its own."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Collection, Sequence

from tests.engines import selection
from tests.faults import soak, table
from tests.faults.commands import COMMANDS, Command
from tests.faults.faults import FAULTS, outcomes
from tests.support import NO_DOCKER_CLIENT, docker_client
from tests.terminal.script import MINIDOCKER


def show(faults: Collection[str], commands: dict[str, Command]) -> int:
    """make the faults with minidocker and with docker, and print the table"""
    docker = docker_client()
    beside = table.read() if docker is None else outcomes([docker], faults, commands)
    right = True
    for line, is_right in table.rows(outcomes(MINIDOCKER, faults, commands), beside):
        print(line)
        right = right and is_right
    return 0 if right else 1


def record(faults: Collection[str], commands: dict[str, Command]) -> int:
    """make the faults with docker, and store the outcomes"""
    docker = docker_client()
    if docker is None:
        print(NO_DOCKER_CLIENT, file=sys.stderr)
        return 1
    made = outcomes([docker], faults, commands)
    before = table.read() if table.FILE.exists() else {}
    table.write({fault: {**before.get(fault, {}), **made.get(fault, {})} for fault in FAULTS})
    return 0


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; the exit code is 1 if an outcome is not as expected."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    actions = parser.add_subparsers(dest="action", required=True)
    for name, action in {"table": show, "record": record}.items():
        sub = actions.add_parser(name, help=action.__doc__)
        sub.add_argument("--fault", action="append", choices=FAULTS, help="only this one; may be given again")
        sub.add_argument(
            "--command", action="append", choices=COMMANDS, help="only this one; may be given again"
        )
        sub.set_defaults(run=action)
    soaking = actions.add_parser("soak", help="do many things, and see that memory and descriptors stay")
    soaking.add_argument(
        "host", nargs="?", help="an engine with busybox; without one, the throwaway engine's"
    )
    for name, count in soak.COUNTS.items():
        soaking.add_argument(f"--{name}", type=int, default=count, help=f"how many, {count} without it")
    chosen = parser.parse_args(arguments)
    if chosen.action == "soak":
        counts = {name: getattr(chosen, name) for name in soak.COUNTS}
        if chosen.host:
            return soak.soak(chosen.host, counts)
        with selection.host() as host:
            return soak.soak(host, counts)
    commands = {name: COMMANDS[name] for name in chosen.command or COMMANDS}
    return int(chosen.run(chosen.fault or [*FAULTS], commands))


if __name__ == "__main__":
    sys.exit(main())
