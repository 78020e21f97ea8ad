"""Secrets for `RUN --mount=type=secret`: the engine requests them by id, and does not store them.

Source: `moby.buildkit.secrets.v1`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from engineclient.wire.grpc import Code, Methods, Refusal, unary
from engineclient.wire.protobuf import Message, field

GET_SECRET: Final = "/moby.buildkit.secrets.v1.Secrets/GetSecret"
MOST: Final = 500 * 1024
"""The most bytes of a secret: BuildKit's limit."""


def secrets(values: Mapping[str, Callable[[], bytes]]) -> Methods:
    """The service.

    Args:
        values: by id, functions that return the value when it is requested.

    """

    def answer(request: bytes) -> bytes:
        name = Message(request).text(1)
        if name not in values:
            raise Refusal(Code.NOT_FOUND, f"secret {name}: not found")
        value = values[name]()
        if len(value) > MOST:
            raise Refusal(Code.INVALID_ARGUMENT, f"invalid secret size {len(value)}: at most {MOST} bytes")
        return field(1, value)

    return {GET_SECRET: unary(answer)}
