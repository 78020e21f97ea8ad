"""up, create and down: a project comes, and goes."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engineclient.cli.arity import ANY
from engineclient.cli.failures import Failure
from engineclient.cli.flag_types import BOOL, INT, LIST, STRING
from engineclient.cli.flags import Flag, flag, flags
from engineclient.cli.printing.log_line import warning_line
from engineclient.commands.compose.command import compose_command
from engineclient.commands.compose.project import complaining, load
from engineclient.commands.compose.running import limit, named, refuse_dry_run, reporter, separator

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from engineclient.cli.app import App
    from engineclient.compose import Project
    from engineclient.compose.plan import PlanOptions
    from engineclient.models.images import Progress
    from engineclient.procedures.compose.up import UpOptions

CREATION_FLAGS = (
    Flag("--build", BOOL, "Build images before"),
    Flag("--force-recreate", BOOL, "Replace containers that have not changed, too"),
    Flag("--no-build", BOOL, "Do not build images, also if they are missing"),
    Flag("--no-recreate", BOOL, "Keep containers that exist as they are"),
    Flag("--pull", STRING, 'Pull images before ("always", "missing", "never")', default="policy"),
    Flag("--quiet-pull", BOOL, "Do not show the progress of pulls"),
    Flag("--remove-orphans", BOOL, "Remove containers of services that are not in the files"),
    Flag("--scale", LIST, "Number of containers of a service, as SERVICE=NUMBER"),
    Flag("-y, --yes", BOOL, "Answer every question with yes"),
)


@compose_command("[OPTIONS] [SERVICE...]", ANY)
@flags(
    *CREATION_FLAGS,
    Flag("--abort-on-container-exit", BOOL, "Stop all containers when one has ended"),
    Flag("--abort-on-container-failure", BOOL, "Stop all containers when one has failed"),
    Flag("--always-recreate-deps", BOOL, "Replace the containers of dependencies, too"),
    Flag("--attach", LIST, unsupported="use 'compose up -d' and 'compose logs -f SERVICE'"),
    Flag("--attach-dependencies", BOOL, unsupported="use 'compose up -d' and 'compose logs -f'"),
    Flag("-d, --detach", BOOL, "Leave the containers running"),
    Flag(
        "--exit-code-from", STRING, "End with the exit code of a service; implies --abort-on-container-exit"
    ),
    Flag("--menu", BOOL, unsupported="there is no menu"),
    Flag("--no-attach", LIST, unsupported="use 'compose up -d' and 'compose logs -f SERVICE'"),
    Flag("--no-color", BOOL, "No colours"),
    Flag("--no-deps", BOOL, "Leave out services that these depend on"),
    Flag("--no-log-prefix", BOOL, "No names before the lines of containers"),
    Flag("--no-start", BOOL, "Create the containers and do not start them"),
    Flag("-V, --renew-anon-volumes", BOOL, "Make anonymous volumes anew"),
    Flag("-t, --timeout", INT, "Seconds until a container that does not stop is killed", default=None),
    Flag("--timestamps", BOOL, unsupported="use 'compose up -d' and 'compose logs -f -t'"),
    Flag("--wait", BOOL, unsupported="use depends_on with a condition, or 'compose ps'"),
    Flag("--wait-timeout", INT, unsupported="it goes with --wait"),
    Flag("-w, --watch", BOOL, unsupported="run 'compose up' again after a change"),
)
def up(app: App, *services: str, **given: Any) -> int:
    """Create and start the containers of services."""
    from engineclient.procedures.compose.up import up as procedure

    if given["force_recreate"] and given["no_recreate"]:
        raise Failure("--force-recreate and --no-recreate are incompatible")
    if given["renew_anon_volumes"] and given["no_recreate"]:
        raise Failure("--no-recreate and --renew-anon-volumes are incompatible")
    leaving = given["abort_on_container_exit"] or given["abort_on_container_failure"]
    if given["detach"] and (leaving or given["exit_code_from"]):
        raise Failure("--abort-on-container-exit and --abort-on-container-failure need containers attached")
    project = chosen(app, services, given)
    build_missing(app, project, given)
    options = up_options(app, services, given)
    if given["detach"] or given["no_start"]:
        with complaining(app):
            app.engine().perform(procedure(project, options))
        return 0
    from engineclient.commands.compose.attached import Attached

    if (name := given["exit_code_from"]) and name not in project.services:
        raise Failure(f"no such service: {name}")
    with Attached(
        app,
        project,
        services or tuple(project.services),
        timeout=given["timeout"],
        exit_code_from=given["exit_code_from"],
        on_exit=given["abort_on_container_exit"] or bool(given["exit_code_from"]),
        on_failure=given["abort_on_container_failure"],
        no_color=given["no_color"],
        no_log_prefix=given["no_log_prefix"],
    ) as attached:
        with complaining(app):
            app.engine().perform(procedure(project, options, watcher=attached.watcher()))
    return attached.exit_code()


@compose_command("[OPTIONS] [SERVICE...]", ANY)
@flags(*CREATION_FLAGS)
def create(app: App, *services: str, **given: Any) -> None:
    """Create the containers of services."""
    from engineclient.procedures.compose.up import up as procedure

    if given["force_recreate"] and given["no_recreate"]:
        raise Failure("--force-recreate and --no-recreate are incompatible")
    given = {**given, "no_start": True, "always_recreate_deps": False, "no_deps": False}
    given |= {"renew_anon_volumes": False, "timeout": None}
    project = chosen(app, services, given)
    build_missing(app, project, given)
    with complaining(app):
        app.engine().perform(procedure(project, up_options(app, services, given)))


@compose_command("[OPTIONS] [SERVICE...]", ANY)
@flag("--format", STRING, "How to print it (table, json)", default="table")
@flag("--force-recreate", BOOL, "Replace containers that have not changed, too")
@flag("--no-recreate", BOOL, "Keep containers that exist as they are")
@flag("--remove-orphans", BOOL, "Remove containers of services that are not in the files")
def plan(app: App, *services: str, format: str, **given: Any) -> None:
    """Show what `up` would do, and why."""
    from engineclient.procedures.compose.up import preview
    from engineclient.text.table import align

    if format not in ("table", "json"):
        raise Failure(f'unsupported format "{format}": use table or json')
    given = {**given, "no_start": False, "always_recreate_deps": False, "no_deps": False, "scale": []}
    project = chosen(app, services, given)
    with complaining(app):
        found = app.engine().perform(preview(project, _plan_options(app, services, given)))
    for warning in found.warnings:
        app.err.line(warning_line(warning, coloured=app.err.is_terminal()))
    if format == "json":
        from engineclient.golang.json import encode_ordered

        for decision in found.decisions:
            app.out.line(encode_ordered(decision.to_json()))
        return
    rows = [("KIND", "NAME", "ACTION", "REASON"), *found.rows()]
    app.out.write(align("".join("\t".join(row) + "\n" for row in rows)))


@compose_command("[OPTIONS] [SERVICES]", ANY)
@flag("--remove-orphans", BOOL, "Remove containers of services that are not in the files")
@flag("--rmi", STRING, 'Remove images of services ("local": those without a name of their own, "all")')
@flag("-t, --timeout", INT, "Seconds until a container that does not stop is killed", default=None)
@flag("-v, --volumes", BOOL, "Remove volumes of the files and anonymous ones")
def down(
    app: App, *services: str, remove_orphans: bool, rmi: str, timeout: int | None, volumes: bool
) -> None:
    """Stop and remove containers and networks."""
    from engineclient.compose.teardown import DownOptions
    from engineclient.procedures.compose.down import down as procedure

    if rmi not in ("", "all", "local"):
        raise Failure(f"invalid value for --rmi: {_quoted(rmi)}")
    target = named(app, services)
    if rmi and target.project is None:
        raise Failure("--rmi needs the files of the project: name them with --file")
    options = DownOptions(
        services=services,
        volumes=volumes,
        images=rmi,
        remove_orphans=remove_orphans,
        separator=separator(app),
    )
    app.engine().perform(
        procedure(
            target.project or target.name,
            options,
            timeout=timeout,
            limit=limit(app),
            report=reporter(app),
            warn=app.err.line,
        )
    )


def chosen(app: App, services: Sequence[str], given: dict[str, Any]) -> Project:
    """The project with the services that are meant alone, and as many containers as `--scale` says."""
    from engineclient.compose import Options

    refuse_dry_run(app)
    project = load(app, Options(), () if given["no_deps"] else services)
    if given["no_deps"]:
        with complaining(app):
            project = project.with_services_enabled(services)
            project = project.with_selected_services(services, dependencies=False)
    scales: dict[str, int] = {}
    for each in given["scale"]:
        name, equals, number = each.partition("=")
        if not equals or not number.isdecimal():
            raise Failure(f"invalid --scale option {_quoted(each)}. Should be SERVICE=NUM")
        scales[name] = int(number)
    with complaining(app):
        project = project.with_scales(scales)
        project.check_container_names()
        return project.with_environment_resolved()


def build_missing(app: App, project: Project, given: dict[str, Any]) -> None:
    """Build the images of services that are missing, or with `--build` all that can be built."""
    buildable = {name: each for name, each in project.services.items() if each.build is not None}
    if not buildable or given["no_build"]:
        return
    if given["build"] and given["no_build"]:
        raise Failure("--build and --no-build are incompatible")
    from engineclient.api.images import images
    from engineclient.commands.compose.build import build_services
    from engineclient.compose.config import image_of
    from engineclient.errors import NotFound
    from engineclient.steps import All, attempt

    names = sorted(buildable)
    found = app.engine().perform(
        All([attempt(images.inspect(image_of(project, buildable[name], separator(app)))) for name in names])
    )
    todo = [
        name
        for name, image in zip(names, found, strict=True)
        if given["build"] or isinstance(image, NotFound) or buildable[name].pull_policy == "build"
    ]
    if todo:
        with complaining(app):
            build_services(app, project, todo)


def _plan_options(app: App, services: Sequence[str], given: dict[str, Any]) -> PlanOptions:
    from os import environ

    from engineclient.compose.plan import PlanOptions, Recreate

    policy = Recreate.CHANGED
    if given["force_recreate"]:
        policy = Recreate.ALWAYS
    elif given["no_recreate"]:
        policy = Recreate.NEVER
    dependencies = Recreate.ALWAYS if given["always_recreate_deps"] else Recreate.CHANGED
    return PlanOptions(
        services=tuple(services),
        recreate=policy,
        recreate_dependencies=Recreate.NEVER if given["no_recreate"] else dependencies,
        remove_orphans=given["remove_orphans"] or _true(environ.get("COMPOSE_REMOVE_ORPHANS", "")),
        ignore_orphans=_true(environ.get("COMPOSE_IGNORE_ORPHANS", "")),
        start=not given["no_start"],
        separator=separator(app),
    )


def up_options(app: App, services: Sequence[str], given: dict[str, Any]) -> UpOptions:
    """What `up` is given."""
    from engineclient.cli.credentials import registry_auth
    from engineclient.options.values.env import proxies_for
    from engineclient.procedures.compose.up import UpOptions

    pull = given["pull"]
    if pull not in ("policy", "always", "missing", "never", ""):
        raise Failure(f"invalid --pull option {_quoted(pull)}")
    return UpOptions(
        plan=_plan_options(app, services, given),
        pull="" if pull == "policy" else pull,
        renew_volumes=given["renew_anon_volumes"],
        timeout=given["timeout"],
        environment=proxies_for(app.config.content.get("proxies", {}), app.engine().host),
        env_files=tuple(str(Path(each).absolute()) for each in app.group_options["env_file"]),
        limit=limit(app),
        report=reporter(app),
        warn=lambda text: app.err.line(warning_line(text, coloured=app.err.is_terminal())),
        confirm=_confirm(app, yes=given["yes"]),
        auth=lambda image: registry_auth(app, image),
        progress=None if given["quiet_pull"] else layers(app),
        read_file=lambda path: Path(path).read_bytes(),
    )


def layers(app: App) -> Callable[[str, Progress], None]:
    """What shows how the layers of a pull come along."""
    from engineclient.cli.printing.progress import reached
    from engineclient.compose.progress import Event

    report = reporter(app)

    def show(_service: str, record: Progress) -> None:
        if not record.id or record.detail is None:
            return
        done = reached(app.err, record.detail.current or 0, record.detail.total or 0)
        report(Event(record.id, done, record.status or ""))

    return show


def _confirm(app: App, *, yes: bool) -> Callable[[str], bool]:
    def ask(question: str) -> bool:
        if yes:
            return True
        app.out.write(f"{question} [y/N]: " if app.out.is_terminal() else question)
        answer = sys.stdin.readline() if sys.stdin is not None else ""
        return answer.strip().lower() in ("y", "yes")

    return ask


def _true(text: str) -> bool:
    return text.lower() in ("1", "t", "true", "y", "yes", "on")


def _quoted(text: str) -> str:
    from engineclient.golang.quoting import quote

    return quote(text)
