"""Networks, secrets and configs of a stack as request bodies, and the references of services to secrets and configs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from engineclient.compose.errors import ComposeError
from engineclient.compose.stack.load import StackFile
from engineclient.compose.stack.model import (
    FileMount,
    FileObject,
    Network,
    Service,
)
from engineclient.models.secrets import encoded
from engineclient.models.stack_names import labelled, name_of
from engineclient.options.service.references import runtime_config
from engineclient.options.values.json_object import JsonObject, present

DEFAULT_NETWORK: Final = "default"
"""The key of the network of services that name none."""
_FILE_MODE: Final = 0o444


def networks(stack: StackFile, name: str) -> dict[str, JsonObject]:
    """The networks that services use and that are not external, by name: bodies of `POST /networks/create`."""
    used = {key for service in stack.services.values() for key in (service.networks or (DEFAULT_NETWORK,))}
    declared = {key: stack.networks.get(key, Network()) for key in sorted(used)}
    return {
        name_of(name, key, each): _network(name, each) for key, each in declared.items() if not each.external
    }


def external_networks(stack: StackFile) -> list[str]:
    """The names of the external networks that services use."""
    used = sorted({key for service in stack.services.values() for key in service.networks})
    return [
        stack.networks[key].name for key in used if key in stack.networks and stack.networks[key].external
    ]


def _network(stack: str, network: Network) -> JsonObject:
    pools = [present({"Subnet": pool.subnet}) for pool in network.ipam.config]
    has_ipam = network.ipam.driver or pools
    return {
        "Driver": network.driver or "overlay",
        "Scope": "",
        "IPAM": {"Driver": network.ipam.driver, "Options": None, "Config": pools or None}
        if has_ipam
        else None,
        "Internal": network.internal,
        "Attachable": network.attachable,
        "Ingress": False,
        "ConfigOnly": False,
        "ConfigFrom": None,
        "Options": dict(network.driver_opts) or None,
        "Labels": labelled(stack, network.labels),
    }


def file_object(stack: str, key: str, declared: FileObject, data: bytes) -> JsonObject:
    """The body of `POST /secrets/create` or `POST /configs/create`.

    Args:
        stack: the name of the stack.
        key: the key of the secret or config in the file.
        declared: its declaration.
        data: its content; empty for a secret that a driver provides.

    """
    driver = {"Name": declared.driver, **present({"Options": dict(declared.driver_opts)})}
    return {
        "Name": name_of(stack, key, declared),
        "Labels": labelled(stack, declared.labels),
        **present(
            {
                "Data": encoded(data),
                "Driver": driver if declared.driver else None,
                "Templating": {"Name": declared.template_driver} if declared.template_driver else None,
            }
        ),
    }


# --- references of services ---


def secret_references(stack: StackFile, name: str, service: Service) -> list[JsonObject]:
    """Elements of ContainerSpec.Secrets, without the ids.

    Raises:
        ComposeError: a secret is not declared.

    """
    return [_reference("secret", name, each, stack.secrets) for each in service.secrets]


def config_references(stack: StackFile, name: str, service: Service) -> list[JsonObject]:
    """Elements of ContainerSpec.Configs, without the ids, that of the credential spec among them.

    Raises:
        ComposeError: a config is not declared.

    """
    found = [_reference("config", name, each, stack.configs) for each in service.configs]
    if key := service.credential_spec.config:
        found.append(runtime_config(name_of(name, key, _declared("config", key, stack.configs))))
    return found


def _reference(kind: str, stack: str, mount: FileMount, declared: Mapping[str, FileObject]) -> JsonObject:
    file = {
        "Name": mount.target or mount.source,
        "UID": mount.uid or "0",
        "GID": mount.gid or "0",
        "Mode": _FILE_MODE if mount.mode is None else mount.mode,
    }
    named = _declared(kind, mount.source, declared)
    return {"File": file, f"{kind.title()}Name": name_of(stack, mount.source, named)}


def _declared(kind: str, key: str, declared: Mapping[str, FileObject]) -> FileObject:
    if key not in declared:
        raise ComposeError(f'undefined {kind} "{key}"')
    return declared[key]
