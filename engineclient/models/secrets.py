"""Secrets of a swarm: views and request bodies. Source: Engine API, tag Secret."""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING

from engineclient.models.body import Body, Json, wire
from engineclient.models.cluster import ClusterObject, Driver, DriverView
from engineclient.models.view import Field, View, mapping, optional, required

if TYPE_CHECKING:
    from collections.abc import Mapping


def encoded(data: bytes) -> str:
    """Bytes as the API carries them in JSON."""
    return b64encode(data).decode()


class Secret(ClusterObject):
    """`GET /secrets/{id}`, and an item of `GET /secrets`. The engine never returns the content."""

    class Spec(View):
        """What the secret was created from."""

        name: Field[str] = required(str, "Name")
        labels: Field[dict[str, str]] = mapping(str, "Labels")
        driver: Field[DriverView | None] = optional(DriverView, "Driver")
        templating: Field[DriverView | None] = optional(DriverView, "Templating")

    spec: Field[Spec] = required(Spec, "Spec")


class SecretSpec(Body):
    """A secret to create, or its labels to change: nothing else can be changed later.

    `data` are at most 512,000 bytes; a secret of a driver has none.
    """

    name: str | None = wire("Name")
    labels: Mapping[str, str] | None = wire("Labels")
    data: bytes | None = wire("Data", encoded)
    driver: Driver | Json | None = wire("Driver")
    templating: Driver | Json | None = wire("Templating")
