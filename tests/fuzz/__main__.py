"""`python -m tests.fuzz NAME [--seconds N] [--seed N]`: try seeds until the time is over, and print those that fail."""

from __future__ import annotations

import argparse
import resource
import sys
import time
from collections.abc import Sequence
from typing import Final

from tests.fuzz.catalogue import FUZZERS

_MEMORY: Final = 2 << 30


def main(arguments: Sequence[str] | None = None) -> int:
    """Search; the exit code is 1 if something was found. A find belongs into KEPT of test_fuzz.py, with its mending."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("name", choices=FUZZERS, metavar="NAME", help=", ".join(FUZZERS))
    parser.add_argument("--seconds", type=float, default=60, help="how long, 60 without it")
    parser.add_argument("--seed", type=int, default=0, help="the first one, 0 without it")
    chosen = parser.parse_args(arguments)
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    find, seed, found = FUZZERS[chosen.name], chosen.seed, 0
    end = time.monotonic() + chosen.seconds
    while time.monotonic() < end:
        if wrong := find(seed):
            found += 1
            print(f"{seed}: {wrong}", flush=True)
        seed += 1
    print(f"{chosen.name}: {seed - chosen.seed} seeds from {chosen.seed}, {found} went wrong")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
