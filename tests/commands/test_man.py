"""Manual pages: one a command, and none that troff complains about."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from engineclient.commands.man import main, pages
from engineclient.commands.table import NOUNS, TABLE

PAGES = dict(pages())


def test_every_command_has_its_page() -> None:
    for entry in TABLE:
        for spelling in entry.spellings():
            noun, _, name = spelling.rpartition(" ")
            in_use = next(each for each in entry.spellings() if each.rpartition(" ")[0] == noun) == spelling
            assert (f"minidocker-{spelling.replace(' ', '-')}" in PAGES) is in_use, name
    assert {f"minidocker-{noun.replace(' ', '-')}" for noun in NOUNS} | {"minidocker"} <= PAGES.keys()


def test_a_page_says_what_the_help_says() -> None:
    page = PAGES["minidocker-run"]
    assert ".B minidocker run [OPTIONS] IMAGE [COMMAND] [ARG...]" in page
    assert "\\fB\\-m\\fR, \\fB\\-\\-memory\\fR \\fIbytes\\fR" in page


@pytest.mark.skipif(not shutil.which("groff"), reason="no groff")
def test_troff_has_no_complaint(tmp_path: Path) -> None:
    main(str(tmp_path))
    files = sorted(tmp_path.glob("*.1"))
    assert len(files) == len(PAGES)
    ended = subprocess.run(
        ["groff", "-man", "-ww", "-Tutf8", "-z", *files], capture_output=True, text=True, check=False
    )
    assert (ended.returncode, ended.stderr) == (0, "")
