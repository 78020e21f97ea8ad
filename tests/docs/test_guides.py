"""The Python of the guides runs, on recordings; that of the shell names options that there are."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

import pytest

from engineclient.pytest_plugin import EngineReplay

PAGES = Path(__file__).parents[2] / "docs" / "site" / "pages"
WRITTEN = {PAGES / "reference" / "models.md"}  # when the site is built


def blocks(page: str, language: str = "python") -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", (PAGES / page).read_text(), re.DOTALL)


RUNNING = [
    page
    for page in ("library.md", *(f"guides/{path.name}" for path in sorted((PAGES / "guides").glob("*.md"))))
    if blocks(page)
]


@pytest.mark.parametrize(
    "page",
    [
        pytest.param(page, marks=pytest.mark.engine_recording(f"guide-{Path(page).stem}", optional=True))
        for page in RUNNING
    ],
)
def test_the_blocks_run(page: str, engine_replay: EngineReplay) -> None:
    assert os.environ["DOCKER_HOST"] == engine_replay.host
    for block in blocks(page):
        names: dict[str, Any] = {"__name__": "guide"}
        exec(compile(block, page, "exec"), names)


def test_links_lead_to_pages() -> None:
    for page in PAGES.rglob("*.md"):
        for target in re.findall(r"\]\(([^)#:]+\.md)", page.read_text()):
            found = (page.parent / target).resolve()
            assert found in WRITTEN or found.is_file(), f"{page.name}: {target}"


def test_the_rows_of_the_migration_table_name_what_there_is() -> None:
    from engineclient import Engine

    for name in re.findall(r"`engine\.([a-z_.]+)\(", (PAGES / "guides/migration.md").read_text()):
        found: Any = Engine("unix:///nowhere")
        for part in name.split("."):
            found = getattr(found, part)
        assert callable(found)
