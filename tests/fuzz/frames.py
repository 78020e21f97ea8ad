"""Frames of stdout and stderr: whole, cut and damaged."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, Any

from engineclient.errors import StreamError
from engineclient.wire.frames import Frame, Multiplexed, encode
from tests.fuzz.mutate import damaged
from tests.fuzz.pieces import TYPED, read_alike

if TYPE_CHECKING:
    from collections.abc import Iterable

_ERRORS = (b"", b'{"message":"it failed"}\n', b'{"cause":"a","message":"b","response":500}')


def find(seed: int) -> str:
    """Describe what is wrong in the case of `seed`, "" if nothing is."""
    random = Random(seed)
    given = [
        Frame(
            random.choice(("stdout", "stderr")), random.randbytes(random.choice((0, 1, 7, 8, 9, 300, 70_000)))
        )
        for _ in range(random.randrange(6))
    ]
    data = b"".join(map(encode, given))
    whole = data if random.randrange(3) else damaged(data + random.choice(_ERRORS), random)

    def read(pieces: Iterable[bytes]) -> Any:
        decoder, found = Multiplexed(), list[Frame]()
        try:
            for piece in pieces:
                found += decoder.feed(piece)
            found += decoder.end()
        except (*TYPED, StreamError) as error:  # a damaged type byte may be that of an error frame
            return _joined(found), type(error)
        return _joined(found), None

    return read_alike("frames", read, whole, random, None if whole != data else (_joined(given), None))


def _joined(frames: Iterable[Frame]) -> list[tuple[str, bytes]]:
    """Consecutive frames of one stream joined, without empty ones, because long frames may come in pieces."""
    joined: list[tuple[str, bytes]] = []
    for frame in frames:
        if joined and joined[-1][0] == frame.stream:
            joined[-1] = (frame.stream, joined[-1][1] + frame.data)
        elif frame.data:
            joined.append((frame.stream, frame.data))
    return joined
