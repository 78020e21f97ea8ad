"""events beside docker 28.2, whose words on the same answers are below."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.commands.engine import Minidocker

START = {
    "status": "start", "id": "abc", "from": "busybox", "Type": "container", "Action": "start",
    "Actor": {"ID": "abc", "Attributes": {"b": "<&>", "image": "busybox", "name": "web"}},
    "scope": "local", "time": 1795523509, "timeNano": 1795523509123456789,
}  # fmt: skip
PULL = {
    "Type": "image", "Action": "pull", "Actor": {"ID": "busybox:latest", "Attributes": None},
    "scope": "local", "time": 1795523511, "timeNano": 1795523511000000000,
}  # fmt: skip
NOW = 1_795_527_600


@pytest.fixture(autouse=True)
def utc(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    monkeypatch.setattr(time, "time_ns", lambda: NOW * 10**9)


def lines(*events: dict[str, Any]) -> bytes:
    return "".join(json.dumps(each, separators=(",", ":")) + "\n" for each in events).encode()


@pytest.mark.parametrize(
    ("args", "out"),
    [
        (
            [],
            (
                "2026-11-24T12:31:49.123456789Z container start abc (b=<&>, image=busybox, name=web)\n"
                "2026-11-24T12:31:51.000000000Z image pull busybox:latest\n"
            ),
        ),
        (["--format", "json"], lines(START, PULL).decode()),
        (["--format", "{{json .Actor}}"], lines(START["Actor"], PULL["Actor"]).decode()),  # type: ignore[arg-type]
        (
            ["--format", "{{.Type}} {{.Action}} {{.Actor.ID}} {{.Actor.Attributes.name}}"],
            "container start abc web\nimage pull busybox:latest <no value>\n",
        ),
        (
            ["--format", "{{.Status}}|{{.ID}}|{{.From}}|{{.Scope}}|{{.Time}}|{{.TimeNano}}"],
            (
                "start|abc|busybox|local|1795523509|1795523509123456789\n"
                "|||local|1795523511|1795523511000000000\n"
            ),
        ),
        (
            ["--format", "{{range $k, $v := .Actor.Attributes}}{{$k}}={{$v}} {{end}}"],
            "b=<&> image=busybox name=web \n\n",
        ),
        (
            ["--format", "{{.}}"],
            (
                "{start abc busybox container start {abc map[b:<&> image:busybox name:web]} local 1795523509 "
                "1795523509123456789}\n"
                "{   image pull {busybox:latest map[]} local 1795523511 1795523511000000000}\n"
            ),
        ),
        (["--format", "table {{.Type}}"], "table container\ntable image\n"),
    ],
)
def test_formats(minidocker: Minidocker, args: list[str], out: str) -> None:
    minidocker.answers = {"GET /events": lines(START, PULL)}
    assert minidocker("events", *args) == (0, out, "")


@pytest.mark.parametrize(
    ("event", "moment"),
    [
        # an engine that counts no nanoseconds
        ({"time": 1795523510, "timeNano": 0}, "2026-11-24T12:31:50.000000000Z"),
        ({"time": 1795523510, "timeNano": 1795523510000000100}, "2026-11-24T12:31:50.000000100Z"),
    ],
)
def test_the_moment_of_an_event(minidocker: Minidocker, event: dict[str, Any], moment: str) -> None:
    minidocker.answers = {"GET /events": lines(PULL | event)}
    assert minidocker("events").out == f"{moment} image pull busybox:latest\n"


@pytest.mark.parametrize(
    ("args", "query"),
    [
        ([], ""),
        (["--since", "10m"], f"?since={NOW - 600}"),
        (["--until", "1h"], f"?until={NOW - 3600}"),
        (["--since", "2026-01-01"], "?since=1767225600.000000000"),
        (["--since", "2026-01-01T00:00:00.5+02:00"], "?since=1767218400.500000000"),
        (["--since", "123.5"], "?since=123.5"),
        (["--since", "", "--until", ""], ""),
        (["-f", "type=container", "-f", "TYPE = image"], '?filters={"type":{"container":true,"image":true}}'),
        (["--filter", "label=a=b"], '?filters={"label":{"a=b":true}}'),
    ],
)
def test_what_is_asked(minidocker: Minidocker, args: list[str], query: str) -> None:
    minidocker.answers = {"GET /events": b""}
    assert minidocker("events", *args) == (0, "", "")
    assert minidocker.asked == [f"GET /events{query}"]


@pytest.mark.parametrize(
    ("args", "code", "err"),
    [
        (["--format", "{{"], 64, "Error parsing format: template: :1: unclosed action"),
        (
            ["--format", "{{.Actor.Nope}}"],
            64,
            (
                'Error parsing format: template: :1:8: executing "" at <.Actor.Nope>: '
                "can't evaluate field Nope in type events.Actor"
            ),
        ),
        (
            ["--format", "{{.Nope}}"],
            64,
            (
                'Error parsing format: template: :1:2: executing "" at <.Nope>: '
                "can't evaluate field Nope in type *events.Message"
            ),
        ),
    ],
)
def test_a_bad_format_is_no_request(minidocker: Minidocker, args: list[str], code: int, err: str) -> None:
    assert minidocker("events", *args) == (code, "", f"{err}\n")
    assert minidocker.asked == []


def test_a_bad_moment_is_no_request(minidocker: Minidocker) -> None:
    err = 'failed to parse value as time or duration: "x"\n'
    assert minidocker("events", "--since", "x") == (1, "", err)
    assert minidocker.asked == []


def test_what_came_before_an_error_is_shown(minidocker: Minidocker) -> None:
    minidocker.answers = {"GET /events": lines(PULL) + b'{"Type":'}
    code, out, _ = minidocker("events", "--format", "{{.Type}}")
    assert (code, out) == (1, "image\n")


def test_the_engine_s_own_error(minidocker: Minidocker) -> None:
    minidocker.answers = {"GET /events": (400, "invalid filter 'x'")}
    assert minidocker("events", "-f", "x=y") == (1, "", "Error response from daemon: invalid filter 'x'\n")
