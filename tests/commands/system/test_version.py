"""version beside docker 28.2, whose words on the same answers are below."""

from __future__ import annotations

import json
import platform
from typing import TYPE_CHECKING, Any

import pytest

from engineclient.versions import CLIENT, NEWEST

if TYPE_CHECKING:
    from tests.commands.engine import Minidocker

DETAILS = {
    "ApiVersion": "1.51", "Arch": "amd64", "BuildTime": "2026-09-15T11:02:57.000000000+02:00",
    "Experimental": "false", "GitCommit": "3ef3c07", "GoVersion": "go1.27.1", "KernelVersion": "6.18",
    "MinAPIVersion": "1.24", "Os": "linux",
}  # fmt: skip
FOUND: dict[str, Any] = {
    "Platform": {"Name": ""},
    "Components": [
        {"Name": "Engine", "Version": "28.5.2", "Details": DETAILS},
        {"Name": "containerd", "Version": "2.1.9", "Details": {"GitCommit": ""}},
        {"Name": "runc", "Version": "1.3.6", "Details": {"GitCommit": "abc", "Flavour": "plain"}},
        {"Name": "other", "Version": "3"},
    ],
    "Version": "28.5.2", "ApiVersion": "1.51", "MinAPIVersion": "1.24", "GitCommit": "3ef3c07",
    "GoVersion": "go1.27.1", "Os": "linux", "Arch": "amd64", "KernelVersion": "6.18",
    "BuildTime": "2026-09-15T11:02:57.000000000+02:00",
}  # fmt: skip
ENGINE = """\
 Engine:
  Version:          28.5.2
  API version:      1.51 (minimum version 1.24)
  Go version:       go1.27.1
  Git commit:       3ef3c07
  Built:            Tue Sep 15 11:02:57 2026
  OS/Arch:          linux/amd64
  Experimental:     false
"""
OTHERS = """\
 containerd:
  Version:          2.1.9
  GitCommit:        \n\
 runc:
  Version:          1.3.6
  Flavour:          plain
  GitCommit:        abc
 other:
  Version:          3
"""


@pytest.mark.parametrize("args", [[], ["--format", "json"]])
def test_null_is_an_empty_object(minidocker: Minidocker, args: list[str]) -> None:
    ended = []
    for answer in (b"{}", b"null"):
        minidocker.answers = {"GET /version": answer}
        ended.append(minidocker("version", *args))
    assert ended[0] == ended[1]
    assert (ended[0].code, ended[0].err) == (0, "")


@pytest.mark.parametrize(
    ("answer", "server"),
    [
        (FOUND, f"Server:\n{ENGINE}{OTHERS}"),
        (FOUND | {"Platform": {"Name": "Docker Engine"}}, f"Server: Docker Engine\n{ENGINE}{OTHERS}"),
        ({key: FOUND[key] for key in FOUND if key != "Components"}, f"Server:\n{ENGINE}"),
    ],
)
def test_the_server(minidocker: Minidocker, answer: dict[str, Any], server: str) -> None:
    minidocker.answers = {"GET /version": answer}
    code, out, err = minidocker("version")
    assert (code, err) == (0, "")
    assert out.partition("\n\n")[2] == server
    assert minidocker.asked == ["GET /version"]


@pytest.mark.parametrize(
    ("api_version", "shown"), [("1.41", f"1.41 (downgraded from {NEWEST})"), (NEWEST, NEWEST)]
)
def test_the_client(minidocker: Minidocker, api_version: str, shown: str) -> None:
    minidocker.api_version = api_version
    minidocker.answers = {"GET /version": FOUND}
    assert minidocker("version").out.partition("\n\n")[0].splitlines()[:4] == [
        "Client:",
        f" Version:           {CLIENT}",
        f" API version:       {shown}",
        f" Python version:    {platform.python_version()}",
    ]


@pytest.mark.parametrize(
    ("source", "out"),
    [
        ("{{.Server.Version}} {{.Server.APIVersion}} {{.Server.MinAPIVersion}}", "28.5.2 1.51 1.24"),
        ("{{.Server.Os}}/{{.Server.Arch}} {{.Server.Experimental}}", "linux/amd64 false"),
        ("{{.Server.BuildTime}}", "2026-09-15T11:02:57.000000000+02:00"),
        ("{{range .Server.Components}}{{.Name}}={{.Version}};{{end}}",
         "Engine=28.5.2;containerd=2.1.9;runc=1.3.6;other=3;"),
        ("{{(index .Server.Components 0).Details.BuildTime}}", "Tue Sep 15 11:02:57 2026"),
        ("{{json (index .Server.Components 2)}}",
         '{"Name":"runc","Version":"1.3.6","Details":{"Flavour":"plain","GitCommit":"abc"}}'),
        ("{{.Server.Platform.Name}}", ""),
        ("{{.Client.APIVersion}} {{.Client.Context}}", "1.50 default"),
        ("{{if .Server}}yes{{end}}", "yes"),
        ("{{.Server.Platform}} {{index .Server.Components 1}}", "{} {containerd 2.1.9 map[GitCommit:]}"),
        ("{{.Client.Platform}}|{{.Client.GitCommit}}|{{.Client.Os}}", f"<nil>||{platform.system().lower()}"),
    ],
)  # fmt: skip
def test_formats(minidocker: Minidocker, source: str, out: str) -> None:
    minidocker.answers = {"GET /version": FOUND}
    assert minidocker("version", "-f", source) == (0, f"{out}\n", "")


@pytest.mark.parametrize("source", ["json", "{{json .}}"])
def test_json(minidocker: Minidocker, source: str) -> None:
    minidocker.answers = {"GET /version": FOUND}
    found = json.loads(minidocker("version", "--format", source).out)
    assert list(found) == ["Client", "Server"]
    assert found["Client"]["Version"] == CLIENT
    assert list(found["Server"]) == list(FOUND)


@pytest.mark.parametrize(
    ("source", "code", "out", "err"),
    [
        ("{{", 64, "", "template parsing error: template: version:1: unclosed action"),
        (
            "{{.Nope}}",
            1,
            "\n",
            (
                'template: version:1:2: executing "version" at <.Nope>: '
                "can't evaluate field Nope in type system.versionInfo"
            ),
        ),
    ],
)
def test_a_bad_format(minidocker: Minidocker, source: str, code: int, out: str, err: str) -> None:
    minidocker.answers = {"GET /version": FOUND}
    assert minidocker("version", "-f", source) == (code, out, f"{err}\n")


@pytest.mark.parametrize(
    ("source", "out"),
    [
        ("{{.Client.Context}}", "default"),
        ("{{.Server}}", "<nil>"),
        ("{{json .Server}}", "null"),
        ("{{if .Server}}yes{{else}}no{{end}}", "no"),
        ("{{.Nope}}", ""),
    ],
)
def test_without_an_engine_a_format_shows_the_client(minidocker: Minidocker, source: str, out: str) -> None:
    minidocker.answers = {"GET /version": (500, "boom")}
    assert minidocker("version", "-f", source) == (1, f"{out}\n", "Error response from daemon: boom\n")


def test_without_an_engine_there_is_no_server(minidocker: Minidocker) -> None:
    minidocker.answers = {"GET /version": (500, "boom")}
    code, out, err = minidocker("version")
    assert (code, err) == (1, "Error response from daemon: boom\n")
    assert out.endswith(" Context:           default\n")
