"""The table of the operations of the Engine API, and the search for the operation of a request.

Source: Engine API 1.40 to 1.56, `paths` and their `operationId`; /grpc and /build/cancel, which BuildKit uses, are not
documented there.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from engineclient.api.operations import containers, images, networks, plugins, swarm, system, volumes
from engineclient.api.operations.row import Born, Operation

__all__ = ["OPERATIONS", "Born", "Operation", "find"]

OPERATIONS: Final[tuple[Operation, ...]] = (
    *containers.OPERATIONS,
    *images.OPERATIONS,
    *networks.OPERATIONS,
    *volumes.OPERATIONS,
    *system.OPERATIONS,
    *swarm.OPERATIONS,
    *plugins.OPERATIONS,
)


def find(method: str, path: str) -> Operation | None:
    """The operation of a request; None if the API has no such operation.

    Args:
        method: the HTTP method, in upper case.
        path: the path without API version and query, percent-encoded as sent. The name of an image or a plugin may
            contain slashes.

    """
    fixed, patterns = _index()
    return fixed.get((method, path)) or next(
        (operation for pattern, operation in patterns.get(method, ()) if pattern.fullmatch(path)), None
    )


_Index = tuple[dict[tuple[str, str], Operation], dict[str, list[tuple[re.Pattern[str], Operation]]]]


@cache
def _index() -> _Index:
    fixed: dict[tuple[str, str], Operation] = {}
    patterns: dict[str, list[tuple[re.Pattern[str], Operation]]] = {}
    for operation in OPERATIONS:
        if "{" not in operation.template:
            fixed[operation.method, operation.template] = operation
            continue
        pattern = operation.template.replace("{id}", "[^/]+").replace("{name}", ".+")
        patterns.setdefault(operation.method, []).append((re.compile(pattern), operation))
    return fixed, patterns
