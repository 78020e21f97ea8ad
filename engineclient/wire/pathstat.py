"""The engine's description of a path in a container: JSON, encoded with base64, in a header.

Source: Engine API, `HEAD /containers/{id}/archive`.
"""

from __future__ import annotations

import base64
from typing import Any, Final, cast

from engineclient.errors import DecodeError
from engineclient.wire.records import excerpt, load_json

HEADER: Final = "x-docker-container-path-stat"


def parse(value: str) -> dict[str, Any]:
    """The JSON object in the header: name, size, mode (Go's bits), mtime, linkTarget.

    Raises:
        DecodeError: it is not base64, or does not contain a JSON object.

    """
    try:
        text = base64.b64decode(value, validate=True)
    except ValueError as error:  # binascii.Error, or a byte beyond ASCII
        raise DecodeError(f"{HEADER} is not base64 ({error}): {value[:120]!r}") from error
    stat = load_json(text)
    if not isinstance(stat, dict):
        raise DecodeError(f"{HEADER} holds no JSON object: {excerpt(text)}")
    return cast("dict[str, Any]", stat)
