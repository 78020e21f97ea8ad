"""A file of a container as bytes, without any I/O: what is sent, and what is read of the archive."""

from __future__ import annotations

import io
import tarfile
from typing import Any

import pytest

from engineclient.archive.paths import CopyError, Place
from engineclient.calls import Steps
from engineclient.errors import NotFound
from engineclient.procedures import copy, files
from engineclient.wire.tar import END, Entry, header, padding
from tests.procedures.engine import Engine

GET, PUT = "GET /containers/web/archive", "PUT /containers/web/archive"
CONTENT = bytes(range(256)) * 5


@pytest.fixture(autouse=True)
def _places(monkeypatch: pytest.MonkeyPatch) -> None:
    """In the container /etc is a directory, /link leads to /etc/app, and nothing else is there."""

    def followed_in(container: str, path: str) -> Steps[tuple[str, str]]:
        return ("/etc/app" if path == "/link" else path), ""
        yield

    def container_place(container: str, path: str) -> Steps[Place]:
        return Place(
            "/etc/app" if path == "/link" else path, is_directory=path == "/etc", exists=path == "/etc"
        )
        yield

    monkeypatch.setattr(files, "followed_in", followed_in)
    monkeypatch.setattr(files, "container_place", container_place)


def archive(content: bytes = CONTENT, kind: Any = "file") -> bytes:
    entry = Entry(name="app", kind=kind, mode=0o644, size=len(content) if kind == "file" else 0)
    return header(entry) + (content + padding(len(content)) if kind == "file" else b"") + END


def pieces(data: bytes, size: int) -> list[bytes]:
    return [data[at : at + size] for at in range(0, len(data), size)]


@pytest.mark.parametrize("size", [1, 511, 512, 1 << 20])
def test_the_content_however_it_is_cut(size: int) -> None:
    engine = Engine(streams={GET: [pieces(archive(), size)]})
    assert engine.perform(files.read_file("web", "/etc/app")) == CONTENT


def test_an_empty_file() -> None:
    assert Engine(streams={GET: [[archive(b"")]]}).perform(files.read_file("web", "/etc/app")) == b""


def test_a_link_is_followed() -> None:
    engine = Engine(streams={GET: [[archive()]]})
    engine.perform(files.read_file("web", "/link"))
    assert engine.requests[GET].query["path"] == "/etc/app"


def test_a_directory_is_no_file() -> None:
    engine = Engine(streams={GET: [[archive(kind="directory")]]})
    with pytest.raises(CopyError, match='"web:/etc" is a directory, not a file'):
        engine.perform(files.read_file("web", "/etc"))


def test_what_is_larger_than_the_limit_is_not_read() -> None:
    engine = Engine(streams={GET: [[archive()]]})
    with pytest.raises(CopyError, match='"web:/etc/app" has 1280 bytes, and 1279 is the limit'):
        engine.perform(files.read_file("web", "/etc/app", limit=1279))


def test_what_is_not_there() -> None:
    with pytest.raises(NotFound):
        Engine(fails={GET: NotFound(404, "Could not find the file")}).perform(files.read_file("web", "/none"))


def written(engine: Engine) -> tuple[str, tarfile.TarInfo, bytes]:
    request = engine.requests[PUT]
    with tarfile.open(fileobj=io.BytesIO(request.content)) as tar:
        [member] = tar.getmembers()
        found = tar.extractfile(member)
        assert found is not None
        return request.query["path"], member, found.read()


@pytest.mark.parametrize("path", ["/etc/app", "/link"])
def test_a_file_is_written(path: str) -> None:
    engine = Engine()
    engine.perform(files.write_file("web", path, CONTENT, mode=0o600, uid=33, gid=34))
    directory, member, content = written(engine)
    assert (directory, member.name, content) == ("/etc", "app", CONTENT)
    assert (member.mode, member.uid, member.gid) == (0o600, 33, 34)
    assert "copyUIDGID" not in engine.requests[PUT].query  # it would give the file to the container's user


@pytest.mark.parametrize("path", ["/etc", "/tmp/"])
def test_a_directory_has_no_content(path: str) -> None:
    engine = Engine()
    with pytest.raises(CopyError, match="the content needs the path of a file"):
        engine.perform(files.write_file("web", path, b""))
    assert engine.seen == []


def test_copy_to_takes_bytes() -> None:
    engine, told = Engine(), list[int]()
    engine.perform(copy.copy_to("web", CONTENT, "/etc/app", progress=told.append))
    assert written(engine)[2] == CONTENT
    assert told == [1280]
