"""Stacks that docker and minidocker deploy on a simulated manager, which stores the requests.

A case is a file in `deploys/`: a mapping with `files` by name, `run` (the arguments after `stack`), and optionally `lists`
(the objects that the manager lists) and `worker` (the node is not a manager). `python -m tests.compose.stack.deploys DOCKER
[NAME...]` records docker's output and requests for each command line in `deploys/answers.json`.
"""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.compose.stack.manager import Asked, Manager

CASES = Path(__file__).parent / "deploys"
ANSWERS = CASES / "answers.json"

Ran = tuple[int, str, str]
Run = Callable[[Sequence[str], Path, str], Ran]


def cases() -> dict[str, Any]:
    """The cases by name."""
    import yaml

    return {path.stem: yaml.safe_load(path.read_text()) for path in sorted(CASES.glob("*.yaml"))}


@contextmanager
def manager() -> Iterator[tuple[Manager, Path]]:
    """A manager, and a directory for projects."""
    with tempfile.TemporaryDirectory() as place:
        with Manager(Path(place) / "docker.sock") as server:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            yield server, Path(place)
            server.shutdown()


def played(case: Mapping[str, Any], run: Run) -> list[dict[str, Any]]:
    """The output and the requests of `run` for each command line of a case."""
    found = []
    with manager() as (server, place):
        server.lists = case.get("lists", {})
        server.is_manager = not case.get("worker", False)
        project = place.resolve() / "project"
        project.mkdir()
        for name, text in case.get("files", {}).items():
            (project / name).write_text(text if isinstance(text, str) else json.dumps(text))
        for line in case["run"]:
            server.asked = []
            code, out, err = run(["stack", *shlex.split(line)], project, f"unix://{place}/docker.sock")
            texts = [text.replace(str(project), "/project") for text in (out, err)]
            found.append(
                {"line": line, "code": code, **_in_order(texts[0], texts[1], server.asked, str(project))}
            )
    return found


def _in_order(out: str, err: str, asked: Sequence[Asked], project: str) -> dict[str, Any]:
    """Sort the output and the requests whose order is that of a Go map, which is random."""
    requests = [[what, json.loads(json.dumps(body).replace(project, "/project"))] for what, body in asked]
    return {
        "out": sorted(out.splitlines()),
        "err": re.sub('time="[^"]*" ', "", err),
        "asked": sorted(requests, key=lambda each: (each[0], json.dumps(each[1], sort_keys=True))),
    }


def docker(program: str) -> Run:
    """A function that runs docker."""

    def run(words: Sequence[str], directory: Path, host: str) -> Ran:
        done = subprocess.run(
            [program, "-H", host, *words],
            cwd=directory,
            env={"HOME": str(directory), "PWD": str(directory), "PATH": "/usr/bin:/bin", "SHELL_SET": "yes"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        return done.returncode, done.stdout, done.stderr

    return run


def main(program: str, *names: str) -> None:
    """Record all cases, or those that are named."""
    kept = json.loads(ANSWERS.read_text()) if ANSWERS.exists() else {}
    every = cases()
    recorded = {
        name: played(case, docker(program)) if not names or name in names else kept[name]
        for name, case in every.items()
    }
    texts = [
        f"{json.dumps(name)}: [\n" + ",\n".join(json.dumps(run, sort_keys=True) for run in runs) + "\n]"
        for name, runs in recorded.items()
    ]
    ANSWERS.write_text("{\n" + ",\n".join(texts) + "\n}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
