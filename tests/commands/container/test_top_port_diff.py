"""top, port, diff."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.commands.engine import Minidocker

PORTS = {
    "NetworkSettings": {
        "Ports": {
            "100/tcp": [{"HostIp": "0.0.0.0", "HostPort": "9100"}],
            "80/tcp": [{"HostIp": "0.0.0.0", "HostPort": "8080"}, {"HostIp": "::", "HostPort": "8080"}],
            "53/udp": [{"HostIp": "127.0.0.1", "HostPort": "53"}],
            "443/tcp": None,
        }
    }
}


@pytest.mark.parametrize(
    ("args", "out", "err"),
    [
        (
            [],
            "53/udp -> 127.0.0.1:53\n80/tcp -> 0.0.0.0:8080\n80/tcp -> [::]:8080\n100/tcp -> 0.0.0.0:9100\n",
            "",
        ),
        (["80"], "0.0.0.0:8080\n[::]:8080\n", ""),
        (["80/tcp"], "0.0.0.0:8080\n[::]:8080\n", ""),
        (["53/udp"], "127.0.0.1:53\n", ""),
        (["53"], "", "Error: No public port '53' published for web\n"),
        (["443"], "", "Error: No public port '443' published for web\n"),
        (["80/"], "0.0.0.0:8080\n[::]:8080\n", ""),
        (["x"], "", 'Error: invalid port (x): strconv.ParseUint: parsing "x": invalid syntax\n'),
        (
            ["65536"],
            "",
            'Error: invalid port (65536): strconv.ParseUint: parsing "65536": value out of range\n',
        ),
    ],
)
def test_port(minidocker: Minidocker, args: list[str], out: str, err: str) -> None:
    minidocker.answers = {"GET /containers/web/json": PORTS}
    assert minidocker("port", "web", *args) == (1 if err else 0, out, err)


def test_top_is_a_wide_table_and_takes_options_of_ps(minidocker: Minidocker) -> None:
    minidocker.answers = {
        "GET /containers/web/top": {"Titles": ["PID", "COMMAND"], "Processes": [["1", "sleep 9"]]}
    }
    assert minidocker("top", "web", "-o", "pid,args").out == f"{'PID':20}COMMAND\n{'1':20}sleep 9\n"
    assert minidocker.asked == ["GET /containers/web/top?ps_args=-o pid,args"]


@pytest.mark.parametrize(("answer", "out"), [(None, ""), ([], "")])
def test_diff_of_nothing(minidocker: Minidocker, answer: object, out: str) -> None:
    minidocker.answers = {"GET /containers/web/changes": b"null" if answer is None else b"[]"}
    assert minidocker("diff", "web") == (0, out, "")


def test_diff(minidocker: Minidocker) -> None:
    kinds = [{"Path": "/a", "Kind": 1}, {"Path": "/c", "Kind": 0}, {"Path": "/d", "Kind": 2}]
    minidocker.answers = {"GET /containers/web/changes": kinds}
    assert minidocker("diff", "web").out == "A /a\nC /c\nD /d\n"


def test_diff_wants_a_name(minidocker: Minidocker) -> None:
    assert minidocker("diff", "").err == "Container name cannot be empty\n"
