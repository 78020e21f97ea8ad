"""cp's rules of what gets which name where, both ways; docker 28.2 left the same on a real engine."""

from __future__ import annotations

import base64
import io
import json
import tarfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from engineclient import Engine, NotFound
from engineclient.archive.paths import CopyError
from engineclient.procedures.copy import copy_from, copy_to, extract_to

DIRECTORY, LINK, DEVICE = 1 << 31, 1 << 27, 1 << 26  # Go's bits of a mode
# Of the container: the text of a file, None for a directory, `-> target` for a link
FILES: dict[str, str | None] = {
    "/d": None,
    "/d/f": "f",
    "/d/sub": None,
    "/d/sub/g": "g",
    "/e": None,
    "/top": "top",
    "/lf": "-> /d/f",
    "/ld": "-> /d",
    "/broken": "-> /nowhere",
}


class Container:
    """The archive endpoints of a container that has FILES; `put` holds what was asked to be unpacked, and where."""

    def __init__(self) -> None:
        self.put: list[tuple[str, dict[str, str]]] = []
        self.members: list[tarfile.TarInfo] = []

    def answer(self, request: httpx.Request) -> httpx.Response:
        path = request.url.params["path"]
        whole = "/" + "/".join(part for part in path.split("/") if part not in ("", "."))
        if request.method == "PUT":
            self._take(path, request.read(), request.url.params)
            return httpx.Response(200)
        if path.endswith("/") and whole in FILES and FILES[whole] is not None:
            whole = FILES[whole][3:] if FILES[whole].startswith("-> ") else ""  # type: ignore[index, union-attr]
        if whole == "/device":
            return httpx.Response(200, headers=stat_header("device", DEVICE, ""))
        if whole not in FILES:
            return httpx.Response(404, json={"message": f"Could not find the file {path} in container web"})
        text = FILES[whole]
        target = text[3:] if text is not None and text.startswith("-> ") else ""
        mode = DIRECTORY if text is None else LINK if target else 0
        headers = stat_header(whole.rpartition("/")[2], mode | 0o755, target)
        content = b"" if request.method == "HEAD" else tar_of(whole, "." if path.endswith("/.") else "")
        return httpx.Response(200, headers=headers, content=content)

    def _take(self, path: str, archive: bytes, parameters: httpx.QueryParams) -> None:
        assert parameters["noOverwriteDirNonDir"] in ("1", "true")
        found: dict[str, str] = {}
        with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
            self.members = tar.getmembers()
            for member in self.members:
                file = tar.extractfile(member) if member.isreg() else None
                text = file.read().decode() if file else f"-> {member.linkname}" if member.issym() else "/"
                found[member.name] = text
        self.put.append((path, found))


def stat_header(name: str, mode: int, target: str) -> dict[str, str]:
    stat = {"name": name, "size": 0, "mode": mode, "mtime": "2026-01-01T00:00:00Z", "linkTarget": target}
    return {"X-Docker-Container-Path-Stat": base64.b64encode(json.dumps(stat).encode()).decode()}


def tar_of(root: str, name: str) -> bytes:
    """What the engine sends for `root`: it and all below it, called by its own name or `name`."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as tar:
        for path, text in FILES.items():
            if path != root and not path.startswith(f"{root}/"):
                continue
            info = tarfile.TarInfo((name or root.rpartition("/")[2]) + path.removeprefix(root))
            info.mode = 0o755
            if text is None:
                info.type = tarfile.DIRTYPE
            elif text.startswith("-> "):
                info.type, info.linkname = tarfile.SYMTYPE, text[3:]
            else:
                info.size = len(text)
            tar.addfile(info, io.BytesIO((text or "").encode()) if info.isreg() else None)
    return buffer.getvalue()


@pytest.fixture
def container() -> Container:
    return Container()


@pytest.fixture
def perform(container: Container) -> Callable[[Any], Any]:
    engine = Engine(transport=httpx.MockTransport(container.answer), api_version="1.50")
    return engine.perform


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working directory, with something of each kind."""
    place = tmp_path / "here"
    (place / "empty").mkdir(parents=True)
    (place / "tree" / "in").mkdir(parents=True)
    (place / "tree" / "in" / "x").write_text("x")
    (place / "file").write_text("file")
    (place / "to-file").symlink_to("file")
    (place / "to-tree").symlink_to("tree")
    (place / "to-empty").symlink_to("empty")
    (place / "to-nothing").symlink_to("nothing")
    (place / "circle").symlink_to("circle")
    monkeypatch.chdir(place)
    return place


def tree(directory: Path) -> dict[str, str]:
    found = {}
    for path in directory.rglob("*"):
        text = f"-> {path.readlink()}" if path.is_symlink() else "/" if path.is_dir() else path.read_text()
        found[str(path.relative_to(directory))] = text
    return found


def under(name: str, of: dict[str, str]) -> dict[str, str]:
    return {name: "/", **{f"{name}/{path}": text for path, text in of.items()}}


CONTENT = {"f": "f", "sub": "/", "sub/g": "g"}


@pytest.mark.parametrize(
    ("source", "destination", "new"),
    [
        ("/d", "empty", under("empty/d", CONTENT)),
        ("/d/", "empty/", under("empty/d", CONTENT)),
        ("/d/.", "empty", {f"empty/{path}": text for path, text in CONTENT.items()}),
        ("/d", "new", under("new", CONTENT)),
        ("/d", "new/", under("new", CONTENT)),
        ("/d/.", "new", under("new", CONTENT)),
        ("/d", ".", under("d", CONTENT)),
        ("/d", "to-empty", under("empty/d", CONTENT)),
        ("/d/f", "empty", {"empty/f": "f"}),
        ("d/f", "empty", {"empty/f": "f"}),
        ("/top", "new", {"new": "top"}),
        ("/top", "./new", {"new": "top"}),
        ("/top", "file", {"file": "top"}),
        ("/top", "to-file", {"file": "top"}),
        ("/top", "to-nothing", {"nothing": "top"}),
        ("/top", "tree/in/", {"tree/in/top": "top"}),
        ("/lf", "empty", {"empty/lf": "-> /d/f"}),
        ("/ld", "new", {"new": "-> /d"}),
        ("/broken", "empty", {"empty/broken": "-> /nowhere"}),
    ],
)
def test_out(
    perform: Callable[[Any], Any], here: Path, source: str, destination: str, new: dict[str, str]
) -> None:
    before = tree(here)
    perform(copy_from("web", source, destination))
    assert {path: text for path, text in tree(here).items() if before.get(path) != text} == new


@pytest.mark.parametrize(
    ("source", "destination", "new"),
    [
        ("/lf", "empty", {"empty/lf": "f"}),
        ("/lf", "new", {"new": "f"}),
        ("/ld", "empty", under("empty/ld", CONTENT)),
        ("/ld", "new", under("new", CONTENT)),
        ("/top", "empty", {"empty/top": "top"}),
    ],
)
def test_out_behind_a_link(
    perform: Callable[[Any], Any], here: Path, source: str, destination: str, new: dict[str, str]
) -> None:
    before = tree(here)
    perform(copy_from("web", source, destination, follow_link=True))
    assert {path: text for path, text in tree(here).items() if before.get(path) != text} == new


@pytest.mark.parametrize(
    ("source", "destination", "error"),
    [
        ("/d", "file", "cannot copy directory"),
        ("/d", "to-file", "cannot copy directory"),
        ("/top", "new/", "no such directory"),
        ("/top", "none/new", 'invalid output path: directory "{here}/none" does not exist'),
        ("/d", "none/new", 'invalid output path: directory "{here}/none" does not exist'),
        ("/top", "/dev/null", 'invalid output path: "/dev/null" must be a directory or a regular file: got a device'),
        ("/none", "empty", "Could not find the file /none in container web"),
    ],
)  # fmt: skip
def test_out_refused(
    perform: Callable[[Any], Any], here: Path, source: str, destination: str, error: str
) -> None:
    before = tree(here)
    with pytest.raises((CopyError, NotFound)) as caught:
        perform(copy_from("web", source, destination))
    assert str(caught.value) == error.format(here=here)
    assert tree(here) == before


TREE = {"in": "/", "in/x": "x"}


@pytest.mark.parametrize(
    ("source", "destination", "path", "members"),
    [
        ("tree", "/e", "/e", under("tree", TREE)),
        ("tree/", "/e/", "/e/", under("tree", TREE)),
        ("tree/.", "/e", "/e", under(".", TREE)),
        ("tree", "/new", "/", under("new", TREE)),
        ("tree/.", "/new", "/", under("new", TREE)),
        ("tree", "/none/new", "/none", under("new", TREE)),
        ("file", "/e", "/e", {"file": "file"}),
        ("file", "e", "e", {"file": "file"}),
        ("file", "/new", "/", {"new": "file"}),
        ("file", "/d/f", "/d", {"f": "file"}),
        ("file", "/ld", "/d", {"file": "file"}),
        ("file", "/lf", "/d", {"f": "file"}),
        ("to-file", "/e", "/e", {"to-file": "-> file"}),
        ("to-tree/", "/e", "/e", under("to-tree", TREE)),
        ("to-nothing", "/e", "/e", {"to-nothing": "-> nothing"}),
    ],
)
def test_in(
    perform: Callable[[Any], Any],
    container: Container,
    here: Path,
    source: str,
    destination: str,
    path: str,
    members: dict[str, str],
) -> None:
    perform(copy_to("web", source, destination))
    assert container.put == [(path, members)]


@pytest.mark.parametrize(
    ("source", "member"),
    [("to-file", {"to-file": "file"}), ("to-tree", under("to-tree", TREE)), ("file", {"file": "file"})],
)
def test_in_behind_a_link(
    perform: Callable[[Any], Any], container: Container, here: Path, source: str, member: dict[str, str]
) -> None:
    perform(copy_to("web", source, "/e", follow_link=True))
    assert container.put == [("/e", member)]


@pytest.mark.parametrize(
    ("source", "destination", "error"),
    [
        ("tree", "/d/f", "cannot copy directory"),
        ("tree/.", "/lf", "cannot copy directory"),
        ("file", "/new/", "no such directory"),
        ("none", "/e", "lstat {here}/none: no such file or directory"),
        ("file/x", "/e", "not a directory"),
        (
            "file",
            "/device",
            'destination "web:/device" must be a directory or a regular file: got a device',
        ),
    ],
)
def test_in_refused(
    perform: Callable[[Any], Any],
    container: Container,
    here: Path,
    source: str,
    destination: str,
    error: str,
) -> None:
    with pytest.raises(CopyError) as caught:
        perform(copy_to("web", source, destination))
    assert str(caught.value) == error.format(here=here)
    assert container.put == []


@pytest.mark.parametrize("destination", ["/d/f", "/none", "/lf"])
def test_an_archive_needs_a_directory(
    perform: Callable[[Any], Any], container: Container, destination: str
) -> None:
    with pytest.raises(CopyError, match=f'destination "web:{destination}" must be a directory'):
        perform(extract_to("web", destination, [b""]))
    assert container.put == []


def test_an_archive_goes_as_it_is(perform: Callable[[Any], Any], container: Container) -> None:
    perform(extract_to("web", "/ld", [tar_of("/top", "")]))
    assert container.put == [("/d", {"top": "top"})]


def test_progress_counts_what_goes_through(perform: Callable[[Any], Any], here: Path) -> None:
    out: list[int] = []
    into: list[int] = []
    perform(copy_from("web", "/top", "empty", progress=out.append))
    perform(copy_to("web", "file", "/e", progress=into.append))
    assert sum(out) == len(tar_of("/top", ""))
    assert sum(into) == 2048  # a head, the content, two empty blocks at the end
