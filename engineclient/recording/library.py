"""Find recordings: in `recordings/` of a checkout, by path, or among those in the package."""

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
"""The recording for an empty name."""

_PACKAGED: Final = Path(__file__).with_name("packaged")
"""The recordings in a wheel; a checkout has them in its own `recordings/`."""

_FOLDER: Final = "recordings"


def open_recording(name: str = "", *, start: Path | None = None) -> Recording:
    """The recording called `name`.

    Args:
        name: a path (it ends in .json, or its directories exist), SCENARIO, ENGINE/SCENARIO, or "" for the default
            one. Of a scenario on several engines the newest Docker's is used.
        start: the directory where the search for `recordings/` begins, which continues upwards; by default the
            current directory.

    Raises:
        EngineError: it does not exist; the message lists the scenarios and their engines.
        DecodeError: the file is not a recording.

    """
    return Recording.load(find_recording(name, start=start))


def find_recording(name: str = "", *, start: Path | None = None) -> Path:
    """The path of the recording called `name`, found as by `open_recording`.

    Raises:
        EngineError: it does not exist.

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
    raise EngineError(f'no recording "{wanted}"; there are: {_described(known)}')


def _described(known: Iterable[str]) -> str:
    """A short list of recordings, as the engines have almost the same ones."""
    split = [full.partition("/") for full in known if not full.startswith(("tour/", "tutorial/"))]
    if not split:
        return "none"
    scenarios = sorted({scenario for _, _, scenario in split})
    engines = sorted({engine for engine, _, _ in split}, key=_newest, reverse=True)
    return f"{', '.join(scenarios)}, of {', '.join(engines)}"


def recordings(start: Path | None = None) -> Iterator[tuple[str, Path]]:
    """The name, ENGINE/SCENARIO, and the path of each recording of the checkout, or else of this package."""
    yield from _in_folder(directory_of(start) or _shipped())


def _in_folder(folder: Path) -> Iterator[tuple[str, Path]]:
    for path in sorted(folder.glob("*/*.json")):
        yield f"{path.parent.name}/{path.stem}", path


def _shipped() -> Path:
    """The directory of the recordings in this package."""
    return _PACKAGED if _PACKAGED.is_dir() else Path(__file__).resolve().parents[2] / _FOLDER


def directory_of(start: Path | None = None) -> Path | None:
    """`recordings/` in `start` or a folder above it, otherwise in the checkout of this package."""
    checkout = Path(__file__).resolve().parents[2] / _FOLDER
    return _above(start) or (checkout if _has_recordings(checkout) else None)


def _above(start: Path | None) -> Path | None:
    """`recordings/` in `start`, by default the current directory, or in a folder above it."""
    try:
        here = (start or Path.cwd()).resolve()
    except FileNotFoundError:  # the working directory was removed
        return None
    folders = (folder / _FOLDER for folder in (here, *here.parents))
    return next(filter(_has_recordings, folders), None)


def _has_recordings(folder: Path) -> bool:
    return next(folder.glob("*/*.json"), None) is not None


def save_path(name: str, engine: EngineInfo, *, start: Path | None = None) -> Path:
    """The path of a new recording called `name`: `name` itself if it ends in .json, otherwise in `recordings/`.

    That is the one in `start` or a folder above it, and otherwise a new one in `start`: what a user records while working
    elsewhere does not belong to the checkout of this package.
    """
    if name.endswith(".json"):
        return Path(name)
    folder = _above(start) or (start or Path.cwd()) / _FOLDER
    return folder / engine_folder(engine) / f"{name}.json"


def engine_folder(engine: EngineInfo) -> str:
    """The name of the folder for recordings of `engine`: its name and the first two numbers of its version."""
    numbers = ".".join(re.findall(r"\d+", engine.version)[:2])
    return f"{engine.name.lower()}-{numbers}"


def _newest(name: str) -> tuple[bool, list[int]]:
    engine = name.partition("/")[0]
    return engine.startswith("docker"), [int(number) for number in re.findall(r"\d+", engine)]
