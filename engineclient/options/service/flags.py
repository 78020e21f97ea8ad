"""The flags of `service create` and `service update`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engineclient.golang.durations import parse_duration
from engineclient.golang.strconv import int64, parse_float, uint64
from engineclient.golang.units import parse_size
from engineclient.options.values import hosts, limits, service as values
from engineclient.options.values.env import variable
from engineclient.options.values.flag import Flags, number, switch, text, texts
from engineclient.options.values.key_values import label
from engineclient.options.values.mounts import parse_mount
from engineclient.options.values.shellwords import split_words

if TYPE_CHECKING:
    from engineclient.options.values.json_object import JsonObject
    from engineclient.options.values.mounts import Mount


class ServiceFlags(Flags):
    """The flags that both commands have, parsed; None and [] mean "not given"."""

    cap_add: list[str] = texts("--cap-add", since="1.41")
    cap_drop: list[str] = texts("--cap-drop", since="1.41")
    credential_spec: JsonObject | None = text("--credential-spec", values.credential_spec)
    detach: bool | None = switch("-d, --detach", default=None)
    endpoint_mode: str | None = text("--endpoint-mode")
    entrypoint: list[str] | None = text("--entrypoint", split_words)
    health_cmd: str | None = text("--health-cmd")
    health_interval: int | None = text("--health-interval", values.positive_duration)
    health_retries: int | None = number("--health-retries", int64)
    health_start_interval: int | None = text(
        "--health-start-interval", values.positive_duration, since="1.44"
    )
    health_start_period: int | None = text("--health-start-period", values.positive_duration)
    health_timeout: int | None = text("--health-timeout", values.positive_duration)
    hostname: str | None = text("--hostname")
    init: bool | None = switch("--init", default=None)
    isolation: str | None = text("--isolation")
    limit_cpu: int | None = text("--limit-cpu", limits.nano_cpus)
    limit_memory: int | None = text("--limit-memory", parse_size)
    limit_pids: int | None = number("--limit-pids", int64, since="1.41")
    log_driver: str | None = text("--log-driver")
    log_opt: list[str] = texts("--log-opt", variable)
    max_concurrent: int | None = number("--max-concurrent", uint64, since="1.41")
    no_healthcheck: bool | None = switch("--no-healthcheck", default=None)
    no_resolve_image: bool | None = switch("--no-resolve-image", default=None)
    oom_score_adj: int | None = number("--oom-score-adj", int64, since="1.46")
    quiet: bool = switch("-q, --quiet")
    read_only: bool | None = switch("--read-only", default=None)
    replicas: int | None = number("--replicas", uint64)
    replicas_max_per_node: int | None = number("--replicas-max-per-node", uint64)
    reserve_cpu: int | None = text("--reserve-cpu", limits.nano_cpus)
    reserve_memory: int | None = text("--reserve-memory", parse_size)
    restart_condition: str | None = text("--restart-condition")
    restart_delay: int | None = text("--restart-delay", parse_duration)
    restart_max_attempts: int | None = number("--restart-max-attempts", uint64)
    restart_window: int | None = text("--restart-window", parse_duration)
    rollback_delay: int | None = text("--rollback-delay", parse_duration)
    rollback_failure_action: str | None = text("--rollback-failure-action")
    rollback_max_failure_ratio: float | None = text("--rollback-max-failure-ratio", parse_float)
    rollback_monitor: int | None = text("--rollback-monitor", parse_duration)
    rollback_order: str | None = text("--rollback-order")
    rollback_parallelism: int | None = number("--rollback-parallelism", uint64)
    stop_grace_period: int | None = text("--stop-grace-period", parse_duration)
    stop_signal: str | None = text("--stop-signal")
    tty: bool | None = switch("-t, --tty", default=None)
    update_delay: int | None = text("--update-delay", parse_duration)
    update_failure_action: str | None = text("--update-failure-action")
    update_max_failure_ratio: float | None = text("--update-max-failure-ratio", parse_float)
    update_monitor: int | None = text("--update-monitor", parse_duration)
    update_order: str | None = text("--update-order")
    update_parallelism: int | None = number("--update-parallelism", uint64)
    user: str | None = text("-u, --user")
    with_registry_auth: bool | None = switch("--with-registry-auth", default=None)
    workdir: str | None = text("-w, --workdir")


class ServiceCreateFlags(ServiceFlags):
    """The flags of `service create`, parsed."""

    config: list[JsonObject] = texts("--config", values.config)
    constraint: list[str] = texts("--constraint")
    container_label: list[str] = texts("--container-label", label)
    dns: list[str] = texts("--dns", hosts.address)
    dns_option: list[str] = texts("--dns-option")
    dns_search: list[str] = texts("--dns-search", hosts.search_domain)
    env: list[str] = texts("-e, --env", variable)
    env_file: list[str] = texts("--env-file")
    generic_resource: list[str] = texts("--generic-resource", values.generic_resource)
    group: list[str] = texts("--group")
    host: list[str] = texts("--host", hosts.extra_host)
    label: list[str] = texts("-l, --label", label)
    mode: str | None = text("--mode")
    mount: list[Mount] = texts("--mount", parse_mount)
    name: str | None = text("--name")
    network: list[JsonObject] = texts("--network", values.network)
    placement_pref: list[JsonObject] = texts("--placement-pref", values.placement_preference)
    publish: list[list[JsonObject]] = texts("-p, --publish", values.ports)
    secret: list[JsonObject] = texts("--secret", values.secret)
    sysctl: list[str] = texts("--sysctl")
    ulimit: list[JsonObject] = texts("--ulimit", limits.ulimit, since="1.41")


class ServiceUpdateFlags(ServiceFlags):
    """The flags of `service update`, parsed."""

    args: list[str] | None = text("--args", split_words)
    config_add: list[JsonObject] = texts("--config-add", values.config)
    config_rm: list[str] = texts("--config-rm")
    constraint_add: list[str] = texts("--constraint-add")
    constraint_rm: list[str] = texts("--constraint-rm")
    container_label_add: list[str] = texts("--container-label-add", label)
    container_label_rm: list[str] = texts("--container-label-rm")
    dns_add: list[str] = texts("--dns-add", hosts.address)
    dns_option_add: list[str] = texts("--dns-option-add")
    dns_option_rm: list[str] = texts("--dns-option-rm")
    dns_rm: list[str] = texts("--dns-rm")
    dns_search_add: list[str] = texts("--dns-search-add", hosts.search_domain)
    dns_search_rm: list[str] = texts("--dns-search-rm")
    env_add: list[str] = texts("--env-add", variable)
    env_rm: list[str] = texts("--env-rm")
    force: bool | None = switch("--force", default=None)
    generic_resource_add: list[str] = texts("--generic-resource-add", values.generic_resource)
    generic_resource_rm: list[str] = texts("--generic-resource-rm")
    group_add: list[str] = texts("--group-add")
    group_rm: list[str] = texts("--group-rm")
    host_add: list[str] = texts("--host-add", hosts.extra_host)
    host_rm: list[str] = texts("--host-rm")
    image: str | None = text("--image")
    label_add: list[str] = texts("--label-add", label)
    label_rm: list[str] = texts("--label-rm")
    mount_add: list[Mount] = texts("--mount-add", parse_mount)
    mount_rm: list[str] = texts("--mount-rm")
    network_add: list[JsonObject] = texts("--network-add", values.network)
    network_rm: list[str] = texts("--network-rm")
    placement_pref_add: list[JsonObject] = texts("--placement-pref-add", values.placement_preference)
    placement_pref_rm: list[JsonObject] = texts("--placement-pref-rm", values.placement_preference)
    publish_add: list[list[JsonObject]] = texts("--publish-add", values.ports)
    publish_rm: list[list[JsonObject]] = texts("--publish-rm", values.ports)
    rollback: bool | None = switch("--rollback", default=None)
    secret_add: list[JsonObject] = texts("--secret-add", values.secret)
    secret_rm: list[str] = texts("--secret-rm")
    sysctl_add: list[str] = texts("--sysctl-add")
    sysctl_rm: list[str] = texts("--sysctl-rm")
    ulimit_add: list[JsonObject] = texts("--ulimit-add", limits.ulimit, since="1.41")
    ulimit_rm: list[str] = texts("--ulimit-rm", since="1.41")
