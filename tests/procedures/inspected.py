"""An inspected container as an engine answers it, with what a test is about."""

from __future__ import annotations

from typing import Any


def inspected(
    status: str = "running",
    *,
    health: tuple[str, str] | None = None,
    checked: bool = False,
    ports: dict[str, Any] | None = None,
    exit_code: int = 0,
    restarting: bool = False,
    finished_at: str = "0001-01-01T00:00:00Z",
) -> dict[str, Any]:
    """The answer to `GET /containers/{id}/json`.

    Args:
        status: of the container.
        health: its status, and the output of the last check.
        checked: it has a health check.
        ports: its published ports.
        exit_code: of its process.
        restarting: it is started again by its restart policy.
        finished_at: when it ended the last time.
    """
    state: dict[str, Any] = {
        "Status": status,
        "Running": status in ("running", "paused"),
        "Paused": status == "paused",
        "Restarting": restarting,
        "OOMKilled": False,
        "Dead": False,
        "Pid": 0,
        "ExitCode": exit_code,
        "Error": "",
        "StartedAt": "2026-01-02T03:04:05.6Z",
        "FinishedAt": finished_at,
    }
    if health is not None:
        log = [{"Start": "", "End": "", "ExitCode": 0, "Output": health[1]}]
        state["Health"] = {"Status": health[0], "FailingStreak": 0, "Log": log}
    return {
        "Id": "web",
        "Name": "/web",
        "Created": "",
        "Path": "",
        "State": state,
        "Image": "",
        "RestartCount": 0,
        "HostConfig": {"NetworkMode": "bridge"},
        "Config": {"Tty": False, "Healthcheck": {"Test": ["CMD", "true"]} if checked else None},
        "NetworkSettings": {"Ports": ports or {}, "Networks": {"bridge": {"IPAddress": "172.17.0.2"}}},
    }
