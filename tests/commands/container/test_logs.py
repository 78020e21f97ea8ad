"""logs: what it asks, and which stream goes where."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.commands.engine import Minidocker

ID = "f" * 64


def inspected(*, tty: bool) -> dict[str, object]:
    return {"Id": ID, "Config": {"Tty": tty}}


def frame(kind: int, data: bytes) -> bytes:
    return bytes((kind, 0, 0, 0)) + len(data).to_bytes(4, "big") + data


def test_streams_go_where_they_came_from(minidocker: Minidocker) -> None:
    minidocker.answers = {
        "GET /containers/web/json": inspected(tty=False),
        f"GET /containers/{ID}/logs": frame(1, b"out\n") + frame(2, b"err\n") + frame(1, b"more"),
    }
    assert minidocker("logs", "web") == (0, "out\nmore", "err\n")


def test_a_terminal_is_one_stream(minidocker: Minidocker) -> None:
    minidocker.answers = {
        "GET /containers/web/json": inspected(tty=True),
        f"GET /containers/{ID}/logs": b"raw \x01\r\n",
    }
    assert minidocker("logs", "web") == (0, "raw \x01\r\n", "")


@pytest.mark.parametrize(
    ("args", "query"),
    [
        ([], ""),
        (["-f"], "&follow=1"),
        (["-t", "--details"], "&timestamps=1&details=1"),
        (["-n", "5"], "&tail=5"),
        (["--tail", "all"], ""),
        (["--tail=0"], "&tail=0"),
        (["--since", "2026-01-02T03:04:05Z"], "&since=1767323045.000000000"),
        (["--since", "1.5", "--until", "2"], "&since=1.5&until=2"),
    ],
)
def test_what_is_asked(minidocker: Minidocker, args: list[str], query: str) -> None:
    minidocker.answers = {
        "GET /containers/web/json": inspected(tty=False),
        f"GET /containers/{ID}/logs": b"",
    }
    assert minidocker("logs", *args, "web").code == 0
    assert minidocker.asked[1:] == [f"GET /containers/{ID}/logs?stdout=1&stderr=1{query}"]


@pytest.mark.parametrize(
    ("args", "err"),
    [
        (
            ["--since", "x"],
            'invalid value for "since": failed to parse value as time or duration: "x"\n',
        ),
        (
            ["--until", "2020-13-01"],
            'invalid value for "until": parsing time "2020-13-01": month out of range\n',
        ),
    ],
)
def test_bad_moments(minidocker: Minidocker, args: list[str], err: str) -> None:
    minidocker.answers = {"GET /containers/web/json": inspected(tty=False)}
    assert minidocker("logs", *args, "web") == (1, "", err)
