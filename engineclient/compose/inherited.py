"""The mounts that a container takes over from the one that it replaces: those of its anonymous volumes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engineclient.compose.model import Service
from engineclient.compose.mounts import Inherited


def inherited(
    service: Service, inspected: Mapping[str, Any], image: Mapping[str, Any] | None
) -> dict[str, Inherited]:
    """The mounts of the old container at targets that the service or its image declare without a source, by target.

    Args:
        service: the service.
        inspected: the answer of `GET /containers/{id}/json` for the container that is replaced.
        image: the answer of `GET /images/{name}/json` for the service's image.

    """
    declared = {each.target for each in service.volumes if not each.source and each.type == "volume"}
    declared |= {*((((image or {}).get("Config") or {}).get("Volumes")) or ())}
    return {
        each["Destination"]: Inherited(
            each["Type"],
            each["Name"] if each["Type"] == "volume" else each["Source"],
            not each.get("RW", True),
        )
        for each in inspected.get("Mounts") or ()
        if each.get("Type") != "tmpfs" and each.get("Destination") in declared
    }
