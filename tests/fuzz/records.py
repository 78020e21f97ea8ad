"""Consecutive JSON records: whole, cut and damaged."""

from __future__ import annotations

import json
from random import Random
from typing import TYPE_CHECKING, Any

from engineclient.wire.records import Records
from tests.fuzz.mutate import ODD, damaged
from tests.fuzz.pieces import TYPED, read_alike

if TYPE_CHECKING:
    from collections.abc import Iterable


def find(seed: int) -> str:
    """Describe what is wrong in the case of `seed`, "" if nothing is."""
    random = Random(seed)
    given = [random.choice(ODD) for _ in range(random.randrange(8))]
    texts = [json.dumps(value, ensure_ascii=bool(random.randrange(2))) for value in given]
    data = "".join(text + random.choice(("\n", "\r\n")) for text in texts).encode(errors="surrogatepass")
    whole = data if random.randrange(2) else damaged(data, random)

    def read(pieces: Iterable[bytes]) -> Any:
        decoder, found = Records(), list[Any]()
        try:
            for piece in pieces:
                found += decoder.feed(piece)
            found += decoder.end()
        except TYPED as error:
            return type(error)
        return repr(found)

    return read_alike("records", read, whole, random)
