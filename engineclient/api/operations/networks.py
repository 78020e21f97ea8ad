"""The operations on networks."""

from __future__ import annotations

from typing import Final

from engineclient.api.operations.row import CHANGES, READS, Born, Operation

__all__ = ["OPERATIONS"]

OPERATIONS: Final = (
    Operation("NetworkList", "Network", "GET", "/networks", READS),
    Operation("NetworkInspect", "Network", "GET", "/networks/{id}", READS),
    Operation("NetworkDelete", "Network", "DELETE", "/networks/{id}", CHANGES, answer="none", status=204),
    Operation(
        "NetworkCreate",
        "Network",
        "POST",
        "/networks/create",
        CHANGES,
        status=201,
        born=(Born("network"),),
        dry={"Warning": ""},
    ),
    Operation("NetworkConnect", "Network", "POST", "/networks/{id}/connect", CHANGES, answer="none"),
    Operation("NetworkDisconnect", "Network", "POST", "/networks/{id}/disconnect", CHANGES, answer="none"),
    Operation("NetworkPrune", "Network", "POST", "/networks/prune", CHANGES, lasts="long", dry={}),
)
