"""Scripts: a command line, what is typed meanwhile, and the result with docker or with minidocker."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, NamedTuple

from engineclient import Engine, EngineError
from tests.terminal.projects import make_project, remove_project
from tests.terminal.terminal import MARK, Terminal
from tests.terminal.views import settled

NAME: Final = "NAME"
"""What stands for the name of a script's container, in its command and on the screen."""

_ENVIRON: Final = dict(os.environ)  # read once: scripts are played in threads while pytest changes os.environ

MINIDOCKER: Final = (
    sys.executable,
    "-c",
    "from engineclient.commands import main; raise SystemExit(main())",
    "--hints=false",  # docker has none
)
"""The program that is compared with docker."""

SCRIPTS: Final[dict[str, Script]] = {}
"""All of them, by the names of their functions."""


class Seen(NamedTuple):
    """The result of playing a script.

    Attributes:
        screen: all output to the terminal.
        code: the exit code, or minus the number of the signal that killed the program.
        settings: the settings of the terminal afterwards: "restored", "gone", or the settings themselves.
        notes: further results that the script has noted.

    """

    screen: str
    code: int
    settings: str
    notes: list[str]


@dataclass(frozen=True)
class Before:
    """A container that exists before the script begins."""

    command: str
    tty: bool = False
    stdin: bool = False
    started: bool = True

    def make(self, engine: Engine, name: str) -> None:
        """Create it."""
        config = {"Tty": self.tty, "OpenStdin": self.stdin}
        command = shlex.split(self.command)
        if self.started:
            engine.run("busybox", command, name=name, detach=True, config=config)
        else:
            engine.create("busybox", command, name=name, config=config | {"AttachStdin": self.stdin})


@dataclass(frozen=True)
class Script:
    """A command line and what is done while it runs; a decorator of the function that does it.

    Attributes:
        command: the arguments of the program; NAME stands for the container.
        before: the container that exists before.
        shell: a shell command that calls the program; `"$@"` is program and command.
        size: the initial rows and columns of the window.
        config: docker's config.json.
        environ: further environment variables.
        better: why minidocker leaves the terminal restored where docker does not.
        project: a compose file in whose directory it is called; NAME stands for the project.
        earlier: a command line that has been run in the project before.
        kept: what docker shows is the same with every engine, and kept for where there is no docker.
        act: what is typed, and so on, when the program runs.

    """

    command: str
    before: Before | None = None
    shell: str = 'exec "$@"'
    size: tuple[int, int] = (24, 80)
    config: Mapping[str, object] | None = None
    environ: Mapping[str, str] | None = None
    better: str = ""
    project: str = ""
    earlier: str = ""
    kept: bool = True
    act: Callable[[Terminal], object] = Terminal.until_ended

    def __call__(self, act: Callable[[Terminal], object]) -> Callable[[Terminal], object]:
        """Register the script that `act` carries out, under the name of the function."""
        assert act.__name__ not in SCRIPTS, f"two scripts are called {act.__name__}"
        SCRIPTS[act.__name__] = replace(self, act=act)
        return act

    def play(self, program: Sequence[str], engine: Engine, name: str = "") -> Seen:
        """Play the script once, with its own container, called `name`."""
        name = name or f"term-{uuid.uuid4().hex[:8]}"
        argv = [part.replace(NAME, name) for part in shlex.split(self.command)]
        with tempfile.TemporaryDirectory() as home, _gone_afterwards(engine, name):
            (Path(home) / "config.json").write_text(json.dumps(self.config or {}))
            if self.project:
                make_project(Path(home), self.project.replace(NAME, name))
            environ = {key: value for key, value in _ENVIRON.items() if not key.startswith("DOCKER_")}
            environ |= {"DOCKER_HOST": engine.host, "DOCKER_CONFIG": home, "HOME": home, "TERM": "xterm"}
            environ |= self.environ or {}
            if self.earlier:
                earlier = [*program, *shlex.split(self.earlier)]
                subprocess.run(earlier, cwd=home, env=environ, capture_output=True, check=True)
            if self.before is not None:
                self.before.make(engine, name)
            terminal = Terminal(
                ["sh", "-c", self.shell.replace(NAME, name), "sh", *program, *argv],
                environ,
                self.size,
                engine,
                name,
                home if self.project else None,
            )
            try:
                self.act(terminal)
                screen, code, settings = terminal.finish()
            finally:
                terminal.close()
        return Seen(comparable(screen, name, engine.host), code, settings, terminal.notes)


@contextmanager
def _gone_afterwards(engine: Engine, name: str) -> Iterator[None]:
    try:
        yield
    finally:
        try:
            engine.containers.remove(name, force=True)
        except EngineError:
            pass  # the engine has removed it by itself
        remove_project(engine, name)


# Values that differ between engines or runs
_DIFFERENT: Final = [
    (re.compile(r"\b[0-9a-f]{64}\b"), "ID"),
    (re.compile(rf"{MARK.decode()}\r"), ""),
    (re.compile(r"(?:failed to create [^\r\n]*)?OCI runtime [^\r\n]*"), "OCI runtime says why"),
    (re.compile(r"BusyBox v[^\r\n]*"), "BusyBox"),
    # busybox draws its prompt again after a resize; how often it does for several resizes is random
    (re.compile(r"(\r/ # \x1b\[J)+"), r"\1"),
    (re.compile(r"(/ # \x1b\[6n)\r/ # \x1b\[J"), r"\1"),
]


def comparable(screen: bytes, name: str = "", host: str = "") -> str:
    """The screen, one character for each byte, without what differs between runs."""
    text = screen.decode("latin-1").replace("minidocker", "docker")
    for word, instead in {name: NAME, host: "HOST"}.items():
        text = text.replace(word, instead) if word else text
    for pattern, instead in _DIFFERENT:
        text = pattern.sub(instead, text)
    return settled(text)
