"""The tour's recorded commands as pages for a site: `python -m engineclient.commands.tour_pages DIRECTORY`."""

from __future__ import annotations

import shlex
import sys
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Final

from engineclient.cli.observing.recorded import of_recording
from engineclient.languages import current, gettext as _
from engineclient.tour import CHAPTERS
from engineclient.trace.html import render

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["pages"]

_INDEX: Final = """\
<!doctype html>
<html lang="{language}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{title}</title>
<style>
body {{ font: 16px/1.6 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem }}
h1 {{ font-size: 1.6rem }}
h2 {{ font-size: 1.1rem; margin-top: 2rem }}
code {{ overflow-wrap: anywhere }}
</style>
<main>
<h1>{title}</h1>
{chapters}
</main>
</html>
"""


def pages() -> Iterator[tuple[str, str]]:
    """The name of each file and its text: a page for each command, and `index.html`, which lists them by chapter."""
    chapters: list[str] = []
    for chapter in CHAPTERS:
        if chapter.recorded:
            continue
        items: list[str] = []
        for number, _step, words in chapter.commands():
            recording = chapter.recording(number)
            name = f"{recording.replace('/', '-')}.html"
            yield name, render(of_recording(recording))
            items.append(f'<li><a href="{name}"><code>{escape(shlex.join(words))}</code></a></li>')
        chapters.append(f"<h2>{escape(_(chapter.title))}</h2>\n<ol>\n{chr(10).join(items)}\n</ol>")
    title = escape(_("The tour's commands, recorded"))
    yield "index.html", _INDEX.format(language=current(), title=title, chapters="\n".join(chapters))


def main(directory: str) -> None:
    """Write every page."""
    folder = Path(directory)
    folder.mkdir(parents=True, exist_ok=True)
    for name, page in pages():
        (folder / name).write_text(page, "utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
