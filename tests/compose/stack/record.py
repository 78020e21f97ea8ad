"""Record docker's answers to the cases: `python -m tests.compose.stack.record DOCKER [NAME...]`.

DOCKER is the path of the client. No engine is needed. The format of the cases is that of tests.compose.cases.
"""

from __future__ import annotations

import sys
from pathlib import Path

from tests.compose.cases import played, read, write
from tests.compose.record import play

CASES = Path(__file__).parent / "cases"


def main(program: str, *names: str) -> None:
    """Record all cases, or those that are named."""
    for path in sorted(CASES.glob("*.txt")):
        if names and path.stem not in names:
            continue
        case = read(path)
        answers = played(case, lambda words, where, environment: play(program, words, where, environment))
        for run, (code, stdout, stderr) in zip(case.runs, answers, strict=True):
            run.code, run.stdout, run.stderr = code, stdout, stderr
        write(case)


if __name__ == "__main__":
    main(*sys.argv[1:])
