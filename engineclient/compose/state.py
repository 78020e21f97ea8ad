"""The objects of a project that an engine has, read from its answers. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

from engineclient.compose import labels
from engineclient.values import Data

Json = Mapping[str, Any]


class Container(Data):
    """A container.

    Attributes:
        listed: its element in the answer of `GET /containers/json`.
        inspected: the answer of `GET /containers/{id}/json`; None if it was not requested.

    """

    listed: Json
    inspected: Json | None = None

    @property
    def id(self) -> str:
        """Its full ID."""
        return str(self.listed.get("Id", ""))

    @property
    def name(self) -> str:
        """Its name without the slash; the names of links to it are ignored."""
        names = [each.removeprefix("/") for each in self.listed.get("Names") or ()]
        return next((each for each in names if "/" not in each), self.id[:12])

    @property
    def labels(self) -> Mapping[str, str]:
        """Its labels."""
        return self.listed.get("Labels") or {}

    @property
    def service(self) -> str:
        """The name of its service."""
        return self.labels.get(labels.SERVICE, "")

    @property
    def number(self) -> int:
        """Its number among the containers of its service, from 1; 0 if it has none."""
        text = self.labels.get(labels.NUMBER, "")
        return int(text) if text.isdecimal() else 0

    @property
    def one_off(self) -> bool:
        """Whether `compose run` created it."""
        return self.labels.get(labels.ONE_OFF) == "True"

    @property
    def state(self) -> str:
        """Its state: `created`, `running`, `paused`, `restarting`, `removing`, `exited` or `dead`."""
        return str(self.listed.get("State", ""))

    @property
    def image(self) -> str:
        """The name of its image, or the ID of an image that has no name any more."""
        return str(self.listed.get("Image", ""))

    @property
    def networks(self) -> frozenset[str]:
        """The IDs of its networks."""
        found = (self.listed.get("NetworkSettings") or {}).get("Networks") or {}
        return frozenset(each.get("NetworkID", "") for each in found.values())

    @property
    def volumes(self) -> frozenset[str]:
        """The names of the volumes that are mounted in it."""
        mounts = self.listed.get("Mounts") or ()
        return frozenset(each.get("Name", "") for each in mounts if each.get("Type") == "volume")


class State(Data):
    """The objects of a project that the engine has. Mappings do not contain the names of objects that do not exist.

    Attributes:
        containers: its containers, running or not.
        networks: the answers of `GET /networks/{name}`, by name.
        volumes: the answers of `GET /volumes/{name}`, by name.
        images: the answers of `GET /images/{name}/json`, by name.
        built: the services that images were built for, by the name of the image.

    """

    containers: tuple[Container, ...] = ()
    networks: Mapping[str, Json] = MappingProxyType({})
    volumes: Mapping[str, Json] = MappingProxyType({})
    images: Mapping[str, Json] = MappingProxyType({})
    built: Mapping[str, str] = MappingProxyType({})

    def of_service(self, name: str) -> list[Container]:
        """The containers of a service without one-off containers, sorted by number."""
        found = [each for each in self.containers if each.service == name and not each.one_off]
        return sorted(found, key=lambda each: (each.number, each.name))

    def image_id(self, image: str) -> str:
        """The ID of an image; "" if the engine does not have it."""
        return str(self.images.get(image, {}).get("Id", ""))


def orphans(state: State, known: Iterable[str]) -> list[Container]:
    """The containers of services that are not `known`, and the one-off containers that have exited, sorted by name."""
    names = set(known)
    found = [
        each
        for each in state.containers
        if (each.state in ("exited", "dead") if each.one_off else each.service not in names)
    ]
    return sorted(found, key=lambda each: each.name)
