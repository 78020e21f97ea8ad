"""Convert a service of a stack to a request body, as docker stack does."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from engineclient.compose.errors import ComposeError
from engineclient.compose.gotext import shown32
from engineclient.compose.stack.load import StackFile
from engineclient.compose.stack.model import (
    Endpoint,
    HealthCheck,
    Rollout,
    Service,
)
from engineclient.compose.stack.mounts import mount_body
from engineclient.compose.stack.objects import DEFAULT_NETWORK
from engineclient.models.stack_names import IMAGE, labelled, name_of, scoped
from engineclient.options.service.capabilities import new_capabilities
from engineclient.options.values.flag import OptionError
from engineclient.options.values.json_object import JsonObject, present
from engineclient.options.values.limits import nano_cpus
from engineclient.options.values.networks import is_user_defined
from engineclient.options.values.restart import restart_policy

_ONLY_REPLICATED: Final = "replicas can only be used with replicated or replicated-job mode"


def service_spec(
    stack: StackFile,
    name: str,
    service: Service,
    *,
    secrets: Iterable[JsonObject] = (),
    configs: Iterable[JsonObject] = (),
) -> JsonObject:
    """The body of `POST /services/create`.

    Args:
        stack: the stack that the service belongs to.
        name: the name of the stack.
        service: one of its services.
        secrets: the references that `secret_references` returned, with ids added.
        configs: the same from `config_references`.

    Raises:
        ComposeError: a swarm does not support a key, or something that the service refers to is not declared.

    """
    deploy = service.deploy
    mode = _mode(deploy.mode, deploy.replicas)
    config_list = sorted(configs, key=lambda each: str(each["ConfigName"]))
    container = _container(stack, name, service)
    return {
        "Name": scoped(name, service.name),
        "Labels": labelled(name, deploy.labels) | {IMAGE: service.image},
        "TaskTemplate": {
            "ContainerSpec": {
                **container,
                "Privileges": {
                    "CredentialSpec": _credentials(name, service, config_list),
                    "SELinuxContext": None,
                    "NoNewPrivileges": False,
                },
                **present(
                    {
                        "Secrets": sorted(secrets, key=lambda each: str(each["SecretName"])),
                        "Configs": config_list,
                    }
                ),
            },
            "Resources": _resources(service),
            **_given({"RestartPolicy": _restart_policy(service)}),
            "Placement": present(
                {
                    "Constraints": list(deploy.placement.constraints),
                    "Preferences": [
                        {"Spread": {"SpreadDescriptor": each.spread}} for each in deploy.placement.preferences
                    ],
                    "MaxReplicas": deploy.placement.max_replicas_per_node,
                }
            ),
            "Networks": _attachments(stack, name, service),
            **(
                {}
                if service.logging is None
                else {
                    "LogDriver": present(
                        {"Name": service.logging.driver, "Options": dict(service.logging.options)}
                    )
                }
            ),
            "ForceUpdate": 0,
        },
        "Mode": mode,
        **_rollouts(service),
        "EndpointSpec": _endpoint(service),
    }


def _container(stack: StackFile, name: str, service: Service) -> JsonObject:
    added, dropped = new_capabilities(service.cap_add, service.cap_drop)
    mounts = [mount_body(each, stack.volumes, name) for each in service.volumes]
    health = _health(service.healthcheck)
    has_dns = service.dns is not None or service.dns_search is not None
    dns = present({"Nameservers": [*(service.dns or ())], "Search": [*(service.dns_search or ())]})
    return {
        "Image": service.image,
        "Labels": labelled(name, service.labels),
        **present(
            {
                "Command": list(service.entrypoint),
                "Args": list(service.command),
                "Hostname": service.hostname,
                "Env": sorted(
                    key if value is None else f"{key}={value}" for key, value in service.environment.items()
                ),
                "Dir": service.working_dir,
                "User": service.user,
                "StopSignal": service.stop_signal,
                "TTY": service.tty,
                "OpenStdin": service.stdin_open,
                "ReadOnly": service.read_only,
                "Mounts": mounts,
                "Hosts": [_host(each) for each in service.extra_hosts],
                "Isolation": service.isolation,
                "Sysctls": dict(service.sysctls),
                "CapabilityAdd": added,
                "CapabilityDrop": dropped,
                "Ulimits": [
                    {"Name": key, "Hard": each.single or each.hard, "Soft": each.single or each.soft}
                    for key, each in sorted(service.ulimits.items())
                    if each is not None
                ],
            }
        ),
        **_given(
            {
                "StopGracePeriod": service.stop_grace_period,
                "Healthcheck": health,
                "DNSConfig": dns if has_dns else None,
                "Init": service.init,
            }
        ),
    }


def _given(fields: JsonObject) -> JsonObject:
    return {name: value for name, value in fields.items() if value is not None}


def _host(pair: str) -> str:
    """`name:address` in the form of a line of /etc/hosts."""
    name, _, address = pair.partition(":")
    return f"{address} {name}"


def _mode(mode: str, replicas: int | None) -> JsonObject:
    count = _given({"Replicas": replicas})
    if mode in ("global", "global-job") and replicas is not None:
        raise ComposeError(_ONLY_REPLICATED)
    match mode:
        case "global-job":
            return {"GlobalJob": {}}
        case "global":
            return {"Global": {}}
        case "replicated-job":
            return {"ReplicatedJob": _given({"MaxConcurrent": replicas, "TotalCompletions": replicas})}
        case "replicated" | "":
            return {"Replicated": count}
        case _:
            raise ComposeError(f"Unknown mode: {mode}")


def _attachments(stack: StackFile, name: str, service: Service) -> list[JsonObject]:
    """The elements of TaskTemplate.Networks; on user-defined networks, the name of the service in the file is an alias."""
    wanted: Mapping[str, Endpoint | None] = service.networks or {DEFAULT_NETWORK: None}
    made: list[JsonObject] = []
    for key, each in wanted.items():
        if key not in stack.networks and key != DEFAULT_NETWORK:
            raise ComposeError(f'undefined network "{key}"')
        target = name_of(name, key, stack.networks.get(key))
        endpoint = each or Endpoint()
        aliases = [*endpoint.aliases, *([service.name] if is_user_defined(target) else [])]
        made.append(
            {"Target": target, **present({"Aliases": aliases, "DriverOpts": dict(endpoint.driver_opts)})}
        )
    return sorted(made, key=lambda each: str(each["Target"]))


def _health(check: HealthCheck | None) -> JsonObject | None:
    if check is None:
        return None
    if check.disable:
        if check.test:
            raise ComposeError("test and disable can't be set at the same time")
        return {"Test": ["NONE"]}
    return present(
        {
            "Test": list(check.test),
            "Interval": check.interval,
            "Timeout": check.timeout,
            "StartPeriod": check.start_period,
            "StartInterval": check.start_interval,
            "Retries": check.retries,
        }
    )


def _restart_policy(service: Service) -> JsonObject | None:
    policy = service.deploy.restart_policy
    if policy is not None:
        return present({"Condition": policy.condition}) | _given(
            {"Delay": policy.delay, "MaxAttempts": policy.max_attempts, "Window": policy.window}
        )
    try:
        given = restart_policy(service.restart)
    except OptionError as error:
        raise ComposeError(str(error)) from None
    match given["Name"]:
        case "" | "no":
            return None
        case "always" | "unless-stopped":
            return {"Condition": "any"}
        case "on-failure":
            return {"Condition": "on-failure", "MaxAttempts": given["MaximumRetryCount"]}
        case _:
            raise ComposeError(f"unknown restart policy: {service.restart}")


def _rollouts(service: Service) -> JsonObject:
    both = {"UpdateConfig": service.deploy.update_config, "RollbackConfig": service.deploy.rollback_config}
    return {name: _rollout(each) for name, each in both.items() if each is not None}


def _rollout(rollout: Rollout) -> JsonObject:
    return {
        "Parallelism": 1 if rollout.parallelism is None else rollout.parallelism,
        "MaxFailureRatio": shown32(rollout.max_failure_ratio),
        "Order": rollout.order,
        **present(
            {"Delay": rollout.delay, "FailureAction": rollout.failure_action, "Monitor": rollout.monitor}
        ),
    }


def _resources(service: Service) -> JsonObject:
    limits, reserved = service.deploy.resources.limits, service.deploy.resources.reservations
    made: JsonObject = {}
    if limits is not None:
        made["Limits"] = present(
            {"NanoCPUs": _cpus(limits.cpus), "MemoryBytes": limits.memory, "Pids": limits.pids}
        )
    if reserved is not None:
        made["Reservations"] = present(
            {
                "NanoCPUs": _cpus(reserved.cpus),
                "MemoryBytes": reserved.memory,
                "GenericResources": [
                    {"DiscreteResourceSpec": present({"Kind": spec.kind, "Value": spec.value})}
                    if spec
                    else {}
                    for spec in (each.discrete_resource_spec for each in reserved.generic_resources)
                ],
            }
        )
    return made


def _cpus(text: str) -> int:
    try:
        return nano_cpus(text) if text else 0
    except OptionError as error:
        raise ComposeError(str(error)) from None


def _endpoint(service: Service) -> JsonObject:
    ports = [
        present(
            {
                "Protocol": port.protocol,
                "TargetPort": port.target,
                "PublishedPort": port.published,
                "PublishMode": port.mode,
            }
        )
        for port in sorted(service.ports, key=lambda port: port.published)
    ]
    return present({"Mode": service.deploy.endpoint_mode.lower(), "Ports": ports})


def _credentials(stack: str, service: Service, configs: list[JsonObject]) -> JsonObject | None:
    """ContainerSpec.Privileges.CredentialSpec, with the id of a config; None if the service has none."""
    spec = {
        "Config": service.credential_spec.config,
        "File": service.credential_spec.file,
        "Registry": service.credential_spec.registry,
    }
    given = [f'"{name}"' for name, value in spec.items() if value]
    if not given:
        return None
    if len(given) > 1:
        *others, last = given
        comma = "," if len(others) > 1 else ""
        raise ComposeError(
            f"invalid credential spec: cannot specify both {', '.join(others)}{comma} and {last}"
        )
    if wanted := spec["Config"]:
        ids = {each["ConfigName"]: each["ConfigID"] for each in configs}
        found = ids.get(wanted) or ids.get(scoped(stack, wanted))
        if found is None:
            raise ComposeError(
                f"invalid credential spec: spec specifies config {wanted}, but no such config can be found"
            )
        spec["Config"] = found
    return spec
