"""Finding recordings: in `recordings/` of a checkout, at a path, or the one that comes with the package."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

from engineclient.errors import EngineError
from engineclient.recording.recording import EngineInfo, Recording

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = [
    "DEFAULT",
    "directory_of",
    "engine_folder",
    "find_recording",
    "open_recording",
    "recordings",
    "save_path",
]

DEFAULT: Final = "docker-28.5/run-hello-world"
"""The recording that an empty name means."""

_PACKAGED: Final = Path(__file__).with_name("packaged")
"""The recordings that a wheel carries; a checkout has them in its own folder."""

_FOLDER: Final = "recordings"


def open_recording(name: str = "", *, start: Path | None = None) -> Recording:
    """The recording called `name`.

    Args:
        name: a path (it ends in .json or holds none but folders that exist), SCENARIO, ENGINE/SCENARIO, or
            empty for the default one. Of one scenario on several engines the newest Docker's is taken.
        start: where to look for `recordings/`, here or in a folder above; the current directory if not given.

    Raises:
        EngineError: there is none; the message tells which scenarios there are, and of which engines.
        DecodeError: the file is no recording.

    """
    return Recording.load(find_recording(name, start=start))


def find_recording(name: str = "", *, start: Path | None = None) -> Path:
    """The path of the recording called `name`, as `open_recording` finds it.

    Raises:
        EngineError: there is none.

    """
    if name.endswith(".json"):
        if Path(name).is_file():
            return Path(name)
        raise EngineError(f'no recording "{name}": no such file')
    if name and Path(name).is_dir():
        raise EngineError(f'"{name}" is a directory: a recording is a file in it that ends in .json')
    wanted = name or DEFAULT
    known = dict(recordings(start))
    for each in (known, dict(_in_folder(_shipped()))):
        if found := [full for full in each if wanted in (full, full.partition("/")[2])]:
            return each[max(found, key=_newest)]
    raise EngineError(f'no recording "{wanted}"; there are: {_told(known)}')


def _told(known: Iterable[str]) -> str:
    """The recordings in few words, as every engine has much the same."""
    split = [full.partition("/") for full in known if not full.startswith("tour/")]
    if not split:
        return "none"
    scenarios = sorted({scenario for _, _, scenario in split})
    engines = sorted({engine for engine, _, _ in split}, key=_newest, reverse=True)
    return f"{', '.join(scenarios)}, of {', '.join(engines)}"


def recordings(start: Path | None = None) -> Iterator[tuple[str, Path]]:
    """Every recording of the project, or else those of this package: ENGINE/SCENARIO and its path."""
    yield from _in_folder(directory_of(start) or _shipped())


def _in_folder(folder: Path) -> Iterator[tuple[str, Path]]:
    for path in sorted(folder.glob("*/*.json")):
        yield f"{path.parent.name}/{path.stem}", path


def _shipped() -> Path:
    """The recordings that come with this package."""
    return _PACKAGED if _PACKAGED.is_dir() else Path(__file__).resolve().parents[2] / _FOLDER


def directory_of(start: Path | None = None) -> Path | None:
    """`recordings/` in `start` or a folder above it, otherwise in the checkout of this package."""
    checkout = Path(__file__).resolve().parents[2]
    try:
        here = (start or Path.cwd()).resolve()
        above = [here, *here.parents]
    except FileNotFoundError:  # the working directory is gone
        above = []
    for folder in (*above, checkout):
        if next((folder / _FOLDER).glob("*/*.json"), None):
            return folder / _FOLDER
    return None


def save_path(name: str, engine: EngineInfo, *, start: Path | None = None) -> Path:
    """Where a new recording called `name` goes: to that path if it ends in .json, or to `recordings/`."""
    if name.endswith(".json"):
        return Path(name)
    folder = directory_of(start) or (start or Path.cwd()) / _FOLDER
    return folder / engine_folder(engine) / f"{name}.json"


def engine_folder(engine: EngineInfo) -> str:
    """The folder of the recordings of `engine`: its name and the first two numbers of its version."""
    numbers = ".".join(re.findall(r"\d+", engine.version)[:2])
    return f"{engine.name.lower()}-{numbers}"


def _newest(name: str) -> tuple[bool, list[int]]:
    engine = name.partition("/")[0]
    return engine.startswith("docker"), [int(number) for number in re.findall(r"\d+", engine)]
