"""buildx history export: builds with their logs and traces in a file for Docker Desktop."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Any

from engineclient.build.bundle import BundleError, Exported, Source, bundle
from engineclient.build.content import INFO, READ, info_request, read_piece, read_request
from engineclient.build.history import UPDATE_BUILD_HISTORY, finalize
from engineclient.build.workers import LIST_WORKERS, workers
from engineclient.cli.arity import ANY
from engineclient.cli.builder_flags import on_builder
from engineclient.cli.buildkit_control import called
from engineclient.cli.buildx_errors import marked
from engineclient.cli.command import command
from engineclient.cli.connection import context_name
from engineclient.cli.failures import Failure
from engineclient.cli.flag_types import BOOL, STRING
from engineclient.cli.flags import flag
from engineclient.commands.buildx.history import find_build, past_builds
from engineclient.connect.build_refs import build_group, build_state
from engineclient.errors import StreamError
from engineclient.golang.quoting import quote

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from engineclient.build.history import BuildRecord, Descriptor
    from engineclient.cli.app import App

_GZIP = 16 + zlib.MAX_WBITS


@command("[OPTIONS] [REF...]", ANY)
@on_builder
@flag("--all", BOOL, "Export all builds, up to the last 50")
@flag("--finalize", BOOL, "Complete the traces of builds before they are exported")
@flag("-o, --output", STRING, "Write to a file, instead of standard output")
def export(app: App, *refs: str, all: bool, finalize: bool, output: str) -> None:
    """Export builds with their logs and traces, in a file that Docker Desktop can import."""
    with marked():
        if all and refs:
            raise Failure("cannot specify refs when using --all")
        builds = [build for ref in refs or ("",) for build in _chosen(app, ref, all=all, finalized=finalize)]
        platform = _platform(app)
        exported = [_exported(app, build, platform) for build in builds]
        if output:
            _to_file(app, output, exported)
        elif app.out.is_terminal():
            raise Failure("refusing to write to console, use --output to specify a file")
        else:
            for piece in _archive(app, exported):
                app.out.write(piece)


def _chosen(app: App, ref: str, *, all: bool, finalized: bool) -> list[BuildRecord]:
    """The builds that have ended and are meant by a reference; "" is the last, or all of them."""
    builds = _ended(app, ref)
    chosen = builds if all and builds else [find_build(builds, ref)]
    if finalized and (without_trace := [build for build in chosen if build.trace is None]):
        for build in without_trace:
            for _ in called(app, UPDATE_BUILD_HISTORY, finalize(build.ref)):
                pass
        return _chosen(app, ref, all=all, finalized=False)
    return chosen


def _ended(app: App, ref: str) -> list[BuildRecord]:
    return [build for build in past_builds(app, ref) if build.completed is not None]


def _platform(app: App) -> str:
    """The builder's own platform."""
    found = [each for answer in called(app, LIST_WORKERS) for each in workers(answer)]
    return next((platform for worker in found for platform in worker.platforms), "")


def _exported(app: App, build: BuildRecord, platform: str) -> Exported:
    state = build_state(app.config_dir, context_name(app.options), build.ref)
    group: dict[str, Any] | None = None
    if state is not None and "GroupRef" in state:
        try:
            group = dict(build_group(app.config_dir, state["GroupRef"]))
        except OSError as error:
            raise Failure(f"open {error.filename}: {(error.strerror or str(error)).lower()}") from error
        except (ValueError, TypeError, RecursionError) as error:
            raise Failure(str(error)) from error
    return Exported(build, platform, state, group)


def _to_file(app: App, output: str, exported: Iterable[Exported]) -> None:
    try:
        file = open(output, "wb")  # noqa: PTH123, SIM115  # paths are used as given
    except OSError as error:
        reason = f"open {output}: {(error.strerror or str(error)).lower()}"
        raise Failure(f"failed to create output file {quote(output)}: {reason}") from error
    with file:
        try:
            file.writelines(_archive(app, exported))
        except OSError as error:
            raise Failure(f"write {output}: {(error.strerror or str(error)).lower()}") from error


def _archive(app: App, exported: Iterable[Exported]) -> Iterator[bytes]:
    """The compressed archive."""

    def check(digest: str) -> None:
        try:
            for _ in called(app, INFO, info_request(digest)):
                pass
        except StreamError as error:
            raise BundleError(f"failed to get info: {error}") from error

    def read(descriptor: Descriptor) -> Iterator[bytes]:
        return map(read_piece, called(app, READ, read_request(descriptor.digest)))

    compressor = zlib.compressobj(wbits=_GZIP)
    try:
        for piece in bundle(exported, Source(check, read)):
            if data := compressor.compress(piece):
                yield data
    except BundleError as error:
        raise Failure(str(error)) from error
    yield compressor.flush()
