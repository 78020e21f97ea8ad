"""buildx history export, open and import: which builds, where they go, and what buildx says if they cannot."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import tarfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from engineclient.build.content import INFO, READ
from engineclient.build.history import LISTEN_BUILD_HISTORY, UPDATE_BUILD_HISTORY, finalize
from engineclient.build.workers import LIST_WORKERS
from engineclient.cli.app import App
from engineclient.cli.root import Root
from engineclient.commands.program import run
from engineclient.commands.table import COMMON, FLAGGED, NOUNS, TABLE
from engineclient.wire.grpc import Methods, unary
from engineclient.wire.protobuf import Message, field, message
from tests.commands.buildkit_engine import buildkit_engine
from tests.support import answer, scripted

Ended = tuple[int, bytes, str]
LOGS = b"the logs"
DIGEST = f"sha256:{hashlib.sha256(LOGS).hexdigest()}"
URL = "docker-desktop://dashboard/build/default/default/last"


def event(ref: str, begin: int, end: int | None) -> bytes:
    ended = b"" if end is None else message(7, field(1, end))
    logs = message(8, field(1, "l") + field(2, DIGEST) + field(3, len(LOGS)))
    return field(1, 1) + message(2, field(1, ref) + message(6, field(1, begin)) + ended + logs)


@pytest.fixture
def updates() -> list[bytes]:
    """The requests to change a build that came."""
    return []


@pytest.fixture
def minidocker(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfdbinary: pytest.CaptureFixture[bytes],
    updates: list[bytes],
) -> Iterator[Callable[..., Ended]]:
    monkeypatch.setenv("DOCKER_CONFIG", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("WSL_DISTRO_NAME", raising=False)
    state = tmp_path / "buildx" / "refs" / "default" / "default" / "last"
    state.parent.mkdir(parents=True)
    state.write_text('{"Target": "web", "LocalPath": "/src", "GroupRef": "g"}')
    group = tmp_path / "buildx" / "refs" / "__group__" / "g"
    group.parent.mkdir(parents=True)
    group.write_text('{"Refs": ["last"]}')
    events = {
        "first": event("first", 1, 2),
        "last": event("last", 3, 4),
        "running": event("running", 5, None),
    }

    def history(request: bytes) -> bytes:
        wanted = Message(request).text(2)
        return events.get(wanted, events["last"] if not wanted else b"")

    def update(request: bytes) -> bytes:
        updates.append(request)
        return b""

    worker = message(1, message(3, field(1, "amd64") + field(2, "linux")))
    methods: Methods = {
        LISTEN_BUILD_HISTORY: unary(history),
        UPDATE_BUILD_HISTORY: unary(update),
        LIST_WORKERS: unary(lambda _: worker),
        INFO: unary(lambda _: b""),
        READ: unary(lambda _: field(2, LOGS)),
    }
    with buildkit_engine(tmp_path, methods) as host:

        def call(*args: str) -> Ended:
            code = run(["-H", host, "buildx", "history", *args], App(), Root(TABLE, NOUNS, COMMON, FLAGGED))
            out, err = capfdbinary.readouterr()
            return code, out, err.decode()

        yield call


def records(data: bytes) -> list[Any]:
    """The records in a bundle."""
    with tarfile.open(fileobj=io.BytesIO(gzip.decompress(data))) as archive:
        files = [archive.extractfile(each) for each in archive.getmembers() if each.isfile()]
        texts = [file.read() for file in files if file is not None]
    found = [json.loads(text) for text in texts if text.startswith(b"{")]
    return sorted((each for each in found if "Ref" in each), key=lambda each: each["Ref"])


@pytest.mark.parametrize(
    ("args", "refs"),
    [
        ([], ["last"]),
        (["first"], ["first"]),
        (["first", "last"], ["first", "last"]),
        (["--all"], ["last"]),
        (["^0"], ["last"]),
    ],
)
def test_which_builds(minidocker: Callable[..., Ended], args: list[str], refs: list[str]) -> None:
    code, out, err = minidocker("export", *args)
    assert (code, err) == (0, "")
    assert [each["Ref"] for each in records(out)] == refs


def test_to_a_file(minidocker: Callable[..., Ended], tmp_path: Path) -> None:
    file = tmp_path / "out"
    assert minidocker("export", "-o", str(file)) == (0, b"", "")
    (record,) = records(file.read_bytes())
    assert record["DefaultPlatform"] == "linux/amd64"
    assert record["localState"] == {
        "Target": "web",
        "LocalPath": "/src",
        "DockerfilePath": "",
        "GroupRef": "g",
    }
    assert record["stateGroup"] == {"Refs": ["last"]}


def test_traces_are_completed_first(minidocker: Callable[..., Ended], updates: list[bytes]) -> None:
    assert minidocker("export", "--finalize", "first")[0] == 0
    assert updates == [finalize("first")] == [field(1, "first") + field(4, 1)]


@pytest.mark.parametrize(
    ("args", "complaint"),
    [
        (["export", "--all", "a"], "cannot specify refs when using --all"),
        (["export", "nope"], 'no record found for ref "nope"'),
        (["export", "running"], 'no record found for ref "running"'),
        (
            ["export", "-o", "/no/x"],
            'failed to create output file "/no/x": open /no/x: no such file or directory',
        ),
        (["open", "a", "b"], "accepts at most 1 arg(s), received 2"),
        (["open", "nope"], 'no record found for ref "nope"'),
        (["open"], 'exec: "xdg-open,x-www-browser,www-browser": executable file not found in $PATH'),
        (["import", "x"], 'unknown command "x" for "minidocker buildx history import"'),
        (["import", "-f", "/no/x"], "failed to open file /no/x: open /no/x: no such file or directory"),
    ],
)
def test_what_is_refused(minidocker: Callable[..., Ended], args: list[str], complaint: str) -> None:
    assert minidocker(*args) == (1, b"", f"ERROR: {complaint}\n")


def test_a_group_that_is_not_recorded(minidocker: Callable[..., Ended], tmp_path: Path) -> None:
    file = tmp_path / "buildx" / "refs" / "__group__" / "g"
    file.unlink()
    assert minidocker("export", "last") == (1, b"", f"ERROR: open {file}: no such file or directory\n")


@pytest.mark.parametrize("browser", ["xdg-open", "www-browser"])
def test_a_build_is_shown(minidocker: Callable[..., Ended], tmp_path: Path, browser: str) -> None:
    program = tmp_path / browser
    program.write_text(f'#!/bin/sh\necho "$1" >"{tmp_path}/opened"\nexit 3\n')
    program.chmod(0o755)
    assert minidocker("open", "last") == (1, b"", "ERROR: exit status 3\n")
    assert (tmp_path / "opened").read_text() == f"{URL}\n"


def imported(tmp_path: Path, status: str, body: bytes) -> Any:
    place = tmp_path / ".docker" / "desktop"
    place.mkdir(parents=True, exist_ok=True)
    return scripted(
        place / "docker-desktop-build.sock",
        lambda connection, _: connection.sendall(answer(body, status, "Content-Type: application/json")),
    )


@pytest.mark.parametrize(
    ("status", "body", "shown"),
    [
        ("200 OK", b'["a","b"]', "docker-desktop://dashboard/build/.imported/_/a\ndocker-desktop://dashboard/build/.imported/_/b\n"),
        ("200 OK", b"null", "ERROR: no build records found in the bundle\n"),
        ("400 Bad Request", b"no bundle", "ERROR: failed to import build: no bundle\n"),
        ("200 OK", b"7", "ERROR: failed to decode response: no list of builds\n"),
    ],
)  # fmt: skip
def test_a_file_is_imported(
    minidocker: Callable[..., Ended], tmp_path: Path, status: str, body: bytes, shown: str
) -> None:
    (tmp_path / "file").write_bytes(b"bundle")
    with imported(tmp_path, status, body):
        assert minidocker("import", "-f", str(tmp_path / "file"))[2].startswith(shown)


def test_without_docker_desktop(minidocker: Callable[..., Ended], tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"bundle")
    path = tmp_path / ".docker" / "desktop" / "docker-desktop-build.sock"
    text = (
        'ERROR: failed to send request, check if Docker Desktop is running: Post "http://docker-desktop/upload": '
        f"dial unix {path}: connect: no such file or directory\n"
    )
    assert minidocker("import", "-f", str(tmp_path / "file")) == (1, b"", text)


def test_without_a_home(minidocker: Callable[..., Ended], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HOME")
    assert (
        minidocker("import", "-f", "x")[2]
        == "ERROR: failed to get user home directory: $HOME is not defined\n"
    )


def test_on_windows_with_linux(minidocker: Callable[..., Ended], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WSL_DISTRO_NAME", "x")
    assert minidocker("import", "-f", "x")[2].startswith(
        "ERROR: Docker Desktop Build backend is not yet supported on WSL."
    )
