"""Commands in running containers: views. Source: Engine API, tag Exec."""

from __future__ import annotations

from engineclient.models.view import View, optional, required


class ExecCreated(View):
    """`POST /containers/{id}/exec`."""

    id = required(str, "Id")


class ExecInspect(View):
    """`GET /exec/{id}/json`. `exit_code` is None while it runs."""

    id = required(str, "ID")
    running = required(bool, "Running")
    exit_code = optional(int, "ExitCode")
    pid = optional(int, "Pid")
    container_id = required(str, "ContainerID")
