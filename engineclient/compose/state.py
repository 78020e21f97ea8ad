"""What an engine has of a project: thin reads of its answers, with no request of its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

from engineclient.compose import labels
from engineclient.values import Data

Json = Mapping[str, Any]


class Container(Data):
    """One of `GET /containers/json`, and what `GET /containers/{id}/json` adds where it was fetched."""

    listed: Json
    inspected: Json | None = None

    @property
    def id(self) -> str:
        """Its full ID."""
        return str(self.listed.get("Id", ""))

    @property
    def name(self) -> str:
        """Its name, without the slash, and not that of a link."""
        names = [each.removeprefix("/") for each in self.listed.get("Names") or ()]
        return next((each for each in names if "/" not in each), self.id[:12])

    @property
    def labels(self) -> Mapping[str, str]:
        """Its labels."""
        return self.listed.get("Labels") or {}

    @property
    def service(self) -> str:
        """The service that it belongs to."""
        return self.labels.get(labels.SERVICE, "")

    @property
    def number(self) -> int:
        """Its number among those of its service; 0 if it has none."""
        text = self.labels.get(labels.NUMBER, "")
        return int(text) if text.isdecimal() else 0

    @property
    def one_off(self) -> bool:
        """Whether `run` made it."""
        return self.labels.get(labels.ONE_OFF) == "True"

    @property
    def state(self) -> str:
        """`running`, `exited`, `created`, ..."""
        return str(self.listed.get("State", ""))

    @property
    def image(self) -> str:
        """The name of its image, or its ID if it has lost its name."""
        return str(self.listed.get("Image", ""))

    @property
    def networks(self) -> frozenset[str]:
        """The IDs of its networks."""
        found = (self.listed.get("NetworkSettings") or {}).get("Networks") or {}
        return frozenset(each.get("NetworkID", "") for each in found.values())

    @property
    def volumes(self) -> frozenset[str]:
        """The names of the volumes that it mounts."""
        mounts = self.listed.get("Mounts") or ()
        return frozenset(each.get("Name", "") for each in mounts if each.get("Type") == "volume")


class State(Data):
    """What the engine has.

    Attributes:
        containers: those of the project, stopped ones too.
        networks: the answers of `GET /networks/{name}` by name; those that do not exist are missing.
        volumes: those of `GET /volumes/{name}`, likewise.
        images: those of `GET /images/{name}/json`, likewise.
        built: the names of images that were built for the project, with the services that they were built for.

    """

    containers: tuple[Container, ...] = ()
    networks: Mapping[str, Json] = MappingProxyType({})
    volumes: Mapping[str, Json] = MappingProxyType({})
    images: Mapping[str, Json] = MappingProxyType({})
    built: Mapping[str, str] = MappingProxyType({})

    def of_service(self, name: str) -> list[Container]:
        """The containers of a service, without one-offs, by number."""
        found = [each for each in self.containers if each.service == name and not each.one_off]
        return sorted(found, key=lambda each: (each.number, each.name))

    def first_ids(self) -> dict[str, str]:
        """The ID of the first container of each service, also of those that are not in the project."""
        names = {each.service for each in self.containers}
        return {name: found[0].id for name in sorted(names) if (found := self.of_service(name))}

    def image_id(self, image: str) -> str:
        """The ID of an image, "" if there is none."""
        return str(self.images.get(image, {}).get("Id", ""))


def orphans(state: State, known: Iterable[str]) -> list[Container]:
    """Containers of services that are not `known`, and one-off containers that have ended, by name."""
    names = set(known)
    found = [
        each
        for each in state.containers
        if (each.state in ("exited", "dead") if each.one_off else each.service not in names)
    ]
    return sorted(found, key=lambda each: each.name)
