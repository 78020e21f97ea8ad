"""python -m tests.fuzz [SECONDS] [FIRST SEED]: tries seeds until the time is over and prints those that go wrong."""

from __future__ import annotations

import resource
import sys
import time

from tests.fuzz.engine_answers import find

_MEMORY = 2 << 30


def main(seconds: float = 60, first: int = 0) -> int:
    """Search; the exit code is 1 if something was found. A find belongs into SEEDS of test_fuzz.py, with its mending."""
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    end, seed, found = time.monotonic() + seconds, first, 0
    while time.monotonic() < end:
        if wrong := find(seed):
            found += 1
            print(f"{seed}: {wrong}", flush=True)
        seed += 1
    print(f"{seed - first} seeds from {first}, {found} went wrong")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
