"""Streams of JSON records, one per line: progress, events, stats."""

from __future__ import annotations

import json
import math
from typing import Any, Final, NoReturn

from engineclient.errors import DecodeError, StreamTruncated


def load_json(data: bytes) -> Any:
    """`data`, an answer of the engine, as JSON; invalid UTF-8 is replaced, as Go does.

    Raises:
        DecodeError: it is not JSON, or too deeply nested; the message contains its beginning.
    """
    try:
        return parse_json(data)
    except ValueError as error:
        raise DecodeError(f"the engine's answer is not JSON ({error}): {excerpt(data)}") from error


def json_bytes(value: Any) -> bytes:
    """`value` as an engine writes JSON: no spaces, UTF-8."""
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode()


def parse_json(data: bytes) -> Any:
    """`data`, from any source, as JSON; invalid UTF-8 is replaced, as Go does.

    Raises:
        ValueError: it is not JSON, or too deeply nested.
    """
    try:
        value = _DECODER.decode(data.decode(errors="replace"))
        return _without_surrogates(value) if _may_hold_surrogates(data) else value
    except RecursionError as error:
        raise ValueError("it is too deeply nested") from error


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def _finite(text: str) -> float:
    number = float(text)
    if math.isinf(number):
        raise ValueError(f"{text} is out of range")
    return number


_DECODER: Final = json.JSONDecoder(parse_constant=_no_constant, parse_float=_finite)


def _may_hold_surrogates(data: bytes) -> bool:
    r"""Whether there is an escape for a half of a character beyond U+FFFF: `\ud800` to `\udfff`."""
    return b"\\ud" in data or b"\\uD" in data


def _without_surrogates(value: Any) -> Any:
    """`value` with lone surrogates replaced, because they can be neither printed nor sent."""
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, list):
        return [_without_surrogates(item) for item in value]
    if isinstance(value, dict):
        return {_without_surrogates(name): _without_surrogates(item) for name, item in value.items()}
    return value


def excerpt(data: bytes, limit: int = 120) -> str:
    """The beginning of `data`, for an error message."""
    return repr(data[:limit]) + ("…" if len(data) > limit else "")


class Records:
    r"""Decoder of JSON records: feed bytes cut anywhere, get whole records.

    Splits at b"\n" only (str.splitlines would split strings at U+0085 and U+2028); accepts "\r\n", blank lines
    and a missing last newline.
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
        """The last record, if no newline followed it.

        Raises:
            StreamTruncated: the stream ended inside a record.
        """
        line = b"".join(self._rest)
        self._rest = []
        if not line.strip():
            return []
        try:
            return [load_json(line)]
        except DecodeError as error:
            raise StreamTruncated(f"the stream ended inside a record: {excerpt(line)}") from error
