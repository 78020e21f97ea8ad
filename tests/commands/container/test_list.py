"""ps: what it asks, and what it shows of a container."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.commands.engine import Minidocker

ID = "0123456789abcdef" * 4
WEB: dict[str, Any] = {
    "Id": ID,
    "Names": ["/db/alias", "/web"],
    "Image": "nginx:1@sha256:" + "1" * 64,
    "ImageID": "sha256:" + "1" * 64,
    "Command": "nginx -g 'daemon off;' -c x",
    "Created": 0,
    "Ports": [{"IP": "::", "PrivatePort": 80, "PublicPort": 8080, "Type": "tcp"}],
    "Labels": {"b": "2", "a.x-y": "1"},
    "State": "running",
    "Status": "Up 2 hours",
    "SizeRw": 2,
    "SizeRootFs": 21_500_000,
    "NetworkSettings": {"Networks": {"two": {}, "one": {}}},
    "Mounts": [
        {"Type": "volume", "Name": "a-volume-with-a-long-name", "Driver": "local", "Destination": "/a"},
        {"Type": "bind", "Source": "/src", "Destination": "/b"},
    ],
}


@pytest.fixture(autouse=True)
def no_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DOCKER_CONFIG", str(tmp_path))
    return tmp_path / "config.json"


@pytest.mark.parametrize(
    ("args", "query"),
    [
        ([], ""),
        (["-a"], "?all=1"),
        (["-l"], "?limit=1"),
        (["-n", "3"], "?limit=3"),
        (["-l", "-n3"], "?limit=3"),
        (["-n", "0"], ""),
        (["-s"], "?size=1"),
        (["--format", "{{.Size}}"], "?size=1"),
        (["--format", "{{json .}}"], "?size=1"),
        (["--format", "json"], ""),
        (["--format", "{{.Size}}", "-q"], ""),
        (["--format", "{{.Size}}", "--size=false"], ""),
        (
            ["-f", "name=a", "-f", "NAME=b", "-f", "status=exited"],
            '?filters={"name":{"a":true,"b":true},"status":{"exited":true}}',
        ),
    ],
)
def test_one_request(minidocker: Minidocker, args: list[str], query: str) -> None:
    minidocker.answers = {"GET /containers/json": []}
    assert minidocker("ps", *args).code == 0
    assert minidocker.asked == [f"GET /containers/json{query}"]


@pytest.mark.parametrize(
    ("template", "short", "full"),
    [
        ("ID", ID[:12], ID),
        ("Names", "web", "db/alias,web"),
        ("Image", "nginx:1", WEB["Image"]),
        ("Command", '"nginx -g \'daemon of…"', "\"nginx -g 'daemon off;' -c x\""),
        ("Ports", "[::]:8080->80/tcp", "[::]:8080->80/tcp"),
        ("State", "running", "running"),
        ("Status", "Up 2 hours", "Up 2 hours"),
        ("Size", "2B (virtual 21.5MB)", "2B (virtual 21.5MB)"),
        ("Labels", "a.x-y=1,b=2", "a.x-y=1,b=2"),
        ('Label "b"', "2", "2"),
        ('Label "c"', "", ""),
        ("Mounts", "a-volume-with-…,/src", "a-volume-with-a-long-name,/src"),
        ("LocalVolumes", "1", "1"),
        ("Networks", "one,two", "one,two"),
        ("Platform", "<nil>", "<nil>"),
    ],
)
def test_fields(minidocker: Minidocker, template: str, short: str, full: str) -> None:
    minidocker.answers = {"GET /containers/json": [WEB]}
    shown = [minidocker("ps", "--format", f"{{{{.{template}}}}}", *more).out for more in ([], ["--no-trunc"])]
    assert shown == [f"{short}\n", f"{full}\n"]


@pytest.mark.parametrize(
    ("image", "image_id", "shown"),
    [
        ("", "sha256:1", "<no image>"),
        ("sha256:" + "1" * 64, "sha256:" + "1" * 64, "1" * 12),
        ("1" * 12, "sha256:" + "1" * 64, "1" * 12),
        ("busybox@sha256:" + "2" * 64, "sha256:" + "1" * 64, "busybox"),
        ("host:5000/a/b:c", "sha256:1", "host:5000/a/b:c"),
        ("Not A Name", "sha256:1", "Not A Name"),
    ],
)
def test_images(minidocker: Minidocker, image: str, image_id: str, shown: str) -> None:
    minidocker.answers = {"GET /containers/json": [WEB | {"Image": image, "ImageID": image_id}]}
    assert minidocker("ps", "--format", "{{.Image}}").out == f"{shown}\n"


@pytest.mark.parametrize(
    ("args", "first"),
    [
        ([], "CONTAINER ID   IMAGE     COMMAND   CREATED   STATUS    PORTS     NAMES"),
        (["-s"], "CONTAINER ID   IMAGE     COMMAND   CREATED   STATUS    PORTS     NAMES     SIZE"),
        (["--format", r'table {{.Names}}\t{{.Label "a.b-c_d"}}'], "NAMES     b c d"),
    ],
)
def test_headers(minidocker: Minidocker, args: list[str], first: str) -> None:
    minidocker.answers = {"GET /containers/json": []}
    assert minidocker("ps", *args).out == f"{first}\n"


def test_raw(minidocker: Minidocker) -> None:
    minidocker.answers = {"GET /containers/json": [WEB | {"Ports": []}]}
    lines = minidocker("ps", "-s", "--format", "raw").out.split("\n")
    assert [lines[0], *lines[4:]] == [
        f"container_id: {ID[:12]}",
        "state: running",
        "status: Up 2 hours",
        "names: web",
        "labels: a.x-y=1,b=2",
        "ports:",
        "size: 2B (virtual 21.5MB)",
        "",
        "",
    ]


@pytest.mark.parametrize(
    ("template", "err"),
    [
        ("{{", "failed to parse template: template: :1: unclosed action"),
        (
            "{{.}}",
            (
                'failed to execute template: template: :1:2: executing "" at <.>: a whole *formatter.ContainerContext '
                "cannot be printed; name its fields, or use json"
            ),
        ),
        ("{{1i}}", "failed to execute template: template: :1: the complex number 1i is not supported"),
        (
            "{{.Nope}}",
            (
                'failed to execute template: template: :1:2: executing "" at <.Nope>: '
                "can't evaluate field Nope in type *formatter.ContainerContext"
            ),
        ),
    ],
)
def test_a_bad_template_is_no_request(minidocker: Minidocker, template: str, err: str) -> None:
    assert minidocker("ps", "--format", template) == (1, "", f"{err}\n")
    assert minidocker.asked == []


def test_quiet_wins_over_a_format(minidocker: Minidocker) -> None:
    minidocker.answers = {"GET /containers/json": [WEB]}
    warning = "WARNING: Ignoring custom format, because both --format and --quiet are set.\n"
    assert minidocker("ps", "-q", "--format", "{{.Names}}") == (0, f"{ID[:12]}\n", warning)


@pytest.mark.parametrize(
    ("args", "out"), [([], "web\n"), (["-q"], f"{ID[:12]}\n"), (["--format", "{{.State}}"], "running\n")]
)
def test_the_format_of_the_settings(
    minidocker: Minidocker, no_settings: Path, args: list[str], out: str
) -> None:
    no_settings.write_text(json.dumps({"psFormat": "{{.Names}}"}))
    minidocker.answers = {"GET /containers/json": [WEB]}
    assert minidocker("ps", *args) == (0, out, "")
