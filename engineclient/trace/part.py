"""The parts into which the content of an exchange is split."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from engineclient.events import Elided, Side
from engineclient.wire.frames import HEADER, Frame, encode

__all__ = ["Kind", "Part", "json_in"]

Kind: TypeAlias = Literal["stdin", "stdout", "stderr", "record", "body", "bytes"]


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the content of an exchange that can be read by itself.

    Attributes:
        at: the time of its last byte.
        side: the side that sent it.
        kind: a stream of a container ("stdin", "stdout", "stderr"), a JSON "record" of a streamed answer, the whole
            "body" of an answer, or "bytes" of anything else.
        data: the content; secrets in JSON are replaced.
        framed: whether it came in a frame.

    """

    at: float
    side: Side
    kind: Kind
    data: bytes | Elided
    framed: bool = False

    @property
    def head(self) -> bytes:
        """The header of its frame, b"" without one."""
        return encode(Frame(self.kind, self.data))[:HEADER] if self.framed else b""  # type: ignore[arg-type]  # then it is

    @property
    def size(self) -> int:
        """The number of bytes of `data`."""
        return self.data.size if isinstance(self.data, Elided) else len(self.data)

    @property
    def text(self) -> str:
        """`data` as text, or a placeholder for content that was not kept."""
        if isinstance(self.data, Elided):
            return f"({self.size} bytes, not kept)"
        return self.data.decode(errors="replace")

    @property
    def json(self) -> Any:
        """`data` as JSON, None if it is not."""
        return json_in(self.data)


def json_in(data: bytes | Elided) -> Any:
    """`data` as JSON, None if it is not."""
    if isinstance(data, Elided) or not data:
        return None
    try:
        return json.loads(data)
    except ValueError:
        return None
