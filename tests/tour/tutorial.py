"""Record the commands of docs/tutorial.md anew: `python -m tests.tour.tutorial [NAME...]`.

The engine that DOCKER_HOST names is emptied of containers, networks and volumes again and again: use one that can be
thrown away, with the images of `tests.engines`. Each command begins with what `NEEDS` says and nothing else.
"""

from __future__ import annotations

import os
import pty
import re
import shlex
import subprocess
import sys
import tempfile
import termios
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from engineclient import Engine
from engineclient.commands.recordings.this_program import on_path
from engineclient.recording import child_process
from engineclient.recording.recording import EngineInfo

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "tutorial.md"
FOLDER = ROOT / "recordings"
PROGRAM = "minidocker"

WEB = "run -d --name web nginx"
LINES = "run -d --name web busybox sh -c 'for n in 1 2 3 4; do echo line $n; done; sleep 1; echo the end'"
ENDED = "run --name {} busybox true"
SHOP = "network create shop"


class Need(NamedTuple):
    """What a command needs.

    Attributes:
        before: commands before it.
        stdin: its input.
        terminal: whether a terminal is its input and output.
        silence: seconds in which nothing happens on the engine, before `before`.

    """

    before: tuple[str, ...] = ()
    stdin: bytes = b""
    terminal: bool = False
    silence: int = 0


NEEDS: Mapping[str, Need] = {
    "run-hello-world": Need(("rmi -f hello-world",)),
    "ps": Need((WEB,)),
    "ps-all": Need((WEB, ENDED.format("done"))),
    "ps-filter": Need((WEB, *(ENDED.format(name) for name in ("one", "two", "three")))),
    **dict.fromkeys(
        ("inspect", "inspect-format", "top", "stats", "rm-force", "exec", "exec-detached", "cp", "pause"),
        Need((WEB,)),
    ),
    "update": Need((WEB.replace(" nginx", " -m 64m nginx"),)),
    "logs": Need((LINES, "wait web")),
    "logs-follow": Need((LINES,)),
    "rm": Need((ENDED.format("web"),)),
    "container-prune": Need((WEB, ENDED.format("one"))),
    "run-terminal": Need(stdin=b"tty; exit 3\n", terminal=True),
    "run-stdin": Need(stdin=b"pear\napple\n"),
    "exec-terminal": Need((WEB,), b'id -u; pwd; echo "$A"; exit\n', terminal=True),
    "port": Need(("run -d --name web -p 8080:80 nginx",)),
    "run-network": Need((SHOP,)),
    "network-connect": Need((SHOP, WEB)),
    "pull": Need(("rmi -f busybox",)),
    "pull-platform": Need(("rmi -f busybox",)),
    "rmi": Need(("tag busybox mine:1",)),
    "load": Need(("save -o a.tar busybox",)),
    "commit": Need((WEB,)),
    "build-no-cache": Need(("build -t web .",)),
    "stop": Need((WEB,)),
    "kill": Need((WEB,)),
    "unpause": Need((WEB, "pause web")),
    "events": Need((WEB, "stop -t 1 web"), silence=60),
    "system-df": Need((WEB,)),
    "system-prune": Need((ENDED.format("one"), SHOP)),
}  # fmt: skip
FILES = {
    "Dockerfile": "FROM busybox\nCOPY page /page\nRUN cat /page\n",
    "web.dockerfile": "FROM busybox AS first\nARG A\nRUN echo $A > /made\n\nFROM first AS last\nRUN cat /made\n",
    "page": "hello\n",
    "variables": "B=c\n",
}


def commands() -> dict[str, list[str]]:
    """The words of each command that the page has a recording of, by the recording's name."""
    rows = re.findall(r"^\| `(.+?)` \|.*\| `tutorial/(.+?)` \|$", PAGE.read_text("utf-8"), re.MULTILINE)
    return {name: shlex.split(command) for command, name in rows}


def record(name: str, words: list[str]) -> None:
    need = NEEDS.get(name, Need())
    with Engine() as engine, on_path() as environ, _terminal(need):
        about = EngineInfo.from_version(dict(engine.version().raw))
        recording, code = child_process.record(
            [PROGRAM, *words],
            socket=engine.host.removeprefix("unix://"),
            engine=about,
            scenario=name,
            environ={**environ, "DOCKER_BUILDKIT": "0"},
            stdin=None if need.terminal else need.stdin,
        )
    print(f"tutorial/{name}: exit code {code}", file=sys.stderr)
    recording.save(FOLDER / "tutorial" / f"{name}.json", times=False)


@contextmanager
def _terminal(need: Need) -> Iterator[None]:
    """Descriptors 0 and 1 are a terminal, at which somebody types the input once the prompt is there."""
    if not need.terminal:
        yield
        return
    ours, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, (24, 80))
    kept = [os.dup(number) for number in (0, 1)]

    def type_() -> None:
        typed = False
        while True:
            try:
                shown = os.read(ours, 4096)
            except OSError:  # nobody has it open
                return
            if not typed and (b"# " in shown or b"$ " in shown):
                os.write(ours, need.stdin)
                typed = True

    typist = threading.Thread(target=type_)
    try:
        for number in (0, 1):
            os.dup2(theirs, number)
        os.close(theirs)
        typist.start()
        yield
    finally:
        for number, copy in enumerate(kept):
            os.dup2(copy, number)
            os.close(copy)
        typist.join()
        os.close(ours)


def _empty() -> None:
    """Remove what earlier commands made, and bring the images that every command may count on."""
    with Engine() as engine:
        for container in engine.containers.list(all=True):
            engine.containers.remove(container.id, force=True, volumes=True)
        engine.networks.prune()
        engine.volumes.prune(filters={"all": ["true"]})
    for words in ("pull -q busybox", "pull -q nginx:alpine", "tag nginx:alpine nginx", "tag busybox redis",
                  "rmi -f mine:1 mine:2 web", "builder prune -af"):  # fmt: skip
        _prepare(words)


def _prepare(words: str) -> None:
    environ = {**os.environ, "DOCKER_BUILDKIT": "0"}
    subprocess.run([PROGRAM, *shlex.split(words)], capture_output=True, check=False, env=environ)


def main(names: list[str]) -> None:
    folder = Path(tempfile.gettempdir(), "tutorial")
    folder.mkdir(exist_ok=True)
    os.chdir(folder)
    for file, text in FILES.items():
        Path(file).write_text(text)
    known = commands()
    for name in names or known:
        _empty()
        need = NEEDS.get(name, Need())
        time.sleep(need.silence)
        for words in need.before:
            _prepare(words)
        record(name, known[name])
    _empty()


if __name__ == "__main__":
    main(sys.argv[1:])
