"""Commands on recordings that were edited by hand: all of them end, none in an unexpected error."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from random import Random
from typing import Any, Final

from engineclient.cli.app import App
from engineclient.cli.root import Root
from engineclient.commands.program import run
from engineclient.commands.table import NOUNS, TABLE
from tests.fuzz.mutate import mutated
from tests.fuzz.watched import watched

RECORDINGS: Final = sorted((Path(__file__).parents[2] / "recordings").glob("*/*.json"))
_COMMANDS: Final = ("recordings show NAME", "explain NAME", "recordings diff NAME NAME")


def find(seed: int) -> str:
    """Describe what is wrong in the case of `seed`, "" if nothing is."""
    random = Random(seed)
    path = random.choice(RECORDINGS)
    whole = json.loads(path.read_text("utf-8"))
    whole["events"] = _some(whole["events"], random)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "x.json")
        file.write_text(json.dumps(mutated(whole, random)), "utf-8")
        command = random.choice(_COMMANDS).replace("NAME", str(file)).split(" ")
        return watched(" ".join((path.stem, *command[:-1])), lambda: run(command, App(), Root(TABLE, NOUNS)))


def _some(events: list[Any], random: Random) -> list[Any]:
    return events if random.randrange(2) else events[: random.randrange(len(events) + 1)]
