"""The configuration of containers: request bodies. Source: Engine API, tag Container."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from engineclient.models.body import Body, Json, environment, wire
from engineclient.models.host_config import HostConfig, Resources, RestartPolicy

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from engineclient.models.networks import EndpointConfig


_ENDPOINTS_ADDRESS: Final = (
    "give it to the endpoint, EndpointConfig(mac_address=...) in the networking_config"
)


class Healthcheck(Body):
    """The health check of a container.

    The test is `["CMD", ...]`, `["CMD-SHELL", "command line"]`, or `["NONE"]` for no check. Times are in nanoseconds; 0
    is the image's value or the engine's default.
    """

    test: Sequence[str] | None = wire("Test")
    interval: int | None = wire("Interval")
    timeout: int | None = wire("Timeout")
    retries: int | None = wire("Retries")
    start_period: int | None = wire("StartPeriod")
    start_interval: int | None = wire("StartInterval", since="1.44")


def _several(endpoints: Mapping[str, object]) -> str:
    return "1.44" if len(endpoints) > 1 else ""


class NetworkingConfig(Body):
    """The networks to which a new container is connected, by name; more than one since API 1.44."""

    endpoints_config: Mapping[str, EndpointConfig | Json] | None = wire("EndpointsConfig", since=_several)


def _names(value: Iterable[str]) -> dict[str, dict[str, str]]:
    """A set, which the API writes as a map to empty objects."""
    return {name: {} for name in value}


class ContainerConfig(Body):
    """The configuration of a container, apart from what depends on the host (`HostConfig`).

    `image` and `cmd` are separate arguments of `create`.
    """

    hostname: str | None = wire("Hostname")
    domainname: str | None = wire("Domainname")
    user: str | None = wire("User")
    attach_stdin: bool | None = wire("AttachStdin")
    attach_stdout: bool | None = wire("AttachStdout")
    attach_stderr: bool | None = wire("AttachStderr")
    exposed_ports: Iterable[str] | None = wire("ExposedPorts", _names)  # `80/tcp`
    tty: bool | None = wire("Tty")
    open_stdin: bool | None = wire("OpenStdin")
    stdin_once: bool | None = wire("StdinOnce")
    env: Mapping[str, str | None] | Sequence[str] | None = wire("Env", environment)
    healthcheck: Healthcheck | Json | None = wire("Healthcheck")
    args_escaped: bool | None = wire("ArgsEscaped")  # Windows
    volumes: Iterable[str] | None = wire("Volumes", _names)  # the mount points of anonymous volumes
    working_dir: str | None = wire("WorkingDir")
    entrypoint: Sequence[str] | None = wire("Entrypoint")
    network_disabled: bool | None = wire("NetworkDisabled")
    mac_address: str | None = wire("MacAddress", until="1.51", instead=_ENDPOINTS_ADDRESS)
    on_build: Sequence[str] | None = wire("OnBuild")
    labels: Mapping[str, str] | None = wire("Labels")
    stop_signal: str | None = wire("StopSignal")
    stop_timeout: int | None = wire("StopTimeout")  # seconds
    shell: Sequence[str] | None = wire("Shell")
    host_config: HostConfig | Json | None = wire("HostConfig")
    networking_config: NetworkingConfig | Json | None = wire("NetworkingConfig")


class UpdateConfig(Resources):
    """The settings of a container that can be changed after its creation."""

    restart_policy: RestartPolicy | Json | None = wire("RestartPolicy")
