"""A service to change: the flags of `service update`, applied to what the service is made of now."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Any, Final

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
from engineclient.options.values.flag import OptionError, Stage, as_stage, declared, read, require_support
from engineclient.options.values.json_object import JsonObject, present
from engineclient.options.values.key_values import to_map
from engineclient.options.values.service import generic_resources

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import SimpleNamespace

    from engineclient.options.service.flags import ServiceUpdateFlags

_BESIDE_ROLLBACK: Final = ("rollback", "detach", "quiet")
_HEALTH_NUMBERS: Final = {  # without StartInterval: docker accepts its flag, and sends the check as it was
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
    """Raise OptionError if a flag stands beside --rollback that would change the service."""
    others = [getattr(flags, name) for name in declared(flags) if name not in _BESIDE_ROLLBACK]
    if any(bool(value) if isinstance(value, list | tuple) else value is not None for value in others):
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
    """The body of POST /services/{id}/update that docker 28.2 makes of these flags and the service's `spec`.

    The image is the one that was typed. `environ` and `directory` are the caller's environment and absolute working
    directory.

    Raises OptionError, for the first thing wrong in the order in which docker looks.
    """
    given = read(flags)
    require_support(flags, api_version=api_version)
    spec = deepcopy(spec)
    task: JsonObject = spec["TaskTemplate"]
    container: JsonObject = task["ContainerSpec"]
    task.setdefault("ForceUpdate", 0)
    if given.label_add or (given.label_rm and spec.get("Labels")):
        spec["Labels"] = change_map(spec.get("Labels"), given.label_add, given.label_rm)
    _change_container(given, container, directory)
    if given.env_add or given.env_rm:
        _put(container, "Env", _environment(container.get("Env") or [], given, environ))
    _change_task(given, task)
    if given.network_add or given.network_rm:
        _change_networks(given, spec, lookups)
    _change_mode(given, spec)
    for kind, name in (("update", "UpdateConfig"), ("rollback", "RollbackConfig")):
        _put(spec, name, rollout(kind, given, spec.get(name)))
    _change_endpoint(given, spec)
    if given.force:
        task["ForceUpdate"] = task.get("ForceUpdate", 0) + 1
    _change_health(given, container)
    _change_files(flags, given, container, lookups)
    return spec


def _change_container(given: SimpleNamespace, container: JsonObject, directory: str) -> None:
    for name, flag in _TEXTS.items():
        if (value := getattr(given, flag)) is not None:
            _put(container, name, value)
    if given.container_label_add or given.container_label_rm:
        labels = change_map(container.get("Labels"), given.container_label_add, given.container_label_rm)
        _put(container, "Labels", labels)
    if given.sysctl_add or given.sysctl_rm:  # removed first, unlike labels
        kept = change_map(container.get("Sysctls"), (), given.sysctl_rm)
        _put(container, "Sysctls", change_map(kept, given.sysctl_add, ()))
    added_mounts = [mount.body(directory) for mount in given.mount_add]
    _put(container, "Mounts", change_mounts(container.get("Mounts"), added_mounts, given.mount_rm))
    _put(container, "Ulimits", change_ulimits(container.get("Ulimits"), given.ulimit_add, given.ulimit_rm))
    if given.group_add or given.group_rm:
        _put(container, "Groups", change_sorted(container.get("Groups"), given.group_add, given.group_rm))
    _change_dns(given, container)
    if given.host_add or given.host_rm:
        _put(container, "Hosts", change_hosts(container.get("Hosts"), given.host_add, given.host_rm))
    if given.cap_add or given.cap_drop:
        now = (container.get("CapabilityAdd") or [], container.get("CapabilityDrop") or [])
        added, dropped = changed_capabilities(now, given.cap_add, given.cap_drop)
        _put(container, "CapabilityAdd", added)
        _put(container, "CapabilityDrop", dropped)


def _environment(now: list[str], given: SimpleNamespace, environ: Mapping[str, str]) -> list[str]:
    """Variables are removed, then added; the last of a name counts."""
    named = {each.partition("=")[0]: each for each in now}
    named = {name: each for name, each in named.items() if name not in given.env_rm}
    named |= {each.partition("=")[0]: valued(each, environ) for each in given.env_add}
    return [*named.values()]


def _change_dns(given: SimpleNamespace, container: JsonObject) -> None:
    flags = {"Nameservers": "dns", "Search": "dns_search", "Options": "dns_option"}
    changes = {
        name: (getattr(given, f"{flag}_add"), getattr(given, f"{flag}_rm")) for name, flag in flags.items()
    }
    if not any(added or removed for added, removed in changes.values()):
        return
    config: JsonObject = container.get("DNSConfig") or {}
    changed = {name: {*change_sorted(config.get(name), *change)} for name, change in changes.items()}
    container["DNSConfig"] = {name: sorted(values) for name, values in changed.items() if values}


def _change_task(given: SimpleNamespace, task: JsonObject) -> None:
    limits = (given.limit_cpu, given.limit_memory, given.limit_pids, given.reserve_cpu, given.reserve_memory)
    if any(value is not None for value in limits):
        task["Resources"] = resources(given, task.get("Resources"))
    if given.generic_resource_add or given.generic_resource_rm:
        _change_generic_resources(given, task)
    _put(task, "RestartPolicy", restart_policy(given, task.get("RestartPolicy")))
    placement: JsonObject = task.get("Placement") or {}
    if given.constraint_add or given.constraint_rm:
        constraints = change_sorted(placement.get("Constraints"), given.constraint_add, given.constraint_rm)
        _put(placement, "Constraints", constraints)
        task["Placement"] = placement
    if given.placement_pref_add or given.placement_pref_rm:
        kept = [each for each in placement.get("Preferences") or [] if each not in given.placement_pref_rm]
        _put(placement, "Preferences", kept + given.placement_pref_add)
        task["Placement"] = placement
    if given.replicas_max_per_node is not None:
        _put(placement, "MaxReplicas", given.replicas_max_per_node)
        task["Placement"] = placement
    if given.log_driver:
        task["LogDriver"] = present({"Name": given.log_driver, "Options": to_map(given.log_opt)})


def _change_generic_resources(given: SimpleNamespace, task: JsonObject) -> None:
    limits: JsonObject = task.get("Resources") or {}
    reserved: JsonObject = limits.get("Reservations") or {}
    now = reserved.get("GenericResources") or []
    kinds = {each["DiscreteResourceSpec"]["Kind"]: each for each in now if "DiscreteResourceSpec" in each}
    with as_stage(Stage.COMMAND):
        added = generic_resources(given.generic_resource_add)
    kinds |= {each["DiscreteResourceSpec"]["Kind"]: each for each in added}
    for kind in given.generic_resource_rm:
        if kind not in kinds:
            raise _error(f"could not find generic-resource `{kind}` to remove it")
        del kinds[kind]
    _put(reserved, "GenericResources", [*kinds.values()])
    task["Resources"] = {**limits, "Reservations": reserved}


def _change_networks(given: SimpleNamespace, spec: JsonObject, lookups: Lookups) -> None:
    task: JsonObject = spec["TaskTemplate"]
    now: list[JsonObject] = task.get("Networks") or spec.get("Networks") or []
    spec.pop("Networks", None)  # where older clients put them
    removed = {lookups.network(name) for name in given.network_rm}
    networks = [network for network in now if network["Target"] not in removed]
    for added in given.network_add:
        id = lookups.network(added["Target"])
        if any(network["Target"] == id for network in networks):
            raise _error(f"service is already attached to network {added['Target']}")
        networks.append({**added, "Target": id})
    _put(task, "Networks", sorted(networks, key=lambda network: network["Target"]))


def _change_mode(given: SimpleNamespace, spec: JsonObject) -> None:
    """--max-concurrent changes nothing: docker accepts it, and sends the job as it was."""
    if given.replicas is None:
        return
    if spec["Mode"].get("Replicated") is None:
        raise _error("replicas can only be used with replicated mode")
    spec["Mode"] = {"Replicated": {"Replicas": given.replicas}}


def _change_endpoint(given: SimpleNamespace, spec: JsonObject) -> None:
    endpoint: JsonObject = spec.get("EndpointSpec") or {}
    if given.endpoint_mode is not None:
        _put(endpoint, "Mode", given.endpoint_mode)
        spec["EndpointSpec"] = endpoint
    if given.publish_add or given.publish_rm:
        added, removed = (
            [port for ports in each for port in ports] for each in (given.publish_add, given.publish_rm)
        )
        _put(endpoint, "Ports", change_ports(endpoint.get("Ports"), added, removed))
        spec["EndpointSpec"] = endpoint


def _change_health(given: SimpleNamespace, container: JsonObject) -> None:
    numbers = {
        name: value for name, flag in _HEALTH_NUMBERS.items() if (value := getattr(given, flag)) is not None
    }
    others = numbers or given.health_cmd is not None or given.health_start_interval is not None
    if given.no_healthcheck:
        if others:
            raise _error("--no-healthcheck conflicts with --health-* options")
        container["Healthcheck"] = {"Test": ["NONE"]}
        return
    if not others and given.no_healthcheck is None:
        return
    health: JsonObject = container.get("Healthcheck") or {}
    if (health.get("Test") or [""])[0] == "NONE":
        del health["Test"]
    for name, value in numbers.items():
        _put(health, name, value)
    if given.health_cmd is not None:
        _put(health, "Test", ["CMD-SHELL", given.health_cmd] if given.health_cmd else [])
    container["Healthcheck"] = health


def _change_files(
    flags: ServiceUpdateFlags, given: SimpleNamespace, container: JsonObject, lookups: Lookups
) -> None:
    secrets: list[JsonObject] = container.get("Secrets") or []
    kept = [each for each in secrets if each["SecretName"] not in given.secret_rm]
    _put(container, "Secrets", kept + secrets_with_ids(given.secret_add, lookups.secrets))
    privileges: JsonObject = container.get("Privileges") or {}
    if flags.credential_spec is None:
        now = privileges.get("CredentialSpec") or {}
        _put(container, "Configs", _changed_configs(given, container, lookups, keep_id=now.get("Config")))
        return
    wanted: JsonObject | None = given.credential_spec
    name: str = (wanted or {}).get("Config", "")
    configs = _changed_configs(given, container, lookups, name=name)
    _put(container, "Configs", configs)
    if wanted is not None:
        if name:
            id = next(config["ConfigID"] for config in configs if config["ConfigName"] == name)
            wanted = wanted | {"Config": id}
        privileges = {"SELinuxContext": None, "NoNewPrivileges": False, **privileges}
    if privileges:
        container["Privileges"] = privileges | {"CredentialSpec": wanted}


def _changed_configs(
    given: SimpleNamespace,
    container: JsonObject,
    lookups: Lookups,
    *,
    name: str = "",
    keep_id: str | None = None,
) -> list[JsonObject]:
    """Configs without those removed. Of those for the engine itself stay the one of that name or id.

    Args:
        given: the flags.
        container: as it was.
        lookups: for the ids of new ones.
        name: of the config that a new credential spec is.
        keep_id: of the config that the present credential spec is, if it stays.

    """
    removed: list[str] = given.config_rm

    def stays(config: JsonObject) -> bool:
        if "Runtime" in config:
            return bool(config["ConfigName"] == name or config["ConfigID"] == keep_id)
        return config["ConfigName"] not in removed

    kept = [each for each in container.get("Configs") or [] if stays(each)]
    added = [*given.config_add, *([runtime_config(name)] if name else [])]
    return kept + configs_with_ids(added, lookups.configs)


def _put(body: JsonObject, name: str, value: Any) -> None:
    """Set a field, or take it out if it is empty, as Go leaves empty fields out."""
    if value or (name in _KEPT_IF_EMPTY and value is not None):
        body[name] = value
    else:
        body.pop(name, None)


def _error(text: str) -> OptionError:
    return OptionError(text, Stage.COMMAND)
