"""The documents of the repository: links, the README's map of the code, lists, and the versions that they name."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from engineclient import versions
from engineclient.tour import CHAPTERS

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "engineclient"
DOCUMENTS = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), *(ROOT / "examples").rglob("*.md")]
LINK = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")
UNNAMED = {"__init__.py", "__main__.py", "__pycache__/", "py.typed"}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_to_files(document: Path) -> None:
    targets = LINK.findall(document.read_text())
    assert [target for target in targets if not (document.parent / target).exists()] == []


def test_the_map_lists_each_module_and_folder_once() -> None:
    readme = (ROOT / "README.md").read_text()
    block = readme.partition("    engineclient/\n")[2].partition("\n\n")[0]
    listed = [
        name
        for line in block.splitlines()
        if not line.startswith(" " * 35)
        for name in re.findall(r"[\w.]+/|\w+\.py", line[:35])
    ]
    there = {f"{each.name}/" if each.is_dir() else each.name for each in PACKAGE.iterdir()}
    assert sorted(listed) == sorted(there - UNNAMED)


def test_the_files_that_contributors_are_sent_to_exist() -> None:
    named = re.findall(
        r"`((?:engineclient|tests|docs|recordings)/[\w/.]*)", (ROOT / "CONTRIBUTING.md").read_text()
    )
    paths = [name for name in named if not re.search(r"[A-Z]{3}", name)]
    assert paths
    assert [name for name in paths if not (ROOT / name).exists()] == []


def test_the_list_of_chapters_is_that_of_the_tour() -> None:
    rows = re.findall(r"^\| `([\w-]+)` \|", (ROOT / "docs/learn.md").read_text(), re.MULTILINE)
    assert rows == [chapter.name for chapter in CHAPTERS]


@pytest.mark.parametrize(
    ("document", "text"),
    [
        ("docs/site/pages/library.md", f"API versions {versions.OLDEST} to {versions.NEWEST}"),
        ("docs/site/pages/guides/migration.md", f"every field of API {versions.NEWEST}"),
        ("docs/compose.md", f"docker compose {versions.COMPOSE.rpartition('.')[0]}"),
        ("README.md", f"docker compose {versions.COMPOSE},"),
        ("README.md", f"docker buildx {versions.BUILDX},"),
    ],
)
def test_versions_are_those_of_the_code(document: str, text: str) -> None:
    assert text in " ".join((ROOT / document).read_text().split())
