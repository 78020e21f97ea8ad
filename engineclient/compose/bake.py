"""The builds of a project as a bake file, the input of `docker buildx bake`: `compose build --print`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from engineclient.compose.building import SERVICE, Building, Secret
from engineclient.golang.json import encode_ordered, escape_html

if TYPE_CHECKING:
    from engineclient.compose.tree import Tree


def bake_file(builds: Sequence[Building], *, push: bool = False, check: bool = False) -> str:
    """The JSON of a bake file.

    Args:
        builds: the builds, a target each.
        push: push the images to their registries.
        check: only check the Dockerfiles, without building.

    """
    targets = {bake_name(each.service): _target(each, push=push, check=check) for each in builds}
    group = {"default": {"targets": sorted(targets)}}
    return escape_html(encode_ordered({"group": group, "target": dict(sorted(targets.items()))}, indent=2))


def bake_name(service: str) -> str:
    """The name of a service's target: dots, which bake does not allow in names, are replaced by `_`."""
    return service.replace(".", "_")


def _target(each: Building, *, push: bool, check: bool) -> Tree:
    given = each.parameters
    target: Tree = {
        "context": each.context,
        "contexts": {name: _context(place) for name, place in sorted(each.contexts.items())},
        "dockerfile": "" if each.inline else each.dockerfile,
        "dockerfile-inline": each.inline,
        "args": dict(sorted((given["buildargs"] or {}).items())),
        "labels": dict(sorted(given["labels"].items())),
        "tags": given["tags"],
        "cache-from": given["cachefrom"],
        "cache-to": list(each.cache_to),
        "target": given["target"],
        "secret": [_secret(name, secret) for name, secret in each.secrets.items()],
        "ssh": [f"{name}={path}" for name, path in sorted(each.ssh.items())],
        "platforms": list(each.platforms),
        "pull": given["pull"],
        "no-cache": given["nocache"],
        "network": given["networkmode"],
        "shm-size": str(given["shmsize"] or ""),
        "ulimits": [_ulimit(limit) for limit in given["ulimits"] or ()],
        "call": "lint" if check else "",
        "entitlements": list(each.entitlements),
        "extra-hosts": _hosts(given["extrahosts"] or ()),
        "output": [] if check else [_output(each, push=push)],
        "attest": list(each.attestations),
    }
    return {key: value for key, value in target.items() if value}


def _context(place: str) -> str:
    return f"target:{bake_name(place.removeprefix(SERVICE))}" if place.startswith(SERVICE) else place


def _secret(name: str, secret: Secret) -> str:
    return (
        f"id={name},type=file,src={secret.file}"
        if secret.file
        else f"id={name},type=env,env={secret.variable}"
    )


def _ulimit(limit: Mapping[str, Any]) -> str:
    soft, hard = limit["Soft"], limit["Hard"]
    return f"{limit['Name']}={soft}" if soft == hard else f"{limit['Name']}={soft}:{hard}"


def _hosts(lines: Sequence[str]) -> dict[str, str]:
    found: dict[str, list[str]] = {}
    for line in lines:
        host, _, address = line.partition(":")
        found.setdefault(host, []).append(address)
    return {host: ",".join(addresses) for host, addresses in sorted(found.items())}


def _output(each: Building, *, push: bool) -> str:
    push = push and each.has_own_name
    if len(each.platforms) > 1:
        return f"type=image,push={str(push).lower()}"
    return "type=registry" if push else "type=docker"
