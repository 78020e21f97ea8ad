"""node ps --all, which docker has not: every node with what it runs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.commands.engine import Minidocker


def node(name: str, state: str = "ready") -> dict[str, Any]:
    resources = {"NanoCPUs": 2 * 10**9, "MemoryBytes": 1 << 30}
    return {
        "ID": f"id-{name}",
        "Version": {"Index": 1},
        "Spec": {"Availability": "active"},
        "Description": {"Hostname": name, "Resources": resources},
        "Status": {"State": state},
    }


def task(slot: int, place: str, state: str) -> dict[str, Any]:
    reserved = {"Reservations": {"NanoCPUs": 5 * 10**8, "MemoryBytes": 64 << 20}}
    return {
        "ID": f"t{slot}",
        "ServiceID": "s",
        "Slot": slot,
        "NodeID": place,
        "Status": {"State": state},
        "Spec": {"Resources": reserved},
    }


ANSWERS = {
    "GET /nodes": [node("b", "down"), node("a")],
    "GET /tasks": [task(2, "id-a", "running"), task(1, "id-a", "running"), task(3, "id-a", "preparing")],
    "GET /services/s": {
        "ID": "s",
        "Version": {"Index": 1},
        "Spec": {"Name": "web", "TaskTemplate": {}, "Mode": {}},
    },
}


def test_a_row_a_node(minidocker: Minidocker) -> None:
    minidocker.answers = ANSWERS
    ended = minidocker("node", "ps", "--all")
    assert (ended.code, ended.err) == (0, "")
    assert [" ".join(line.split()) for line in ended.out.splitlines()] == [
        "NODE STATUS AVAILABILITY RUNNING STARTING CPUS MEMORY TASKS",
        "a Ready Active 2 1 1.5 / 2 192MiB / 1GiB web.1, web.2",
        "b Down Active 0 0 0 / 2 0B / 1GiB",
    ]


def test_a_format(minidocker: Minidocker) -> None:
    minidocker.answers = ANSWERS
    assert minidocker("node", "ps", "--all", "--format", "{{.Node}}={{.Running}}").out == "a=2\nb=0\n"


@pytest.mark.parametrize("words", [("web",), ("-q",), ("-f", "name=x")])
def test_it_is_of_every_node(minidocker: Minidocker, words: tuple[str, ...]) -> None:
    ended = minidocker("node", "ps", "--all", *words)
    assert (ended.code, minidocker.asked) == (1, [])
    assert ended.err.startswith("--all lists every node")
