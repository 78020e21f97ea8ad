"""Record docker compose's output while a project is created, changed and removed.

`python -m tests.compose.record_up DOCKER-COMPOSE DOCKER_HOST`: the engine has the image `busybox`, and no project `kept`.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent / "up"
KEPT = HERE / "kept.json"
SCRIPT = (
    "project.yaml ps -a",
    "project.yaml start",
    "project.yaml up -d",
    "project.yaml up -d",
    "project.yaml ps --services",
    "project.yaml stop web",
    "project.yaml start web",
    "project.yaml restart db",
    "project.yaml pause worker",
    "project.yaml unpause worker",
    "project.yaml kill worker",
    "project.yaml rm -f worker",
    "project.yaml rm -f",
    "project.yaml up -d --force-recreate web",
    "project.yaml up -d --scale web=1",
    "fewer.yaml up -d",
    "fewer.yaml create --remove-orphans",
    "fewer.yaml up -d web",
    "fewer.yaml stop nosuch",
    "fewer.yaml exec nosuch ls",
    "project.yaml create",
    "project.yaml down -v",
    "project.yaml down",
    "project.yaml kill",
)


def shown(text: str) -> list[str]:
    """The lines sorted by the objects that they are about, because the order of concurrent operations is random."""
    lines = re.sub(r'time="[^"]*"', 'time="T"', text).splitlines()
    return sorted(lines, key=lambda line: line.split()[:2] if line.startswith(" ") else [])


def main(program: str, host: str) -> None:
    """Run the script with docker compose."""
    kept: dict[str, Any] = {}
    for number, line in enumerate(SCRIPT):
        file, *words = line.split()
        done = subprocess.run(
            [program, "-p", "kept", "-f", str(HERE / file), *words],
            env={"DOCKER_HOST": host, "HOME": "/home/somebody", "PATH": "/usr/bin:/bin"},
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
            check=False,
        )
        kept[f"{number:02} {line}"] = [done.returncode, shown(done.stdout), shown(done.stderr)]
    KEPT.write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
