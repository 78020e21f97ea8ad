"""The progress of a service at a terminal: simulated polls, and what docker shows for them.

`python -m tests.terminal.convergence DOCKER` stores docker's output in `convergence-28.2.json`. No service runs: a simulated
manager answers the n-th poll with the n-th snapshot of a case.
"""

from __future__ import annotations

import json
import os
import re
import socketserver
import sys
import tempfile
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from itertools import groupby
from pathlib import Path
from typing import Any, Final

import pexpect  # type: ignore[import-untyped]

KEPT: Final = Path(__file__).with_name("convergence-28.2.json")
_ID: Final = "s" * 25
_CREATE: Final = ("service", "create", "--no-resolve-image", "--name", "web", "busybox")

Snapshot = Sequence[str]
"""The state of each slot or node, `state` or `state: error`; "" for none."""


@dataclass(frozen=True)
class Case:
    """A command, and the snapshots that its polls return.

    Attributes:
        snapshots: the snapshots; the last one stays.
        command: the arguments of the program.
        mode: the mode of the service.
        updates: UpdateStatus from a poll on, by the number of the poll.
        columns: the width of the window; 0 for a pipe.

    """

    snapshots: Sequence[Snapshot]
    command: Sequence[str] = _CREATE
    mode: Mapping[str, Any] = field(default_factory=lambda: {"Replicated": {"Replicas": 2}})
    updates: Mapping[int, Mapping[str, Any]] = field(default_factory=dict)
    columns: int = 80


_START: Final = (
    ("", ""),
    ("new", ""),
    (
        "pending",
        "pending: no suitable node (scheduling constraints not satisfied on 1 node, and on none of the others)",
    ),
    ("assigned", "preparing"),
    ("preparing", "starting"),
    ("running", "starting"),
    ("running", "running"),
)
_UPDATE: Final = ("service", "update", "--force", "web")
_JOB: Final = {"ReplicatedJob": {"MaxConcurrent": 1, "TotalCompletions": 2}}

CASES: Final[Mapping[str, Case]] = {
    "create": Case(_START),
    "create, wide": Case(_START, columns=150),
    "create, in a pipe": Case(_START, columns=0),
    "a task is lost": Case(
        (("running", "running"), ("running", "failed"), ("running", "starting"), ("running", "running"))
    ),
    "more than twenty": Case((("new",) * 21, ("running",) * 21), mode={"Replicated": {"Replicas": 21}}),
    "scale": Case((("running", "starting"), ("running", "running")), command=("service", "scale", "web=2")),
    "global": Case((("new",), ("preparing",), ("running",)), mode={"Global": {}}),
    "global, wide": Case((("new",), ("preparing",), ("running",)), mode={"Global": {}}, columns=150),
    "job": Case((("running", ""), ("complete", "running"), ("complete", "complete")), mode=_JOB),
    "job, wide": Case(
        (("running", ""), ("complete", "running"), ("complete", "complete")), mode=_JOB, columns=150
    ),
    "paused": Case(
        (("running", "starting"), ("running", "failed: task: non-zero exit (1)")),
        command=_UPDATE,
        updates={0: {"State": "updating"}, 2: {"State": "paused", "Message": "update paused due to failure"}},
    ),
    "rolled back": Case(
        (("running", "failed"), ("running", "starting"), ("running", "running"), ("running", "running")),
        command=_UPDATE,
        updates={
            0: {"State": "updating"},
            1: {"State": "rollback_started", "Message": "update rolled back due to failure"},
            3: {"State": "rollback_completed", "Message": "rollback completed"},
        },
    ),
}


class _Manager(socketserver.ThreadingUnixStreamServer):
    daemon_threads = True

    def __init__(self, path: str, case: Case) -> None:
        super().__init__(path, _Handler)
        self.case = case
        self.polls = -1

    def answer(self, path: str) -> Any:
        """The body of an answer; a request for the service after its change begins a poll."""
        match path.split("/")[2:]:
            case ["services", "create"]:
                return {"ID": _ID}
            case ["services", _, "update"]:
                self.polls = -1
                return {}
            case ["services", _]:
                self.polls += 1
                return self._service()
            case ["tasks"]:
                now = self.case.snapshots[min(max(self.polls, 0), len(self.case.snapshots) - 1)]
                return [self._task(slot, state) for slot, state in enumerate(now) if state]
            case ["nodes"]:
                return [{"ID": "n" * 25, "Status": {"State": "ready"}, "Description": {"Hostname": "node"}}]
            case _:
                return {}

    def _service(self) -> Any:
        spec = {
            "Name": "web",
            "TaskTemplate": {"ContainerSpec": {"Image": "busybox:latest"}},
            "Mode": self.case.mode,
            "UpdateConfig": {"Monitor": 10**9},
        }
        due = [number for number in self.case.updates if number <= self.polls]
        status = {"UpdateStatus": self.case.updates[max(due)]} if due else {}
        job = {"JobStatus": {"JobIteration": {"Index": 0}}} if "ReplicatedJob" in self.case.mode else {}
        return {"ID": _ID, "Version": {"Index": 3}, "Spec": spec, **status, **job}

    def _task(self, number: int, state: str) -> Any:
        name, _, error = state.partition(": ")
        is_job = "ReplicatedJob" in self.case.mode
        # Those of jobs begin at 0
        place = {} if "Global" in self.case.mode else {"Slot": number + (not is_job)}
        job = {"JobIteration": {"Index": 0}} if is_job else {}
        wanted = "complete" if job else "running"
        status = {"State": name, "Err": error}
        return {
            "ID": f"task{number}",
            "NodeID": "n" * 25,
            "DesiredState": wanted,
            "Status": status,
            **place,
            **job,
        }


class _Handler(BaseHTTPRequestHandler):
    server: _Manager

    def log_message(self, format: str, *args: Any) -> None:
        """Log nothing."""

    def do_HEAD(self) -> None:
        self._send(b"")

    def do_GET(self) -> None:
        self._send(json.dumps(self.server.answer(self.path.partition("?")[0])).encode())

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.do_GET()

    def _send(self, body: bytes) -> None:
        self.send_response(200)
        self.send_header("Api-Version", "1.50")
        self.send_header("Ostype", "linux")
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if body:
            self.wfile.write(body)


def shown(case: Case, program: Sequence[str]) -> tuple[int, list[str]]:
    """The exit code and the output of the program, in pieces: one for each line that it writes or overwrites."""
    with tempfile.TemporaryDirectory() as place, _Manager(f"{place}/s", case) as manager:
        threading.Thread(target=manager.serve_forever, daemon=True).start()
        environ = {"PATH": os.environ["PATH"], "HOME": place, "DOCKER_CONFIG": place, "TERM": "xterm"}
        words = [*program, "-H", f"unix://{place}/s", *case.command]
        pipe = [] if case.columns else ["sh", "-c", '"$@" | cat', "sh"]
        size = (60, case.columns or 80)
        child = pexpect.spawn((pipe + words)[0], (pipe + words)[1:], env=environ, dimensions=size, timeout=30)
        screen = child.read()
        child.close()
        manager.shutdown()
    return -1 if child.exitstatus is None else child.exitstatus, comparable(screen)


def comparable(screen: bytes) -> list[str]:
    """The pieces without repetitions; lines of slots, whose order is random in docker, are sorted."""
    text = screen.decode().replace("minidocker", "docker")
    pieces = [each for each in re.split(r"(?=\x1b\[\d+A)|(?<=\n)", text) if each]
    once = [piece for piece, _ in groupby(pieces)]
    found: list[str] = []
    for is_slot, group in groupby(once, key=lambda piece: re.search(r"\d+/\d+: ", piece) is not None):
        lines = [*group]
        found += sorted(lines) if is_slot else lines
    return found


def main(docker: str) -> None:
    """Store what docker shows."""
    kept = {name: shown(case, [docker]) for name, case in CASES.items()}
    KEPT.write_text(json.dumps(kept, indent=1) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
