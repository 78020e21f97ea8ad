"""What is kept of a build while it goes on, and shown of it by --report and `builder report`."""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from engineclient.archive.context import ignore_of
from engineclient.archive.walks import context_files
from engineclient.build.events import Summary
from engineclient.build.graph import GraphReader
from engineclient.build.kept_steps import kept_classic_steps, kept_steps
from engineclient.build.layers import layer_sizes
from engineclient.build.ledger import MOST_FILES, KeptBuild, fingerprint
from engineclient.build.prose import ProseReader
from engineclient.build.report import report
from engineclient.build.report_text import report_text
from engineclient.commands.image import build_history
from engineclient.errors import EngineError
from engineclient.options.build import BUILDKIT, CLASSIC

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engineclient import Engine
    from engineclient.archive.context import LocalContext
    from engineclient.build.filesync import Transfer
    from engineclient.build.trace import Status
    from engineclient.cli.app import App
    from engineclient.models.images import Progress

_MEANINGFUL = 0o777


class BuildWatch:
    """Follows a build, and keeps it at its end.

    Args:
        parameters: of `images.build`.

    Attributes:
        context: the directory that is built; None for what is not kept: a URL, an archive.
        image: the ID, when there is one.
        content: gives that of the Dockerfile.
        transfer: what BuildKit was told of the context.

    """

    def __init__(self, parameters: Mapping[str, Any]) -> None:
        self.context: LocalContext | None = None
        self.image = ""
        self.content: Callable[[], bytes] = bytes
        self.transfer: Transfer | None = None
        self._parameters = parameters
        self._summary = Summary()
        self._graph = GraphReader()
        self._prose = ProseReader(time.time)
        self._began = time.time()
        self._builder = CLASSIC

    def status(self, status: Status) -> None:
        """BuildKit has reported something."""
        self._builder = BUILDKIT
        for event in self._graph.read(status):
            self._summary.add(event)

    def record(self, record: Progress) -> None:
        """The classic builder has."""
        for event in self._prose.read(record):
            self._summary.add(event)

    def failed(self, error: str) -> None:
        """The build has failed."""
        for event in self._prose.end(error):
            self._summary.add(event)

    def keep(self, context: LocalContext) -> list[KeptBuild]:
        """Keep it; gives all builds of this Dockerfile that are kept now, none if no step was reported."""
        self.failed("")
        steps, target = self._summary.steps, self._parameters.get("target", "")
        dockerfile = b""
        with suppress(OSError):
            dockerfile = self.content()
        secret = build_history.key()
        files = _marks(context) if self.transfer is None else dict(self.transfer.marks)
        kept = KeptBuild(
            at=self._began,
            seconds=round(time.time() - self._began, 3),
            steps=kept_steps(steps, dockerfile) if self._builder == BUILDKIT else kept_classic_steps(steps),
            image=self.image,
            builder=self._builder,
            no_cache=bool(self._parameters.get("nocache")),
            files=files if len(files) <= MOST_FILES else None,
            arguments={
                name: fingerprint(secret, value)
                for name, value in (self._parameters.get("buildargs") or {}).items()
            },
        )
        path = path_of(context)
        return build_history.keep(path, target, kept) if kept.steps else []


@contextmanager
def watched(app: App, parameters: Mapping[str, Any], *, shown: bool) -> Iterator[BuildWatch]:
    """Follow a build; at its end, however it ends, keep it, and show the report if it is to be shown."""
    watch = BuildWatch(parameters)
    try:
        yield watch
    finally:
        if watch.context is not None and not app.options.dry_run:
            builds = watch.keep(watch.context)
            if shown and builds:
                app.err.write("\n" + report_of(app.engine(), builds))


def path_of(context: LocalContext) -> str:
    """The path of a context's Dockerfile, by which its builds are kept."""
    return os.path.normpath(f"{context.directory}/{context.dockerfile or '-'}")


def _marks(context: LocalContext) -> dict[str, str]:
    """What tells whether the files of a context are still the same."""
    marks: dict[str, str] = {}
    with suppress(OSError, EngineError):
        for path, found in context_files(context.directory, ignore_of(context)):
            if not stat.S_ISDIR(found.st_mode):
                marks[path] = f"{found.st_size} {found.st_mtime_ns} {found.st_mode & _MEANINGFUL:o}"
            if len(marks) > MOST_FILES:
                break
    return marks


def report_of(engine: Engine, builds: Sequence[KeptBuild]) -> str:
    """The report of the last of some builds; with the sizes of its layers while the engine has the image."""
    sizes: dict[int, int] = {}
    if builds[-1].image:
        with suppress(EngineError):
            sizes = layer_sizes(builds[-1].steps, engine.images.history(builds[-1].image))
    return report_text(report(builds, sizes))
