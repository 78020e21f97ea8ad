"""Ctrl-C before there is anything to clean up: nothing is printed, as of any other program."""

from __future__ import annotations

import signal
import subprocess
import sys

import pytest

# Ctrl-C in the first import of the program, and in the last step of the interpreter
EARLY = """
import sys, signal, os
class Interrupt:
    def find_spec(self, name, path=None, target=None):
        if name == {name!r}:
            os.kill(os.getpid(), signal.SIGINT)
sys.meta_path.insert(0, Interrupt())
from minidocker import main
sys.exit(main())
"""
LATE = """
import os, signal, sys
from minidocker import main
code = main()
os.kill(os.getpid(), signal.SIGINT)
"""


@pytest.mark.parametrize("code", [*(EARLY.format(name=name) for name in ("engineclient", "click")), LATE])
def test_nothing_is_printed(code: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", code, "--version"], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (-signal.SIGINT, "")


def test_an_ignored_signal_stays_ignored() -> None:
    code = "import signal; signal.signal(signal.SIGINT, signal.SIG_IGN)" + LATE
    done = subprocess.run(
        [sys.executable, "-c", code, "--version"], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
