"""build --report, builder report and build --dry-run."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.commands.engine import Minidocker

ID = f"sha256:{'5' * 64}"


def answer(*, cached: bool) -> bytes:
    """What the classic builder says of a build of which the last step is found, or is run."""
    texts = ["Step 1/2 : FROM busybox", "\n", " ---> e61e6e92da75\n", "Step 2/2 : COPY a /", "\n"]
    texts += [" ---> Using cache\n"] if cached else []
    texts += [" ---> 4101f7691893\n"]
    records = [{"stream": text} for text in texts] + [{"aux": {"ID": ID}}]
    return b"".join(json.dumps(record).encode() + b"\n" for record in records)


HISTORY = [
    {
        "Id": ID,
        "Created": 1,
        "CreatedBy": "/bin/sh -c #(nop) COPY file:1 in / ",
        "Tags": None,
        "Size": 1234,
        "Comment": "",
    }
]


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DOCKER_CONFIG", str(tmp_path / "config"))
    monkeypatch.setenv("DOCKER_BUILDKIT", "0")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    (tmp_path / "c").mkdir()
    (tmp_path / "c" / "Dockerfile").write_text("FROM busybox\nCOPY a /\n")
    (tmp_path / "c" / "a").write_text("1")
    return tmp_path


def test_two_builds(minidocker: Minidocker, here: Path) -> None:
    minidocker.answers = {"POST /build": answer(cached=True), f"GET /images/{ID}/history": HISTORY}
    assert minidocker("build", "c").code == 0
    (here / "c" / "a").write_text("22")
    minidocker.answers = {**minidocker.answers, "POST /build": answer(cached=False)}
    code, _, err = minidocker("build", "--report", "c")
    assert code == 0
    assert [re.sub(r"\d+\.\d\ds", "0.00s", line).split() for line in err.splitlines()[1:4]] == [
        ["STEP", "CACHE", "TIME", "HITS", "COST", "EXPECTED", "SIZE", "INSTRUCTION"],
        ["1/2", "-", "-", "-", "-", "-", "-", "FROM", "busybox"],
        ["2/2", "miss", "0.00s", "1/2", "0.00s", "0.00s", "1.23kB", "COPY", "a", "/"],
    ]
    assert "2/2 COPY a / was run:\n  a has changed\n" in err
    later = minidocker("builder", "report", "c")
    assert (later.code, "a has changed" in later.out, later.err) == (0, True, "")


def test_a_build_that_fails_is_kept_too(minidocker: Minidocker) -> None:
    failure = b'{"errorDetail":{"code":7,"message":"returned 7"},"error":"returned 7"}\n'
    minidocker.answers = {"POST /build": answer(cached=False).rpartition(b'{"aux"')[0] + failure}
    code, _, err = minidocker("build", "--report", "c")
    assert (code, "2/2   failed" in err) == (7, True)


def test_a_directory_that_was_not_built(minidocker: Minidocker, here: Path) -> None:
    code, out, err = minidocker("builder", "report", "c")
    assert (code, out) == (1, "")
    assert err == f"no build of {here}/c/Dockerfile is stored: build it with 'minidocker build c'\n"


def test_nothing_is_kept_of_a_dry_run(minidocker: Minidocker, here: Path) -> None:
    minidocker("--dry-run", "build", "c")
    assert not (here / "state").exists()


def test_the_values_of_arguments_are_not_kept(minidocker: Minidocker, here: Path) -> None:
    minidocker.answers = {"POST /build": answer(cached=False)}
    minidocker("build", "--build-arg", "PASSWORD=hunter2", "c")
    kept = b"".join(path.read_bytes() for path in (here / "state").rglob("*") if path.is_file())
    assert b"PASSWORD" in kept
    assert b"hunter2" not in kept


PREVIEW = """\
SIZE  FILE
22B   Dockerfile
6B    .dockerignore
1B    a

3 files, 29B, would travel in each build.

Left out:
SIZE  FILES  PATH  PATTERN
3B    2      d/    d
"""


def test_what_would_travel(minidocker: Minidocker, here: Path) -> None:
    (here / "c" / ".dockerignore").write_text("d\n# x\n")
    (here / "c" / "d").mkdir()
    (here / "c" / "d" / "1").write_text("1")
    (here / "c" / "d" / "2").write_text("22")
    assert minidocker("build", "--dry-run", "c") == (0, PREVIEW, "")
    assert not [request for request in minidocker.asked if "/build" in request]


def test_what_buildkit_would_ask_for(
    minidocker: Minidocker, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOCKER_BUILDKIT", "1")
    (here / "c" / "unused").write_text("12345")
    code, out, _ = minidocker("build", "--dry-run", "c")
    assert (code, out.splitlines()[:2]) == (0, ["SIZE  FILE", "1B    a"])
    assert "5B    1      unused      (nothing copies it)" in out


def test_a_long_list_is_cut(minidocker: Minidocker, here: Path) -> None:
    for number in range(60):
        (here / "c" / f"{number}").write_text("x")
    _, out, _ = minidocker("build", "--dry-run", "c")
    assert "... and 22 more\n" in out


def test_what_is_no_directory_has_no_preview(minidocker: Minidocker) -> None:
    code, _, err = minidocker("build", "--dry-run", "nowhere")
    assert (code, err) == (1, 'unable to prepare context: path "nowhere" not found\n')
