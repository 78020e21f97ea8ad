"""Builds the site: `python docs/site/make.py` writes its first page, the page of views and bodies, and the pages of
recordings, and runs zensical.

The first page is `docs/tutorial.md`. Each recording that its tables name becomes a page that shows the conversation, and the
command a link to it; so does each command of the tour. What is written here is not kept in version control.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

import model_pages

from engineclient.cli.observing.recorded import of_recording
from engineclient.commands import tour_pages
from engineclient.trace.html import render

SITE: Final = Path(__file__).parent
PAGES: Final = SITE / "pages"
TUTORIAL: Final = SITE.parent / "tutorial.md"
WRITTEN: Final = ("tutorial", "tour")
_ROW: Final = re.compile(r"(?m)^\| (`.+?`) \| (.+) \| `([\w./-]+)` \|$")
_HEADS: Final = ("| Recording |\n| --- | --- | --- | --- |\n", "|\n| --- | --- | --- |\n")


def recordings(text: str) -> list[str]:
    """The names of the recordings in the tables of the tutorial, in their order."""
    return [row[3] for row in _ROW.finditer(text)]


def first_page(text: str) -> str:
    """The tutorial as the site shows it: a command is a link to the page of its recording."""
    linked = _ROW.sub(r"| [\1](\3.html) | \2 |", text.replace(*_HEADS))
    return linked.replace("\n## ", f"\n{_LEAD}\n## ", 1)


_LEAD: Final = """\
Choose a command to see its recorded conversation with the engine: a lane for each request, to unfold.
[The tour's commands](tour/index.html) have such pages as well. Programs speak to the engine through
[the library](library.md).
"""


def main() -> int:
    """Write the pages, build the site, and return zensical's exit code."""
    text = TUTORIAL.read_text("utf-8")
    (PAGES / "index.md").write_text(first_page(text), "utf-8")
    (PAGES / "reference" / "models.md").write_text(model_pages.page(), "utf-8")
    for folder in WRITTEN:
        shutil.rmtree(PAGES / folder, ignore_errors=True)
        (PAGES / folder).mkdir()
    for name in recordings(text):
        (PAGES / f"{name}.html").write_text(render(of_recording(name)), "utf-8")
    for name, page in tour_pages.pages():
        (PAGES / "tour" / name).write_text(page, "utf-8")
    built = ["zensical", "build", "--strict", "-f", str(SITE / "mkdocs.yml")]
    return subprocess.run(built, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
