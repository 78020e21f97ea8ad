"""Record the commands of the tour anew, on the engine that DOCKER_HOST names: `python -m tests.tour [CHAPTER...]`."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from engineclient import Engine
from engineclient.commands.recordings.this_program import on_path
from engineclient.recording import child_process
from engineclient.recording.recording import EngineInfo
from engineclient.tour import CHAPTERS, Chapter

FOLDER = Path(__file__).parents[2] / "recordings"
PROGRAM = "minidocker"


def record(chapter: Chapter) -> None:
    with Engine() as engine, on_path() as environ:
        about = EngineInfo.from_version(dict(engine.version().raw))
        if chapter.name == "hello-world":
            subprocess.run([PROGRAM, "rmi", "-f", "hello-world"], capture_output=True, check=False)
        _clean(chapter)
        try:
            folder = Path(tempfile.gettempdir(), "tour")  # its path is among the labels of a compose project
            folder.mkdir(exist_ok=True)
            os.chdir(folder)
            _write(chapter.files)
            for number, step, words in chapter.commands():
                _write(step.write)
                name = chapter.recording(number)
                recording, code = child_process.record(
                    [PROGRAM, *words],
                    socket=engine.host.removeprefix("unix://"),
                    engine=about,
                    scenario=name.rpartition("/")[2],
                    environ=environ,
                    stdin=b"",
                )
                print(f"{name}: exit code {code}", file=sys.stderr)
                recording.save(FOLDER / f"{name}.json", times=False)
        finally:
            _clean(chapter)


def _write(files: Iterable[tuple[str, str]]) -> None:
    for name, text in files:
        Path(name).write_text(text)


def _clean(chapter: Chapter) -> None:
    for words in chapter.clean:
        subprocess.run([PROGRAM, *words], capture_output=True, check=False)


if __name__ == "__main__":
    for each in CHAPTERS:
        if not each.recorded and (each.name in sys.argv[1:] or not sys.argv[1:]):
            record(each)
