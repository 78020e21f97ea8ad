"""The operations on the engine itself."""

from __future__ import annotations

from typing import Final

from engineclient.api.operations.row import CHANGES, READS, Operation

__all__ = ["OPERATIONS"]

OPERATIONS: Final = (
    Operation("SystemAuth", "System", "POST", "/auth", READS),
    Operation("SystemInfo", "System", "GET", "/info", READS),
    Operation("SystemVersion", "System", "GET", "/version", READS, handshake=True),
    Operation("SystemPing", "System", "GET", "/_ping", READS, handshake=True),
    Operation("SystemPingHead", "System", "HEAD", "/_ping", READS, answer="none", handshake=True),
    Operation("SystemEvents", "System", "GET", "/events", READS, answer="records", lasts="long"),
    Operation("SystemDataUsage", "System", "GET", "/system/df", READS, lasts="long"),
    Operation(
        "Session", "Session", "POST", "/session", CHANGES, answer="hijack", lasts="long", upgrade="h2c"
    ),
    Operation("Grpc", "Session", "POST", "/grpc", CHANGES, answer="hijack", lasts="long", upgrade="h2c"),
)
