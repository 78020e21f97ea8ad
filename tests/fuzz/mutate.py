"""Changes to JSON that no known engine makes: a value gets another type, is far out of range, is missing, or is added."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

ODD: Final[tuple[Any, ...]] = (
    None, True, False, 0, -1, 1, 1 << 31, 1 << 62, 1 << 63, (1 << 64) - 1, -(1 << 63), 10**30, 1.5, -0.0, 1e300, 5e-324,
    "", " ", "x", "0", "-1", "1e9", "a\nb", "\x1b[31m", "\ud800", "\udcff", "\0", "é" * 300, "2024-01-01T00:00:00Z",
    "0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999999999Z", "10000-01-01T00:00:00Z", "2024-13-01T00:00:00Z", "sha256:",
    "/", "a/b:c@d", "{{.}}", "tcp", "80/tcp", "healthy", [], {}, [None], [[]], [{}], {"": ""}, {"x": None}, ["x"], [1],
    {"a": {"b": {"c": []}}},
)  # fmt: skip
_BYTES: Final = (
    b"\0", b"\xff", b"\r\n", b"\n", b" ", b"-", b"0", b"99999999999999999999", b"\xc3", b"\xed\xa0\x80", b"{",
    b'"', b":",
)  # fmt: skip


def places(value: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place in a JSON value, as the keys that lead there."""
    yield at
    if isinstance(value, dict):
        for name, item in value.items():
            yield from places(item, (*at, name))
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from places(item, (*at, number))


def mutated(value: Any, random: Random) -> Any:
    """`value` with one or two changes."""
    for _ in range(random.choice((1, 1, 2))):
        value = _changed(value, random)
    return value


def _changed(value: Any, random: Random) -> Any:
    place = random.choice(list(places(value)))
    new = copy.deepcopy(random.choice(ODD))
    if not place:
        return new
    value = copy.deepcopy(value)
    holder = value
    for key in place[:-1]:
        holder = holder[key]
    key = place[-1]
    match random.randrange(6):
        case 0:
            del holder[key]
        case 1 if isinstance(holder, dict):
            holder[str(random.choice(ODD))] = holder[key]
        case _:
            holder[key] = new
    return value


def cut(data: bytes, random: Random) -> list[bytes]:
    """`data` cut into pieces, as received from a socket."""
    places = (
        sorted(random.randrange(len(data) + 1) for _ in range(random.choice((0, 1, 3, 20)))) if data else []
    )
    pieces = [data[begin:end] for begin, end in zip([0, *places], [*places, len(data)], strict=True)]
    return [piece for piece in pieces if piece]


def damaged(data: bytes, random: Random) -> bytes:
    """`data` with a few bytes changed, removed, doubled or inserted, or cut short."""
    for _ in range(random.choice((1, 1, 1, 4))):
        at = random.randrange(len(data) + 1)
        length = random.choice((1, 1, 2, 8, 512))
        match random.randrange(5):
            case 0:
                data = data[:at] + random.randbytes(length) + data[at + length :]
            case 1:
                data = data[:at] + data[at + length :]
            case 2:
                data = data[:at] + data[at : at + length] + data[at:]
            case 3:
                data = data[:at] + random.choice(_BYTES) + data[at:]
            case _:
                data = data[:at]
    return data
