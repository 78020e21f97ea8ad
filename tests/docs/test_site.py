"""The site builds without a warning, begins with the tutorial, and shows endpoints as they are called."""

from __future__ import annotations

import html
import importlib.util
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.commands.test_tutorial import LINES, Line
from tests.trace.chromium import Browser, Page
from tests.trace.conftest import chromium

__all__ = ["chromium"]

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
    argv = [sys.executable, "docs/site/make.py"]
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


def test_a_page_lists_the_fields_of_views_and_bodies(site: Path) -> None:
    shown = text(site / "reference" / "models.html")
    assert "start_interval int | None StartInterval, since 1.44" in shown
    assert "state ContainerState State" in shown


def test_a_method_has_its_example(site: Path) -> None:
    assert 'engine.containers.rename("web", "old-web")' in text(site / "reference" / "containers.html")


LINK = re.compile(r'href="([^"]+)"')


def links(page: Path) -> list[str]:
    """The links of a page to other files of the site."""
    found = {html.unescape(link).partition("#")[0] for link in LINK.findall(page.read_text("utf-8"))}
    return sorted(link for link in found if link and not re.match(r"[a-z]+:", link))


@pytest.mark.parametrize("line", LINES, ids=[line.command for line in LINES])
def test_the_first_page_leads_from_each_command_to_its_requests(site: Path, line: Line) -> None:
    cell = f'<a href="{line.recording}.html"><code>{html.escape(line.command, quote=False)}</code></a>'
    assert cell in (site / "index.html").read_text("utf-8")
    assert f"minidocker {line.command.split()[0]}" in text(site / f"{line.recording}.html")


@pytest.mark.parametrize("page", ["index.html", "library.html", "tour/index.html", "guides/embedding.html"])
def test_links_lead_to_files(site: Path, page: str) -> None:
    found = links(site / page)
    assert found
    assert [link for link in found if not (site / page).parent.joinpath(link).is_file()] == []


@pytest.mark.parametrize(("dark", "width"), [(False, 1400), (True, 390)])
def test_a_browser_shows_the_tutorial_and_a_page_of_it(
    site: Path, chromium: Browser, dark: bool, width: int
) -> None:
    page = Page(chromium, (site / "index.html").as_uri(), dark=dark, width=width)
    try:
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert page.evaluate("document.querySelectorAll('table a').length") == len(LINES)
        page.evaluate("document.querySelector('a[href=\"tutorial/run-publish.html\"]').click()")
        chromium.wait_for("Page.loadEventFired")
        assert (
            page.evaluate("document.querySelector('h1').textContent") == "minidocker run -d -p 8080:80 nginx"
        )
        assert page.evaluate("document.querySelectorAll('details').length") > 3
    finally:
        page.close()
