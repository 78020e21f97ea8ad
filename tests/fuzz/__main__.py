"""python -m tests.fuzz [TARGET] [SECONDS] [FIRST SEED]: tries seeds until the time is over, prints those that go wrong.

TARGET is one of TARGETS: `answers` (of an engine), `recordings`, `traces` (of BuildKit), `session`, `patterns`.
"""

from __future__ import annotations

import resource
import sys
import time

from tests.fuzz import buildkit_session, buildkit_traces, engine_answers, ignore_patterns, recordings

_MEMORY = 2 << 30


TARGETS = {
    "answers": engine_answers.find,
    "recordings": recordings.find,
    "traces": buildkit_traces.find,
    "session": buildkit_session.find,
    "patterns": ignore_patterns.find,
}


def main(target: str = "answers", seconds: str = "60", first_seed: str = "0") -> int:
    """Search; the exit code is 1 if something was found. A find belongs into SEEDS of test_fuzz.py, with its mending."""
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    first, find = int(first_seed), TARGETS[target]
    end, seed, found = time.monotonic() + float(seconds), first, 0
    while time.monotonic() < end:
        if wrong := find(seed):
            found += 1
            print(f"{seed}: {wrong}", flush=True)
        seed += 1
    print(f"{seed - first} seeds from {first}, {found} went wrong")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
