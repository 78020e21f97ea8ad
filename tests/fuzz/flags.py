"""Command lines with flags of the command and values of any kind."""

from __future__ import annotations

import contextlib
import shlex
import tempfile
from importlib import import_module
from random import Random
from typing import TYPE_CHECKING, Any, Final

from engineclient.commands.table import TABLE
from tests.fuzz import engine_answers
from tests.fuzz.mutate import mutated
from tests.fuzz.watched import watched

if TYPE_CHECKING:
    from collections.abc import Sequence

_VALUES: Final = (
    "", "-", "--", "0", "-1", "1", "1m", "99999999999999999999999", "1e9", "nan", "x", "a=b", "=", "a:b:c",
    "/x:/y:ro", "80:80", "1-2:3-4", "127.0.0.1", "::1", "tcp://h:1", "host", "none", "container:x",
    "type=bind,src=/x,dst=/y", "type=volume", "a,b", ",", '"', "{{.}}", "{{json .}}", "{{", "json", "table",
    "@/nope", "1s", "1h30m", "2024-01-01", "9999-99-99", "\udcff", "é", "\0", "\n", " ", "busybox", "web",
    "sha256:" + "a" * 64, "CAP_X", "label=x", "/dev/x:/dev/y:rwm", "nofile=1:2", "on-failure:3", "linux/amd64",
    "name=x", "%d",
)  # fmt: skip
# not those that wait for input or other programs, serve, or change this machine
_DENIED: Final = (
    "compose", "buildx", "builder", "build", "context", "login", "logout", "tour", "web", "proxy", "session",
    "record", "recordings", "doctor", "man", "completion", "dial-stdio", "cp", "save", "export", "swarm",
    "stack", "plugin", "explain", "replay", "bake", "live", "stats", "events",
)  # fmt: skip
_SAFE: Final = [entry for entry in TABLE if not set(" ".join(entry.spellings()).split()) & set(_DENIED)]


def find(seed: int) -> str:
    """Describe what is wrong in the case of `seed`, "" if nothing is."""
    random = Random(seed)
    entry = random.choice(_SAFE)
    spelling = random.choice(entry.spellings())
    module, _, name = entry.where.partition(":")
    declared = getattr(import_module(module), name).flags
    words = [*spelling.split(" "), *_given(declared, random), *random.choices(_VALUES, k=random.randrange(4))]
    answers = engine_answers.ANSWERS
    if not random.randrange(3):
        route = random.choice([*answers])
        answers = {**answers, route: mutated(answers[route], random)}
    # A flag may name a file to be written
    with (
        tempfile.TemporaryDirectory() as folder,
        contextlib.chdir(folder),
    ):
        return watched(shlex.join(words), lambda: engine_answers.end(words, answers))


def _given(declared: Sequence[Any], random: Random) -> list[str]:
    given: list[str] = []
    for flag in random.choices(declared, k=random.randrange(4)) if declared else []:
        if flag.short and random.randrange(2):
            given += [f"-{flag.short}", *([random.choice(_VALUES)] if random.randrange(2) else [])]
        else:
            given.append(f"--{flag.long}" + (f"={random.choice(_VALUES)}" if random.randrange(4) else ""))
    return given
