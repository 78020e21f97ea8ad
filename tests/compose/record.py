"""Record docker compose's answers to the cases: `python -m tests.compose.record PATH [NAME...]`.

PATH is the plugin, such as /usr/libexec/docker/cli-plugins/docker-compose. No engine is needed.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.compose.cases import CASES, Answer, played, read, write


def play(program: str, words: Sequence[str], directory: Path, environment: Mapping[str, str]) -> Answer:
    """Run a command line with docker compose."""
    done = subprocess.run(
        [program, *words],
        cwd=directory,
        env=dict(environment),
        capture_output=True,
        stdin=subprocess.DEVNULL,
        check=False,
    )
    return done.returncode, done.stdout.decode(), done.stderr.decode()


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
