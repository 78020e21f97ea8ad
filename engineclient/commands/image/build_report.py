"""Stores a build while it runs, and shows its report for --report and `builder report`."""

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
    """Follows a build, and stores it at its end.

    Args:
        parameters: the parameters of `images.build`.

    Attributes:
        context: the directory; None for a URL or an archive, which are not stored.
        image: the image's ID, after a successful build.
        content: returns the content of the Dockerfile.
        transfer: counts of the files that were sent to BuildKit.

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
        """Add a report of BuildKit."""
        self._builder = BUILDKIT
        for event in self._graph.read(status):
            self._summary.add(event)

    def record(self, record: Progress) -> None:
        """Add a record of the classic builder."""
        for event in self._prose.read(record):
            self._summary.add(event)

    def failed(self, error: str) -> None:
        """Note that the build has failed."""
        for event in self._prose.end(error):
            self._summary.add(event)

    def keep(self, context: LocalContext) -> list[KeptBuild]:
        """Store it; return all stored builds of this Dockerfile, [] if no step was reported."""
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
    """Follow a build; store it at its end, also after an error, and show the report if requested."""
    watch = BuildWatch(parameters)
    try:
        yield watch
    finally:
        if watch.context is not None and not app.options.dry_run:
            builds = watch.keep(watch.context)
            if shown and builds:
                app.err.write("\n" + report_of(app.engine(), builds))


def path_of(context: LocalContext) -> str:
    """The path of a context's Dockerfile, by which its builds are stored."""
    return os.path.normpath(f"{context.directory}/{context.dockerfile or '-'}")


def _marks(context: LocalContext) -> dict[str, str]:
    """The fingerprints of the files of a context."""
    marks: dict[str, str] = {}
    with suppress(OSError, EngineError):
        for path, found in context_files(context.directory, ignore_of(context)):
            if not stat.S_ISDIR(found.st_mode):
                marks[path] = f"{found.st_size} {found.st_mtime_ns} {found.st_mode & _MEANINGFUL:o}"
            if len(marks) > MOST_FILES:
                break
    return marks


def report_of(engine: Engine, builds: Sequence[KeptBuild]) -> str:
    """The report of the last build, with the sizes of its layers if the engine has the image."""
    sizes: dict[int, int] = {}
    if builds[-1].image:
        with suppress(EngineError):
            sizes = layer_sizes(builds[-1].steps, engine.images.history(builds[-1].image))
    return report_text(report(builds, sizes))
