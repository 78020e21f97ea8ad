"""build with BuildKit: send the request, show the progress, and write the metadata of the result."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from engineclient.build.content import content
from engineclient.build.place import marked
from engineclient.build.secrets import secrets
from engineclient.build.session import Session
from engineclient.build.solve import IMAGE_ID, Worker, image_id, with_manifest
from engineclient.build.ssh import DEFAULT
from engineclient.cli.buildkit_control import asks_buildkit
from engineclient.cli.connection import context_name
from engineclient.cli.credentials import registry_auth
from engineclient.cli.failures import Failure
from engineclient.cli.git_notes import git_notes
from engineclient.cli.printing.build_call import show_call
from engineclient.cli.printing.build_display import display_of, warnings_text
from engineclient.cli.printing.refreshed import refreshed
from engineclient.cli.registry_logins import registry_logins
from engineclient.commands.image.build_metadata import provenance, shown_warnings, write_metadata
from engineclient.commands.image.buildkit_flags import check_for
from engineclient.commands.image.buildkit_session import agents, results, secret_sources
from engineclient.commands.image.buildkit_source import (
    build_place,
    buildkit_source,
    needs_agent,
)
from engineclient.connect.build_refs import note_build_place
from engineclient.connect.builder_activity import note_activity
from engineclient.errors import EngineError, NotFound, StreamError
from engineclient.options.attestations import with_default
from engineclient.options.caches import cache_sources
from engineclient.procedures.build_push import push_built
from engineclient.procedures.buildkit import build_with
from engineclient.procedures.local_caches import local_caches, record_caches
from engineclient.procedures.local_images import image_store, record_image
from engineclient.procedures.oci_layouts import oci_layouts
from engineclient.procedures.solve import Solved, find_worker, solve, solve_request

if TYPE_CHECKING:
    from engineclient.archive.content_store import ContentDirectory
    from engineclient.build.solve import Exporter, SolveRequest
    from engineclient.build.trace import Status
    from engineclient.calls import Steps
    from engineclient.cli.app import App
    from engineclient.cli.printing.build_display import Display
    from engineclient.commands.image.build_report import BuildWatch
    from engineclient.commands.image.buildkit_flags import BuildKitFlags
    from engineclient.procedures.build_source import BuildSource
    from engineclient.procedures.local_caches import LocalCaches
    from engineclient.procedures.oci_layouts import OCILayouts

_TARGET: Final = "target:"  # another target of a bake file


def build_with_buildkit(
    app: App,
    spec: str,
    file: str,
    wanted: BuildKitFlags,
    watch: BuildWatch,
    *,
    quiet: bool,
    iidfile: str,
    **parameters: Any,
) -> None:
    """Build, or call a function of the frontend: the progress is shown on standard error, the result on standard output.

    Args:
        app: the call, for its engine.
        spec: the context.
        file: the value of --file.
        wanted: the flags for BuildKit.
        watch: follows the build.
        quiet: show nothing but the image's ID, unless it fails.
        iidfile: the file for the ID, "" for none. Without an image the ID is empty.
        parameters: the parameters of `images.build` for the other flags.

    Raises:
        Failure: the build failed.

    """
    building = not wanted.call.function
    worker = cache(partial(_worker, app))
    check_for(wanted, parameters.get("platform", ""), worker)
    result = results(
        app,
        wanted.output,
        parameters.get("tags", ()),
        worker,
        push=wanted.push,
        load=wanted.load,
        for_file=bool(iidfile),
        has_lists="," in parameters.get("platform", "") or any(wanted.attestations.values()),
    )
    own_agent = [DEFAULT] if needs_agent(spec) and not wanted.ssh else []
    secret_values, ssh = secret_sources(wanted.secret), agents([*wanted.ssh, *own_agent])
    contexts, layouts = _layouts(wanted)
    source = buildkit_source(spec, file, contexts)
    caches = _caches(parameters.get("cachefrom", ()), wanted)
    display = display_of(app, wanted.progress, quiet=quiet)
    methods = {
        **source.methods,
        **registry_logins(app),
        **secrets(secret_values),
        **ssh,
        **result.methods,
        **content({**caches.stores, **layouts, **_image_store(result.layout)}),
    }
    session = Session(methods, shared_key=source.shared_key)
    git = git_notes(spec, file, contexts, app.err.write)
    notes = {each.attribute(): value for each, value in wanted.annotations.items()}
    exporters = [each._replace(attributes={**each.attributes, **notes}) for each in result.exporters]
    request = _request(
        app,
        worker(),
        session,
        source,
        wanted,
        exporters if building else [],
        caches,
        contexts,
        git,
        parameters,
    )
    if building:
        watch.context, watch.content, watch.transfer = source.local, source.content, source.transfer
    accounts: dict[str, str] = {}
    try:
        with refreshed(display) as show, _shown_as_canceled(display, show):

            def report(status: Status) -> None:
                show(status)
                watch.status(status)

            if not asks_buildkit(app):
                solved = app.engine().perform(_replayed(session, source, wanted, parameters, report))
            else:
                with suppress(OSError):  # the build does not depend on it
                    builder = context_name(app.options)
                    note_activity(app.config_dir, builder)
                    if building:
                        note_build_place(app.config_dir, builder, request.ref, build_place(spec, file))
                solved = app.engine().perform(
                    solve(session, request, call=wanted.call.function, report=report)
                )
            if building and result.pushed and solved.failure is None:
                digest = app.engine().perform(push_built(result.pushed, partial(registry_auth, app), show))
                solved = solved._replace(response=with_manifest(solved.response, digest))
            if solved.failure is None:
                record_caches(caches.tags, solved.response)
                if result.layout:
                    record_image(result.layout, solved.response)
                if building and wanted.metadata_file:
                    accounts = provenance(app, request.ref, show)
    except (EngineError, ValueError) as error:
        raise Failure(f"ERROR: failed to build: {error}") from error
    except KeyboardInterrupt as error:
        raise Failure("ERROR: failed to build: failed to solve: Canceled: context canceled", 130) from error
    finally:
        app.err.write("".join(f"WARNING: {warning}\n" for warning in caches.warnings))
    app.err.write(warnings_text(display))
    if solved.failure is not None:
        app.err.write("".join(marked(each.data, each.filename, each.ranges) for each in solved.sources))
        raise Failure(f"ERROR: failed to build: failed to solve: {solved.failure}") from solved.failure
    watch.image = image_id(solved.response) if building else ""
    if quiet:
        app.out.line(watch.image)
    if iidfile:
        Path(iidfile).write_text(watch.image)
    if wanted.metadata_file:
        facts = dict(solved.response)
        if building:
            builder = context_name(app.options)
            facts["buildx.build.ref"] = f"{builder}/{builder}/{request.ref}"
            accounts |= shown_warnings(display.steps.warnings)
        write_metadata(wanted.metadata_file, facts, accounts)
    if not building:
        show_call(app, wanted.call, solved.response, source.shown)


@contextmanager
def _shown_as_canceled(display: Display, show: Callable[[Status], None]) -> Iterator[None]:
    """Show the steps under way as canceled if Ctrl-C or a signal ends the build."""
    try:
        yield
    except KeyboardInterrupt:
        show(display.steps.canceled(time.time_ns()))
        raise


def _worker(app: App) -> Worker:
    """BuildKit's worker; an empty one if the engine does not serve BuildKit's API."""
    if not asks_buildkit(app):
        return Worker()
    try:
        return app.engine().perform(find_worker())
    except NotFound:
        return Worker()


def _layouts(wanted: BuildKitFlags) -> OCILayouts:
    for name, place in wanted.contexts.items():
        if place.startswith(_TARGET):
            target = place.removeprefix(_TARGET)
            raise Failure(f"ERROR: failed to build: failed to find target {target} for context {name}")
    try:
        return oci_layouts(wanted.contexts)
    except ValueError as error:
        raise Failure(f"ERROR: failed to build: {error}") from error


def _image_store(directory: str) -> dict[str, ContentDirectory]:
    try:
        return image_store(directory) if directory else {}
    except ValueError as error:
        raise Failure(f"ERROR: failed to build: {error}") from error


def _caches(given: Sequence[str], wanted: BuildKitFlags) -> LocalCaches:
    try:
        sources = cache_sources(given, os.environ)
    except ValueError as error:
        raise Failure(f"ERROR: {error}") from error
    try:
        return local_caches(sources, wanted.cache_exports)
    except ValueError as error:
        raise Failure(f"ERROR: failed to build: {error}") from error


def _request(
    app: App,
    worker: Worker,
    session: Session,
    source: BuildSource,
    wanted: BuildKitFlags,
    exporters: Sequence[Exporter],
    caches: LocalCaches,
    contexts: Mapping[str, str],
    git: Mapping[str, str],
    parameters: Mapping[str, Any],
) -> SolveRequest:
    asking = solve_request(
        session,
        source,
        parameters,
        exporters=exporters,
        contexts=contexts,
        no_cache_filter=wanted.no_cache_filter,
        cache_imports=caches.imports,
        cache_exports=wanted.cache_exports,
        entitlements=wanted.allow,
        attributes={**git, **(with_default(wanted.attestations, os.environ) if worker.has_manifests else {})},
    )
    try:
        return app.engine().perform(asking)
    except ValueError as error:
        raise Failure(f"ERROR: failed to build: {error}") from error


def _replayed(
    session: Session,
    source: BuildSource,
    wanted: BuildKitFlags,
    parameters: Mapping[str, Any],
    report: Callable[[Status], object],
) -> Steps[Solved]:
    """The build by `POST /build`, for recordings that contain it: of `Engine.build` or compose."""
    if wanted.call.function or wanted.contexts or wanted.no_cache_filter or wanted.output:
        raise Failure("ERROR: this recording does not support that: it contains a build by POST /build")
    try:
        image = yield from build_with(
            session, report=report, context=source.remote, dockerfile=source.dockerfile, **parameters
        )
    except StreamError as error:
        return Solved({}, error)
    return Solved({IMAGE_ID: image})
