"""The operations on volumes."""

from __future__ import annotations

from typing import Final

from engineclient.api.operations.row import CHANGES, READS, Born, From, Operation

__all__ = ["OPERATIONS"]

OPERATIONS: Final = (
    Operation("VolumeList", "Volume", "GET", "/volumes", READS),
    Operation(
        "VolumeCreate",
        "Volume",
        "POST",
        "/volumes/create",
        CHANGES,
        status=201,
        born=(Born("volume", "Name", named="Name"),),
        dry={"Driver": From("Driver", "local")},
    ),
    Operation("VolumeInspect", "Volume", "GET", "/volumes/{name}", READS),
    Operation("VolumeUpdate", "Volume", "PUT", "/volumes/{name}", CHANGES, answer="none"),
    Operation("VolumeDelete", "Volume", "DELETE", "/volumes/{name}", CHANGES, answer="none", status=204),
    Operation(
        "VolumePrune", "Volume", "POST", "/volumes/prune", CHANGES, lasts="long", dry={"SpaceReclaimed": 0}
    ),
)
