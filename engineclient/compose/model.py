"""The records of a compose file. Fields stand in the order in which `config` prints them and the config hash takes them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engineclient.compose.kinds import (
    BOOL,
    BYTES,
    COMMAND,
    COUNT,
    DURATION,
    ENVIRONMENT,
    FLOAT,
    HEALTH_TEST,
    HOSTS,
    INT,
    INT64,
    KEYS,
    LABELS,
    LISTS,
    MAYBE_BOOL,
    MAYBE_DURATION,
    MAYBE_INT,
    MAYBE_UNSIGNED,
    MODE,
    OPTIONS,
    PAIRS,
    PORTS,
    TEXT,
    TEXTS,
    UNSIGNED,
    Inline,
    Many,
    Named,
    One,
)
from engineclient.compose.order import Style
from engineclient.compose.record import Kind, Record, key

# --- parts of a service ---


class FileMount(Record):
    """A secret or config as a service uses it."""

    source: str = key(TEXT)
    target: str = key(TEXT)
    uid: str = key(TEXT)
    gid: str = key(TEXT)
    mode: int | None = key(MODE)


class Ulimit(Record):
    """A limit: `single`, or `soft` and `hard`."""

    single: int = key(INT)
    soft: int = key(INT)
    hard: int = key(INT)

    @classmethod
    def read(cls, tree: Any, at: str) -> Any:
        """A number, or a mapping."""
        return cls(single=tree) if isinstance(tree, int) else super().read(tree, at)

    def show(self, style: Style) -> Any:
        """A number alone where there is but one."""
        if self.single:
            return self.single
        shown = {"soft": self.soft, "hard": self.hard}
        return shown if style is Style.YAML else {name: each for name, each in shown.items() if each}


class _Ulimits(Named[Ulimit]):
    def read(self, value: Any, at: str) -> Mapping[str, Ulimit | None]:
        return {name: Ulimit.read(each, f"{at}[{name}]") for name, each in value.items()}


class Build(Record):
    """How the image of a service is built."""

    context: str = key(TEXT)
    dockerfile: str = key(TEXT)
    dockerfile_inline: str = key(TEXT)
    entitlements: tuple[str, ...] = key(TEXTS)
    args: Mapping[str, str | None] = key(ENVIRONMENT)
    provenance: str = key(TEXT)
    sbom: str = key(TEXT)
    ssh: Mapping[str, str] = key(KEYS)
    labels: Mapping[str, str] = key(LABELS)
    cache_from: tuple[str, ...] = key(TEXTS)
    cache_to: tuple[str, ...] = key(TEXTS)
    no_cache: bool = key(BOOL)
    additional_contexts: Mapping[str, str] = key(PAIRS)
    pull: bool = key(BOOL)
    extra_hosts: Mapping[str, tuple[str, ...]] = key(HOSTS)
    isolation: str = key(TEXT)
    network: str = key(TEXT)
    target: str = key(TEXT)
    secrets: tuple[FileMount, ...] = key(Many(FileMount))
    shm_size: int = key(BYTES)
    tags: tuple[str, ...] = key(TEXTS)
    ulimits: Mapping[str, Ulimit] = key(_Ulimits(Ulimit))
    platforms: tuple[str, ...] = key(TEXTS)
    privileged: bool = key(BOOL)


class Hook(Record):
    """A command that is run in a container after its start or before its stop."""

    command: tuple[str, ...] | None = key(COMMAND)
    user: str = key(TEXT)
    privileged: bool = key(BOOL)
    working_dir: str = key(TEXT)
    environment: Mapping[str, str | None] = key(ENVIRONMENT)


class Trigger(Record):
    """What `watch` does when files change."""

    path: str = key(TEXT, always=True)
    action: str = key(TEXT, always=True)
    target: str = key(TEXT)
    exec: Hook = key(Inline(Hook))
    include: tuple[str, ...] = key(TEXTS)
    ignore: tuple[str, ...] = key(TEXTS)
    initial_sync: bool = key(BOOL)


class Develop(Record):
    """What `watch` watches."""

    watch: tuple[Trigger, ...] = key(Many(Trigger))


class WeightDevice(Record):
    """The weight of a block device."""

    path: str = key(TEXT, always=True, json="Path")
    weight: int = key(UNSIGNED, always=True, json="Weight")


class ThrottleDevice(Record):
    """The most of something on a block device in a second."""

    path: str = key(TEXT, always=True, json="Path")
    rate: int = key(BYTES, always=True, json="Rate")


class Blkio(Record):
    """Limits of block devices."""

    weight: int = key(UNSIGNED)
    weight_device: tuple[WeightDevice, ...] = key(Many(WeightDevice))
    device_read_bps: tuple[ThrottleDevice, ...] = key(Many(ThrottleDevice))
    device_read_iops: tuple[ThrottleDevice, ...] = key(Many(ThrottleDevice))
    device_write_bps: tuple[ThrottleDevice, ...] = key(Many(ThrottleDevice))
    device_write_iops: tuple[ThrottleDevice, ...] = key(Many(ThrottleDevice))


class CredentialSpec(Record):
    """Credentials of a managed service account: the name of a config, a file or a key of the registry."""

    config: str = key(TEXT)
    file: str = key(TEXT)
    registry: str = key(TEXT)


class Dependency(Record):
    """What a service waits for before it starts."""

    condition: str = key(TEXT)
    restart: bool = key(BOOL)
    required: bool = key(BOOL, always=True)


class DeviceRequest(Record):
    """Devices such as GPUs."""

    extensible = False
    capabilities: tuple[str, ...] = key(TEXTS)
    driver: str = key(TEXT)
    count: int = key(COUNT)
    device_ids: tuple[str, ...] = key(TEXTS)
    options: Mapping[str, str] = key(PAIRS)


class DiscreteResource(Record):
    """A number of something that a node has."""

    kind: str = key(TEXT, always=True)
    value: int = key(INT64, always=True)


class GenericResource(Record):
    """Something that a node has."""

    discrete_resource_spec: DiscreteResource | None = key(One(DiscreteResource))


class Resource(Record):
    """Limits or reservations."""

    cpus: float = key(FLOAT)
    memory: int = key(BYTES)
    pids: int = key(INT64)
    devices: tuple[DeviceRequest, ...] = key(Many(DeviceRequest))
    generic_resources: tuple[GenericResource, ...] = key(Many(GenericResource))


class Resources(Record):
    """Limits and reservations."""

    limits: Resource | None = key(One(Resource))
    reservations: Resource | None = key(One(Resource))


class UpdateConfig(Record):
    """How a service of a cluster is updated or rolled back."""

    parallelism: int | None = key(MAYBE_UNSIGNED)
    delay: int = key(DURATION)
    failure_action: str = key(TEXT)
    monitor: int = key(DURATION)
    max_failure_ratio: float = key(FLOAT)
    order: str = key(TEXT)


class RestartPolicy(Record):
    """When containers are started again."""

    condition: str = key(TEXT)
    delay: int | None = key(MAYBE_DURATION)
    max_attempts: int | None = key(MAYBE_UNSIGNED)
    window: int | None = key(MAYBE_DURATION)


class Preference(Record):
    """A label of nodes over whose values containers are spread."""

    spread: str = key(TEXT)


class Placement(Record):
    """Where containers of a cluster may be."""

    constraints: tuple[str, ...] = key(TEXTS)
    preferences: tuple[Preference, ...] = key(Many(Preference))
    max_replicas_per_node: int = key(UNSIGNED)


class Deploy(Record):
    """How many containers, with what limits."""

    mode: str = key(TEXT)
    replicas: int | None = key(MAYBE_INT)
    labels: Mapping[str, str] = key(LABELS)
    update_config: UpdateConfig | None = key(One(UpdateConfig))
    rollback_config: UpdateConfig | None = key(One(UpdateConfig))
    resources: Resources = key(Inline(Resources))
    restart_policy: RestartPolicy | None = key(One(RestartPolicy))
    placement: Placement = key(Inline(Placement))
    endpoint_mode: str = key(TEXT)


class Device(Record):
    """A device of the host in a container."""

    source: str = key(TEXT)
    target: str = key(TEXT)
    permissions: str = key(TEXT)


class EnvFile(Record):
    """A file of variables."""

    extensible = False
    path: str = key(TEXT)
    required: bool = key(BOOL, always=True)
    format: str = key(TEXT)

    def show(self, style: Style) -> Any:
        """The path alone where the file must exist."""
        if self.required:
            return self.path
        shown = {"path": self.path, "required": False}
        return {**shown, "format": self.format} if self.format and style is Style.JSON else shown


class Extends(Record):
    """The service that another builds on."""

    extensible = False
    file: str = key(TEXT)
    service: str = key(TEXT)


class HealthCheck(Record):
    """How it is found out whether a container is well."""

    test: tuple[str, ...] = key(HEALTH_TEST)
    timeout: int | None = key(MAYBE_DURATION)
    interval: int | None = key(MAYBE_DURATION)
    retries: int | None = key(MAYBE_UNSIGNED)
    start_period: int | None = key(MAYBE_DURATION)
    start_interval: int | None = key(MAYBE_DURATION)
    disable: bool = key(BOOL)


class Logging(Record):
    """Where output goes."""

    driver: str = key(TEXT)
    options: Mapping[str, str] = key(OPTIONS)


class ServiceModel(Record):
    """A language model as a service uses it."""

    endpoint_var: str = key(TEXT)
    model_var: str = key(TEXT)


class ServiceNetwork(Record):
    """A network as a service is on it."""

    aliases: tuple[str, ...] = key(TEXTS)
    driver_opts: Mapping[str, str] = key(OPTIONS)
    gw_priority: int = key(INT)
    interface_name: str = key(TEXT)
    ipv4_address: str = key(TEXT)
    ipv6_address: str = key(TEXT)
    link_local_ips: tuple[str, ...] = key(TEXTS)
    mac_address: str = key(TEXT)
    priority: int = key(INT)


class Port(Record):
    """A port of a container, and where it is published."""

    name: str = key(TEXT)
    mode: str = key(TEXT)
    host_ip: str = key(TEXT)
    target: int = key(UNSIGNED)
    published: str = key(TEXT)
    protocol: str = key(TEXT)
    app_protocol: str = key(TEXT)


class Provider(Record):
    """A program that stands for a service."""

    type: str = key(TEXT)
    options: Mapping[str, tuple[str, ...]] = key(LISTS)


class BindOptions(Record):
    """What only a bind mount has."""

    selinux: str = key(TEXT)
    propagation: str = key(TEXT)
    create_host_path: bool = key(BOOL)
    recursive: str = key(TEXT)


class VolumeOptions(Record):
    """What only a volume has."""

    labels: Mapping[str, str] = key(PAIRS)
    nocopy: bool = key(BOOL)
    subpath: str = key(TEXT)


class TmpfsOptions(Record):
    """What only a tmpfs has."""

    size: int = key(BYTES)
    mode: int = key(UNSIGNED)


class ImageOptions(Record):
    """What only an image has."""

    subpath: str = key(TEXT)


class Mount(Record):
    """Something mounted in a container."""

    type: str = key(TEXT)
    source: str = key(TEXT)
    target: str = key(TEXT)
    read_only: bool = key(BOOL)
    consistency: str = key(TEXT)
    bind: BindOptions | None = key(One(BindOptions))
    volume: VolumeOptions | None = key(One(VolumeOptions))
    tmpfs: TmpfsOptions | None = key(One(TmpfsOptions))
    image: ImageOptions | None = key(One(ImageOptions))


# --- a service ---


class Service(Record):
    """One service of a project. `name` is its key."""

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
    ulimits: Mapping[str, Ulimit] = key(_Ulimits(Ulimit))
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
        """How many containers it has."""
        if self.scale is not None:
            return self.scale
        if self.deploy is not None and self.deploy.replicas is not None:
            return self.deploy.replicas
        return 1

    def networks_by_priority(self) -> list[str]:
        """The keys of its networks, that of the highest priority first."""

        def rank(name: str) -> tuple[int, str]:
            network = self.networks[name]
            return -(network.priority if network else 0), name

        return sorted(self.networks, key=rank)

    def in_profile(self, profiles: tuple[str, ...]) -> bool:
        """Whether it is on when these profiles are."""
        return not self.profiles or "*" in profiles or any(each in profiles for each in self.profiles)


# --- what services use ---


class Pool(Record):
    """Addresses of a network."""

    extensible = False
    subnet: str = key(TEXT)
    gateway: str = key(TEXT)
    ip_range: str = key(TEXT)
    aux_addresses: Mapping[str, str] = key(PAIRS)


class Ipam(Record):
    """Where addresses come from."""

    driver: str = key(TEXT)
    config: tuple[Pool, ...] = key(Many(Pool))


class Network(Record):
    """A network of a project."""

    name: str = key(TEXT)
    driver: str = key(TEXT)
    driver_opts: Mapping[str, str] = key(OPTIONS)
    ipam: Ipam = key(Inline(Ipam))
    external: bool = key(BOOL)
    internal: bool = key(BOOL)
    attachable: bool = key(BOOL)
    labels: Mapping[str, str] = key(LABELS)
    enable_ipv4: bool | None = key(MAYBE_BOOL)
    enable_ipv6: bool | None = key(MAYBE_BOOL)


class Volume(Record):
    """A volume of a project."""

    name: str = key(TEXT)
    driver: str = key(TEXT)
    driver_opts: Mapping[str, str] = key(OPTIONS)
    external: bool = key(BOOL)
    labels: Mapping[str, str] = key(LABELS)


class FileObject(Record):
    """A secret or a config of a project. `content` is what it holds, where that is known without reading a file."""

    name: str = key(TEXT)
    file: str = key(TEXT)
    environment: str = key(TEXT)
    content: str = key(TEXT)
    external: bool = key(BOOL)
    labels: Mapping[str, str] = key(LABELS)
    driver: str = key(TEXT)
    driver_opts: Mapping[str, str] = key(OPTIONS)
    template_driver: str = key(TEXT)


class Secret(FileObject):
    """A secret of a project."""

    def show(self, style: Style) -> Any:
        """Without what it holds."""
        shown = super().show(style)
        shown.pop("content", None)
        return shown


class Config(FileObject):
    """A config of a project."""

    def show(self, style: Style) -> Any:
        """Without what came from a variable."""
        shown = super().show(style)
        if self.environment:
            shown.pop("content", None)
        return shown


class Model(Record):
    """A language model of a project."""

    name: str = key(TEXT)
    model: str = key(TEXT)
    context_size: int = key(INT)
    runtime_flags: tuple[str, ...] = key(TEXTS)


SECTIONS: dict[str, Kind[Any]] = {
    "services": Named(Service, complete=True),
    "networks": Named(Network, complete=True),
    "volumes": Named(Volume, complete=True),
    "secrets": Named(Secret, complete=True),
    "configs": Named(Config, complete=True),
    "models": Named(Model, complete=True),
}
"""The parts of a project, in the order in which `config` prints them."""
