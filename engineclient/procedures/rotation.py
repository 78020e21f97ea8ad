"""Rotate secrets and configs: their content cannot change, so a new one replaces the old one in every service."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from engineclient.api.configs import Configs, configs
from engineclient.api.secrets import Secrets, secrets
from engineclient.api.services import services
from engineclient.calls import Steps
from engineclient.errors import EngineError, NotFound
from engineclient.models.configs import Config
from engineclient.models.conformity import checked
from engineclient.models.secrets import Secret, encoded
from engineclient.models.services import Service
from engineclient.procedures.convergence import Progress
from engineclient.procedures.services import update_and_wait

Kind = Literal["secret", "config"]
OnService = Callable[[str, Progress], None]

_API: Final[Mapping[Kind, Secrets[None] | Configs[None]]] = {"secret": secrets, "config": configs}


class RotationFailed(EngineError):
    """A service failed with the new content, and the swarm rolled it back; the old secret or config is kept.

    Attributes:
        service: the name of the service.
    """

    def __init__(self, service: str, reason: str) -> None:
        super().__init__(f"service {service}: {reason}")
        self.service = service


@dataclass(frozen=True, slots=True)
class Rotated:
    """The result of a rotation.

    Attributes:
        name: the name of the secret or config with the new content.
        id: its id.
        services: the names of the services that use it now.
        removed: the names of the old ones, which were removed.
    """

    name: str
    id: str
    services: tuple[str, ...]
    removed: tuple[str, ...]


def rotate_secret(
    name: str,
    data: bytes,
    *,
    wait: bool = True,
    remove_old: bool = True,
    progress: OnService | None = None,
    timeout: float | None = None,
) -> Steps[Rotated]:
    """Create a secret with new content, and update all services that use the old one, one after the other.

        engine.services.rotate_secret("password", b"n3w")

    The new secret is called `NAME.2`, the next one `NAME.3`; in the containers the file keeps its name. Services that use
    any of these are updated, with the update policies of their own.

    Args:
        name: the name of the first secret, without a number.
        data: the new content.
        wait: wait until each service has converged before the next one is updated.
        remove_old: remove the old secrets when no service uses them any more; not without `wait`.
        progress: called with the name of a service and each record of its wait.
        timeout: the time limit of each wait in seconds; None for no limit.

    Raises:
        NotFound: there is no such secret.
        RotationFailed: the swarm rolled a service back. The services before it use the new secret, the old one stays.
        UpdatePaused: the swarm paused the update of a service.
        EngineTimeout: a service has not converged in time.
    """
    return (yield from _rotate("secret", name, data, wait, remove_old, progress, timeout))


def rotate_config(
    name: str,
    data: bytes,
    *,
    wait: bool = True,
    remove_old: bool = True,
    progress: OnService | None = None,
    timeout: float | None = None,
) -> Steps[Rotated]:
    """Rotate a config, as `rotate_secret` does a secret."""
    return (yield from _rotate("config", name, data, wait, remove_old, progress, timeout))


def _rotate(
    kind: Kind,
    name: str,
    data: bytes,
    wait: bool,
    remove_old: bool,
    progress: OnService | None,
    timeout: float | None,
) -> Steps[Rotated]:
    api = _API[kind]
    versions = _versions(name, (yield from api.list(filters={"name": [name]})))
    if not versions:
        raise NotFound(404, f"{kind} {name} not found", b"")
    newest = max(versions)
    fresh = f"{name}.{newest + 1}"
    kept = {
        field: value
        for field, value in checked(versions[newest].spec).items()
        if field in ("Labels", "Templating")
    }
    created = yield from api.create({**kept, "Name": fresh, "Data": encoded(data)})
    old = {each.id: each.spec.name for each in versions.values()}
    using = [each for each in (yield from services.list()) if _uses(kind, checked(each.spec), old)]
    for each in sorted(using, key=lambda service: service.spec.name):
        yield from _update(kind, each, old, (created.id, fresh), wait, progress, timeout)
    removed: list[str] = []
    for id, version in old.items() if wait and remove_old else ():
        yield from api.remove(id)
        removed.append(version)
    return Rotated(fresh, created.id, tuple(sorted(each.spec.name for each in using)), tuple(removed))


def _versions(name: str, found: list[Any]) -> dict[int, Secret | Config]:
    """The objects named `name` or `name.N`, by number; the engine's filter finds all names with this prefix."""
    numbered = re.compile(rf"{re.escape(name)}(?:\.([1-9]\d*))?")
    versions: dict[int, Secret | Config] = {}
    for each in found:
        if match := numbered.fullmatch(each.spec.name):
            versions[int(match[1] or 1)] = each
    return versions


def _references(kind: Kind, spec: Mapping[str, Any]) -> list[dict[str, Any]]:
    container = spec["TaskTemplate"].get("ContainerSpec") or {}
    return [*(container.get(f"{kind.title()}s") or ())]


def _uses(kind: Kind, spec: Mapping[str, Any], ids: Mapping[str, str]) -> bool:
    return any(each[f"{kind.title()}ID"] in ids for each in _references(kind, spec))


def _update(
    kind: Kind,
    service: Service,
    old: Mapping[str, str],
    new: tuple[str, str],
    wait: bool,
    progress: OnService | None,
    timeout: float | None,
) -> Steps[None]:
    name = service.spec.name
    title = kind.title()

    def change(spec: dict[str, Any]) -> dict[str, Any]:
        references = [
            {**each, f"{title}ID": new[0], f"{title}Name": new[1]} if each[f"{title}ID"] in old else each
            for each in _references(kind, spec)
        ]
        container = {**spec["TaskTemplate"]["ContainerSpec"], f"{title}s": references}
        return {**spec, "TaskTemplate": {**spec["TaskTemplate"], "ContainerSpec": container}}

    tell = None if progress is None else _of(name, progress)
    done = yield from update_and_wait(service.id, change, wait=wait, progress=tell, timeout=timeout)
    if done.converged is not None and done.converged.reverted:
        raise RotationFailed(
            name, done.converged.rolled_back or "the swarm has returned to the definition before"
        )


def _of(service: str, progress: OnService) -> Callable[[Progress], None]:
    return lambda record: progress(service, record)
