"""What the benchmarks share: turns taken in turn, and a bare connection to measure against."""

from __future__ import annotations

import http.client
import socket
import time
from collections.abc import Callable

Turn = Callable[[], object]


def measure(title: str, turns: dict[str, Turn], *, base: str, rounds: int, scale: float, unit: str) -> None:
    """Print a line each: the best time of `rounds` rounds, and its ratio to `base`."""
    best = dict.fromkeys(turns, float("inf"))
    for _ in range(rounds):
        for name, turn in turns.items():
            began = time.perf_counter()
            turn()
            best[name] = min(best[name], time.perf_counter() - began)
    print(f"\n{title}")
    for name, seconds in best.items():
        print(f"  {name:<28}{seconds * scale:>10.1f} {unit}{seconds / best[base]:>8.2f} x {base}")


class UnixConnection(http.client.HTTPConnection):
    def __init__(self, path: str) -> None:
        super().__init__("localhost")
        self.path = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.connect(self.path)
