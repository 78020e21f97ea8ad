"""The forms of ids: 64 hexadecimal digits, or 25 digits and letters for the objects of a swarm."""

from __future__ import annotations

import hashlib
from typing import Final, NamedTuple

__all__ = ["DIGEST", "HEX", "SWARM", "Form"]

_DIGITS: Final = "0123456789abcdefghijklmnopqrstuvwxyz"


class Form(NamedTuple):
    """The form of a kind of id.

    Attributes:
        base: the number of different digits, taken from 0-9 and then a-z.
        length: the number of digits in an id.
        prefix: the text before the digits.

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
