"""The body of the request of `service update`: the flags, applied to the current spec of the service."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Final

from engineclient.options.service.capabilities import changed_capabilities
from engineclient.options.service.lists import (
    change_hosts,
    change_map,
    change_mounts,
    change_ports,
    change_sorted,
    change_ulimits,
)
from engineclient.options.service.references import (
    Lookups,
    configs_with_ids,
    runtime_config,
    secrets_with_ids,
)
from engineclient.options.service.rollout import resources, restart_policy, rollout
from engineclient.options.values.env import valued
from engineclient.options.values.flag import OptionError, Stage, as_stage, declared, require_support
from engineclient.options.values.json_object import JsonObject, part, present, put
from engineclient.options.values.key_values import to_map
from engineclient.options.values.service import generic_resources

if TYPE_CHECKING:
    from collections.abc import Mapping

    from engineclient.options.service.flags import ServiceUpdateFlags

_BESIDE_ROLLBACK: Final = ("rollback", "detach", "quiet")
# Without StartInterval: docker accepts its flag but ignores it
_HEALTH_NUMBERS: Final = {
    "Interval": "health_interval",
    "Timeout": "health_timeout",
    "StartPeriod": "health_start_period",
    "Retries": "health_retries",
}
_TEXTS: Final = {
    "Image": "image",
    "Args": "args",
    "Command": "entrypoint",
    "Dir": "workdir",
    "User": "user",
    "Hostname": "hostname",
    "Isolation": "isolation",
    "StopSignal": "stop_signal",
    "StopGracePeriod": "stop_grace_period",
    "Init": "init",
    "TTY": "tty",
    "ReadOnly": "read_only",
    "OomScoreAdj": "oom_score_adj",
}
_KEPT_IF_EMPTY: Final = ("Init", "StopGracePeriod")


def check_rollback(flags: ServiceUpdateFlags) -> None:
    """Raise OptionError if --rollback is combined with a flag that would change the service."""
    others = {name: flag for name, flag in declared(flags).items() if name not in _BESIDE_ROLLBACK}
    if any(getattr(flags, name) != ([] if flag.repeated else None) for name, flag in others.items()):
        raise _error("other flags may not be combined with --rollback")


def service_update(
    flags: ServiceUpdateFlags,
    spec: JsonObject,
    *,
    api_version: str,
    environ: Mapping[str, str],
    directory: str,
    lookups: Lookups,
) -> JsonObject:
    """The body of POST /services/{id}/update that docker 28.2 makes from these flags and the service's `spec`.

    The image is used as typed. `environ` and `directory` are the caller's environment and absolute working directory.

    Raises OptionError, with docker's message for the first error that docker finds.
    """
    require_support(flags, api_version=api_version)
    spec = deepcopy(spec)
    task = part(spec, "TaskTemplate")
    container = part(task, "ContainerSpec")
    task.setdefault("ForceUpdate", 0)
    if flags.label_add or (flags.label_rm and spec.get("Labels")):
        spec["Labels"] = change_map(spec.get("Labels"), flags.label_add, flags.label_rm)
    _change_container(flags, container, directory)
    if flags.env_add or flags.env_rm:
        put(container, "Env", _environment(container.get("Env") or [], flags, environ))
    _change_task(flags, task)
    if flags.network_add or flags.network_rm:
        _change_networks(flags, spec, lookups)
    _change_mode(flags, spec)
    for kind, name in (("update", "UpdateConfig"), ("rollback", "RollbackConfig")):
        put(spec, name, rollout(kind, flags, spec.get(name)))
    _change_endpoint(flags, spec)
    if flags.force:
        task["ForceUpdate"] = task.get("ForceUpdate", 0) + 1
    _change_health(flags, container)
    _change_files(flags, container, lookups)
    return spec


def _change_container(flags: ServiceUpdateFlags, container: JsonObject, directory: str) -> None:
    for name, flag in _TEXTS.items():
        if (value := getattr(flags, flag)) is None:
            continue
        if name in _KEPT_IF_EMPTY:
            container[name] = value
        else:
            put(container, name, value)
    if flags.container_label_add or flags.container_label_rm:
        labels = change_map(container.get("Labels"), flags.container_label_add, flags.container_label_rm)
        put(container, "Labels", labels)
    if flags.sysctl_add or flags.sysctl_rm:
        put(container, "Sysctls", change_map(container.get("Sysctls"), flags.sysctl_add, flags.sysctl_rm))
    added_mounts = [mount.body(directory) for mount in flags.mount_add]
    put(container, "Mounts", change_mounts(container.get("Mounts"), added_mounts, flags.mount_rm))
    put(container, "Ulimits", change_ulimits(container.get("Ulimits"), flags.ulimit_add, flags.ulimit_rm))
    if flags.group_add or flags.group_rm:
        put(container, "Groups", change_sorted(container.get("Groups"), flags.group_add, flags.group_rm))
    _change_dns(flags, container)
    if flags.host_add or flags.host_rm:
        put(container, "Hosts", change_hosts(container.get("Hosts"), flags.host_add, flags.host_rm))
    if flags.cap_add or flags.cap_drop:
        now = (container.get("CapabilityAdd") or [], container.get("CapabilityDrop") or [])
        added, dropped = changed_capabilities(now, flags.cap_add, flags.cap_drop)
        put(container, "CapabilityAdd", added)
        put(container, "CapabilityDrop", dropped)


def _environment(now: list[str], flags: ServiceUpdateFlags, environ: Mapping[str, str]) -> list[str]:
    """Variables are removed, and then added; the last value of a name counts."""
    named = {each.partition("=")[0]: each for each in now}
    named = {name: each for name, each in named.items() if name not in flags.env_rm}
    named |= {each.partition("=")[0]: valued(each, environ) for each in flags.env_add}
    return [*named.values()]


def _change_dns(flags: ServiceUpdateFlags, container: JsonObject) -> None:
    changes = {
        "Nameservers": (flags.dns_add, flags.dns_rm),
        "Search": (flags.dns_search_add, flags.dns_search_rm),
        "Options": (flags.dns_option_add, flags.dns_option_rm),
    }
    if not any(added or removed for added, removed in changes.values()):
        return
    config: JsonObject = container.get("DNSConfig") or {}
    changed = {name: {*change_sorted(config.get(name), *change)} for name, change in changes.items()}
    container["DNSConfig"] = {name: sorted(values) for name, values in changed.items() if values}


def _change_task(flags: ServiceUpdateFlags, task: JsonObject) -> None:
    limits = (flags.limit_cpu, flags.limit_memory, flags.limit_pids, flags.reserve_cpu, flags.reserve_memory)
    if any(value is not None for value in limits):
        task["Resources"] = resources(flags, task.get("Resources"))
    if flags.generic_resource_add or flags.generic_resource_rm:
        _change_generic_resources(flags, task)
    put(task, "RestartPolicy", restart_policy(flags, task.get("RestartPolicy")))
    placement: JsonObject = task.get("Placement") or {}
    if flags.constraint_add or flags.constraint_rm:
        constraints = change_sorted(placement.get("Constraints"), flags.constraint_add, flags.constraint_rm)
        put(placement, "Constraints", constraints)
        task["Placement"] = placement
    if flags.placement_pref_add or flags.placement_pref_rm:
        kept = [each for each in placement.get("Preferences") or [] if each not in flags.placement_pref_rm]
        put(placement, "Preferences", kept + flags.placement_pref_add)
        task["Placement"] = placement
    if flags.replicas_max_per_node is not None:
        put(placement, "MaxReplicas", flags.replicas_max_per_node)
        task["Placement"] = placement
    if flags.log_driver:
        task["LogDriver"] = present({"Name": flags.log_driver, "Options": to_map(flags.log_opt)})


def _change_generic_resources(flags: ServiceUpdateFlags, task: JsonObject) -> None:
    limits: JsonObject = task.get("Resources") or {}
    reserved: JsonObject = limits.get("Reservations") or {}
    now = reserved.get("GenericResources") or []
    kinds = {each["DiscreteResourceSpec"]["Kind"]: each for each in now if "DiscreteResourceSpec" in each}
    with as_stage(Stage.COMMAND):
        added = generic_resources(flags.generic_resource_add)
    kinds |= {each["DiscreteResourceSpec"]["Kind"]: each for each in added}
    for kind in flags.generic_resource_rm:
        if kind not in kinds:
            raise _error(f"could not find generic-resource `{kind}` to remove it")
        del kinds[kind]
    put(reserved, "GenericResources", [*kinds.values()])
    task["Resources"] = {**limits, "Reservations": reserved}


def _change_networks(flags: ServiceUpdateFlags, spec: JsonObject, lookups: Lookups) -> None:
    task = part(spec, "TaskTemplate")
    now: list[JsonObject] = task.get("Networks") or spec.get("Networks") or []
    spec.pop("Networks", None)  # older clients put them there
    removed = {lookups.network(name) for name in flags.network_rm}
    networks = [network for network in now if network.get("Target", "") not in removed]
    for added in flags.network_add:
        id = lookups.network(added["Target"])
        if any(network.get("Target", "") == id for network in networks):
            raise _error(f"service is already attached to network {added['Target']}")
        networks.append({**added, "Target": id})
    put(task, "Networks", sorted(networks, key=lambda network: network.get("Target", "")))


def _change_mode(flags: ServiceUpdateFlags, spec: JsonObject) -> None:
    """Change the replicas. --max-concurrent is accepted but has no effect, as in docker."""
    if flags.replicas is None:
        return
    if spec["Mode"].get("Replicated") is None:
        raise _error("replicas can only be used with replicated mode")
    spec["Mode"] = {"Replicated": {"Replicas": flags.replicas}}


def _change_endpoint(flags: ServiceUpdateFlags, spec: JsonObject) -> None:
    endpoint: JsonObject = spec.get("EndpointSpec") or {}
    if flags.endpoint_mode is not None:
        put(endpoint, "Mode", flags.endpoint_mode)
        spec["EndpointSpec"] = endpoint
    if flags.publish_add or flags.publish_rm:
        added, removed = (
            [port for ports in each for port in ports] for each in (flags.publish_add, flags.publish_rm)
        )
        put(endpoint, "Ports", change_ports(endpoint.get("Ports"), added, removed))
        spec["EndpointSpec"] = endpoint


def _change_health(flags: ServiceUpdateFlags, container: JsonObject) -> None:
    numbers = {
        name: value for name, flag in _HEALTH_NUMBERS.items() if (value := getattr(flags, flag)) is not None
    }
    # docker update takes --health-start-interval without setting it
    others = numbers or flags.health_cmd is not None
    if flags.no_healthcheck:
        if others:
            raise _error("--no-healthcheck conflicts with --health-* options")
        container["Healthcheck"] = {"Test": ["NONE"]}
        return
    if not others and flags.no_healthcheck is None:
        return
    health: JsonObject = container.get("Healthcheck") or {}
    if (health.get("Test") or [""])[0] == "NONE":
        del health["Test"]
    for name, value in numbers.items():
        put(health, name, value)
    if flags.health_cmd is not None:
        put(health, "Test", ["CMD-SHELL", flags.health_cmd] if flags.health_cmd else [])
    container["Healthcheck"] = health


def _change_files(flags: ServiceUpdateFlags, container: JsonObject, lookups: Lookups) -> None:
    secrets: list[JsonObject] = container.get("Secrets") or []
    kept = [each for each in secrets if each.get("SecretName") not in flags.secret_rm]
    put(container, "Secrets", kept + secrets_with_ids(flags.secret_add, lookups.secrets))
    privileges: JsonObject = container.get("Privileges") or {}
    if flags.credential_spec is None:
        now = privileges.get("CredentialSpec") or {}
        put(container, "Configs", _changed_configs(flags, container, lookups, keep_id=now.get("Config")))
        return
    wanted: JsonObject | None = flags.credential_spec or None
    name: str = (wanted or {}).get("Config", "")
    configs = _changed_configs(flags, container, lookups, name=name)
    put(container, "Configs", configs)
    if wanted is not None:
        if name:
            id = next(config["ConfigID"] for config in configs if config.get("ConfigName") == name)
            wanted = wanted | {"Config": id}
        privileges = {"SELinuxContext": None, "NoNewPrivileges": False, **privileges}
    if privileges:
        container["Privileges"] = privileges | {"CredentialSpec": wanted}


def _changed_configs(
    flags: ServiceUpdateFlags,
    container: JsonObject,
    lookups: Lookups,
    *,
    name: str = "",
    keep_id: str | None = None,
) -> list[JsonObject]:
    """The configs after adding and removing. Of the configs for the engine itself, only the credential spec's stays.

    Args:
        flags: the flags of the command.
        container: the current ContainerSpec.
        lookups: finds the ids of new configs.
        name: the name of the config that is the new credential spec.
        keep_id: the id of the config that is the current credential spec, if that stays.

    """
    removed = flags.config_rm

    def stays(config: JsonObject) -> bool:
        if "Runtime" in config:
            return bool(config.get("ConfigName") == name or config.get("ConfigID") == keep_id)
        return config.get("ConfigName") not in removed

    kept = [each for each in container.get("Configs") or [] if stays(each)]
    added = [*flags.config_add, *([runtime_config(name)] if name else [])]
    return kept + configs_with_ids(added, lookups.configs)


def _error(text: str) -> OptionError:
    return OptionError(text, Stage.COMMAND)
