"""The specification of tasks, as the engine returns it: views. Source: Engine API, tags Task and Service.

Times are nanoseconds, memory bytes, CPU 1e-9 CPUs.
"""

from __future__ import annotations

from engineclient.models.cluster import DriverView, ResourcesView
from engineclient.models.inspected import InspectedHealthcheck, InspectedMount, InspectedUlimit
from engineclient.models.view import Field, View, mapping, optional, sequence


class InspectedPrivileges(View):
    """The security options of the container."""

    class CredentialSpec(View):
        """The managed service account of a Windows container."""

        config: Field[str | None] = optional(str, "Config")
        file: Field[str | None] = optional(str, "File")
        registry: Field[str | None] = optional(str, "Registry")

    class SELinuxContext(View):
        """The SELinux labels of the container."""

        disable: Field[bool | None] = optional(bool, "Disable")
        user: Field[str | None] = optional(str, "User")
        role: Field[str | None] = optional(str, "Role")
        type: Field[str | None] = optional(str, "Type")
        level: Field[str | None] = optional(str, "Level")

    class Profile(View):
        """The mode of seccomp or AppArmor; for the mode `custom` of seccomp, the profile in base64."""

        mode: Field[str | None] = optional(str, "Mode")
        profile: Field[str | None] = optional(str, "Profile")

    credential_spec: Field[CredentialSpec | None] = optional(CredentialSpec, "CredentialSpec")
    selinux_context: Field[SELinuxContext | None] = optional(SELinuxContext, "SELinuxContext")
    seccomp: Field[Profile | None] = optional(Profile, "Seccomp")  # API 1.44
    app_armor: Field[Profile | None] = optional(Profile, "AppArmor")  # API 1.44
    no_new_privileges: Field[bool | None] = optional(bool, "NoNewPrivileges")  # API 1.44


class InspectedFileTarget(View):
    """The file that contains a secret or a config in the container."""

    name: Field[str | None] = optional(str, "Name")
    uid: Field[str | None] = optional(str, "UID")
    gid: Field[str | None] = optional(str, "GID")
    mode: Field[int | None] = optional(int, "Mode")


class InspectedSecretReference(View):
    """A secret that is available in the container."""

    file: Field[InspectedFileTarget | None] = optional(InspectedFileTarget, "File")
    secret_id: Field[str | None] = optional(str, "SecretID")
    secret_name: Field[str | None] = optional(str, "SecretName")


class InspectedConfigReference(View):
    """A config that is available in the container, or to the engine itself."""

    file: Field[InspectedFileTarget | None] = optional(InspectedFileTarget, "File")
    runtime: Field[dict[str, object]] = mapping(object, "Runtime")
    config_id: Field[str | None] = optional(str, "ConfigID")
    config_name: Field[str | None] = optional(str, "ConfigName")


class InspectedContainerSpec(View):
    """The container of a task."""

    class DNSConfig(View):
        """The contents of resolv.conf."""

        nameservers: Field[list[str]] = sequence(str, "Nameservers")
        search: Field[list[str]] = sequence(str, "Search")
        options: Field[list[str]] = sequence(str, "Options")

    image: Field[str | None] = optional(str, "Image")
    labels: Field[dict[str, str]] = mapping(str, "Labels")
    command: Field[list[str]] = sequence(str, "Command")
    args: Field[list[str]] = sequence(str, "Args")
    hostname: Field[str | None] = optional(str, "Hostname")
    env: Field[list[str]] = sequence(str, "Env")
    dir: Field[str | None] = optional(str, "Dir")
    user: Field[str | None] = optional(str, "User")
    groups: Field[list[str]] = sequence(str, "Groups")
    privileges: Field[InspectedPrivileges | None] = optional(InspectedPrivileges, "Privileges")
    tty: Field[bool | None] = optional(bool, "TTY")
    open_stdin: Field[bool | None] = optional(bool, "OpenStdin")
    read_only: Field[bool | None] = optional(bool, "ReadOnly")
    mounts: Field[list[InspectedMount]] = sequence(InspectedMount, "Mounts")
    stop_signal: Field[str | None] = optional(str, "StopSignal")
    stop_grace_period: Field[int | None] = optional(int, "StopGracePeriod")
    healthcheck: Field[InspectedHealthcheck | None] = optional(InspectedHealthcheck, "Healthcheck")
    hosts: Field[list[str]] = sequence(str, "Hosts")
    dns_config: Field[DNSConfig | None] = optional(DNSConfig, "DNSConfig")
    secrets: Field[list[InspectedSecretReference]] = sequence(InspectedSecretReference, "Secrets")
    oom_score_adj: Field[int | None] = optional(int, "OomScoreAdj")  # API 1.46
    configs: Field[list[InspectedConfigReference]] = sequence(InspectedConfigReference, "Configs")
    isolation: Field[str | None] = optional(str, "Isolation")
    init: Field[bool | None] = optional(bool, "Init")
    sysctls: Field[dict[str, str]] = mapping(str, "Sysctls")
    capability_add: Field[list[str]] = sequence(str, "CapabilityAdd")  # API 1.41
    capability_drop: Field[list[str]] = sequence(str, "CapabilityDrop")  # API 1.41
    ulimits: Field[list[InspectedUlimit]] = sequence(InspectedUlimit, "Ulimits")  # API 1.41


class InspectedTaskResources(View):
    """Limits and reservations."""

    limits: Field[ResourcesView | None] = optional(ResourcesView, "Limits")
    reservations: Field[ResourcesView | None] = optional(ResourcesView, "Reservations")
    swap_bytes: Field[int | None] = optional(int, "SwapBytes")  # API 1.52
    memory_swappiness: Field[int | None] = optional(int, "MemorySwappiness")  # API 1.52


class InspectedTaskRestartPolicy(View):
    """Whether a task that ended is replaced by a new one."""

    condition: Field[str | None] = optional(str, "Condition")
    delay: Field[int | None] = optional(int, "Delay")
    max_attempts: Field[int | None] = optional(int, "MaxAttempts")
    window: Field[int | None] = optional(int, "Window")


class InspectedPlacement(View):
    """The nodes on which tasks may run."""

    class Preference(View):
        """A preference for where tasks run."""

        class Spread(View):
            """Spread tasks evenly over the values of a label."""

            spread_descriptor: Field[str | None] = optional(str, "SpreadDescriptor")

        spread: Field[Spread | None] = optional(Spread, "Spread")

    class Platform(View):
        """A platform that the image is for."""

        architecture: Field[str | None] = optional(str, "Architecture")
        os: Field[str | None] = optional(str, "OS")

    constraints: Field[list[str]] = sequence(str, "Constraints")
    preferences: Field[list[Preference]] = sequence(Preference, "Preferences")
    max_replicas: Field[int | None] = optional(int, "MaxReplicas")
    platforms: Field[list[Platform]] = sequence(Platform, "Platforms")


class InspectedAttachment(View):
    """A network to which tasks are connected."""

    target: Field[str | None] = optional(str, "Target")
    aliases: Field[list[str]] = sequence(str, "Aliases")
    driver_opts: Field[dict[str, str]] = mapping(str, "DriverOpts")


class InspectedPluginSpec(View):
    """The plugin of a task whose runtime is `plugin`."""

    class Privilege(View):
        """A privilege that the plugin was granted."""

        name: Field[str | None] = optional(str, "Name")
        description: Field[str | None] = optional(str, "Description")
        value: Field[list[str]] = sequence(str, "Value")

    name: Field[str | None] = optional(str, "Name")
    remote: Field[str | None] = optional(str, "Remote")
    disabled: Field[bool | None] = optional(bool, "Disabled")
    plugin_privilege: Field[list[Privilege]] = sequence(Privilege, "PluginPrivilege")


class InspectedTaskSpec(View):
    """The specification of the tasks of a service."""

    class AttachmentSpec(View):
        """The container that a task with the runtime `attachment` connects to a network."""

        container_id: Field[str | None] = optional(str, "ContainerID")

    plugin_spec: Field[InspectedPluginSpec | None] = optional(InspectedPluginSpec, "PluginSpec")
    container_spec: Field[InspectedContainerSpec | None] = optional(InspectedContainerSpec, "ContainerSpec")
    network_attachment_spec: Field[AttachmentSpec | None] = optional(AttachmentSpec, "NetworkAttachmentSpec")
    resources: Field[InspectedTaskResources | None] = optional(InspectedTaskResources, "Resources")
    restart_policy: Field[InspectedTaskRestartPolicy | None] = optional(
        InspectedTaskRestartPolicy, "RestartPolicy"
    )
    placement: Field[InspectedPlacement | None] = optional(InspectedPlacement, "Placement")
    force_update: Field[int | None] = optional(int, "ForceUpdate")
    runtime: Field[str | None] = optional(str, "Runtime")
    networks: Field[list[InspectedAttachment]] = sequence(InspectedAttachment, "Networks")
    log_driver: Field[DriverView | None] = optional(DriverView, "LogDriver")
