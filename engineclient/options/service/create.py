"""The body of the request of `service create`, from its flags."""

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
from engineclient.options.values.flag import OptionError, Stage, as_stage, require_support
from engineclient.options.values.health import healthcheck
from engineclient.options.values.json_object import JsonObject, present
from engineclient.options.values.key_values import to_map
from engineclient.options.values.limits import ulimits
from engineclient.options.values.service import generic_resources, swarm_host

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

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
    """The body of POST /services/create that docker 28.2 makes from these flags, with `image` as typed.

    `environ` and `directory` are the caller's environment and absolute working directory; `read_file` returns the bytes
    of a file, raising OSError.

    Raises OptionError, with docker's message for the first error that docker finds.
    """
    require_support(flags, api_version=api_version)
    with as_stage(Stage.COMMAND):
        env = _environment(flags, environ, read_file)
        health = _health(flags)
    mode = _mode(flags)
    update, rollback = rollout("update", flags), rollout("rollback", flags)
    if (update or rollback) and not {"ReplicatedJob", "GlobalJob"}.isdisjoint(mode):
        raise _error("update and rollback configuration is not supported for jobs")
    networks = [{**network, "Target": lookups.network(network["Target"])} for network in flags.network]
    limits = resources(flags)
    with as_stage(Stage.COMMAND):
        limits["Reservations"] |= present({"GenericResources": generic_resources(flags.generic_resource)})
    container = _container(flags, image, args, env, health, directory)
    container |= _files(flags, container, lookups)
    log = present({"Name": flags.log_driver, "Options": to_map(flags.log_opt)}) if flags.log_driver else None
    restart = restart_policy(flags)
    return {
        **present({"Name": flags.name}),
        "Labels": to_map(flags.label),
        "TaskTemplate": {
            "ContainerSpec": container,
            "Resources": limits,
            **({} if restart is None else {"RestartPolicy": restart}),
            "Placement": present(
                {
                    "Constraints": flags.constraint,
                    "Preferences": flags.placement_pref,
                    "MaxReplicas": flags.replicas_max_per_node,
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
            **present({"Mode": "vip" if flags.endpoint_mode is None else flags.endpoint_mode.lower()}),
            **present({"Ports": [port for ports in flags.publish for port in ports]}),
        },
    }


def _error(text: str) -> OptionError:
    return OptionError(text, Stage.COMMAND)


def _environment(flags: ServiceCreateFlags, environ: Mapping[str, str], read_file: ReadFile) -> list[str]:
    """The lines of the files, then the values of -e; a later value of a name replaces the earlier one in its place."""
    found: list[str] = []
    for line in [
        *file_lines(flags.env_file, read_file, environ.get),
        *(valued(each, environ) for each in flags.env),
    ]:
        name = line.partition("=")[0]
        found = [each for each in found if each == line or not each.startswith(f"{name}=")]
        found.append(line)
    return found


def _health(flags: ServiceCreateFlags) -> JsonObject | None:
    """The health check, by the same rules as for `run`, except that a time of 0 and negative retries are sent."""
    times = (
        flags.health_interval,
        flags.health_timeout,
        flags.health_start_period,
        flags.health_start_interval,
    )
    check = healthcheck(
        command=flags.health_cmd,
        interval=flags.health_interval,
        timeout=flags.health_timeout,
        retries=abs(flags.health_retries or 0),
        start_period=flags.health_start_period,
        start_interval=flags.health_start_interval,
        none=bool(flags.no_healthcheck),
    )
    if flags.health_retries:
        return {**(check or {}), "Retries": flags.health_retries}
    return {} if check is None and any(time is not None for time in times) else check


def _mode(flags: ServiceCreateFlags) -> JsonObject:
    mode = "replicated" if flags.mode is None else flags.mode
    if mode not in ("replicated", "global", "replicated-job", "global-job"):
        raise _error(f"Unknown mode: {mode}, only replicated and global supported")
    if mode.startswith("global"):
        if flags.replicas is not None:
            raise _error("replicas can only be used with replicated or replicated-job mode")
        if flags.replicas_max_per_node:
            raise _error("replicas-max-per-node can only be used with replicated or replicated-job mode")
    if flags.max_concurrent is not None and mode != "replicated-job":
        raise _error("max-concurrent can only be used with replicated-job mode")
    match mode:
        case "global":
            return {"Global": {}}
        case "global-job":
            return {"GlobalJob": {}}
        case "replicated":
            return {"Replicated": {} if flags.replicas is None else {"Replicas": flags.replicas}}
        case _:
            at_once = flags.replicas if flags.max_concurrent is None else flags.max_concurrent
            job = {"MaxConcurrent": at_once, "TotalCompletions": flags.replicas}
            return {"ReplicatedJob": {key: value for key, value in job.items() if value is not None}}


def _container(
    flags: ServiceCreateFlags,
    image: str,
    args: Sequence[str],
    env: list[str],
    health: JsonObject | None,
    directory: str,
) -> JsonObject:
    credentials = flags.credential_spec
    added, dropped = new_capabilities(flags.cap_add, flags.cap_drop)
    container: JsonObject = {
        **present(
            {
                "Image": image,
                "Labels": to_map(flags.container_label),
                "Command": flags.entrypoint,
                "Args": list(args),
                "Hostname": flags.hostname,
                "Env": env,
                "Dir": flags.workdir,
                "User": flags.user,
                "Groups": flags.group,
                "Privileges": credentials
                and {"CredentialSpec": credentials, "SELinuxContext": None, "NoNewPrivileges": False},
            }
        ),
        "Init": bool(flags.init),
        **present(
            {
                "StopSignal": flags.stop_signal,
                "TTY": flags.tty,
                "ReadOnly": flags.read_only,
                "Mounts": [mount.body(directory) for mount in flags.mount],
            }
        ),
        **({} if flags.stop_grace_period is None else {"StopGracePeriod": flags.stop_grace_period}),
        **({} if health is None else {"Healthcheck": health}),
        **present({"Hosts": [swarm_host(host) for host in flags.host]}),
        "DNSConfig": present(
            {"Nameservers": flags.dns, "Search": flags.dns_search, "Options": flags.dns_option}
        ),
        **present(
            {
                "Isolation": flags.isolation,
                "Sysctls": to_map(flags.sysctl),
                "CapabilityAdd": added,
                "CapabilityDrop": dropped,
                "Ulimits": ulimits(flags.ulimit),
                "OomScoreAdj": flags.oom_score_adj,
            }
        ),
    }
    return container


def _files(flags: ServiceCreateFlags, container: JsonObject, lookups: Lookups) -> JsonObject:
    """Add secrets and configs; a credential spec that is a config gets the id of the config."""
    secrets = secrets_with_ids(flags.secret, lookups.secrets)
    credentials = container.get("Privileges", {}).get("CredentialSpec", {})
    name = credentials.get("Config")
    configs = configs_with_ids([*flags.config, *([runtime_config(name)] if name else [])], lookups.configs)
    found = present({"Secrets": secrets, "Configs": configs})
    if name:
        id = next(config["ConfigID"] for config in configs if config["ConfigName"] == name)
        found["Privileges"] = container["Privileges"] | {"CredentialSpec": credentials | {"Config": id}}
    return found
