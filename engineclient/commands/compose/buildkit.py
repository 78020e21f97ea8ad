"""Build the images of services with BuildKit: at the same time, and shown as one build."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from engineclient.archive.context import DOCKERFILE
from engineclient.archive.memory import MemoryTree
from engineclient.archive.tree import Tree
from engineclient.build.build_names import LocalBuild
from engineclient.build.content import content
from engineclient.build.place import marked
from engineclient.build.secrets import MOST, secrets
from engineclient.build.session import Session
from engineclient.build.solve import IMAGE_EXPORTER, IMAGE_ID, Exporter, Worker
from engineclient.build.trace import Status, with_prefix
from engineclient.cli.buildkit_control import asks_buildkit
from engineclient.cli.connection import context_name
from engineclient.cli.credentials import registry_auth
from engineclient.cli.failures import Failure
from engineclient.cli.git_notes import NO_FILE, git_notes
from engineclient.cli.printing.build_call import Check, check_of
from engineclient.cli.printing.build_display import display_on
from engineclient.cli.printing.refreshed import refreshed
from engineclient.cli.registry_logins import registry_logins
from engineclient.commands.compose.project import warn
from engineclient.compose.bake import bake_name
from engineclient.compose.building import (
    SERVICE,
    Building,
    Secret,
    as_bake_says,
    cache_exports,
    check_buildable,
    has_effect,
    records,
)
from engineclient.connect.build_refs import note_build_place
from engineclient.connect.builder_activity import note_activity
from engineclient.errors import EngineError, NotFound
from engineclient.options.attestations import with_default
from engineclient.options.caches import cache_sources
from engineclient.options.frontend import OCI_LAYOUT
from engineclient.procedures.build_push import push_built
from engineclient.procedures.build_source import (
    BuildSource,
    agent_sockets,
    forwarded_agents,
    from_files,
    from_url,
    named_directories,
)
from engineclient.procedures.buildkit import build_with
from engineclient.procedures.local_caches import local_caches, record_caches
from engineclient.procedures.solve import Solved, find_worker, solve, solve_request
from engineclient.steps import All

if TYPE_CHECKING:
    from engineclient.calls import Steps
    from engineclient.cli.app import App
    from engineclient.wire.grpc import Methods

Report = Callable[[Status], object]
_IMAGE_CONTEXT: Final = "docker-image://"
_INLINE_NAME: Final = "inline"  # the name that checks show for a Dockerfile in the compose file
_MODES: Final = {"json": "rawjson", "": "auto"}


class _TargetFailed(EngineError):
    """One of the builds failed."""

    def __init__(self, solved: Solved, target: str) -> None:
        lines = "".join(marked(each.data, each.filename, each.ranges) for each in solved.sources)
        super().__init__(f"{lines}{target and f'target {target}: '}failed to solve: {solved.failure}")


def build_with_buildkit(
    app: App,
    builds: Sequence[Building],
    environment: Mapping[str, str],
    *,
    silent: bool = False,
    check: bool = False,
    push: bool = False,
) -> None:
    """Build images at the same time, and show the progress.

    Args:
        app: the program, for its engine and its output.
        builds: the builds, each after those whose images it uses.
        environment: the variables of the project, for secrets.
        silent: do not show the progress.
        check: only check the Dockerfiles for mistakes, and print the results.
        push: push the images whose names the file gives.

    Raises:
        ComposeError: the engine's builder does not support a key.
        Failure: a build failed, or a check found mistakes.

    """
    asking = asks_buildkit(app)
    for each in builds:
        check_buildable(each, has_manifests=True)  # errors for any engine, before a request to this one
    worker = _worker(app) if asking else Worker()
    for each in builds:
        check_buildable(each, has_manifests=worker.has_manifests)
        for cache in each.parameters["cachefrom"] or ():
            if not has_effect(cache):
                warn(app, f'service "{each.service}": build.cache_from {cache} has no effect')
    images = {each.service: each.image for each in builds}
    places = {each.service: place for place, each in enumerate(builds)}
    progress: str = app.group_options["progress"]
    mode = "quiet" if silent else _MODES.get(progress, progress)
    carry_out = partial(_solved, worker) if asking else _replayed
    try:
        display = display_on(app.out, mode)
    except ValueError as error:
        raise Failure(str(error)) from error
    try:
        with refreshed(display) as report:
            procedures = [
                carry_out(
                    app,
                    _with_images(each, images),
                    environment,
                    _named(report, bake_name(each.service) if len(builds) > 1 else ""),
                    bake_name(each.service) if len(builds) > 1 else "",
                    check=check,
                    push=push and each.has_own_name,
                )
                for each in builds
            ]
            after = [[places[name] for name in {*each.needs, *each.earlier}] for each in builds]
            solved = app.engine().perform(All(procedures, after=() if check else after))
    except (ValueError, EngineError) as error:
        raise Failure(as_bake_says(str(error))) from error
    if check:
        _show_checks(app, builds, solved)


def _with_images(wanted: Building, images: Mapping[str, str]) -> Building:
    """The build with the names of the images in its contexts that are services."""
    contexts = {
        name: _IMAGE_CONTEXT + images[place.removeprefix(SERVICE)] if place.startswith(SERVICE) else place
        for name, place in wanted.contexts.items()
    }
    return wanted._replace(contexts=contexts)


def _named(report: Report, target: str) -> Report:
    return (lambda status: report(with_prefix(status, target))) if target else report


def _worker(app: App) -> Worker:
    """The worker of the engine's BuildKit; one without the containerd image store if BuildKit has no API of its own."""
    try:
        return app.engine().perform(find_worker())
    except NotFound:
        return Worker()
    except EngineError as error:
        raise Failure(as_bake_says(str(error))) from error


def _solved(
    worker: Worker,
    app: App,
    wanted: Building,
    environment: Mapping[str, str],
    report: Report,
    target: str,
    *,
    check: bool,
    push: bool,
) -> Steps[Solved]:
    source = _source(wanted)
    exports = cache_exports(wanted)
    readable = [each for each in wanted.parameters["cachefrom"] or () if has_effect(each)]
    caches = local_caches(cache_sources(readable, os.environ), exports)
    for warning in caches.warnings:
        warn(app, warning)
    session = _session(app, wanted, source, environment, content(caches.stores))
    exporter = {"name": ",".join(wanted.parameters["tags"])}
    file = NO_FILE if wanted.inline else wanted.dockerfile
    attributes = git_notes(wanted.context, file, wanted.contexts, app.err.write)
    if worker.has_manifests:
        attributes |= with_default(records(wanted), os.environ)
        if push:  # BuildKit pushes to registries itself on this image store
            exporter["push"] = "true"
    request = yield from solve_request(
        session,
        source,
        wanted.parameters,
        exporters=[] if check else [Exporter(IMAGE_EXPORTER, exporter)],
        contexts=wanted.contexts,
        cache_imports=caches.imports,
        cache_exports=exports,
        entitlements=wanted.entitlements,
        attributes=attributes,
    )
    if not check:
        with suppress(OSError):  # the build does not depend on it
            builder = context_name(app.options)
            note_activity(app.config_dir, builder)
            place = LocalBuild(wanted.context, wanted.dockerfile)
            note_build_place(app.config_dir, builder, request.ref, place, target=bake_name(wanted.service))
    solved = yield from solve(session, request, call="lint" if check else "", report=report)
    if solved.failure is not None:
        raise _TargetFailed(solved, target) from solved.failure
    record_caches(caches.tags, solved.response)
    if push and not worker.has_manifests:
        yield from push_built(wanted.parameters["tags"], partial(registry_auth, app), report)
    return solved


def _replayed(
    app: App,
    wanted: Building,
    environment: Mapping[str, str],
    report: Report,
    _target: str,
    *,
    check: bool,
    push: bool,
) -> Steps[Solved]:
    """Build with `POST /build`, for recordings of such builds."""
    if check or push or wanted.contexts or wanted.entitlements:
        raise Failure("this recording has no answer to that: it holds a build by POST /build")
    source = _source(wanted)
    session = _session(app, wanted, source, environment, {})
    image = yield from build_with(
        session, report=report, context=source.remote, dockerfile=source.dockerfile, **wanted.parameters
    )
    return Solved({IMAGE_ID: image})


def _source(wanted: Building) -> BuildSource:
    for name, place in wanted.contexts.items():
        if place.startswith(OCI_LAYOUT):
            raise ValueError(
                f"the context {name} ({place}) is not supported by minidocker: load the image into the engine, and use "
                "docker-image://NAME as the context"
            )
    others = named_directories(wanted.contexts)
    if wanted.remote:
        return from_url(wanted.context, wanted.dockerfile, others=others)
    if not os.path.isdir(wanted.context):  # noqa: PTH112
        raise ValueError(f'unable to prepare context: path "{wanted.context}" not found')
    context = Tree(wanted.context)
    if wanted.inline:
        text = wanted.inline.encode("utf-8", "surrogateescape")
        return from_files(context, MemoryTree({DOCKERFILE: text}), DOCKERFILE, wanted.context, text, others)
    place, name = os.path.split(wanted.dockerfile)
    content = Path(wanted.dockerfile).read_bytes
    return from_files(context, Tree(place), name, wanted.context, content, others)


def _session(
    app: App, wanted: Building, source: BuildSource, environment: Mapping[str, str], caches: Methods
) -> Session:
    values = {name: _secret_value(each, environment) for name, each in wanted.secrets.items()}
    methods: dict[str, Any] = {
        **source.methods,
        **caches,
        **registry_logins(app),
        **secrets(values),
        **forwarded_agents(agent_sockets(wanted.ssh, os.environ)),
    }
    return Session(methods, shared_key=source.shared_key)


def _secret_value(secret: Secret, environment: Mapping[str, str]) -> Callable[[], bytes]:
    if secret.variable:
        return partial(environment.get(secret.variable, "").encode, "utf-8", "surrogateescape")
    path = secret.file
    try:
        size = os.stat(path).st_size  # noqa: PTH116
    except OSError as error:
        raise ValueError(f"failed to stat {path}: stat {path}: {(error.strerror or '').lower()}") from error
    if size > MOST:
        raise ValueError(f"secret {path} too big. max size 500KB")
    return Path(path).read_bytes


def _show_checks(app: App, builds: Sequence[Building], solved: Sequence[Solved]) -> None:
    checks = {
        bake_name(each.service): check_of(
            one.response, _INLINE_NAME if each.inline else "" if each.remote else each.dockerfile
        )
        for each, one in zip(builds, solved, strict=True)
    }
    app.out.write("\n".join(_check_text(name, each) for name, each in sorted(checks.items())))
    if any(each.code or each.failure for each in checks.values()):
        raise Failure("failed to execute bake: exit status 1")


def _check_text(target: str, check: Check) -> str:
    failure = f"error: {check.failure}\n" if check.failure else ""
    between = "\n" if check.warnings and failure else ""
    return f"{target}\n\n{check.warnings}{between}{failure}"
