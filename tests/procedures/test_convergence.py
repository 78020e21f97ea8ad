"""When a service has converged, as a series of snapshots shows it: what is reported at each of them."""

from __future__ import annotations

from typing import Any

import pytest

from engineclient.errors import EngineError, UpdatePaused
from engineclient.models.nodes import Node
from engineclient.models.services import Service
from engineclient.models.tasks import Task
from engineclient.procedures.convergence import (
    Converged,
    Convergence,
    JobProgress,
    Progress,
    RollbackStarted,
    Slot,
    TaskLost,
    TasksRunning,
    Verifying,
    WaitingForTasks,
)

NODES = [Node({"ID": "n1", "Status": {"State": "ready"}}), Node({"ID": "n2", "Status": {"State": "down"}})]


def service(mode: dict[str, Any], *, monitor: int = 0, **more: Any) -> Service:
    return Service({"ID": "s", "Spec": {"Mode": mode, "UpdateConfig": {"Monitor": monitor}}, **more})


def replicated(replicas: int, **more: Any) -> Service:
    return service({"Replicated": {"Replicas": replicas}}, **more)


def task(
    slot: int, state: str, desired: str = "running", node: str = "n1", run: dict[str, int] | None = None
) -> Task:
    raw = {"ID": f"{slot}{state}", "Slot": slot, "NodeID": node, "DesiredState": desired}
    return Task({**raw, "Status": {"State": state}, **({} if run is None else {"JobIteration": run})})


def look(watch: Convergence, found: Service, tasks: list[Task], now: float = 0) -> list[Progress]:
    """One poll; the slots, which are checked apart, are left out."""
    records = watch.service(found, now)
    if not any(isinstance(record, Converged) for record in records):
        records += watch.tasks(found, tasks, NODES, now)
    return [record for record in records if not isinstance(record, Slot)]


def test_tasks_run_and_go_on_running() -> None:
    watch = Convergence()
    two = replicated(2)
    assert look(watch, two, []) == [TasksRunning(0, 2), TasksRunning(0, 2)]
    assert look(watch, two, [task(1, "running"), task(2, "starting")]) == [TasksRunning(1, 2)]
    running = [task(1, "running"), task(2, "running")]
    assert look(watch, two, running, 10) == [TasksRunning(2, 2), Verifying(5)]
    assert look(watch, two, running, 12) == [Verifying(3)]
    assert look(watch, two, running, 15) == [Converged()]


def test_the_time_to_go_on_running_is_that_of_the_update() -> None:
    watch = Convergence()
    one = replicated(1, monitor=2 * 10**9)
    assert look(watch, one, [task(1, "running")])[-1] == Verifying(2)
    assert look(watch, one, [task(1, "running")], 2) == [Converged()]


def test_a_task_that_ends_meanwhile_begins_the_time_anew() -> None:
    watch = Convergence()
    one = replicated(1)
    look(watch, one, [task(1, "running")], 0)
    assert look(watch, one, [task(1, "failed")], 1) == [TasksRunning(0, 1), TaskLost()]
    assert look(watch, one, [task(1, "running")], 2) == [TasksRunning(1, 1), Verifying(5)]


@pytest.mark.parametrize(
    ("tasks", "running"),
    [
        ([task(1, "running", node="n2")], 0),  # of a node that is down
        ([task(1, "running", desired="shutdown")], 0),  # is to end
        ([task(1, "running"), task(1, "preparing", desired="ready")], 0),  # replaced by one that starts
        ([task(1, "running"), task(1, "failed", desired="shutdown")], 1),  # has replaced another
        ([task(1, "orphaned")], 0),  # a state that is not counted
        ([task(1, "pending", node="")], 0),
    ],
)
def test_which_tasks_count(tasks: list[Task], running: int) -> None:
    assert look(Convergence(), replicated(1), tasks)[1] == TasksRunning(running, 1)


def test_slots_are_numbered_from_one() -> None:
    watch, two = Convergence(), replicated(2)
    watch.service(two, 0)
    seven = task(7, "pending")
    slots = [record for record in watch.tasks(two, [seven], NODES, 0) if isinstance(record, Slot)]
    assert slots == [Slot(1, 2), Slot(2, 2), Slot(1, 2, task=seven)]


def test_a_global_service_has_a_task_on_each_node() -> None:
    watch, everywhere = Convergence(), service({"Global": {}})
    assert look(watch, everywhere, []) == [WaitingForTasks()]
    assert look(watch, everywhere, [task(0, "starting")]) == [TasksRunning(0, 1), TasksRunning(0, 1)]
    assert look(watch, everywhere, [task(0, "running")]) == [TasksRunning(1, 1), Verifying(5)]


def test_a_job_is_done_when_its_tasks_are_complete() -> None:
    mode = {"ReplicatedJob": {"MaxConcurrent": 1, "TotalCompletions": 2}}
    job, watch = service(mode, JobStatus={"JobIteration": {}}), Convergence()
    assert look(watch, job, []) == [JobProgress(0, 2, 0, 1, 1), JobProgress(0, 2, 0, 1, 1)]
    first = task(0, "complete", run={})
    assert look(watch, job, [first, task(1, "running", run={})]) == [JobProgress(1, 2, 1, 1, 1)]
    old = task(1, "complete", run={"Index": 7})
    assert look(watch, job, [first, old]) == [JobProgress(1, 2, 0, 1, 1)]
    done = [first, task(1, "complete", run={})]
    assert look(watch, job, done) == [JobProgress(2, 2, 0, 0, 1), Converged(job=True)]


def test_a_job_on_each_node_waits_for_those_it_began_with() -> None:
    job, watch = service({"GlobalJob": {}}, JobStatus={"JobIteration": {"Index": 3}}), Convergence()
    assert look(watch, job, []) == [WaitingForTasks(job=True)]
    here, there = task(0, "running", run={"Index": 3}), task(0, "running", node="n9", run={"Index": 3})
    assert look(watch, job, [here]) == [JobProgress(0, 1), JobProgress(0, 1)]
    done = task(0, "complete", run={"Index": 3})
    assert look(watch, job, [done, there]) == [JobProgress(1, 1), Converged(job=True)]


def test_an_update_that_replaces_no_task_is_complete_at_once() -> None:
    labels = replicated(1, UpdateStatus={"State": "completed"})
    assert look(Convergence(), labels, []) == [Converged(unwatched=True)]


@pytest.mark.parametrize(
    ("state", "message"),
    [
        ("paused", "service update paused: too many failures"),
        ("rollback_paused", "service rollback paused: too many failures"),
    ],
)
def test_a_pause_is_an_error(state: str, message: str) -> None:
    paused = replicated(1, UpdateStatus={"State": state, "Message": "too many failures"})
    with pytest.raises(UpdatePaused, match=message):
        Convergence().service(paused, 0)


def test_a_rollback_is_reported_once_and_at_the_end() -> None:
    watch = Convergence()
    back = replicated(1, UpdateStatus={"State": "rollback_started", "Message": "a task failed"})
    running = [task(1, "running")]
    assert look(watch, back, []) == [
        RollbackStarted("a task failed"),
        TasksRunning(0, 1, rolling_back=True),
        TasksRunning(0, 1, rolling_back=True),
    ]
    assert look(watch, back, []) == [TasksRunning(0, 1, rolling_back=True)]
    done = replicated(1, UpdateStatus={"State": "rollback_completed", "Message": "rollback completed"})
    assert look(watch, done, running, 1) == [TasksRunning(1, 1, rolling_back=True), Verifying(5)]
    assert look(watch, done, running, 6) == [Converged("rollback completed", reverted=True)]


def test_a_mode_that_is_not_known() -> None:
    with pytest.raises(EngineError, match="unrecognized service mode"):
        Convergence().service(service({}), 0)
