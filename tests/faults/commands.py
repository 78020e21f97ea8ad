"""The commands that are running during a fault, and what makes each of them last until then."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

_GOING: Final = "while :; do echo go; sleep 0.1; done"
_SLEEPING: Final = "sleep 600"
_LEAVING: Final = "trap 'exit 5' INT TERM; echo go; while :; do sleep 0.1; done"
_BIG: Final = "head -c 40000000 /dev/zero >/big; echo made; sleep 600"

Ready = Literal["output", "idle", "registry", "input", "log"]
"""Under way is a command that has written to stdout, that waits for an answer, whose layer is with the registry, whose
input is read, or whose container has written `term` to its log."""


@dataclass(frozen=True)
class Command:
    """A command line, without the program's name.

    Attributes:
        line: NAME stands for its container, IMAGE for an image that the registry has.
        ready: when it is under way.
        script: what a shell does in the container that is there before; "" for none.
        started: that container runs.
        input: it is fed: with nothing for now, or with an archive of which half is kept back until the fault was made.
        ended_by: what ends it after the daemon was only stopped: the end of its container, the rest of its input or
            output, or SIGINT.
    """

    line: str
    ready: Ready
    script: str = ""
    started: bool = True
    input: Literal["", "nothing", "archive", "image"] = ""
    ended_by: Literal["container", "rest", "signal"] = "rest"


COMMANDS: Final[dict[str, Command]] = {
    "pull": Command("pull IMAGE", "registry"),
    "push": Command("push IMAGE", "registry"),
    "logs": Command("logs -f NAME", "output", _GOING, ended_by="container"),
    "wait": Command("wait NAME", "idle", _SLEEPING, ended_by="container"),
    "attach": Command(
        "attach --no-stdin NAME", "output", _LEAVING.replace("sleep", "echo go; sleep"), ended_by="container"
    ),
    "attach with stdin": Command(
        "attach NAME",
        "output",
        _LEAVING.replace("sleep", "echo go; sleep"),
        input="nothing",
        ended_by="container",
    ),
    "exec": Command("exec NAME sh -c 'echo go; exec sleep 600'", "output", _SLEEPING, ended_by="container"),
    "exec -i": Command("exec -i NAME sh -c 'echo go; exec cat'", "output", _SLEEPING, input="nothing"),
    "run": Command(f'run --name NAME busybox sh -c "{_LEAVING}"', "output", ended_by="container"),
    "run -i": Command(
        f'run -i --name NAME busybox sh -c "{_LEAVING}"', "output", input="nothing", ended_by="container"
    ),
    "run --rm": Command(f'run --rm --name NAME busybox sh -c "{_LEAVING}"', "output", ended_by="container"),
    "start": Command("start -a NAME", "output", _LEAVING, started=False, ended_by="container"),
    "events": Command(
        "events --since 2000-01-01 --filter container=NAME", "output", _GOING, ended_by="signal"
    ),
    "stats": Command("stats NAME", "output", _SLEEPING, ended_by="signal"),
    "stop": Command("stop -t 600 NAME", "log", "trap 'echo term' TERM; " + _GOING, ended_by="container"),
    "cp from": Command("cp NAME:/big -", "output", _BIG),
    "cp to": Command("cp - NAME:/", "input", _SLEEPING, input="archive"),
    "export": Command("export NAME", "output", _BIG),
    "save": Command("save busybox", "output"),
    "load": Command("load -q", "input", input="image"),
}
