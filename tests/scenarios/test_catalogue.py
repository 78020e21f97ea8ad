from __future__ import annotations

import pytest

from tests.scenarios.catalogue import SCENARIOS, Scenario


def test_every_name_is_there_once() -> None:
    names = [scenario.name for scenario in SCENARIOS]
    assert names == list(dict.fromkeys(names))


@pytest.mark.parametrize(
    ("script", "command"),
    [
        ("minidocker ps -a", ["minidocker", "ps", "-a"]),
        (
            "minidocker run busybox sh -c 'cat; exit 3'",
            ["minidocker", "run", "busybox", "sh", "-c", "cat; exit 3"],
        ),
        ("echo x | minidocker version", ["sh", "-c", "echo x | minidocker version"]),
        ("minidocker ps\nminidocker info", ["sh", "-c", "minidocker ps\nminidocker info"]),
        ("minidocker wait $(cat id)", ["sh", "-c", "minidocker wait $(cat id)"]),
    ],
)
def test_a_shell_is_used_where_one_is_needed(script: str, command: list[str]) -> None:
    assert Scenario("x", "x", script).command == command
