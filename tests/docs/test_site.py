"""The site builds without a warning, and shows endpoints as they are called."""

from __future__ import annotations

import html
import importlib.util
import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MISSING = "the extra `docs` is not installed: pip install -e '.[docs]'"
INSTALLED = shutil.which("zensical") is not None and importlib.util.find_spec("mkdocstrings") is not None


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, built of a copy: it must leave nothing in the checkout."""
    if not INSTALLED:
        pytest.skip(MISSING)
    copy = tmp_path_factory.mktemp("checkout")
    shutil.copytree(
        ROOT / "engineclient", copy / "engineclient", ignore=shutil.ignore_patterns("__pycache__")
    )
    shutil.copytree(ROOT / "docs", copy / "docs", ignore=shutil.ignore_patterns("build", "__pycache__"))
    argv = ["zensical", "build", "--strict", "-f", "docs/site/mkdocs.yml"]
    ended = subprocess.run(argv, cwd=copy, capture_output=True, text=True, check=False)
    told = ended.stdout + ended.stderr
    assert ended.returncode == 0, told
    assert not re.findall(r"(?im)^.*(?:warning|griffe:|failed).*$", told)
    return copy / "docs" / "site" / "build"


def text(page: Path) -> str:
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", "", page.read_text())))


@pytest.mark.parametrize(
    ("page", "signature"),
    [
        ("containers", "inspect(id: str, *, size: bool = False) -> ContainerInspect"),
        ("containers", "export(id: str) -> Stream[bytes]"),
        ("exec", "console_size: tuple[int, int] | None = None, ) -> Duplex"),
        ("system", "ping() -> Ping"),
        ("procedures", "-> list[Pushed]"),
        ("procedures", ") -> Reached"),
    ],
)
def test_a_method_is_shown_as_it_is_called(site: Path, page: str, signature: str) -> None:
    assert signature in text(site / "reference" / f"{page}.html")


def test_no_page_shows_how_it_is_made(site: Path) -> None:
    for page in (site / "reference").glob("*.html"):
        shown = text(page)
        assert not re.search(r"-> (Call|StreamCall|HijackCall|Steps)\b", shown), page.name


def test_a_method_has_its_example(site: Path) -> None:
    assert 'engine.containers.rename("web", "old-web")' in text(site / "reference" / "containers.html")
