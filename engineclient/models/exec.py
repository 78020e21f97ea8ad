"""Commands in running containers: views and request bodies. Source: Engine API, tag Exec."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engineclient.models.body import Body, environment, wire
from engineclient.models.view import View, optional, required, sequence

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class ExecCreated(View):
    """`POST /containers/{id}/exec`."""

    id = required(str, "Id")


class ExecProcess(View):
    """The command of an exec."""

    tty = optional(bool, "tty")
    entrypoint = optional(str, "entrypoint")
    arguments = sequence(str, "arguments")
    privileged = optional(bool, "privileged")
    user = optional(str, "user")


class ExecInspect(View):
    """`GET /exec/{id}/json`. `exit_code` is None while it runs."""

    id = required(str, "ID")
    running = required(bool, "Running")
    exit_code = optional(int, "ExitCode")
    process = optional(ExecProcess, "ProcessConfig")
    open_stdin = optional(bool, "OpenStdin")
    open_stdout = optional(bool, "OpenStdout")
    open_stderr = optional(bool, "OpenStderr")
    can_remove = optional(bool, "CanRemove")
    detach_keys = optional(str, "DetachKeys")
    pid = optional(int, "Pid")
    container_id = required(str, "ContainerID")


class ExecConfig(Body):
    """How a command in a running container is run."""

    attach_stdin: bool | None = wire("AttachStdin")
    attach_stdout: bool | None = wire("AttachStdout")
    attach_stderr: bool | None = wire("AttachStderr")
    console_size: tuple[int, int] | None = wire("ConsoleSize", since="1.42")  # height, width
    detach_keys: str | None = wire("DetachKeys")
    tty: bool | None = wire("Tty")
    env: Mapping[str, str | None] | Sequence[str] | None = wire("Env", environment)
    privileged: bool | None = wire("Privileged")
    user: str | None = wire("User")
    working_dir: str | None = wire("WorkingDir")
