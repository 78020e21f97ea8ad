"""The commands of a project on recorded engines: requests and output are those of the recordings."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.compose.recorded import CODES, COMMANDS, COMPOSE, record, run

RECORDINGS = Path(__file__).parents[2] / "recordings"
ENGINES = ("docker-28.5", "podman-5.4")


def about(kind: str, names: Sequence[str], *words: str) -> list[str]:
    return [f" {kind} kept{name}  {word}" for name in names for word in words]


ALL = ("-db-1", "-db-2", "-web-1")
PRINTED = {
    "compose-up": [
        *about("Network", ["_default"], "Creating", "Created"),
        *about("Volume", ["_data"], "Creating", "Created"),
        *about("Container", ALL, "Creating", "Created", "Starting", "Started"),
    ],
    "compose-up-again": about("Container", ALL, "Running"),
    "compose-ps": ["kept-db-1 running", "kept-db-2 running", "kept-web-1 running"],
    "compose-logs": ["db is up", "db is up"],
    "compose-exec": ["inside"],
    "compose-restart": about("Container", ALL, "Restarting", "Started"),
    "compose-scale": [
        *about("Container", ["-db-2"], "Stopping", "Stopped", "Removing", "Removed"),
        *about("Container", ["-db-1", "-web-1"], "Running"),
    ],
    "compose-stop": about("Container", ["-db-1", "-web-1"], "Stopping", "Stopped"),
    "compose-down": [
        *about("Container", ["-db-1", "-web-1"], "Stopping", "Stopped", "Removing", "Removed"),
        *about("Network", ["_default"], "Removing", "Removed"),
        *about("Volume", ["_data"], "Removing", "Removed"),
    ],
}


@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize("engine", ENGINES)
def test_a_recording_plays(engine: str, name: str, tmp_path: Path) -> None:
    played = run(
        ["-H", f"recording:{RECORDINGS / engine / name}.json", *COMPOSE, *COMMANDS[name]],
        "unix:///x",
        tmp_path,
    )
    told, *errors = played.stderr.splitlines()
    assert told.endswith("no engine is running")
    assert sorted([*errors, *played.stdout.splitlines()]) == sorted(PRINTED[name])
    assert played.returncode == CODES.get(name, 0)


def test_what_was_not_recorded_is_not_answered(tmp_path: Path) -> None:
    path = RECORDINGS / ENGINES[0] / "compose-up.json"
    played = run(["-H", f"recording:{path}", *COMPOSE, "up", "-d", "--scale", "db=3"], "unix:///x", tmp_path)
    assert played.returncode == 1


@pytest.mark.engine
@pytest.mark.usefixtures("engine_images")
def test_the_same_recorded_twice_is_the_same(engine_host: str, tmp_path: Path) -> None:
    folders = [tmp_path / "first", tmp_path / "second"]
    for folder in folders:
        folder.mkdir()
        record(engine_host, folder)
    for name in COMMANDS:
        first, second = (f"{folder}/{name}.json" for folder in folders)
        told = run(["recordings", "diff", first, second], engine_host, tmp_path).stdout
        assert told.endswith(": no change\n"), f"{name}: {told}"
