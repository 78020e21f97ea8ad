"""The result of a parser must not depend on how the bytes are cut."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from engineclient.errors import DecodeError, StreamTruncated
from tests.fuzz.mutate import cut
from tests.fuzz.watched import watched

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from random import Random

TYPED: Final = (DecodeError, StreamTruncated)
"""The errors that a decoder may raise."""


def read_alike(
    name: str, read: Callable[[Iterable[bytes]], Any], data: bytes, random: Random, right: Any = None
) -> str:
    """Describe how `read` differs, given `data` at once and in pieces; `right` is the expected result, if known."""

    def work() -> None:
        at_once, in_pieces = read([data]), read(cut(data, random))
        assert at_once == in_pieces, f"{data[:300]!r}: at once {at_once!r:.300}, in pieces {in_pieces!r:.300}"
        assert right is None or at_once == right, f"{data[:300]!r}: {at_once!r:.300} for {right!r:.300}"

    return watched(name, work)
