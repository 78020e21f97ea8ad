"""Finding the keys that detach from a container in what is typed, however it is cut."""

from __future__ import annotations

from typing import Final

DEFAULT_KEYS: Final = b"\x10\x11"
"""ctrl-p, ctrl-q."""


class DetachKeys:
    """Lets bytes through until `keys` come, one directly after the other.

    As docker does, it holds the beginning of a match back until the next key decides, and a key that ends such a
    beginning starts none: after ctrl-p ctrl-p, a ctrl-q is an ordinary key.

    Attributes:
        detached: the keys have come; they and what is behind them go nowhere.
    """

    def __init__(self, keys: bytes = DEFAULT_KEYS) -> None:
        self.detached: bool = False
        self._keys = keys
        self._held = 0  # so many of the keys have come

    def feed(self, data: bytes) -> bytes:
        """What of `data`, and of what was held back, is for the container."""
        keys = self._keys
        passed: list[bytes] = []
        position = 0
        while position < len(data) and not self.detached:
            if not self._held:
                start = data.find(keys[:1], position)
                if start < 0:
                    passed.append(data[position:])
                    break
                passed.append(data[position:start])
                position = start
            if data[position] == keys[self._held]:
                self._held += 1
                self.detached = self._held == len(keys)
            else:
                passed.append(keys[: self._held] + data[position : position + 1])
                self._held = 0
            position += 1
        return b"".join(passed)
