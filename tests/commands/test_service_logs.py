"""service logs: whether the engine merges the logs of tasks, or minidocker does, and what is in front of a line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.commands.engine import Minidocker

_NODE = {"ID": "n1", "Spec": {}, "Description": {"Hostname": "one"}}


def service(replicas: int | None, *, tty: bool = False) -> dict[str, Any]:
    mode = {"Global": {}} if replicas is None else {"Replicated": {"Replicas": replicas}}
    task = {"ContainerSpec": {"Image": "busybox", "TTY": tty}}
    return {"ID": "s1", "Spec": {"Name": "web", "TaskTemplate": task, "Mode": mode}}


def task(slot: int, node: str = "n1") -> dict[str, Any]:
    ran = {"State": "running", "ContainerStatus": {"ContainerID": "c"}}
    return {"ID": f"t{slot}", "Slot": slot, "NodeID": node, "ServiceID": "s1", "Spec": {}, "Status": ran}


def line(slot: int, text: str, kind: int = 1) -> bytes:
    names = f"com.docker.swarm.node.id=n1,com.docker.swarm.service.id=s1,com.docker.swarm.task.id=t{slot}"
    data = f"a=b,{names} {text}\n".encode()
    return bytes((kind, 0, 0, 0)) + len(data).to_bytes(4, "big") + data


def answers(tasks: list[dict[str, Any]], replicas: int | None) -> dict[str, Any]:
    return {
        "GET /services/web": service(replicas),
        "GET /services/s1": service(replicas),
        "GET /nodes/n1": _NODE,
        "GET /tasks": tasks,
        "GET /tasks/t1": task(1),
        "GET /services/web/logs": line(1, "merged"),
        "GET /tasks/t1/logs": line(1, "first"),
        "GET /tasks/t2/logs": line(2, "second", kind=2),
    }


@pytest.mark.parametrize(
    ("tasks", "replicas", "flags", "read"),
    [
        pytest.param([task(1)], 1, (), ["/services/web/logs"], id="one task"),
        pytest.param([], 1, (), ["/services/web/logs"], id="none"),
        pytest.param([task(1), task(2, "n2")], 2, (), ["/services/web/logs"], id="one task on each node"),
        pytest.param([task(1), task(2)], 2, (), ["/tasks/t1/logs", "/tasks/t2/logs"], id="two on a node"),
        pytest.param([task(1), task(2)], 1, (), ["/tasks/t1/logs", "/tasks/t2/logs"], id="one has ended"),
        pytest.param([task(1)], 1, ("-f",), ["/services/web/logs"], id="followed, no other will join it"),
        pytest.param([task(1)], None, ("-f",), ["/services/web/logs"], id="followed, one for each node"),
    ],
)
def test_logs_that_the_engine_would_not_merge_to_the_end_are_merged_here(
    minidocker: Minidocker,
    tasks: list[dict[str, Any]],
    replicas: int | None,
    flags: tuple[str, ...],
    read: list[str],
) -> None:
    minidocker.answers = answers(tasks, replicas)
    assert minidocker("service", "logs", *flags, "web").code == 0
    asked = [each.removeprefix("GET ").partition("?")[0] for each in minidocker.asked]
    assert sorted(each for each in asked if each.endswith("/logs")) == read


def test_each_line_has_its_task_in_front_and_goes_where_it_came_from(minidocker: Minidocker) -> None:
    minidocker.answers = answers([task(1), task(2)], 2)
    assert minidocker("service", "logs", "web") == (
        0,
        "web.1.t1@one    | first\n",
        "web.2.t2@one    | second\n",
    )
    assert minidocker("service", "logs", "--details", "web").out == "web.1.t1@one    | a=b first\n"


def test_the_tasks_are_not_requested_again(minidocker: Minidocker) -> None:
    minidocker.answers = answers([task(1), task(2)], 2)
    minidocker("service", "logs", "web")
    assert "GET /tasks/t1" not in minidocker.asked


@pytest.mark.parametrize(
    "mode", [{"Replicated": {"Replicas": 2}}, {"ReplicatedJob": {}}], ids=["replicated", "job"]
)
def test_tasks_that_may_join_while_logs_are_followed_are_merged_here(
    minidocker: Minidocker, mode: dict[str, Any]
) -> None:
    found = service(2)
    found["Spec"]["Mode"] = mode
    minidocker.answers = answers([task(1)], 2) | {
        "GET /services/web": found,
        "GET /tasks/t1/logs": (500, "no leader"),
    }
    assert minidocker("service", "logs", "-f", "web") == (1, "", "Error response from daemon: no leader\n")


def test_a_task_from_before_an_update_may_have_a_terminal(minidocker: Minidocker) -> None:
    old, new = task(1), task(2)
    old["Spec"] = {"ContainerSpec": {"TTY": True}}
    minidocker.answers = answers([old, new], 1) | {"GET /tasks/t1/logs": line(1, "old\r")[8:]}
    assert minidocker("service", "logs", "web") == (
        0,
        "web.1.t1@one    | old\r\n",
        "web.2.t2@one    | second\n",
    )


def test_logs_of_a_task_with_a_terminal_have_to_be_raw(minidocker: Minidocker) -> None:
    found = task(1)
    found["Spec"] = {"ContainerSpec": {"TTY": True}}
    minidocker.answers = {"GET /tasks/t1": found, "GET /tasks/t1/logs": b"text"}
    assert minidocker("service", "logs", "t1") == (1, "", "tty service logs only supported with --raw\n")
    assert minidocker("service", "logs", "--raw", "t1").out == "text"
