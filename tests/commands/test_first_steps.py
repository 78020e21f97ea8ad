"""What the program does before it imports anything: Ctrl-C ends it in silence, and bytes are read as UTF-8."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

# Ctrl-C in the first import of the program, and in the last step of the interpreter
EARLY = """
import sys, signal, os
class Interrupt:
    def find_spec(self, name, path=None, target=None):
        if name == {name!r}:
            os.kill(os.getpid(), signal.SIGINT)
sys.meta_path.insert(0, Interrupt())
from engineclient.commands import main
sys.exit(main())
"""
LATE = """
import os, signal, sys
from engineclient.commands import main
code = main()
os.kill(os.getpid(), signal.SIGINT)
"""


@pytest.mark.parametrize(
    "code", [*(EARLY.format(name=name) for name in ("engineclient.commands.program", "click")), LATE]
)
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


def test_in_a_locale_that_is_no_utf_8_bytes_are_passed_on_as_they_are(tmp_path: Path) -> None:
    localedef = shutil.which("localedef")
    if localedef is None:
        pytest.skip("no localedef here")
    made = [localedef, "-c", "-i", "en_US", "-f", "ISO-8859-1", str(tmp_path / "en_US")]
    subprocess.run(made, capture_output=True, check=False)
    if not (tmp_path / "en_US").is_dir():
        pytest.skip("no ISO-8859-1 here")
    code = "import sys; from engineclient.commands import main; sys.exit(main())"
    environ = {**os.environ, "LOCPATH": str(tmp_path), "LC_ALL": "en_US"}
    words = [b"import", b"/none/\xc3\xa9\xff"]
    done = subprocess.run([sys.executable, "-c", code, *words], capture_output=True, env=environ, check=False)
    assert done.stderr == b"open /none/\xc3\xa9\xff: no such file or directory\n"
