"""The specification of tasks: request bodies. Source: Engine API, tags Task and Service.

Times are nanoseconds, memory bytes, CPU 1e-9 CPUs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from engineclient.models.body import Body, Json, environment, wire
from engineclient.models.cluster import Driver, GenericResource
from engineclient.models.container_config import Healthcheck
from engineclient.models.host_config import Mount, Ulimit

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class CredentialSpec(Body):
    """The managed service account of a Windows container: the id of a config, a file, or a value in the registry."""

    config: str | None = wire("Config")
    file: str | None = wire("File")
    registry: str | None = wire("Registry")


class SELinuxContext(Body):
    """The SELinux labels of the container."""

    disable: bool | None = wire("Disable")
    user: str | None = wire("User")
    role: str | None = wire("Role")
    type: str | None = wire("Type")
    level: str | None = wire("Level")


class SeccompOpts(Body):
    """The seccomp mode: `default`, `unconfined`, or `custom` with a profile in base64."""

    mode: str | None = wire("Mode")
    profile: str | None = wire("Profile")


class AppArmorOpts(Body):
    """The AppArmor mode: `default` or `disabled`."""

    mode: str | None = wire("Mode")


class Privileges(Body):
    """The security options of the container."""

    credential_spec: CredentialSpec | Json | None = wire("CredentialSpec")
    selinux_context: SELinuxContext | Json | None = wire("SELinuxContext")
    seccomp: SeccompOpts | Json | None = wire("Seccomp", since="1.44")
    app_armor: AppArmorOpts | Json | None = wire("AppArmor", since="1.44")
    no_new_privileges: bool | None = wire("NoNewPrivileges", since="1.44")


class FileTarget(Body):
    """The file for a secret or a config in the container. A relative name is below /run/secrets or /."""

    name: str | None = wire("Name")
    uid: str | None = wire("UID")
    gid: str | None = wire("GID")
    mode: int | None = wire("Mode")  # as for os.chmod


class SecretReference(Body):
    """A secret for the container. The engine requires both its id and its name."""

    file: FileTarget | Json | None = wire("File")
    secret_id: str | None = wire("SecretID")
    secret_name: str | None = wire("SecretName")


class SwarmConfigReference(Body):
    """A config for the container, as a file, or for the engine itself (`runtime={}`, as for a credential spec)."""

    file: FileTarget | Json | None = wire("File")
    runtime: Json | None = wire("Runtime")
    config_id: str | None = wire("ConfigID")
    config_name: str | None = wire("ConfigName")


class DNSConfig(Body):
    """The contents of resolv.conf."""

    nameservers: Sequence[str] | None = wire("Nameservers")
    search: Sequence[str] | None = wire("Search")
    options: Sequence[str] | None = wire("Options")


class ContainerSpec(Body):
    """The container of a task. `command` replaces the entrypoint of the image, `args` its command."""

    image: str | None = wire("Image")
    labels: Mapping[str, str] | None = wire("Labels")
    command: Sequence[str] | None = wire("Command")
    args: Sequence[str] | None = wire("Args")
    hostname: str | None = wire("Hostname")
    env: Mapping[str, str | None] | Sequence[str] | None = wire("Env", environment)
    dir: str | None = wire("Dir")
    user: str | None = wire("User")
    groups: Sequence[str] | None = wire("Groups")
    privileges: Privileges | Json | None = wire("Privileges")
    tty: bool | None = wire("TTY")
    open_stdin: bool | None = wire("OpenStdin")
    read_only: bool | None = wire("ReadOnly")
    mounts: Sequence[Mount | Json] | None = wire("Mounts")
    stop_signal: str | None = wire("StopSignal")
    stop_grace_period: int | None = wire("StopGracePeriod")
    healthcheck: Healthcheck | Json | None = wire("Healthcheck")
    hosts: Sequence[str] | None = wire("Hosts")  # `address name`, as in /etc/hosts
    dns_config: DNSConfig | Json | None = wire("DNSConfig")
    secrets: Sequence[SecretReference | Json] | None = wire("Secrets")
    oom_score_adj: int | None = wire("OomScoreAdj", since="1.46")
    configs: Sequence[SwarmConfigReference | Json] | None = wire("Configs")
    isolation: str | None = wire("Isolation")  # Windows
    init: bool | None = wire("Init")
    sysctls: Mapping[str, str] | None = wire("Sysctls")
    capability_add: Sequence[str] | None = wire("CapabilityAdd", since="1.41")
    capability_drop: Sequence[str] | None = wire("CapabilityDrop", since="1.41")
    ulimits: Sequence[Ulimit | Json] | None = wire("Ulimits", since="1.41")


class Limits(Body):
    """The maximum resources of a task; 0 is no limit."""

    nano_cpus: int | None = wire("NanoCPUs")
    memory_bytes: int | None = wire("MemoryBytes")
    pids: int | None = wire("Pids", since="1.41")


class Reservations(Body):
    """The resources that must be available on a node for a task."""

    nano_cpus: int | None = wire("NanoCPUs")
    memory_bytes: int | None = wire("MemoryBytes")
    generic_resources: Sequence[GenericResource | Json] | None = wire("GenericResources")


class TaskResources(Body):
    """Limits and reservations. `swap_bytes` -1 is unlimited, `memory_swappiness` is 0 to 100 or -1."""

    limits: Limits | Json | None = wire("Limits")
    reservations: Reservations | Json | None = wire("Reservations")
    swap_bytes: int | None = wire("SwapBytes", since="1.52")
    memory_swappiness: int | None = wire("MemorySwappiness", since="1.52")


class TaskRestartPolicy(Body):
    """Whether a task that ended is replaced by a new one: `none`, `on-failure`, `any`."""

    condition: str | None = wire("Condition")
    delay: int | None = wire("Delay")
    max_attempts: int | None = wire("MaxAttempts")  # 0 is no limit
    window: int | None = wire("Window")


class SpreadOver(Body):
    """Spread tasks evenly over the values of a label: `node.labels.datacenter`."""

    spread_descriptor: str | None = wire("SpreadDescriptor")


class PlacementPreference(Body):
    """A preference for where tasks run."""

    spread: SpreadOver | Json | None = wire("Spread")


class TaskPlatform(Body):
    """A platform that the image is for; "" is any."""

    architecture: str | None = wire("Architecture")
    os: str | None = wire("OS")


class Placement(Body):
    """The nodes on which tasks may run. An example of a constraint is `node.role==manager`."""

    constraints: Sequence[str] | None = wire("Constraints")
    preferences: Sequence[PlacementPreference | Json] | None = wire("Preferences")
    max_replicas: int | None = wire("MaxReplicas")  # per node; 0 is no limit
    platforms: Sequence[TaskPlatform | Json] | None = wire("Platforms")


class NetworkAttachment(Body):
    """A network to which tasks are connected, by its id or name."""

    target: str | None = wire("Target")
    aliases: Sequence[str] | None = wire("Aliases")
    driver_opts: Mapping[str, str] | None = wire("DriverOpts")


class PluginPrivilegeGrant(Body):
    """A privilege to grant to a plugin."""

    name: str | None = wire("Name")
    description: str | None = wire("Description")
    value: Sequence[str] | None = wire("Value")


class PluginSpec(Body):
    """The plugin of a task whose runtime is `plugin`."""

    name: str | None = wire("Name")
    remote: str | None = wire("Remote")
    disabled: bool | None = wire("Disabled")
    plugin_privilege: Sequence[PluginPrivilegeGrant | Json] | None = wire("PluginPrivilege")


class AttachmentSpec(Body):
    """The container that a task with the runtime `attachment` connects to a network; created by engines, not by users."""

    container_id: str | None = wire("ContainerID")


class TaskSpec(Body):
    """The tasks of a service: containers, or plugins if `runtime` is `plugin`. Increasing `force_update` replaces all."""

    plugin_spec: PluginSpec | Json | None = wire("PluginSpec")
    container_spec: ContainerSpec | Json | None = wire("ContainerSpec")
    network_attachment_spec: AttachmentSpec | Json | None = wire("NetworkAttachmentSpec")
    resources: TaskResources | Json | None = wire("Resources")
    restart_policy: TaskRestartPolicy | Json | None = wire("RestartPolicy")
    placement: Placement | Json | None = wire("Placement")
    force_update: int | None = wire("ForceUpdate")
    runtime: str | None = wire("Runtime")
    networks: Sequence[NetworkAttachment | Json] | None = wire("Networks")
    log_driver: Driver | Json | None = wire("LogDriver")
