"""The flags of `volume create`, including those of cluster volumes, and the body of its request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engineclient.golang.units import parse_size
from engineclient.options.values.flag import Flags, require_support, text, texts
from engineclient.options.values.json_object import JsonObject, present
from engineclient.options.values.key_values import label, to_map

if TYPE_CHECKING:
    pass

_CLUSTER = ("group", "scope", "sharing", "availability", "type", "limit_bytes", "required_bytes")


class VolumeCreateFlags(Flags):
    """The flags of `volume create`, parsed; None means "not given"."""

    availability: str | None = text("--availability", since="1.42")
    driver: str | None = text("-d, --driver")
    group: str | None = text("--group", since="1.42")
    label: list[str] = texts("--label", label)
    limit_bytes: int | None = text("--limit-bytes", parse_size, since="1.42")
    opt: list[str] = texts("-o, --opt")
    required_bytes: int | None = text("--required-bytes", parse_size, since="1.42")
    scope: str | None = text("--scope", since="1.42")
    secret: list[str] = texts("--secret", since="1.42")
    sharing: str | None = text("--sharing", since="1.42")
    topology_preferred: list[str] = texts("--topology-preferred", since="1.42")
    topology_required: list[str] = texts("--topology-required", since="1.42")
    type: str | None = text("--type", since="1.42")


def volume_create(flags: VolumeCreateFlags, name: str = "", *, api_version: str) -> JsonObject:
    """The body of POST /volumes/create; without a name the daemon chooses one. Raises OptionError."""
    require_support(flags, api_version=api_version)
    cluster = any(getattr(flags, flag) is not None for flag in _CLUSTER)
    body = {
        "ClusterVolumeSpec": _cluster(flags) if cluster else None,
        "Driver": "local" if flags.driver is None else flags.driver,
        "DriverOpts": to_map(flags.opt),
        "Labels": to_map(flags.label),
        "Name": name,
    }
    return present(body)


def _cluster(flags: VolumeCreateFlags) -> JsonObject:
    kind = {"mount": "MountVolume", "block": "BlockVolume"}.get(_default(flags.type, "block"))
    topology = {
        "Requisite": _topologies(flags.topology_required),
        "Preferred": _topologies(flags.topology_preferred),
    }
    access = {"Scope": _default(flags.scope, "single"), "Sharing": _default(flags.sharing, "none")}
    secrets = to_map(flags.secret)
    return {
        **present({"Group": flags.group}),
        "AccessMode": present(access) | ({kind: {}} if kind else {}),
        "AccessibilityRequirements": present(topology),
        "CapacityRange": {
            "RequiredBytes": max(flags.required_bytes or 0, 0),
            "LimitBytes": max(flags.limit_bytes or 0, 0),
        },
        **present({"Secrets": [{"Key": key, "Secret": secret} for key, secret in secrets.items()]}),
        **present({"Availability": _default(flags.availability, "active")}),
    }


def _topologies(texts: list[str]) -> list[JsonObject]:
    return [{"Segments": to_map(text.split(","))} for text in texts]


def _default(value: str | None, default: str) -> str:
    return default if value is None else value
