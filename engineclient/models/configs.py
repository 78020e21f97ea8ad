"""Configs of a swarm: views and request bodies. Source: Engine API, tag Config."""

from __future__ import annotations

from base64 import b64decode
from typing import TYPE_CHECKING

from engineclient.errors import DecodeError
from engineclient.models.body import Body, Json, wire
from engineclient.models.cluster import ClusterObject, Driver, DriverView
from engineclient.models.secrets import encoded
from engineclient.models.view import Field, View, mapping, optional, required

if TYPE_CHECKING:
    from collections.abc import Mapping


class Config(ClusterObject):
    """`GET /configs/{id}`, and an item of `GET /configs`."""

    class Spec(View):
        """The spec from which the config was created."""

        name: Field[str] = required(str, "Name")
        labels: Field[dict[str, str]] = mapping(str, "Labels")
        data: Field[str | None] = optional(str, "Data")  # base64
        templating: Field[DriverView | None] = optional(DriverView, "Templating")

        @property
        def content(self) -> bytes:
            """The content of the config, decoded from `data`.

            Raises:
                DecodeError: that is not base64.
            """
            try:
                return b64decode(self.data or "")
            except ValueError as error:
                raise DecodeError(f"Config.Spec has an invalid Data: {error}") from error

    spec: Field[Spec] = required(Spec, "Spec")


class ConfigSpec(Body):
    """A config to create or to update; an update can change only the labels.

    `data` has at most 1,024,000 bytes.
    """

    name: str | None = wire("Name")
    labels: Mapping[str, str] | None = wire("Labels")
    data: bytes | None = wire("Data", encoded)
    templating: Driver | Json | None = wire("Templating")
