"""Streams of JSON records, one a line: progress, events, stats."""

from __future__ import annotations

import json
from typing import Any

from engineclient.errors import DecodeError, StreamTruncated


def load_json(data: bytes) -> Any:
    """`data` as JSON.

    Raises:
        DecodeError: it is not JSON; the message holds its beginning.
    """
    try:
        return json.loads(data)
    except ValueError as error:
        raise DecodeError(f"the engine's answer is not JSON ({error}): {excerpt(data)}") from error


def json_bytes(value: Any) -> bytes:
    """`value` as an engine writes JSON: no spaces, UTF-8."""
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode()


def excerpt(data: bytes, limit: int = 120) -> str:
    """The beginning of `data`, for an error message."""
    return repr(data[:limit]) + ("…" if len(data) > limit else "")


class Records:
    r"""Decoder of JSON records: feed bytes cut anywhere, get whole records.

    Splits at b"\n" alone (str.splitlines would cut inside strings at U+0085 and U+2028); survives "\r\n",
    blank lines and a missing last newline.
    """

    def __init__(self) -> None:
        self._rest: list[bytes] = []

    def feed(self, data: bytes) -> list[Any]:
        """The records completed by `data`.

        Raises:
            DecodeError: a line is not JSON.
        """
        head, newline, tail = data.rpartition(b"\n")
        if not newline:
            self._rest.append(data)
            return []
        lines = b"".join((*self._rest, head)).split(b"\n")
        self._rest = [tail] if tail else []
        return [load_json(line) for line in lines if not line.isspace() and line]

    def end(self) -> list[Any]:
        """The last record if no newline followed it.

        Raises:
            StreamTruncated: what is left is not a whole record.
        """
        line = b"".join(self._rest)
        self._rest = []
        if not line.strip():
            return []
        try:
            return [json.loads(line)]
        except ValueError as error:
            raise StreamTruncated(f"the stream ended inside a record: {excerpt(line)}") from error
