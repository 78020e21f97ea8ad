"""All scripts; importing them registers them in SCRIPTS."""

from tests.terminal.script import SCRIPTS
from tests.terminal.scripts import compose, containers, detaching, ends, pipes, shells, signals, windows

__all__ = ["SCRIPTS", "compose", "containers", "detaching", "ends", "pipes", "shells", "signals", "windows"]
