"""`compose build`: build the images of services, with BuildKit or the engine's classic builder."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from engineclient.cli.arity import ANY
from engineclient.cli.failures import Failure, advice_of, text_of
from engineclient.cli.flag_types import BOOL, BYTES, LIST, STRING
from engineclient.cli.flags import Flag, flags
from engineclient.commands.compose.classic_build import build_classic
from engineclient.commands.compose.command import compose_command, obsolete
from engineclient.commands.compose.progress import MODES, reporter
from engineclient.commands.compose.project import complaining, load, warn
from engineclient.commands.compose.push import push_images
from engineclient.commands.compose.running import quiet, separator
from engineclient.compose.build_platforms import with_build_platforms
from engineclient.compose.building import (
    Building,
    after_dependencies,
    as_bake_says,
    building,
    check_classic,
    in_build_order,
)
from engineclient.compose.config import image_of
from engineclient.compose.progress import Event
from engineclient.errors import EngineError
from engineclient.golang.strconv import parse_bool
from engineclient.options.attestations import attestations
from engineclient.options.build import BUILDKIT, CLASSIC, chosen_builder
from engineclient.procedures.pinged import pinged

if TYPE_CHECKING:
    from engineclient.cli.app import App
    from engineclient.compose import Project
    from engineclient.compose.progress import Report

_NONE: Final[Mapping[str, str]] = {}


@compose_command("[OPTIONS] [SERVICE...]", ANY)
@flags(
    Flag("--build-arg", LIST, "Value of an ARG instruction"),
    Flag("--builder", STRING, 'The builder ("default", the engine itself, is the only one)'),
    Flag("--check", BOOL, "Check the Dockerfiles for mistakes, without building"),
    obsolete("--compress"),
    obsolete("--force-rm"),
    Flag("-m, --memory", BYTES, "Memory limit for RUN (classic builder only)"),
    Flag("--no-cache", BOOL, "Do not use the build cache"),
    obsolete("--no-rm"),
    obsolete("--parallel"),
    Flag(
        "--print",
        BOOL,
        "Print the builds as a bake file (for docker buildx bake), without building",
        dest="print_",
    ),
    Flag("--progress", STRING, hidden=True),
    Flag(
        "--provenance", STRING, 'Record of the origin: "true", "false", "mode=max" (containerd image store)'
    ),
    Flag("--pull", BOOL, "Always look for newer base images"),
    Flag("--push", BOOL, "Push the images after all are built"),
    Flag("-q, --quiet", BOOL, "Do not show the progress"),
    Flag("--sbom", STRING, "Record of what the image contains (containerd image store)"),
    Flag("--ssh", STRING, 'SSH agents for RUN, instead of those of the services ("default", "ID=SOCKET")'),
    Flag("--with-dependencies", BOOL, "Also build the services that these depend on"),
)
def build(app: App, *services: str, **given: Any) -> None:
    """Build the images of services."""
    from engineclient.compose import Options

    if given["progress"]:
        if given["progress"] not in MODES:
            raise Failure(f'unsupported --progress value "{given["progress"]}"')
        app.err.line(
            "--progress is a global compose flag, better use `docker compose --progress xx build ..."
        )
        app.group_options["progress"] = given["progress"]
    if given["quiet"]:
        quiet(app)
    project = load(app, Options())
    with complaining(app):
        project = with_build_platforms(project.with_services_enabled(services), to_run=False)
        project = project.with_selected_services(services, dependencies=given["with_dependencies"])
    names = [name for name, each in sorted(project.services.items()) if each.build is not None]
    if not names:
        return
    _check_builder(given["builder"])
    how: dict[str, Any] = {
        "no_cache": given["no_cache"],
        "pull": given["pull"],
        "arguments": _arguments(given["build_arg"], project.environment),
        "agents": dict([given["ssh"].partition("=")[::2]]) if given["ssh"] else {},
        "attestation_flags": _attestation_flags(given["provenance"], given["sbom"]),
    }
    with complaining(app):
        if given["print_"]:
            from engineclient.compose.bake import bake_file

            builds = builds_of(app, project, names, **how)
            app.out.line(bake_file(builds, push=given["push"], check=given["check"]))
            return
        build_services(
            app,
            project,
            names,
            check=given["check"],
            push=given["push"],
            memory=given["memory"],
            report=reporter(app, "Building"),
            **how,
        )


def _check_builder(given: str) -> None:
    name = given or os.environ.get("BUILDX_BUILDER", "")
    if name not in ("", "default"):
        raise Failure(as_bake_says(f'no builder "{name}" found'))


def _attestation_flags(provenance: str, sbom: str) -> dict[str, str]:
    try:
        return attestations([], provenance, sbom)
    except ValueError as error:
        raise Failure(as_bake_says(f"invalid value for attest: {error}")) from error


def _arguments(given: Sequence[str], environment: Mapping[str, str]) -> dict[str, str]:
    """The values of --build-arg; a name alone takes its value from the variables of the project, or is dropped."""
    pairs = {
        name: value if equals else environment.get(name)
        for name, equals, value in (each.partition("=") for each in given)
    }
    return {name: value for name, value in pairs.items() if value is not None}


def build_services(
    app: App,
    project: Project,
    names: Sequence[str],
    *,
    silent: bool = False,
    check: bool = False,
    push: bool = False,
    memory: int = 0,
    report: Report | None = None,
    **how: Any,
) -> None:
    """Build the images of services, and show the progress.

    Args:
        app: the program, for its engine and its output.
        project: the project.
        names: the names of the services to build.
        silent: do not show the progress.
        check: only check the Dockerfiles for mistakes.
        push: push the images whose names the file gives.
        memory: the memory limit of RUN in bytes, 0 for none; only the classic builder supports it.
        report: takes the events of progress; by default they are shown.
        how: the options of `builds_of`.

    Raises:
        ComposeError: a build has a key that its builder does not support.
        Failure: a build failed, or a check found mistakes.

    """
    builds = builds_of(app, project, names, **how)
    report = report or reporter(app)
    if app.group_options["dry_run"]:
        _pretend(app, builds, report)
        return
    if _with_buildkit(app):
        from engineclient.commands.compose.buildkit import build_with_buildkit

        if memory:
            warn(app, "--memory has no effect: BuildKit has no such limit")
        silent = silent or _is_quiet(app)
        bakes = _bakes(app)
        if not bakes:
            builds = after_dependencies(project, builds)
        build_with_buildkit(
            app, builds, project.environment, silent=silent, check=check, push=push and not check
        )
        if not (check and silent):
            for each in builds:
                report(Event(each.image if bakes else each.service, "Built"))
        return
    if check:
        raise Failure("--check needs BuildKit, which this engine does not have or use")
    builds = after_dependencies(project, builds)
    for each in builds:
        check_classic(each)
    for each in builds:
        report(Event(f"Service {each.service}", "Building"))
        build_classic(app, each, memory=memory, silent=silent or _is_quiet(app))
        report(Event(f"Service {each.service}", "Built"))
    for each in builds:
        report(Event(each.service, "Built"))
    if push and (errors := push_images(app, project.with_selected_services(names, dependencies=False))):
        raise next(iter(errors.values()))


def builds_of(
    app: App,
    project: Project,
    names: Sequence[str],
    *,
    no_cache: bool = False,
    pull: bool = False,
    arguments: Mapping[str, str] | None = None,
    agents: Mapping[str, str] | None = None,
    attestation_flags: Mapping[str, str] = _NONE,
) -> list[Building]:
    """The builds of services and of the services whose images they use, each image once, in an order in which they can run.

    Args:
        app: the program, for the separator in names.
        project: the project.
        names: the names of the services to build.
        no_cache: do not use the build cache.
        pull: always look for newer base images.
        arguments: build arguments in addition to those of the services.
        agents: sockets of SSH agents by id, instead of those of the services.
        attestation_flags: attestations by type, instead of those of the services; "" for a type that is turned off.

    Raises:
        ComposeError: a build is not valid, or two need each other.

    """
    found: dict[str, Building] = {}
    images: set[str] = set()
    todo = [*names]
    while todo:
        name = todo.pop(0)
        service = project.all_services[name]
        image = image_of(project, service, separator(app))
        if name in found or (image in images and name in names):
            continue
        images.add(image)
        made = building(project, service, image, no_cache=no_cache, pull=pull)
        given = {**(made.parameters["buildargs"] or {}), **(arguments or {})}
        parameters = {**made.parameters, "buildargs": given or None}
        found[name] = made._replace(
            parameters=parameters, ssh=agents or made.ssh, attestation_flags=attestation_flags
        )
        todo += made.needs
    return in_build_order(found)


def _pretend(app: App, builds: Sequence[Building], report: Report) -> None:
    """Report the builds of a dry run, with the IDs that docker compose makes up, and record the images as built."""
    for each in builds:
        app.engine().images.build(b"", version=CLASSIC, tags=each.parameters["tags"]).close()
        made_up = f"dryRun-{hashlib.sha1(each.service.encode()).hexdigest()}"
        report(Event(f"{each.service} ==>", "", f"==> writing image {made_up}"))
        report(Event(f"{each.service} ==>", "", f"==> naming to {each.image}"))
    for each in builds:
        report(Event(each.service, "Built"))


def _with_buildkit(app: App) -> bool:
    """Whether to build with BuildKit: as DOCKER_BUILDKIT says, or else if the engine has it.

    Raises:
        Failure: the engine cannot be reached, or DOCKER_BUILDKIT is not a boolean.

    """
    decided = bool(os.environ.get("DOCKER_BUILDKIT"))
    try:
        has_it = decided or app.engine().perform(pinged()).libpod is None
    except EngineError as error:
        raise Failure(as_bake_says(text_of(error)), advice=advice_of(error)) from error
    try:
        return chosen_builder(os.environ, "2" if has_it else "1") == BUILDKIT
    except ValueError as error:
        raise Failure(str(error)) from error


def _bakes(app: App) -> bool:
    """Whether images are built at the same time, as bake does; with COMPOSE_BAKE=false a build waits for the builds of its
    service's dependencies, and a warning is printed.

    Raises:
        Failure: COMPOSE_BAKE is not a boolean.

    """
    try:
        bakes = parse_bool(app.group_options["settings"].get("COMPOSE_BAKE", "true"))
    except ValueError as error:
        raise Failure(str(error)) from error
    if not bakes:
        warn(
            app,
            "COMPOSE_BAKE=false is deprecated, support for internal compose builder will be removed in next release",
        )
    return bakes


def _is_quiet(app: App) -> bool:
    return bool(app.group_options["progress"] == "quiet")
