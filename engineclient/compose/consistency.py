"""Check a project as a whole: whether everything that services refer to is declared, and no keys contradict each other."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from engineclient.compose.errors import ComposeError
from engineclient.compose.gotext import float32
from engineclient.compose.graph import check_cycles
from engineclient.compose.model import Config, Model, Network, Secret, Service, Volume

_INVALID = "invalid compose project"


class Declared(Protocol):
    """The sections of a project."""

    @property
    def services(self) -> Mapping[str, Service]:
        """The enabled ones, by name."""
        ...

    @property
    def disabled_services(self) -> Mapping[str, Service]:
        """The disabled ones, by name."""
        ...

    @property
    def networks(self) -> Mapping[str, Network]:
        """The resources by their keys in the file, as in all sections below."""
        ...

    @property
    def volumes(self) -> Mapping[str, Volume]: ...  # noqa: D102

    @property
    def secrets(self) -> Mapping[str, Secret]: ...  # noqa: D102

    @property
    def configs(self) -> Mapping[str, Config]: ...  # noqa: D102

    @property
    def models(self) -> Mapping[str, Model]: ...  # noqa: D102


def check_consistency(project: Declared) -> None:
    """Check the services, in the order of their names, then the secrets and the dependencies.

    Raises:
        ComposeError: the first mistake, with docker compose's message.

    """
    for name in sorted(project.services):
        service = project.services[name]
        _check_build(service, project)
        _check_networks(service, project)
        _check_health(service)
        _check_dependencies(service, project)
        _check_volumes(service, project)
        _check_references(service, project)
        _check_limits(service)
        _check_scale(service)
        _check_watch(service)
        _check_targets(service)
    for name, secret in sorted(project.secrets.items()):
        if not (secret.external or secret.file or secret.environment):
            text = f'secret "{name}" must declare either `file` or `environment`: {_INVALID}'
            raise ComposeError(text, ("secrets", name))
    check_cycles(project.services, project.disabled_services)


def check_container_names(services: Mapping[str, Service]) -> None:
    """Check that no two services have the same `container_name`.

    Raises:
        ComposeError: two have.

    """
    seen: set[str] = set()
    for name in sorted(services):
        given = services[name].container_name
        if given in seen:
            text = f'services.{name}: container name "{given}" is already in use by service {{}}"'
            raise ComposeError(text, ("services", name, "container_name"))
        if given:
            seen.add(given)


def _wrong(service: Service, text: str, *keys: str) -> ComposeError:
    return ComposeError(text, ("services", service.name, *keys))


def _check_build(service: Service, project: Declared) -> None:
    build = service.build
    if build is None:
        if not service.image and service.provider is None:
            text = f'service "{service.name}" has neither an image nor a build context specified: {_INVALID}'
            raise _wrong(service, text)
        return
    if build.dockerfile_inline and build.dockerfile:
        text = f'service "{service.name}" declares mutualy exclusive dockerfile and dockerfile_inline: {_INVALID}'
        raise _wrong(service, text, "build")
    for name, context in build.additional_contexts.items():
        if not context.startswith("service:"):
            continue
        target = context.removeprefix("service:")
        what = ""
        if target not in project.services:
            what = "unknown"
        elif project.services[target].build is None:
            what = "non-buildable"
        if what:
            text = (
                f'service "{service.name}" declares {what} service "{target}" as additional contexts {name}'
            )
            raise _wrong(service, text, "build", "additional_contexts", name)
    if build.platforms and service.platform and service.platform not in build.platforms:
        text = f'service.build.platforms MUST include service.platform "{service.platform}": {_INVALID}'
        raise _wrong(service, text, "build", "platforms")


def _check_networks(service: Service, project: Declared) -> None:
    if service.network_mode and service.networks:
        text = f"service {service.name} declares mutually exclusive `network_mode` and `networks`: {_INVALID}"
        raise _wrong(service, text, "network_mode")
    for name in sorted(service.networks):
        if name not in project.networks:
            text = f'service "{service.name}" refers to undefined network {name}: {_INVALID}'
            raise _wrong(service, text, "networks", name)


def _check_health(service: Service) -> None:
    health = service.healthcheck
    if health is not None and health.test and health.test[0] not in ("CMD", "CMD-SHELL", "NONE"):
        text = 'healthcheck.test must start either by "CMD", "CMD-SHELL" or "NONE"'
        raise _wrong(service, text, "healthcheck", "test")


def _check_dependencies(service: Service, project: Declared) -> None:
    for name, how in sorted(service.depends_on.items()):
        if name in project.services or (name in project.disabled_services and not how.required):
            continue
        text = f'service "{service.name}" depends on undefined service "{name}": {_INVALID}'
        raise _wrong(service, text, "depends_on", name)
    if service.network_mode.startswith("service:"):
        name = service.network_mode.removeprefix("service:")
        if name not in project.services:
            raise _wrong(
                service, f"service \"{name}\" not found for network_mode 'service:{name}'", "network_mode"
            )


def _check_volumes(service: Service, project: Declared) -> None:
    for index, mount in enumerate(service.volumes):
        if mount.type == "volume" and mount.source and mount.source not in project.volumes:
            text = f'service "{service.name}" refers to undefined volume {mount.source}: {_INVALID}'
            raise _wrong(service, text, "volumes", str(index))


def _check_references(service: Service, project: Declared) -> None:
    build_secrets = service.build.secrets if service.build else ()
    used: list[tuple[str, str, Mapping[str, object]]] = [
        *(("build secret", mount.source, project.secrets) for mount in build_secrets),
        *(("config", mount.source, project.configs) for mount in service.configs),
        *(("model", name, project.models) for name in sorted(service.models)),
        *(("secret", mount.source, project.secrets) for mount in service.secrets),
    ]
    for what, name, known in used:
        if name not in known:
            text = f'service "{service.name}" refers to undefined {what} {name}: {_INVALID}'
            raise _wrong(service, text, f"{what.rpartition(' ')[2]}s")


def _check_limits(service: Service) -> None:
    if service.deploy is None:
        return
    limits, reservations = service.deploy.resources.limits, service.deploy.resources.reservations
    pairs = []
    if limits is not None:
        pairs += [
            ("cpus", float32(service.cpus), "limits.cpus", float32(limits.cpus)),
            ("mem_limit", service.mem_limit, "limits.memory", limits.memory),
        ]
    if reservations is not None:
        pairs.append(("mem_reservation", service.mem_reservation, "reservations.memory", reservations.memory))
    if limits is not None:
        pairs.append(("pids_limit", service.pids_limit, "limits.pids", limits.pids))
    if (
        service.scale is not None
        and service.deploy.replicas is not None
        and service.scale != service.deploy.replicas
    ):
        raise _wrong(service, _distinct(service, "scale", "replicas"), "scale")
    for key, value, other, limit in pairs:
        if value and value != limit:
            raise _wrong(service, _distinct(service, key, f"resources.{other}"), key)


def _distinct(service: Service, key: str, other: str) -> str:
    return f"services.{service.name}: can't set distinct values on '{key}' and 'deploy.{other}': {_INVALID}"


def _check_scale(service: Service) -> None:
    name = service.name
    if service.scale is not None and service.scale < 0:
        raise _wrong(service, f"services.{name}.scale: must be greater than or equal to 0", "scale")
    if service.deploy is not None and (service.deploy.replicas or 0) < 0:
        text = f"services.{name}.deploy.replicas: must be greater than or equal to 0"
        raise _wrong(service, text, "deploy", "replicas")
    if service.replicas > 1 and service.container_name:
        key = "deploy.replicas" if service.scale is None else "scale"
        # docker compose's message swaps the two names
        text = f"services.{key}: can't set container_name and {name} as container name must be unique: {_INVALID}"
        raise _wrong(service, text, "container_name")


def _check_watch(service: Service) -> None:
    for trigger in service.develop.watch if service.develop else ():
        if not trigger.target and trigger.action not in ("rebuild", "restart"):
            text = f"services.{service.name}.develop.watch: target is required for non-rebuild actions: {_INVALID}"
            raise _wrong(service, text, "develop", "watch")


def _check_targets(service: Service) -> None:
    """Check that no two mounts have the same target."""
    mounts: dict[str, str] = {}
    places = [(each.partition(":")[0], f"tmpfs[{index}]") for index, each in enumerate(service.tmpfs)]
    places += [(each.target, f"volumes[{index}]") for index, each in enumerate(service.volumes)]
    for target, where in places:
        here = f"services.{service.name}.{where}"
        if target in mounts:
            raise _wrong(
                service,
                f"{here}: target {target} already mounted as {mounts[target]}",
                where.partition("[")[0],
            )
        mounts[target] = here
