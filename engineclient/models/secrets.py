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
    """Bytes in base64, as the API encodes them in JSON."""
    return b64encode(data).decode()


class Secret(ClusterObject):
    """`GET /secrets/{id}`, and an item of `GET /secrets`. The engine never returns the content."""

    class Spec(View):
        """The spec from which the secret was created."""

        name: Field[str] = required(str, "Name")
        labels: Field[dict[str, str]] = mapping(str, "Labels")
        driver: Field[DriverView | None] = optional(DriverView, "Driver")
        templating: Field[DriverView | None] = optional(DriverView, "Templating")

    spec: Field[Spec] = required(Spec, "Spec")


class SecretSpec(Body):
    """A secret to create or to update; an update can change only the labels.

    `data` has at most 512,000 bytes; a secret from a driver has no data.
    """

    name: str | None = wire("Name")
    labels: Mapping[str, str] | None = wire("Labels")
    data: bytes | None = wire("Data", encoded)
    driver: Driver | Json | None = wire("Driver")
    templating: Driver | Json | None = wire("Templating")
