"""Containers: views and request bodies. Source: Engine API, tag Container."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from engineclient.models.body import Body, Json, environment, wire
from engineclient.models.view import View, mapping, optional, required, sequence


class ContainerCreated(View):
    """`POST /containers/create`."""

    id = required(str, "Id")
    warnings = sequence(str, "Warnings")


class ContainerWaited(View):
    """`POST /containers/{id}/wait`: the exit code, and the error if waiting failed."""

    class Error(View):
        """Why the daemon could not wait."""

        message = required(str, "Message")

    status_code = required(int, "StatusCode")
    error = optional(Error, "Error")


class Port(View):
    """A port of a container in a list."""

    ip = optional(str, "IP")
    private_port = required(int, "PrivatePort")
    public_port = optional(int, "PublicPort")
    type = required(str, "Type")


class ContainerSummary(View):
    """One item of `GET /containers/json`."""

    id = required(str, "Id")
    names = sequence(str, "Names")  # each with a leading "/"
    image = required(str, "Image")
    image_id = required(str, "ImageID")
    command = required(str, "Command")
    created = required(int, "Created")  # unix seconds
    ports = sequence(Port, "Ports")
    labels = mapping(str, "Labels")
    state = required(str, "State")
    status = required(str, "Status")
    size_rw = optional(int, "SizeRw")  # bytes, with size=True
    size_root_fs = optional(int, "SizeRootFs")


class ContainerState(View):
    """`State` of an inspected container."""

    status = required(str, "Status")
    running = required(bool, "Running")
    paused = required(bool, "Paused")
    restarting = required(bool, "Restarting")
    oom_killed = required(bool, "OOMKilled")
    dead = required(bool, "Dead")
    pid = required(int, "Pid")
    exit_code = required(int, "ExitCode")
    error = required(str, "Error")
    started_at = required(str, "StartedAt")
    finished_at = required(str, "FinishedAt")


class InspectedConfig(View):
    """`Config` of an inspected container."""

    hostname = optional(str, "Hostname")
    user = optional(str, "User")
    tty = required(bool, "Tty")
    open_stdin = required(bool, "OpenStdin")
    env = sequence(str, "Env")
    cmd = sequence(str, "Cmd")
    image = required(str, "Image")
    working_dir = optional(str, "WorkingDir")
    entrypoint = sequence(str, "Entrypoint")
    labels = mapping(str, "Labels")


class ContainerInspect(View):
    """`GET /containers/{id}/json`."""

    id = required(str, "Id")
    name = required(str, "Name")  # with a leading "/"
    created = required(str, "Created")  # RFC 3339
    path = required(str, "Path")
    args = sequence(str, "Args")
    state = required(ContainerState, "State")
    image = required(str, "Image")
    config = required(InspectedConfig, "Config")
    host_config: Any = required(dict, "HostConfig")
    network_settings: Any = required(dict, "NetworkSettings")
    restart_count = required(int, "RestartCount")


@dataclass(kw_only=True, slots=True)
class HostConfig(Body):
    """How the host runs a container: limits, mounts, ports, namespaces. Sizes in bytes, CPU time in 1e-9 CPUs."""

    auto_remove: bool | None = wire("AutoRemove")
    binds: Sequence[str] | None = wire("Binds")
    memory: int | None = wire("Memory")
    nano_cpus: int | None = wire("NanoCpus")
    network_mode: str | None = wire("NetworkMode")
    port_bindings: Mapping[str, Sequence[Json]] | None = wire("PortBindings")
    privileged: bool | None = wire("Privileged")


@dataclass(kw_only=True, slots=True)
class ContainerConfig(Body):
    """What a container is made of. `image` and `cmd` are arguments of their own where a container is created."""

    hostname: str | None = wire("Hostname")
    user: str | None = wire("User")
    attach_stdin: bool | None = wire("AttachStdin")
    attach_stdout: bool | None = wire("AttachStdout")
    attach_stderr: bool | None = wire("AttachStderr")
    tty: bool | None = wire("Tty")
    open_stdin: bool | None = wire("OpenStdin")
    stdin_once: bool | None = wire("StdinOnce")
    env: Mapping[str, str | None] | Sequence[str] | None = wire("Env", environment)
    entrypoint: Sequence[str] | None = wire("Entrypoint")
    working_dir: str | None = wire("WorkingDir")
    labels: Mapping[str, str] | None = wire("Labels")
    stop_signal: str | None = wire("StopSignal")
    host_config: HostConfig | Json | None = wire("HostConfig")
    networking_config: Json | None = wire("NetworkingConfig")
