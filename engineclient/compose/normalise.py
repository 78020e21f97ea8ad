"""Add what a merged file implies: the default network, names of objects, dependencies that follow from other keys."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from engineclient.compose.tree import Tree
from engineclient.golang.strconv import clean_path

_NAMESPACES: Final = ("network_mode", "ipc", "pid", "uts", "cgroup")


def normalise(tree: Tree, environment: Mapping[str, str]) -> Tree:
    """`tree`, which has the key `name`, with what it implies.

    Args:
        tree: the merged files.
        environment: the variables of the project, for names without a value in `environment` and `build.args`.

    """
    made = {**tree, **_networks(tree)}
    if "services" in made:
        made["services"] = {name: _service(each, environment) for name, each in made["services"].items()}
    for kind in ("networks", "volumes", "configs", "secrets"):
        if kind in made:
            made[kind] = {
                key: _named(value or {}, key, made["name"]) for key, value in (made[kind] or {}).items()
            }
    return made


def _networks(tree: Tree) -> Tree:
    """The keys `services` and `networks` with services that name no network attached to the network `default`."""
    services: Tree = {}
    used = False
    for name, service in tree.get("services", {}).items():
        if "provider" not in service and "network_mode" not in service:
            if not service.get("networks"):
                service = {**service, "networks": {"default": None}}
            used = used or "default" in service["networks"]
        services[name] = service
    networks = tree.get("networks", {})
    if used and "default" not in networks:
        networks = {**networks, "default": None}
    return ({"services": services} if "services" in tree else {}) | (
        {"networks": networks} if networks else {}
    )


def _service(service: Tree, environment: Mapping[str, str]) -> Tree:
    made = dict(service)
    if made.get("pull_policy") == "if_not_present":
        made["pull_policy"] = "missing"
    if "build" in made:
        made["build"] = _build(made["build"], environment)
    if "environment" in made:
        made["environment"] = _resolved(made["environment"], environment, keep=True)
    if depends_on := _depends_on(made):
        made["depends_on"] = depends_on
    if "volumes" in made:
        made["volumes"] = [{**each, "target": clean_path(each["target"])} for each in made["volumes"]]
    return made


def _build(build: Tree, environment: Mapping[str, str]) -> Tree:
    made = dict(build)
    if made.get("context") is None:
        made["context"] = "."
    if made.get("dockerfile") is None and made.get("dockerfile_inline") is None:
        made["dockerfile"] = "Dockerfile"
    if "args" in made:
        made["args"] = _resolved(made["args"], environment, keep=False)
    return made


def _depends_on(service: Tree) -> Tree:
    """The dependencies of a service, including those that follow from links, shared namespaces and `volumes_from`."""
    depends_on = dict(service.get("depends_on") or {})

    def add(name: str, *, restart: bool) -> None:
        implied = {"condition": "service_started", "restart": restart, "required": True}
        depends_on.setdefault(name, implied)

    for link in service.get("links") or ():
        parts = link.split(":")
        add(parts[0] if len(parts) == 2 else link, restart=True)
    for key in _NAMESPACES:
        mode = service.get(key) or ""
        if mode.startswith("service:"):
            add(mode.removeprefix("service:"), restart=True)
    for source in service.get("volumes_from") or ():
        if not source.startswith("container:"):
            add(source.split(":")[0], restart=False)
    return depends_on


def _resolved(value: Any, environment: Mapping[str, str], *, keep: bool) -> Any:
    """Add the environment's values to names without one; names that the environment does not have are kept if `keep`."""
    match value:
        case list():
            return [
                f"{each}={environment[each]}" if isinstance(each, str) and each in environment else each
                for each in value
                if keep or not isinstance(each, str) or "=" in each or each in environment
            ]
        case dict():
            return {
                key: environment.get(key) if part is None else part
                for key, part in value.items()
                if keep or part is not None or key in environment
            }
        case _:
            return value


def _named(resource: Tree, key: str, project: str) -> Tree:
    if resource.get("name") is not None:
        return resource
    external = str(resource.get("external", "")).lower() in ("1", "t", "true")
    return {**resource, "name": key if external else f"{project}_{key}"}


def project_name(text: str) -> str:
    """`text` as the name of a project: in lower case, without characters other than letters, digits, `_` and `-`.

    >>> project_name("_My App.2")
    'myapp2'

    """
    return "".join(each for each in text.lower() if each in _NAME_LETTERS).lstrip("_-")


_NAME_LETTERS: Final = frozenset("abcdefghijklmnopqrstuvwxyz0123456789_-")
