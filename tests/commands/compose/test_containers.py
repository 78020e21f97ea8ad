"""Commands about the containers of services: their requests, output and errors."""

from __future__ import annotations

import io
import json
import re
import tarfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from engineclient.commands.refused import REFUSED
from engineclient.compose import labels
from tests.commands.engine import Minidocker

WEB, DB = "a" * 64, "b" * 64
LIST, RUNNING = (
    "GET /containers/json",
    {"State": "running", "Status": "Up", "Image": "busybox", "ImageID": "i", "Created": 1},
)
PROJECT = ("compose", "-p", "p")


def listed(id: str, service: str, number: int = 1, **more: Any) -> dict[str, Any]:
    own = {labels.PROJECT: "p", labels.SERVICE: service, labels.NUMBER: str(number), labels.ONE_OFF: "False"}
    return {
        "Id": id,
        "Names": [f"/p-{service}-{number}"],
        "Labels": own,
        "Command": "",
        "Mounts": [],
        **RUNNING,
        **more,
    }


BOTH = [listed(WEB, "web"), listed(DB, "db", Mounts=[{"Type": "volume", "Name": "p_data"}])]


@pytest.fixture
def compose(minidocker: Minidocker) -> Callable[..., Any]:
    """minidocker with the containers of a project, of which only the name is known."""
    minidocker.answers = {LIST: BOTH}

    def call(*words: str) -> Any:
        return minidocker(*PROJECT, *words)

    return call


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("attach nope", 'service "nope" is not running'),
        ("attach", "requires at least 1 arg(s), only received 0"),
        ("commit nope x", 'service "nope" is not running'),
        ("commit --index 2 web x", 'service "web" is not running container #2'),
        ("commit", "accepts between 1 and 2 arg(s), received 0"),
        ("export nope", 'service "nope" is not running'),
        (
            "export -o /nowhere/x web",
            'failed to export container: invalid output path: directory "/nowhere" does not exist',
        ),
        ("cp a b", "unknown copy direction"),
        ("cp web:/a db:/b", "copying between services is not supported"),
        ("cp a nope:/b", 'no container found for service "nope"'),
        ("cp --index 2 a web:/b", 'service "web" is not running container #2'),
        ("stats web db", "accepts at most 1 arg(s), received 2"),
        ("port web", "requires at least 2 arg(s), only received 1"),
        ("alpha viz", f"compose alpha is not supported by minidocker: {REFUSED['compose alpha']}"),
    ],
)
def test_what_is_refused(compose: Callable[..., Any], words: str, message: str) -> None:
    assert compose(*words.split()) == (1, "", f"{message}\n")


def test_commit(compose: Callable[..., Any], minidocker: Minidocker) -> None:
    minidocker.answers = {LIST: BOTH, "POST /commit": {"Id": "sha256:1"}}
    ended = compose("commit", "-a", "me", "-m", "text", "-c", "ENV A=1", "--pause=false", "web", "made:1")
    assert ended == (
        0,
        "",
        " p-web-1 Commit p-web-1 Committing\n p-web-1 Commit p-web-1 Committed as sha256:1\n",
    )
    asked = minidocker.asked[-1]
    for part in (
        f"container={WEB}",
        "repo=docker.io/library/made",
        "tag=1",
        "author=me",
        "comment=text",
        "changes=ENV A=1",
        "pause=0",
    ):
        assert part in asked


def test_export(compose: Callable[..., Any], minidocker: Minidocker, tmp_path: Path) -> None:
    minidocker.answers = {LIST: BOTH, f"GET /containers/{WEB}/export": b"archive"}
    ended = compose("export", "-o", f"{tmp_path}/out.tar", "web")
    assert (ended.code, ended.err) == (0, f" p-web-1 export p-web-1 to {tmp_path}/out.tar Exporting\n")
    assert (tmp_path / "out.tar").read_bytes() == b"archive"


def archive(name: str, content: bytes) -> bytes:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as tar:
        member = tarfile.TarInfo(name)
        member.size = len(content)
        tar.addfile(member, io.BytesIO(content))
    return file.getvalue()


def test_cp_from_the_first_container(
    compose: Callable[..., Any], minidocker: Minidocker, tmp_path: Path
) -> None:
    minidocker.answers = {LIST: BOTH, f"GET /containers/{WEB}/archive": archive("a", b"text")}
    ended = compose("cp", "web:/a", f"{tmp_path}/b")
    assert (ended.code, (tmp_path / "b").read_text()) == (0, "text")
    assert ended.err.splitlines()[-1] == f" p-web-1 copy p-web-1:/a to {tmp_path}/b Copied"


def test_cp_to_all_containers(compose: Callable[..., Any], minidocker: Minidocker, tmp_path: Path) -> None:
    (tmp_path / "a").write_text("text")
    minidocker.answers = {LIST: [listed(WEB, "web"), listed(DB, "web", 2)]} | {
        f"PUT /containers/{id}/archive": 200 for id in (WEB, DB)
    }
    assert compose("cp", f"{tmp_path}/a", "web:/b").code == 0
    assert sum(each.startswith("PUT /containers/") for each in minidocker.asked) == 2


def test_an_archive_goes_to_one_container(compose: Callable[..., Any], minidocker: Minidocker) -> None:
    minidocker.answers = {LIST: [listed(WEB, "web"), listed(DB, "web", 2)]}
    message = "an archive from stdin goes to one container: name it with --index\n"
    assert compose("cp", "-", "web:/b") == (1, "", message)


EVENT = {
    "Type": "container",
    "Action": "start",
    "Actor": {"ID": WEB, "Attributes": {"image": "x", labels.SERVICE: "web", labels.PROJECT: "p"}},
    "time": 1767225600,
    "timeNano": 1767225600120000000,
}
ONE_OFF = {**EVENT, "Actor": {"ID": DB, "Attributes": {labels.ONE_OFF: "True"}}}
EVENTS = b"".join(json.dumps(each).encode() + b"\n" for each in (EVENT, ONE_OFF))


def test_events_end_as_those_of_docker_compose(
    compose: Callable[..., Any], minidocker: Minidocker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "UTC")
    minidocker.answers = {"GET /events": EVENTS}
    ended = compose("events")
    assert ended == (1, f"2026-01-01 00:00:00.120000 container start {WEB} (image=x)\n\n", "EOF\n")
    assert '"com.docker.compose.project=p"' in minidocker.asked[-1]


def test_events_as_json(compose: Callable[..., Any], minidocker: Minidocker) -> None:
    minidocker.answers = {"GET /events": EVENTS}
    told = json.loads(compose("events", "--json", "web").out)
    assert told.pop("time").startswith(("2026-01-01T", "2025-12-31T"))
    assert told == {
        "action": "start",
        "attributes": {"image": "x"},
        "id": WEB,
        "service": "web",
        "type": "container",
    }
    assert compose("events", "--json", "db").out == ""


VOLUMES: list[dict[str, Any]] = [
    {"Name": name, "Driver": "local", "Scope": "local", "Labels": {}, "Mountpoint": "/"}
    for name in ("p_data", "p_other")
]


@pytest.mark.parametrize(
    ("words", "out"),
    [
        (["volumes", "-q"], "p_data\np_other\n"),
        (["volumes", "-q", "db"], "p_data\n"),
        (["volumes", "-q", "web"], ""),
        (["volumes", "--format", "{{.Driver}} {{.Name}}"], "local p_data\nlocal p_other\n"),
        (["volumes", "db"], "DRIVER    VOLUME NAME\nlocal     p_data\n"),
    ],
)
def test_volumes(compose: Callable[..., Any], minidocker: Minidocker, words: list[str], out: str) -> None:
    minidocker.answers = {LIST: BOTH, "GET /volumes": {"Volumes": VOLUMES, "Warnings": []}}
    assert compose(*words) == (0, out, "")


def test_push_of_what_is_built(minidocker: Minidocker, tmp_path: Path) -> None:
    file = tmp_path / "compose.yaml"
    file.write_text(
        "services: {a: {image: here/a, build: {context: ., tags: [here/a:2]}}, b: {image: b}, c: {build: .}}"
    )
    minidocker.answers = {
        "POST /images/here/a/push": b'{"status":"Pushed","progressDetail":{},"id":"0123456789ab"}\n'
    }
    ended = minidocker("compose", "-f", str(file), "push")
    pushed = [each for each in minidocker.asked if each.startswith("POST")]
    assert pushed == ["POST /images/here/a/push?tag=latest", "POST /images/here/a/push?tag=2"]
    layers = [f" Pushing {image}: 0123456789ab Pushed " for image in ("here/a", "here/a:2")]
    assert sorted(ended.err.splitlines()) == [*layers, " b Skipped ", " c Skipped "]


def test_a_push_that_fails(minidocker: Minidocker, tmp_path: Path) -> None:
    file = tmp_path / "compose.yaml"
    file.write_text("services: {a: {image: here/a, build: .}}")
    minidocker.answers = {"POST /images/here/a/push": b'{"error":"denied"}\n'}
    assert minidocker("compose", "-f", str(file), "push").code == 1
    assert minidocker("compose", "-f", str(file), "push", "--ignore-push-failures").code == 0


def test_graph(minidocker: Minidocker, tmp_path: Path) -> None:
    file = tmp_path / "compose.yaml"
    file.write_text("services: {a: {image: x, depends_on: [b]}, b: {image: y}}")
    assert minidocker("compose", "-f", str(file), "graph").out.splitlines()[-2:] == [
        "    s0 --- n0",
        "    s1 --- n0",
    ]
    assert minidocker.asked == []


@pytest.mark.parametrize(
    ("words", "names"),
    [([], ["p", "q"]), (["--filter", "name=^q"], ["q"]), (["--filter", "name=["], [])],
)
def test_ls(minidocker: Minidocker, words: list[str], names: list[str]) -> None:
    first = listed("a" * 64, "web")
    first["Labels"][labels.CONFIG_FILES] = "/p/compose.yaml"
    second = listed("b" * 64, "web")
    second["Labels"][labels.PROJECT] = "q"
    minidocker.answers = {LIST: [first, second]}
    code, out, err = minidocker("compose", "ls", "--format", "json", *words)
    assert code == 0
    shown = [{"Name": "p", "Status": "running(1)", "ConfigFiles": "/p/compose.yaml"}]
    shown += [{"Name": "q", "Status": "running(1)", "ConfigFiles": "N/A"}]
    assert json.loads(out) == [each for each in shown if each["Name"] in names]
    assert f'no label \\"{labels.CONFIG_FILES}\\" set on container \\"{"b" * 64}\\"' in err


def test_images_tells_when_an_image_was_tagged(compose: Callable[..., Any], minidocker: Minidocker) -> None:
    image: dict[str, Any] = {
        "Id": "sha256:" + "1" * 64,
        "RepoTags": ["busybox:latest"],
        "Os": "linux",
        "Architecture": "amd64",
    }
    image |= {"Size": 1_984_245, "Created": "2020-01-01T00:00:00Z"}
    image["Metadata"] = {"LastTagTime": "2000-01-01T00:00:00Z"}
    minidocker.answers = {LIST: BOTH, "GET /images/i/json": image}
    told = compose("images").out.splitlines()[1]
    assert re.sub(r" {2,}", "  ", told).startswith(
        "p-db-1  busybox  latest  linux/amd64  111111111111  1.98MB  2"
    )
    assert told.rstrip().endswith(" years ago")
    assert int(told.split()[-3]) >= 26
