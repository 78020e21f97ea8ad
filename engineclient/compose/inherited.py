"""The anonymous volumes that a container takes over from the one that it replaces."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engineclient.compose.model import Service
from engineclient.compose.mounts import Inherited


def inherited(
    service: Service, inspected: Mapping[str, Any], image: Mapping[str, Any] | None
) -> dict[str, Inherited]:
    """By target: the mounts of the old container that the file or its image declare without a name.

    Args:
        service: the service.
        inspected: `GET /containers/{id}/json` of the container that is replaced.
        image: `GET /images/{name}/json` of the service's image.

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
