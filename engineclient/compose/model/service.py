"""The record of a service."""

from __future__ import annotations

from collections.abc import Mapping

from engineclient.compose.kinds import (
    BOOL,
    BYTES,
    COMMAND,
    ENVIRONMENT,
    FLOAT,
    HOSTS,
    INT64,
    LABELS,
    MAYBE_BOOL,
    MAYBE_DURATION,
    MAYBE_INT,
    OPTIONS,
    PAIRS,
    PORTS,
    TEXT,
    TEXTS,
    Many,
    Named,
    One,
)
from engineclient.compose.model.build import Build, Ulimit, Ulimits
from engineclient.compose.model.deploy import Deploy, DeviceRequest
from engineclient.compose.model.develop import Develop, Hook
from engineclient.compose.model.files import EnvFile, Extends, FileMount
from engineclient.compose.model.network import Port, ServiceNetwork
from engineclient.compose.model.runtime import (
    Blkio,
    CredentialSpec,
    Dependency,
    Device,
    HealthCheck,
    Logging,
    Provider,
    ServiceModel,
)
from engineclient.compose.model.storage import Mount
from engineclient.compose.record import Record, key


class Service(Record):
    """A service of a project; `name` is its key. Sizes are in bytes, durations in nanoseconds."""

    name: str = key(TEXT, hidden=True)
    profiles: tuple[str, ...] = key(TEXTS)
    annotations: Mapping[str, str] = key(PAIRS)
    attach: bool | None = key(MAYBE_BOOL)
    build: Build | None = key(One(Build))
    develop: Develop | None = key(One(Develop))
    blkio_config: Blkio | None = key(One(Blkio))
    cap_add: tuple[str, ...] = key(TEXTS)
    cap_drop: tuple[str, ...] = key(TEXTS)
    cgroup_parent: str = key(TEXT)
    cgroup: str = key(TEXT)
    cpu_count: int = key(INT64)
    cpu_percent: float = key(FLOAT)
    cpu_period: int = key(INT64)
    cpu_quota: int = key(INT64)
    cpu_rt_period: int = key(INT64)
    cpu_rt_runtime: int = key(INT64)
    cpus: float = key(FLOAT)
    cpuset: str = key(TEXT)
    cpu_shares: int = key(INT64)
    command: tuple[str, ...] | None = key(COMMAND)
    configs: tuple[FileMount, ...] = key(Many(FileMount))
    container_name: str = key(TEXT)
    credential_spec: CredentialSpec | None = key(One(CredentialSpec))
    depends_on: Mapping[str, Dependency] = key(Named(Dependency, complete=True))
    deploy: Deploy | None = key(One(Deploy))
    device_cgroup_rules: tuple[str, ...] = key(TEXTS)
    devices: tuple[Device, ...] = key(Many(Device))
    dns: tuple[str, ...] = key(TEXTS)
    dns_opt: tuple[str, ...] = key(TEXTS)
    dns_search: tuple[str, ...] = key(TEXTS)
    domainname: str = key(TEXT)
    entrypoint: tuple[str, ...] | None = key(COMMAND)
    provider: Provider | None = key(One(Provider))
    environment: Mapping[str, str | None] = key(ENVIRONMENT)
    env_file: tuple[EnvFile, ...] = key(Many(EnvFile))
    expose: tuple[str, ...] = key(PORTS)
    extends: Extends | None = key(One(Extends))
    external_links: tuple[str, ...] = key(TEXTS)
    extra_hosts: Mapping[str, tuple[str, ...]] = key(HOSTS)
    group_add: tuple[str, ...] = key(TEXTS)
    gpus: tuple[DeviceRequest, ...] = key(Many(DeviceRequest))
    hostname: str = key(TEXT)
    healthcheck: HealthCheck | None = key(One(HealthCheck))
    image: str = key(TEXT)
    init: bool | None = key(MAYBE_BOOL)
    ipc: str = key(TEXT)
    isolation: str = key(TEXT)
    labels: Mapping[str, str] = key(LABELS)
    label_file: tuple[str, ...] = key(TEXTS)
    links: tuple[str, ...] = key(TEXTS)
    logging: Logging | None = key(One(Logging))
    mem_limit: int = key(BYTES)
    mem_reservation: int = key(BYTES)
    memswap_limit: int = key(BYTES)
    mem_swappiness: int = key(BYTES)
    mac_address: str = key(TEXT)
    models: Mapping[str, ServiceModel | None] = key(Named(ServiceModel))
    network_mode: str = key(TEXT)
    networks: Mapping[str, ServiceNetwork | None] = key(Named(ServiceNetwork))
    oom_kill_disable: bool = key(BOOL)
    oom_score_adj: int = key(INT64)
    pid: str = key(TEXT)
    pids_limit: int = key(INT64)
    platform: str = key(TEXT)
    ports: tuple[Port, ...] = key(Many(Port))
    privileged: bool = key(BOOL)
    pull_policy: str = key(TEXT)
    read_only: bool = key(BOOL)
    restart: str = key(TEXT)
    runtime: str = key(TEXT)
    scale: int | None = key(MAYBE_INT)
    secrets: tuple[FileMount, ...] = key(Many(FileMount))
    security_opt: tuple[str, ...] = key(TEXTS)
    shm_size: int = key(BYTES)
    stdin_open: bool = key(BOOL)
    stop_grace_period: int | None = key(MAYBE_DURATION)
    stop_signal: str = key(TEXT)
    storage_opt: Mapping[str, str] = key(OPTIONS)
    sysctls: Mapping[str, str] = key(PAIRS)
    tmpfs: tuple[str, ...] = key(TEXTS)
    tty: bool = key(BOOL)
    ulimits: Mapping[str, Ulimit] = key(Ulimits(Ulimit))
    use_api_socket: bool = key(BOOL)
    user: str = key(TEXT)
    userns_mode: str = key(TEXT)
    uts: str = key(TEXT)
    volume_driver: str = key(TEXT)
    volumes: tuple[Mount, ...] = key(Many(Mount))
    volumes_from: tuple[str, ...] = key(TEXTS)
    working_dir: str = key(TEXT)
    post_start: tuple[Hook, ...] = key(Many(Hook))
    pre_stop: tuple[Hook, ...] = key(Many(Hook))

    @property
    def replicas(self) -> int:
        """The number of its containers: `scale`, or else `deploy.replicas`, or else 1."""
        if self.scale is not None:
            return self.scale
        if self.deploy is not None and self.deploy.replicas is not None:
            return self.deploy.replicas
        return 1

    def networks_by_priority(self) -> list[str]:
        """The keys of its networks, sorted by priority, highest first, then by name."""

        def rank(name: str) -> tuple[int, str]:
            network = self.networks[name]
            return -(network.priority if network else 0), name

        return sorted(self.networks, key=rank)

    def in_profile(self, profiles: tuple[str, ...]) -> bool:
        """Whether it is enabled if these profiles are; `*` stands for all."""
        return not self.profiles or "*" in profiles or any(each in profiles for each in self.profiles)
