"""Finds the detach keys in a terminal's input, which may arrive cut anywhere."""

from __future__ import annotations

from typing import Final

DEFAULT_KEYS: Final = b"\x10\x11"
"""ctrl-p, ctrl-q."""


class DetachKeys:
    """Passes input through until it contains `keys`, one directly after the other.

    As docker does, it holds back the beginning of a match until the next key decides, and the key that breaks a match
    does not begin another: after ctrl-p ctrl-p, a ctrl-q is an ordinary key.

    Attributes:
        detached: the keys were found; they and the input after them are dropped.
    """

    def __init__(self, keys: bytes = DEFAULT_KEYS) -> None:
        self.detached: bool = False
        self._keys = keys
        self._held = 0  # how many of the keys have matched so far

    def feed(self, data: bytes) -> bytes:
        """The bytes to send to the container, of `data` and of what was held back."""
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
