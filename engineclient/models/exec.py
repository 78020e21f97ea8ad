"""Commands in running containers: views and request bodies. Source: Engine API, tag Exec."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engineclient.models.body import Body, environment, wire
from engineclient.models.view import Field, View, optional, required, sequence

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class ExecCreated(View):
    """The answer to `POST /containers/{id}/exec`."""

    id: Field[str] = required(str, "Id")


class ExecProcess(View):
    """The command of an exec."""

    tty: Field[bool | None] = optional(bool, "tty")
    entrypoint: Field[str | None] = optional(str, "entrypoint")
    arguments: Field[list[str]] = sequence(str, "arguments")
    privileged: Field[bool | None] = optional(bool, "privileged")
    user: Field[str | None] = optional(str, "user")


class ExecInspect(View):
    """`GET /exec/{id}/json`. `exit_code` is None while it runs."""

    id: Field[str] = required(str, "ID")
    running: Field[bool] = required(bool, "Running")
    exit_code: Field[int | None] = optional(int, "ExitCode")
    process: Field[ExecProcess | None] = optional(ExecProcess, "ProcessConfig")
    open_stdin: Field[bool | None] = optional(bool, "OpenStdin")
    open_stdout: Field[bool | None] = optional(bool, "OpenStdout")
    open_stderr: Field[bool | None] = optional(bool, "OpenStderr")
    can_remove: Field[bool | None] = optional(bool, "CanRemove")
    detach_keys: Field[str | None] = optional(str, "DetachKeys")
    pid: Field[int | None] = optional(int, "Pid")
    container_id: Field[str] = required(str, "ContainerID")


class ExecConfig(Body):
    """The settings of a command in a running container."""

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
