"""The forms that ids have: 64 hexadecimal digits, or 25 digits and letters for all that belongs to a swarm."""

from __future__ import annotations

import hashlib
from typing import Final, NamedTuple

__all__ = ["DIGEST", "HEX", "SWARM", "Form"]

_DIGITS: Final = "0123456789abcdefghijklmnopqrstuvwxyz"


class Form(NamedTuple):
    """How an id of some kind looks.

    Attributes:
        base: how many of 0-9 and a-z are its digits.
        length: how many of them it has.
        prefix: what stands before them.

    """

    base: int
    length: int
    prefix: str = ""

    def invent(self, seed: str) -> str:
        """An id of this form, the same for the same `seed`."""
        number = int(hashlib.sha256(seed.encode()).hexdigest(), 16)
        digits = ""
        for _ in range(self.length):
            number, digit = divmod(number, self.base)
            digits = _DIGITS[digit] + digits
        return self.prefix + digits


HEX: Final = Form(16, 64)
SWARM: Final = Form(36, 25)
DIGEST: Final = Form(16, 64, "sha256:")
