"""build: the images of services, by BuildKit."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Sequence
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any

from engineclient.archive.memory import MemoryTree
from engineclient.archive.tree import Tree
from engineclient.build.filesync import file_sync
from engineclient.build.plain import PlainDisplay
from engineclient.build.secrets import secrets
from engineclient.build.session import Session
from engineclient.cli.arity import ANY
from engineclient.cli.failures import Failure
from engineclient.cli.flag_types import BOOL, LIST, STRING
from engineclient.cli.flags import Flag, flags
from engineclient.cli.printing.refreshed import refreshed
from engineclient.cli.registry_logins import registry_logins
from engineclient.commands.compose.classic_build import build_classic
from engineclient.commands.compose.command import compose_command, obsolete
from engineclient.commands.compose.progress import MODES, reporter
from engineclient.commands.compose.project import complaining, load
from engineclient.commands.compose.push import push_images
from engineclient.commands.compose.running import quiet, separator
from engineclient.compose.building import Building, building
from engineclient.compose.config import image_of
from engineclient.compose.progress import Event
from engineclient.errors import EngineError
from engineclient.options.build import BUILDKIT, chosen_builder
from engineclient.procedures.build_source import CLIENT_SESSION, forwarded_agents
from engineclient.procedures.buildkit import build_with
from engineclient.procedures.pinged import pinged

if TYPE_CHECKING:
    from collections.abc import Callable

    from engineclient.cli.app import App
    from engineclient.compose import Project

_NO_ATTESTATIONS = "the engine's builder makes no attestations"
_USE = "use 'minidocker build', which has it"


@compose_command("[OPTIONS] [SERVICE...]", ANY)
@flags(
    Flag("--build-arg", LIST, "Value of an ARG instruction"),
    Flag("--builder", STRING, unsupported="the engine builds"),
    Flag("--check", BOOL, unsupported=_USE),
    obsolete("--compress"),
    obsolete("--force-rm"),
    Flag("-m, --memory", STRING, unsupported="BuildKit has no such limit"),
    Flag("--no-cache", BOOL, "Run every step again"),
    obsolete("--no-rm"),
    obsolete("--parallel"),
    Flag("--print", BOOL, unsupported="there is no bake file"),
    Flag("--progress", STRING, hidden=True),
    Flag("--provenance", STRING, "Only as --provenance=false: the engine makes no attestations"),
    Flag("--pull", BOOL, "Look for newer base images"),
    Flag("--push", BOOL, "Push the images when all are built"),
    Flag("-q, --quiet", BOOL, "Show no progress"),
    Flag("--sbom", STRING, "Only as --sbom=false: the engine makes no attestations"),
    Flag("--ssh", STRING, "SSH agents for RUN, instead of those of the services (default, ID=SOCKET)"),
    Flag("--with-dependencies", BOOL, "Also build what the services depend on"),
)
def build(app: App, *services: str, **given: Any) -> None:
    """Build the images of services."""
    from engineclient.compose import Options

    for flag in ("provenance", "sbom"):
        if given[flag] not in ("", "false", "disabled=true"):
            raise Failure(
                f"--{flag} is not supported by minidocker but as --{flag}=false: {_NO_ATTESTATIONS}"
            )
    if given["progress"]:
        if given["progress"] not in MODES:
            raise Failure(f'unsupported --progress value "{given["progress"]}"')
        app.err.line(
            "--progress is a global compose flag, better use `docker compose --progress xx build ..."
        )
        app.group_options["progress"] = given["progress"]
    if given["quiet"]:
        quiet(app)
    project = load(app, Options(), services)
    if services and not given["with_dependencies"]:
        project = project.with_selected_services(services, dependencies=False)
    if app.group_options["dry_run"]:
        raise Failure("--dry-run does not build")
    names = [name for name, each in sorted(project.services.items()) if each.build is not None]
    if not names:
        return
    arguments = dict(each.partition("=")[::2] for each in given["build_arg"])
    agents = {name: path for name, _, path in [each.partition("=") for each in [given["ssh"]] if each]}
    with complaining(app):
        build_services(
            app,
            project,
            names,
            no_cache=given["no_cache"],
            pull=given["pull"],
            arguments=arguments,
            agents=agents,
        )
    if given["push"]:
        wanted = project.with_selected_services(names, dependencies=False)
        if errors := push_images(app, wanted):
            raise errors[0]


def build_services(
    app: App,
    project: Project,
    names: Sequence[str],
    *,
    no_cache: bool = False,
    pull: bool = False,
    arguments: dict[str, str] | None = None,
    agents: dict[str, str] | None = None,
    silent: bool = False,
) -> None:
    """Build the images of these services, one after the other, and show how it goes.

    Raises:
        ComposeError: one uses what is not supported.
        Failure: one cannot be built.

    """
    todo: dict[str, Building] = {}
    for name in names:
        service = project.services[name]
        image = image_of(project, service, separator(app))
        if image not in todo:
            todo[image] = building(project, service, image, no_cache=no_cache, pull=pull)
    with_buildkit = _with_buildkit(app)
    report = reporter(app)
    for each in todo.values():
        if arguments:
            each.parameters["buildargs"] = {**(each.parameters["buildargs"] or {}), **arguments}
        wanted = each._replace(ssh=agents) if agents else each
        if with_buildkit:
            _build(app, wanted, silent=silent)
        else:
            report(Event(f"Service {each.service}", "Building"))
            build_classic(app, wanted, silent=silent or _is_quiet(app))
            report(Event(f"Service {each.service}", "Built"))
    for image, each in todo.items():
        report(Event(image if with_buildkit else each.service, "Built"))


def _with_buildkit(app: App) -> bool:
    """Whether BuildKit builds: where the engine has it, unless DOCKER_BUILDKIT says otherwise."""
    has_it = app.engine().perform(pinged()).libpod is None
    try:
        return chosen_builder(os.environ, "2" if has_it else "1") == BUILDKIT
    except ValueError as error:
        raise Failure(str(error)) from error


def _is_quiet(app: App) -> bool:
    return bool(app.group_options["progress"] == "quiet")


def _build(app: App, wanted: Building, *, silent: bool) -> None:
    directory, name = os.path.split(wanted.dockerfile)
    dockerfile: Any = Tree(directory)
    if wanted.inline:
        name = "Dockerfile"
        dockerfile = MemoryTree({name: wanted.inline.encode("utf-8", "surrogateescape")})
    if wanted.remote:
        name = wanted.dockerfile
    files = {} if wanted.remote else {"context": Tree(wanted.context), "dockerfile": dockerfile}
    session = Session(
        {
            **file_sync(files),
            **registry_logins(app),
            **secrets({name: _secret(value) for name, value in wanted.secrets.items()}),
            **forwarded_agents({name: _agent(path) for name, path in wanted.ssh.items()}),
        },
        shared_key=hashlib.sha256(
            f"engineclient:{wanted.context}".encode("utf-8", "surrogateescape")
        ).hexdigest(),
    )
    display = PlainDisplay((lambda _data: None) if silent or _is_quiet(app) else app.out.write, time.time_ns)
    try:
        with refreshed(display) as report:
            app.engine().perform(
                build_with(
                    session,
                    report=report,
                    context=wanted.context if wanted.remote else CLIENT_SESSION,
                    dockerfile=name,
                    **wanted.parameters,
                )
            )
    except EngineError as error:
        raise Failure(f"failed to build {wanted.image}: {error}") from error


def _secret(value: PurePath | str) -> Callable[[], bytes]:
    """What gives a secret when the build asks for it."""
    if isinstance(value, PurePath):
        return Path(value).read_bytes
    return lambda: value.encode("utf-8", "surrogateescape")


def _agent(path: str) -> str:
    path = path or os.environ.get("SSH_AUTH_SOCK", "")
    if not path:
        raise Failure("invalid empty ssh agent socket: make sure SSH_AUTH_SOCK is set")
    return path
