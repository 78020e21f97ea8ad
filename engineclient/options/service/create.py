"""A service to create: the flags of `service create`, and the body they make."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engineclient.options.service.capabilities import new_capabilities
from engineclient.options.service.references import (
    Lookups,
    configs_with_ids,
    runtime_config,
    secrets_with_ids,
)
from engineclient.options.service.rollout import resources, restart_policy, rollout
from engineclient.options.values.env import ReadFile, file_lines, valued
from engineclient.options.values.flag import OptionError, Stage, as_stage, read, require_support
from engineclient.options.values.health import healthcheck
from engineclient.options.values.json_object import JsonObject, present
from engineclient.options.values.key_values import to_map
from engineclient.options.values.limits import ulimits
from engineclient.options.values.service import generic_resources, swarm_host

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from types import SimpleNamespace

    from engineclient.options.service.flags import ServiceCreateFlags


def service_create(
    flags: ServiceCreateFlags,
    image: str,
    args: Sequence[str] = (),
    *,
    api_version: str,
    environ: Mapping[str, str],
    read_file: ReadFile,
    directory: str,
    lookups: Lookups,
) -> JsonObject:
    """The body of POST /services/create that docker 28.2 makes of these flags, with `image` as it was typed.

    `environ` and `directory` are the caller's environment and absolute working directory; `read_file` gives the bytes
    of a file, raising OSError.

    Raises OptionError, for the first thing wrong in the order in which docker looks.
    """
    given = read(flags)
    require_support(flags, api_version=api_version)
    with as_stage(Stage.COMMAND):
        env = _environment(given, environ, read_file)
        health = _health(given)
    mode = _mode(given)
    update, rollback = rollout("update", given), rollout("rollback", given)
    if (update or rollback) and not {"ReplicatedJob", "GlobalJob"}.isdisjoint(mode):
        raise _error("update and rollback configuration is not supported for jobs")
    networks = [{**network, "Target": lookups.network(network["Target"])} for network in given.network]
    limits = resources(given)
    with as_stage(Stage.COMMAND):
        limits["Reservations"] |= present({"GenericResources": generic_resources(given.generic_resource)})
    container = _container(given, image, args, env, health, directory)
    container |= _files(given, container, lookups)
    log = present({"Name": given.log_driver, "Options": to_map(given.log_opt)}) if given.log_driver else None
    restart = restart_policy(given)
    return {
        **present({"Name": given.name}),
        "Labels": to_map(given.label),
        "TaskTemplate": {
            "ContainerSpec": container,
            "Resources": limits,
            **({} if restart is None else {"RestartPolicy": restart}),
            "Placement": present(
                {
                    "Constraints": given.constraint,
                    "Preferences": given.placement_pref,
                    "MaxReplicas": given.replicas_max_per_node,
                }
            ),
            **present(
                {"Networks": sorted(networks, key=lambda network: network["Target"]), "LogDriver": log}
            ),
            "ForceUpdate": 0,
        },
        "Mode": mode,
        **present({"UpdateConfig": update, "RollbackConfig": rollback}),
        "EndpointSpec": {
            **present({"Mode": "vip" if given.endpoint_mode is None else given.endpoint_mode.lower()}),
            **present({"Ports": [port for ports in given.publish for port in ports]}),
        },
    }


def _error(text: str) -> OptionError:
    return OptionError(text, Stage.COMMAND)


def _environment(given: SimpleNamespace, environ: Mapping[str, str], read_file: ReadFile) -> list[str]:
    """The lines of the files, then -e; another value of a name takes the place of the one before."""
    found: list[str] = []
    for line in [
        *file_lines(given.env_file, read_file, environ.get),
        *(valued(each, environ) for each in given.env),
    ]:
        name = line.partition("=")[0]
        found = [each for each in found if each == line or not each.startswith(f"{name}=")]
        found.append(line)
    return found


def _health(given: SimpleNamespace) -> JsonObject | None:
    """The same rules as for `run`, but that a time of 0 and negative retries are sent."""
    times = (
        given.health_interval,
        given.health_timeout,
        given.health_start_period,
        given.health_start_interval,
    )
    check = healthcheck(
        command=given.health_cmd,
        interval=given.health_interval,
        timeout=given.health_timeout,
        retries=abs(given.health_retries or 0),
        start_period=given.health_start_period,
        start_interval=given.health_start_interval,
        none=bool(given.no_healthcheck),
    )
    if given.health_retries:
        return {**(check or {}), "Retries": given.health_retries}
    return {} if check is None and any(time is not None for time in times) else check


def _mode(given: SimpleNamespace) -> JsonObject:
    mode = "replicated" if given.mode is None else given.mode
    if mode not in ("replicated", "global", "replicated-job", "global-job"):
        raise _error(f"Unknown mode: {mode}, only replicated and global supported")
    if mode.startswith("global"):
        if given.replicas is not None:
            raise _error("replicas can only be used with replicated or replicated-job mode")
        if given.replicas_max_per_node:
            raise _error("replicas-max-per-node can only be used with replicated or replicated-job mode")
    if given.max_concurrent is not None and mode != "replicated-job":
        raise _error("max-concurrent can only be used with replicated-job mode")
    match mode:
        case "global":
            return {"Global": {}}
        case "global-job":
            return {"GlobalJob": {}}
        case "replicated":
            return {"Replicated": {} if given.replicas is None else {"Replicas": given.replicas}}
        case _:
            at_once = given.replicas if given.max_concurrent is None else given.max_concurrent
            job = {"MaxConcurrent": at_once, "TotalCompletions": given.replicas}
            return {"ReplicatedJob": {key: value for key, value in job.items() if value is not None}}


def _container(
    given: SimpleNamespace,
    image: str,
    args: Sequence[str],
    env: list[str],
    health: JsonObject | None,
    directory: str,
) -> JsonObject:
    credentials = given.credential_spec
    added, dropped = new_capabilities(given.cap_add, given.cap_drop)
    container: JsonObject = {
        **present(
            {
                "Image": image,
                "Labels": to_map(given.container_label),
                "Command": given.entrypoint,
                "Args": list(args),
                "Hostname": given.hostname,
                "Env": env,
                "Dir": given.workdir,
                "User": given.user,
                "Groups": given.group,
                "Privileges": credentials
                and {"CredentialSpec": credentials, "SELinuxContext": None, "NoNewPrivileges": False},
            }
        ),
        "Init": bool(given.init),
        **present(
            {
                "StopSignal": given.stop_signal,
                "TTY": given.tty,
                "ReadOnly": given.read_only,
                "Mounts": [mount.body(directory) for mount in given.mount],
            }
        ),
        **({} if given.stop_grace_period is None else {"StopGracePeriod": given.stop_grace_period}),
        **({} if health is None else {"Healthcheck": health}),
        **present({"Hosts": [swarm_host(host) for host in given.host]}),
        "DNSConfig": present(
            {"Nameservers": given.dns, "Search": given.dns_search, "Options": given.dns_option}
        ),
        **present(
            {
                "Isolation": given.isolation,
                "Sysctls": to_map(given.sysctl),
                "CapabilityAdd": added,
                "CapabilityDrop": dropped,
                "Ulimits": ulimits(given.ulimit),
                "OomScoreAdj": given.oom_score_adj,
            }
        ),
    }
    return container


def _files(given: SimpleNamespace, container: JsonObject, lookups: Lookups) -> JsonObject:
    """Secrets and configs, and the credential spec again if it is a config: by its id now."""
    secrets = secrets_with_ids(given.secret, lookups.secrets)
    credentials = container.get("Privileges", {}).get("CredentialSpec", {})
    name = credentials.get("Config")
    configs = configs_with_ids([*given.config, *([runtime_config(name)] if name else [])], lookups.configs)
    found = present({"Secrets": secrets, "Configs": configs})
    if name:
        id = next(config["ConfigID"] for config in configs if config["ConfigName"] == name)
        found["Privileges"] = container["Privileges"] | {"CredentialSpec": credentials | {"Config": id}}
    return found
