"""The tutorial's commands: each makes the requests that the page says, and its story tells what each of its flags does."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from engineclient.cli import terminal
from engineclient.commands.container import run as container_run
from engineclient.commands.tour_pages import pages
from engineclient.recording.library import open_recording
from engineclient.tour import CHAPTERS
from tests.commands.engine import Minidocker

PAGE = Path(__file__).parents[2] / "docs" / "tutorial.md"
ID = "c" * 64
CONTAINER: dict[str, Any] = {
    "Id": ID,
    "Name": "/web",
    "Created": "2026-01-02T03:04:05Z",
    "State": {"Status": "running", "Running": True},
    "Config": {"Tty": False, "OpenStdin": True},
    "HostConfig": {"LogConfig": {"Type": "json-file"}},
    "Mounts": [],
    "NetworkSettings": {"Networks": {}},
}
DONE = b'{"status":"Done"}\n'
ANSWERS: dict[str, Any] = {
    "GET /_ping": b"OK",
    "POST /containers/create": {"Id": ID, "Warnings": []},
    "GET /containers/json": [],
    "GET /containers/web/json": CONTAINER,
    "GET /containers/web/logs": b"",
    "GET /containers/web/top": {"Titles": ["PID"], "Processes": [["1"]]},
    "GET /containers/web/stats": {"name": "/web", "id": ID},
    f"GET /containers/{ID}/stats": {"name": "/web", "id": ID},
    "POST /containers/web/exec": {"Id": "e" * 64},
    f"POST /containers/{ID}/wait": {"StatusCode": 0},
    f"POST /containers/{ID}/start": 204,
    "POST /containers/web/update": {"Warnings": []},
    "POST /containers/prune": {"ContainersDeleted": [], "SpaceReclaimed": 0},
    "POST /networks/prune": {"NetworksDeleted": []},
    "POST /volumes/prune": {"VolumesDeleted": [], "SpaceReclaimed": 0},
    "POST /images/prune": {"ImagesDeleted": [], "SpaceReclaimed": 0},
    "POST /build/prune": {"CachesDeleted": [], "SpaceReclaimed": 0},
    "POST /volumes/create": {"Name": "data"},
    "POST /networks/create": {"Id": ID},
    "POST /networks/shop/connect": 200,
    "POST /images/create": DONE,
    "POST /images/load": DONE,
    "POST /images/mine:1/push": DONE,
    "POST /images/busybox/tag": 201,
    "GET /images/json": [],
    "GET /images/get": b"tar",
    "GET /images/busybox/json": {"Id": "sha256:" + ID},
    "GET /images/busybox/history": [],
    "DELETE /images/mine:1": [{"Untagged": "mine:1"}],
    "POST /commit": {"Id": "sha256:" + ID},
    "POST /build": b'{"stream":"Successfully built"}\n',
    "GET /version": {"Version": "28.5.2", "ApiVersion": "1.51", "Components": []},
    "GET /info": {"ID": "x", "Name": "host"},
    "GET /events": b"",
    "GET /system/df": {},
    **{
        f"POST /containers/web/{verb}": 204
        for verb in ("stop", "kill", "pause", "unpause", "start", "restart")
    },
    "DELETE /containers/web": 204,
}


class Line(NamedTuple):
    command: str
    requests: str
    told: str
    recording: str


def lines() -> list[Line]:
    """The commands of the page, each with what its row says."""
    rows = re.findall(r"^\| `(.+?)` \| (.+?) \| (.+?) \| `(.+?)` \|$", PAGE.read_text("utf-8"), re.MULTILINE)
    return [Line(*row) for row in rows]


LINES = lines()
FLAG = re.compile(r"--?[A-Za-z][\w-]*")


def flags_of(words: list[str]) -> list[str]:
    """The flags among the words of a command, `-it` as `-i` and `-t`: up to an image, whose words follow."""
    found: list[str] = []
    for word in words:
        if word in ("busybox", "nginx", "redis", "hello-world") and words[0] in ("run", "create"):
            break
        if word.startswith("--"):
            found.append(word.partition("=")[0])
        elif FLAG.fullmatch(word):
            found += [f"-{letter}" for letter in word[1:]]
    return found


def test_there_are_fifty() -> None:
    assert len(LINES) >= 50
    assert len({line.command for line in LINES}) == len(LINES)


@pytest.mark.parametrize("line", LINES, ids=[line.command for line in LINES])
def test_the_story_tells_what_each_flag_does(
    line: Line, minidocker: Minidocker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DOCKER_CONFIG", str(tmp_path))
    monkeypatch.setenv("DOCKER_BUILDKIT", "0")
    for module in (terminal, container_run):  # both are imported, in whatever order
        monkeypatch.setattr(module, "check_tty", lambda **_: None)
    for name in ("Dockerfile", "web.dockerfile"):
        (tmp_path / name).write_text("FROM busybox AS last\n")
    (tmp_path / "a.tar").write_bytes(b"tar")
    (tmp_path / "variables").write_text("A=b\n")
    minidocker.answers = ANSWERS
    words = shlex.split(line.command)
    ended = minidocker("--explain", *words)
    story = re.sub(r"\s*\n│\s*", " ", ended.out + ended.err)
    told = re.findall(r"((?:--?[A-Za-z][\w-]*, )*--?[A-Za-z][\w-]*) →", story)
    named = {flag for flags in told for flag in flags.split(", ")}
    assert [flag for flag in flags_of(words) if flag not in named] == [], ended.err
    for route in re.findall(r"`((?:GET|POST|DELETE|HEAD) [^`]+)`", line.requests):
        route = route.replace("/ID/", f"/{ID}/")
        assert any(each.startswith(route) for each in minidocker.asked), (route, minidocker.asked, ended.err)


@pytest.mark.parametrize("line", LINES, ids=[line.command for line in LINES])
def test_the_recording_of_a_line_is_of_its_command(line: Line) -> None:
    recorded = open_recording(line.recording).command
    assert recorded[0] == "minidocker"
    pattern = re.sub(r"\\{secret\d+\\}", ".*", re.escape(shlex.join(recorded[1:]).replace("'", "")))
    assert re.fullmatch(pattern, shlex.join(shlex.split(line.command)).replace("'", ""))


def test_the_pages_of_the_recorded_commands() -> None:
    written = dict(pages())
    recordings = [chapter.recording(number) for chapter in CHAPTERS if not chapter.recorded
                  for number, _, _ in chapter.commands()]  # fmt: skip
    assert {f"{name.replace('/', '-')}.html" for name in recordings} | {"index.html"} == written.keys()
    linked = re.findall(r'href="([^"]+)"', written["index.html"])
    assert {*linked} == written.keys() - {"index.html"}
    assert "tour-ports" in written["tour-ports-1.html"]
