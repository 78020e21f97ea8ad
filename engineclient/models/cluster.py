"""Views and request bodies that the objects of a swarm share. Source: Engine API, tags Swarm, Node, Service, Task."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engineclient.models.body import Body, Json, wire
from engineclient.models.view import Field, View, mapping, optional, required, sequence

if TYPE_CHECKING:
    from collections.abc import Mapping


class ObjectVersion(View):
    """The version of an object in the swarm's store. An update must name the index of the version it changes."""

    index: Field[int] = required(int, "Index")


class JobIteration(View):
    """The number of a run of a job; the first has no index."""

    index: Field[int | None] = optional(int, "Index")


class ClusterObject(View):
    """The fields of every object in the swarm's store."""

    id: Field[str] = required(str, "ID")
    version: Field[ObjectVersion] = required(ObjectVersion, "Version")
    created_at: Field[str | None] = optional(str, "CreatedAt")  # RFC 3339
    updated_at: Field[str | None] = optional(str, "UpdatedAt")  # RFC 3339


class ObjectCreated(View):
    """The answer to `POST /secrets/create` and `POST /configs/create`."""

    id: Field[str] = required(str, "ID")


class DriverView(View):
    """The name of a driver, and its options."""

    name: Field[str | None] = optional(str, "Name")
    options: Field[dict[str, str]] = mapping(str, "Options")


class TLSInfo(View):
    """The certificate authority that a swarm or a node trusts."""

    trust_root: Field[str | None] = optional(str, "TrustRoot")  # PEM
    cert_issuer_subject: Field[str | None] = optional(str, "CertIssuerSubject")  # base64
    cert_issuer_public_key: Field[str | None] = optional(str, "CertIssuerPublicKey")  # base64


class GenericResourceView(View):
    """A user-defined resource: either a named one, or a number of equal ones."""

    class Named(View):
        """One resource with a name."""

        kind: Field[str | None] = optional(str, "Kind")
        value: Field[str | None] = optional(str, "Value")

    class Discrete(View):
        """A number of equal resources."""

        kind: Field[str | None] = optional(str, "Kind")
        value: Field[int | None] = optional(int, "Value")

    named: Field[Named | None] = optional(Named, "NamedResourceSpec")
    discrete: Field[Discrete | None] = optional(Discrete, "DiscreteResourceSpec")


class ResourcesView(View):
    """Resources of a node, or limits and reservations of a task. CPU in 1e-9 CPUs, memory in bytes."""

    nano_cpus: Field[int | None] = optional(int, "NanoCPUs")
    memory_bytes: Field[int | None] = optional(int, "MemoryBytes")
    pids: Field[int | None] = optional(int, "Pids")  # of limits only
    generic_resources: Field[list[GenericResourceView]] = sequence(GenericResourceView, "GenericResources")


class PortView(View):
    """A published port."""

    name: Field[str | None] = optional(str, "Name")
    protocol: Field[str | None] = optional(str, "Protocol")  # `tcp`, `udp`, `sctp`
    target_port: Field[int | None] = optional(int, "TargetPort")
    published_port: Field[int | None] = optional(int, "PublishedPort")
    publish_mode: Field[str | None] = optional(str, "PublishMode")  # `ingress`, `host`


class Driver(Body):
    """The name of a driver, and its options."""

    name: str | None = wire("Name")
    options: Mapping[str, str] | None = wire("Options")


class NamedResource(Body):
    """One user-defined resource with a name."""

    kind: str | None = wire("Kind")
    value: str | None = wire("Value")


class DiscreteResource(Body):
    """A number of equal user-defined resources."""

    kind: str | None = wire("Kind")
    value: int | None = wire("Value")


class GenericResource(Body):
    """A user-defined resource; set one of the two fields."""

    named: NamedResource | Json | None = wire("NamedResourceSpec")
    discrete: DiscreteResource | Json | None = wire("DiscreteResourceSpec")
