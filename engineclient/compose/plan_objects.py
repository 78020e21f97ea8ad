"""Plan the changes of a project's networks and volumes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engineclient.compose import labels, reasons
from engineclient.compose.errors import ComposeError
from engineclient.compose.hashes import network_hash, volume_hash
from engineclient.compose.plan import Action, Decision
from engineclient.compose.plan_builder import PlanBuilder
from engineclient.compose.project import Project
from engineclient.compose.reasons import Reason
from engineclient.compose.state import State


class ObjectsPlanner(PlanBuilder):
    """Makes the decisions about networks and volumes.

    Attributes:
        ready: the number of the step after which a network or volume can be used, by `network KEY` or `volume KEY`; those
            that exist unchanged are missing.

    """

    def __init__(self, project: Project, state: State) -> None:
        super().__init__(project, state)
        self.ready: dict[str, int] = {}

    def networks(self) -> None:
        """Decide about each network.

        Raises:
            ComposeError: an external network does not exist, or a network has the label of another key.

        """
        for key, network in sorted(self.project.networks.items()):
            found = self.state.networks.get(network.name)
            if network.external:
                if found is None:
                    raise ComposeError(
                        f"network {network.name} declared as external, but could not be found",
                        ("networks", key),
                    )
                self.decide_object("network", network.name, Action.KEEP, Reason(reasons.EXTERNAL), key=key)
            elif found is None:
                decision = self.decide_object(
                    "network", network.name, Action.CREATE, Reason(reasons.MISSING), key=key
                )
                self.ready[f"network {key}"] = self.step("network create", network.name, decision)
            else:
                self._existing_network(key, found)

    def _existing_network(self, key: str, found: Mapping[str, Any]) -> None:
        network = self.project.networks[key]
        own = found.get("Labels") or {}
        self._warn_of_foreign("network", network.name, own)
        if own.get(labels.NETWORK, "") != key:
            raise ComposeError(
                f"network {network.name} was found but has incorrect label {labels.NETWORK} set to "
                f'"{own.get(labels.NETWORK, "")}" (expected: "{key}")',
                ("networks", key),
            )
        known = own.get(labels.CONFIG_HASH, "")
        if known in ("", network_hash(network)):
            self.decide_object("network", network.name, Action.KEEP, Reason(reasons.UNCHANGED), key=key)
            return
        decision = self.decide_object(
            "network", network.name, Action.RECREATE, Reason(reasons.DEFINITION_CHANGED), key=key
        )
        users = [name for name, service in self.project.services.items() if key in service.networks]
        released = self.stop(users, decision)
        attached = [each for name in users for each in self.state.of_service(name)]
        released += [
            self.step("network disconnect", each.name, decision, released, network.name) for each in attached
        ]
        removed = self.step("network remove", network.name, decision, released)
        created = self.step("network create", network.name, decision, [removed])
        connected = [
            self.step("network connect", each.name, decision, [created], network.name) for each in attached
        ]
        self.ready[f"network {key}"] = max([created, *connected])

    def volumes(self) -> None:
        """Decide about each volume.

        Raises:
            ComposeError: an external volume does not exist.

        """
        for key, volume in sorted(self.project.volumes.items()):
            found = self.state.volumes.get(volume.name)
            if found is None and volume.external:
                raise ComposeError(f'external volume "{volume.name}" not found', ("volumes", key))
            if found is None:
                decision = self.decide_object(
                    "volume", volume.name, Action.CREATE, Reason(reasons.MISSING), key=key
                )
                networks = [step for name, step in self.ready.items() if name.startswith("network ")]
                self.ready[f"volume {key}"] = self.step("volume create", volume.name, decision, networks)
                continue
            own = found.get("Labels") or {}
            if volume.external:
                self.decide_object("volume", volume.name, Action.KEEP, Reason(reasons.EXTERNAL), key=key)
                continue
            self._warn_of_foreign("volume", volume.name, own)
            known = own.get(labels.CONFIG_HASH)
            if known in (None, volume_hash(volume)):
                self.decide_object("volume", volume.name, Action.KEEP, Reason(reasons.UNCHANGED), key=key)
            else:
                self._changed_volume(key)

    def _changed_volume(self, key: str) -> None:
        name = self.project.volumes[key].name
        question = (
            f'Volume "{name}" exists but doesn\'t match configuration in compose file. '
            "Recreate (data will be lost)?"
        )
        decision = self.decide(
            Decision(
                kind="volume",
                name=name,
                action=Action.RECREATE,
                why=Reason(reasons.DEFINITION_CHANGED),
                key=key,
                question=question,
            )
        )
        users = [
            service
            for service, each in self.project.services.items()
            if any(mount.source == key for mount in each.volumes)
        ]
        stopped = self.stop(users, decision)
        using = [each for service in users for each in self.state.of_service(service)]
        removed = [self.step("container remove", each.name, decision, stopped) for each in using]
        self.gone.update(each.id for each in using)
        gone = self.step("volume remove", name, decision, removed)
        self.ready[f"volume {key}"] = self.step("volume create", name, decision, [gone])

    def _warn_of_foreign(self, kind: str, name: str, own: Mapping[str, str]) -> None:
        owner = own.get(labels.PROJECT)
        if owner == self.project.name:
            return
        if kind == "network":
            by = "by compose" if owner is None else f'for project "{self.project.name}"'
            self.warnings.append(
                f"a network with name {name} exists but was not created {by}.\n"
                "Set `external: true` to use an existing network"
            )
        elif owner is None:
            self.warnings.append(
                f'volume "{name}" already exists but was not created by Docker Compose. '
                "Use `external: true` to use an existing volume"
            )
        else:
            self.warnings.append(
                f'volume "{name}" already exists but was created for project "{owner}" '
                f'(expected "{self.project.name}"). Use `external: true` to use an existing volume'
            )
