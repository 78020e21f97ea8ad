"""Ed25519 signatures in plain Python. Source: RFC 8032.

A session signs once for a registry, in a few milliseconds, with a key that only separates the cached tokens of different
clients. That does not justify a compiled dependency. The code is not safe against timing attacks.
"""

from __future__ import annotations

import hashlib
from typing import Final, NamedTuple

_P: Final = 2**255 - 19
_ORDER: Final = 2**252 + 27742317777372353535851937790883648493
_D: Final = -121665 * pow(121666, -1, _P) % _P


class _Point(NamedTuple):
    """Extended homogeneous coordinates: (x/z, y/z), with t = xy/z."""

    x: int
    y: int
    z: int
    t: int


def _added(a: _Point, b: _Point) -> _Point:
    minus = (a.y - a.x) * (b.y - b.x) % _P
    plus = (a.y + a.x) * (b.y + b.x) % _P
    c, d = 2 * a.t * b.t * _D % _P, 2 * a.z * b.z % _P
    e, f, g, h = plus - minus, d - c, d + c, plus + minus
    return _Point(e * f % _P, g * h % _P, f * g % _P, e * h % _P)


def _multiplied(scalar: int, point: _Point) -> _Point:
    result = _Point(0, 1, 1, 0)
    while scalar:
        if scalar & 1:
            result = _added(result, point)
        point = _added(point, point)
        scalar >>= 1
    return result


_BASE_Y: Final = 4 * pow(5, -1, _P) % _P
_BASE_X: Final = 15112221349535400772501151409588531511454012693041857206046113283949847762202
_BASE: Final = _Point(_BASE_X, _BASE_Y, 1, _BASE_X * _BASE_Y % _P)


def _compressed(point: _Point) -> bytes:
    inverse = pow(point.z, -1, _P)
    x, y = point.x * inverse % _P, point.y * inverse % _P
    return (y | (x & 1) << 255).to_bytes(32, "little")


def _hashed(*parts: bytes) -> int:
    return int.from_bytes(hashlib.sha512(b"".join(parts)).digest(), "little") % _ORDER


def _expanded(seed: bytes) -> tuple[int, bytes]:
    """The secret scalar, and the prefix for nonces."""
    digest = hashlib.sha512(seed).digest()
    scalar = int.from_bytes(digest[:32], "little")
    return scalar & ((1 << 254) - 8) | 1 << 254, digest[32:]


def public_key(seed: bytes) -> bytes:
    """The public key, 32 bytes, of the key pair for `seed`."""
    return _compressed(_multiplied(_expanded(seed)[0], _BASE))


def sign(seed: bytes, message: bytes) -> bytes:
    """The signature, 64 bytes, of a message with the private key for `seed`."""
    scalar, prefix = _expanded(seed)
    nonce = _hashed(prefix, message)
    commitment = _compressed(_multiplied(nonce, _BASE))
    challenge = _hashed(commitment, _compressed(_multiplied(scalar, _BASE)), message)
    return commitment + ((nonce + challenge * scalar) % _ORDER).to_bytes(32, "little")
