"""The records of a stack file. Fields stand in the order in which `stack config` prints them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engineclient.compose.gotext import go_type
from engineclient.compose.kinds import (
    BOOL,
    FLOAT,
    MAYBE_BOOL,
    Inline,
    Many,
    Named,
    One,
)
from engineclient.compose.model import CredentialSpec, Preference
from engineclient.compose.order import Style
from engineclient.compose.record import Misread, Record, key
from engineclient.compose.stack.kinds import (
    DURATION,
    ENVIRONMENT,
    EXTERNAL,
    HEALTH_TEST,
    HOSTS,
    INT64,
    LIST,
    MAYBE_DURATION,
    MAYBE_LIST,
    MAYBE_UINT,
    MAYBE_UINT32,
    NUMBERS,
    PAIRS,
    SIZE,
    TEXT,
    UINT,
    UINT32,
    WORDS,
    Mounted,
    Published,
)


class FileMount(Record):
    """A secret or config as a service uses it."""

    source: str = key(TEXT)
    target: str = key(TEXT)
    uid: str = key(TEXT)
    gid: str = key(TEXT)
    mode: int | None = key(MAYBE_UINT32)

    @classmethod
    def read(cls, tree: Any, at: str) -> Any:
        """The name of the object, or a mapping."""
        return super().read({"source": tree} if isinstance(tree, str) else tree, at)


class Build(Record):
    """How an image is built; docker stack ignores it."""

    context: str = key(TEXT)
    dockerfile: str = key(TEXT)
    args: Mapping[str, str | None] = key(ENVIRONMENT)
    labels: Mapping[str, str] = key(PAIRS)
    cache_from: tuple[str, ...] = key(LIST)
    extra_hosts: tuple[str, ...] = key(HOSTS)
    network: str = key(TEXT)
    target: str = key(TEXT)


class _Build(Inline[Build]):
    def read(self, value: Any, at: str) -> Build:
        return super().read({"context": value} if isinstance(value, str) else value, at)


class Rollout(Record):
    """How tasks are replaced, in an update or in a rollback."""

    parallelism: int | None = key(MAYBE_UINT)
    delay: int = key(DURATION)
    failure_action: str = key(TEXT)
    monitor: int = key(DURATION)
    max_failure_ratio: float = key(FLOAT)
    order: str = key(TEXT)


class Discrete(Record):
    """A number of units of a kind of resource."""

    kind: str = key(TEXT, always=True)
    value: int = key(INT64, always=True)


class GenericResource(Record):
    """A resource that users define, such as `gpu`."""

    discrete_resource_spec: Discrete | None = key(One(Discrete))


class Limits(Record):
    """The most that a task may use."""

    cpus: str = key(TEXT)
    memory: int = key(SIZE)
    pids: int = key(INT64)


class Reservations(Record):
    """The resources that a node must have free to take a task."""

    cpus: str = key(TEXT)
    memory: int = key(SIZE)
    generic_resources: tuple[GenericResource, ...] = key(Many(GenericResource))


class Resources(Record):
    """Limits and reservations."""

    limits: Limits | None = key(One(Limits))
    reservations: Reservations | None = key(One(Reservations))


class RestartPolicy(Record):
    """When a task that has ended is replaced."""

    condition: str = key(TEXT)
    delay: int | None = key(MAYBE_DURATION)
    max_attempts: int | None = key(MAYBE_UINT)
    window: int | None = key(MAYBE_DURATION)


class Placement(Record):
    """Where tasks may run."""

    constraints: tuple[str, ...] = key(LIST)
    preferences: tuple[Preference, ...] = key(Many(Preference))
    max_replicas_per_node: int = key(UINT)


class Deploy(Record):
    """How a service is run by a swarm."""

    mode: str = key(TEXT)
    replicas: int | None = key(MAYBE_UINT)
    labels: Mapping[str, str] = key(PAIRS)
    update_config: Rollout | None = key(One(Rollout))
    rollback_config: Rollout | None = key(One(Rollout))
    resources: Resources = key(Inline(Resources))
    restart_policy: RestartPolicy | None = key(One(RestartPolicy))
    placement: Placement = key(Inline(Placement))
    endpoint_mode: str = key(TEXT)


class HealthCheck(Record):
    """How the health of a container is checked."""

    test: tuple[str, ...] = key(HEALTH_TEST)
    timeout: int | None = key(MAYBE_DURATION)
    interval: int | None = key(MAYBE_DURATION)
    retries: int | None = key(MAYBE_UINT)
    start_period: int | None = key(MAYBE_DURATION)
    start_interval: int | None = key(MAYBE_DURATION)
    disable: bool = key(BOOL)


class Logging(Record):
    """Where the output of containers goes."""

    driver: str = key(TEXT)
    options: Mapping[str, str] = key(PAIRS)


class Endpoint(Record):
    """A network as a service uses it."""

    aliases: tuple[str, ...] = key(LIST)
    driver_opts: Mapping[str, str] = key(PAIRS)
    ipv4_address: str = key(TEXT)
    ipv6_address: str = key(TEXT)


class _Endpoints(Named[Endpoint]):
    def read(self, value: Any, at: str) -> Mapping[str, Endpoint | None]:
        return super().read(dict.fromkeys(value) if isinstance(value, list) else value, at)


class Port(Record):
    """A published port."""

    mode: str = key(TEXT)
    target: int = key(UINT32)
    published: int = key(UINT32)
    protocol: str = key(TEXT)


class Ulimit(Record):
    """A limit: `single`, or `soft` and `hard`."""

    single: int = key(INT64)
    soft: int = key(INT64)
    hard: int = key(INT64)

    @classmethod
    def read(cls, tree: Any, at: str) -> Any:
        """A whole number, or a mapping of two."""
        for each in tree.values() if isinstance(tree, dict) else (tree,):
            if not isinstance(each, int) or each >= 1 << 63:  # docker itself crashes at one in a mapping
                raise Misread(at, f"invalid type {go_type(each)} for ulimits")
        return super().read({"single": tree} if isinstance(tree, int) else tree, at)

    def show(self, style: Style) -> Any:
        """A number, if it was given as one."""
        return self.single or super().show(style)


class BindOptions(Record):
    """Options of a mount of type `bind`."""

    propagation: str = key(TEXT)


class VolumeOptions(Record):
    """Options of a mount of type `volume`."""

    nocopy: bool = key(BOOL)
    subpath: str = key(TEXT)


class TmpfsOptions(Record):
    """Options of a mount of type `tmpfs`; `size` in bytes."""

    size: int = key(INT64)


class Mount(Record):
    """A volume, or a path of the node, in a container."""

    type: str = key(TEXT)
    source: str = key(TEXT)
    target: str = key(TEXT)
    read_only: bool = key(BOOL)
    consistency: str = key(TEXT)
    bind: BindOptions | None = key(One(BindOptions))
    volume: VolumeOptions | None = key(One(VolumeOptions))
    tmpfs: TmpfsOptions | None = key(One(TmpfsOptions))


class Service(Record):
    """A service."""

    name: str = key(TEXT, hidden=True)
    build: Build = key(_Build(Build))
    cap_add: tuple[str, ...] = key(LIST)
    cap_drop: tuple[str, ...] = key(LIST)
    cgroupns_mode: str = key(TEXT)
    cgroup_parent: str = key(TEXT)
    command: tuple[str, ...] = key(WORDS)
    configs: tuple[FileMount, ...] = key(Many(FileMount))
    container_name: str = key(TEXT)
    credential_spec: CredentialSpec = key(Inline(CredentialSpec))
    depends_on: tuple[str, ...] = key(LIST)
    deploy: Deploy = key(Inline(Deploy))
    devices: tuple[str, ...] = key(LIST)
    dns: tuple[str, ...] | None = key(MAYBE_LIST)
    dns_search: tuple[str, ...] | None = key(MAYBE_LIST)
    domainname: str = key(TEXT)
    entrypoint: tuple[str, ...] = key(WORDS)
    environment: Mapping[str, str | None] = key(ENVIRONMENT)
    env_file: tuple[str, ...] = key(LIST)
    expose: tuple[str, ...] = key(NUMBERS)
    external_links: tuple[str, ...] = key(LIST)
    extra_hosts: tuple[str, ...] = key(HOSTS)
    hostname: str = key(TEXT)
    healthcheck: HealthCheck | None = key(One(HealthCheck))
    image: str = key(TEXT)
    init: bool | None = key(MAYBE_BOOL)
    ipc: str = key(TEXT)
    isolation: str = key(TEXT)
    labels: Mapping[str, str] = key(PAIRS)
    links: tuple[str, ...] = key(LIST)
    logging: Logging | None = key(One(Logging))
    mac_address: str = key(TEXT)
    network_mode: str = key(TEXT)
    networks: Mapping[str, Endpoint | None] = key(_Endpoints(Endpoint))
    pid: str = key(TEXT)
    ports: tuple[Port, ...] = key(Published(Port))
    privileged: bool = key(BOOL)
    read_only: bool = key(BOOL)
    restart: str = key(TEXT)
    secrets: tuple[FileMount, ...] = key(Many(FileMount))
    security_opt: tuple[str, ...] = key(LIST)
    shm_size: str = key(TEXT)
    stdin_open: bool = key(BOOL)
    stop_grace_period: int | None = key(MAYBE_DURATION)
    stop_signal: str = key(TEXT)
    sysctls: Mapping[str, str] = key(PAIRS)
    tmpfs: tuple[str, ...] = key(LIST)
    tty: bool = key(BOOL)
    ulimits: Mapping[str, Ulimit | None] = key(Named(Ulimit))
    user: str = key(TEXT)
    userns_mode: str = key(TEXT)
    volumes: tuple[Mount, ...] = key(Mounted(Mount))
    working_dir: str = key(TEXT)


class Pool(Record):
    """A range of addresses."""

    subnet: str = key(TEXT)


class Ipam(Record):
    """Where the addresses of a network come from."""

    driver: str = key(TEXT)
    config: tuple[Pool, ...] = key(Many(Pool))


class Network(Record):
    """A network of the file."""

    name: str = key(TEXT)
    driver: str = key(TEXT)
    driver_opts: Mapping[str, str] = key(PAIRS)
    ipam: Ipam = key(Inline(Ipam))
    external: bool = key(EXTERNAL)
    internal: bool = key(BOOL)
    attachable: bool = key(BOOL)
    labels: Mapping[str, str] = key(PAIRS)


class Volume(Record):
    """A volume of the file."""

    name: str = key(TEXT)
    driver: str = key(TEXT)
    driver_opts: Mapping[str, str] = key(PAIRS)
    external: bool = key(EXTERNAL)
    labels: Mapping[str, str] = key(PAIRS)


class FileObject(Record):
    """A secret or config of the file; `file` is absolute."""

    name: str = key(TEXT)
    file: str = key(TEXT)
    external: bool = key(EXTERNAL)
    labels: Mapping[str, str] = key(PAIRS)
    driver: str = key(TEXT)
    driver_opts: Mapping[str, str] = key(PAIRS)
    template_driver: str = key(TEXT)
