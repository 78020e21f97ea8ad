"""`compose up`, `create` and `scale`: create and start the containers of a project."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from engineclient.cli.arity import ANY, at_least
from engineclient.cli.failures import Failure
from engineclient.cli.flag_types import BOOL, INT, LIST, STRING
from engineclient.cli.flags import Flag, flags
from engineclient.commands.compose.command import compose_command
from engineclient.commands.compose.creation import (
    CREATION_FLAGS,
    NO_FLAGS,
    build_missing,
    chosen,
    up_options,
)
from engineclient.commands.compose.programs import with_programs_run
from engineclient.commands.compose.progress import mode_of
from engineclient.commands.compose.project import (
    complaining,
    is_from_registry,
    is_true,
    removes_orphans,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engineclient.cli.app import App
    from engineclient.compose import Project


@compose_command("[OPTIONS] [SERVICE...]", ANY)
@flags(
    *CREATION_FLAGS,
    Flag("--abort-on-container-exit", BOOL, "Stop all containers when one exits"),
    Flag("--abort-on-container-failure", BOOL, "Stop all containers when one exits with an error"),
    Flag("--always-recreate-deps", BOOL, "Also recreate the containers of dependencies"),
    Flag("--attach", LIST, "Show the output of this service only"),
    Flag("--attach-dependencies", BOOL, "Also show the output of the dependencies of services"),
    Flag("-d, --detach", BOOL, "Run containers in the background"),
    Flag("--exit-code-from", STRING, "Return the exit code of a service; implies --abort-on-container-exit"),
    Flag("--explain", BOOL, "Explain why each container is created, recreated or left unchanged"),
    Flag(
        "--menu",
        BOOL,
        "Show shortcut keys below the output, on a terminal (default: COMPOSE_MENU)",
        default=None,
    ),
    Flag("--no-attach", LIST, "Do not show the output of this service"),
    Flag("--no-color", BOOL, "Print without colours"),
    Flag("--no-deps", BOOL, "Leave out services that the given ones depend on"),
    Flag("--no-log-prefix", BOOL, "Print lines without the names of containers"),
    Flag("--no-start", BOOL, "Create the containers without starting them"),
    Flag("--quiet-build", BOOL, "Do not show the output of builds"),
    Flag("-V, --renew-anon-volumes", BOOL, "Make new anonymous volumes, instead of keeping their data"),
    Flag("-t, --timeout", INT, "Seconds to wait for a container to stop before it is killed", default=None),
    Flag("--timestamps", BOOL, "Print the time before each line"),
    Flag("--wait", BOOL, "Wait until all services run, or are healthy; implies --detach"),
    Flag("--wait-timeout", INT, "Maximum number of seconds for --wait"),
    Flag("-w, --watch", BOOL, "Watch files, and update the containers when they change"),
)
def up(app: App, *services: str, **given: Any) -> int:
    """Create and start the containers of services."""
    from engineclient.procedures.compose.up import up as procedure

    _check(given)
    project = chosen(app, services, given)
    variables = app.group_options["settings"]
    if is_true(variables.get("COMPOSE_IGNORE_ORPHANS", "")) and removes_orphans(
        given["remove_orphans"], variables
    ):
        raise Failure("cannot combine COMPOSE_IGNORE_ORPHANS and --remove-orphans")
    if is_from_registry(app):
        from engineclient.commands.compose.remote_confirmation import confirm_remote

        confirm_remote(app, project, yes=given["yes"])
    if given["detach"] or given["no_start"] or app.group_options["dry_run"]:
        build_missing(app, project, given, silent=given["quiet_build"])
        project = with_programs_run(app, project, quiet_pull=given["quiet_pull"])
        with complaining(app):
            app.engine().perform(procedure(project, up_options(app, project, services, given)))
        if not given["detach"] and not given["no_start"]:
            app.out.line("end of 'compose up' output, interactive run is not supported in dry-run mode")
        return 0
    from engineclient.commands.compose.attached import Attached

    shown, watched = attached_services(project, services, given)
    if (name := given["exit_code_from"]) and name not in project.services:
        raise Failure(f"no such service: {name}: not found")
    build_missing(app, project, given, silent=given["quiet_build"])
    project = with_programs_run(app, project, quiet_pull=given["quiet_pull"])
    options = up_options(app, project, services, given)
    with Attached(
        app,
        project,
        shown,
        watched,
        timeout=given["timeout"],
        exit_code_from=given["exit_code_from"],
        on_exit=given["abort_on_container_exit"],
        on_failure=given["abort_on_container_failure"],
        no_color=given["no_color"],
        no_log_prefix=given["no_log_prefix"],
        timestamps=given["timestamps"],
        watch=given["watch"],
        menu=has_menu(app, given["menu"]),
    ) as attached:
        with complaining(app):
            app.engine().perform(procedure(project, options, watcher=attached.watcher()))
    return attached.exit_code()


def has_menu(app: App, wanted: bool | None) -> bool:
    """Whether an attached `up` shows its menu.

    It does on a terminal, unless the user turned it off or chose plain output. A terminal without colours has no menu: its
    line is erased with escape codes.

    Args:
        app: the program.
        wanted: the value of `--menu`; None if it was not given.

    """
    if wanted is None:
        wanted = is_true(app.group_options["settings"].get("COMPOSE_MENU", "true"))
    mode = mode_of(app.group_options["progress"], app.group_options["ansi"], terminal=app.err.is_terminal())
    return (
        wanted and mode != "plain" and app.out.is_coloured() and sys.stdin is not None and sys.stdin.isatty()
    )


def _check(given: dict[str, Any]) -> None:
    """Set the flags that others imply, and check that no two exclude each other. Raises Failure."""
    stops = "--abort-on-container-exit"
    if given["exit_code_from"] and not given["abort_on_container_failure"]:
        given["abort_on_container_exit"] = True
    if given["abort_on_container_exit"] and given["abort_on_container_failure"]:
        raise Failure(f"--abort-on-container-failure cannot be combined with {stops}")
    attaching = given["attach"] or given["attach_dependencies"]
    if given["wait"]:
        if attaching or given["abort_on_container_exit"]:
            raise Failure(f"--wait cannot be combined with {stops}, --attach or --attach-dependencies")
        given["detach"] = True
    if given["build"] and given["no_build"]:
        raise Failure("--build and --no-build are incompatible")
    stopping = given["abort_on_container_exit"] or given["abort_on_container_failure"]
    if given["detach"] and (attaching or stopping or given["watch"]):
        mode = "--wait" if given["wait"] else "--detach"
        raise Failure(
            f"{mode} cannot be combined with {stops}, --abort-on-container-failure, --attach, "
            "--attach-dependencies or --watch"
        )
    if given["no_recreate"]:
        for name, flag in (
            ("renew_anon_volumes", "--no-recreate and --renew-anon-volumes"),
            ("force_recreate", "--force-recreate and --no-recreate"),
            ("always_recreate_deps", "--always-recreate-deps and --no-recreate"),
        ):
            if given[name]:
                raise Failure(f"{flag} are incompatible")
    if given["no_build"] and given["watch"]:
        raise Failure("--no-build and --watch are incompatible")
    if given["attach"] and given["attach_dependencies"]:
        raise Failure("cannot combine --attach and --attach-dependencies")


def attached_services(
    project: Project, services: Sequence[str], given: dict[str, Any]
) -> tuple[Sequence[str], Sequence[str]]:
    """The services whose output is shown, and those whose containers an attached `up` waits for.

    Raises:
        Failure: `--attach` names a service that is not selected.

    """
    unknown = [name for name in given["attach"] if name not in project.services]
    if unknown:
        raise Failure(f"cannot attach to services not included in up: {', '.join(unknown)}")
    names = given["attach"]
    if not names:
        names = project.services if given["attach_dependencies"] or not services else services
        names = [name for name in names if project.services[name].attach is not False]
    shown = [name for name in names if name not in given["no_attach"]] or [*project.services]
    return shown, services or shown


@compose_command("[OPTIONS] [SERVICE...]", ANY)
@flags(*CREATION_FLAGS)
def create(app: App, *services: str, **given: Any) -> None:
    """Create the containers of services."""
    from engineclient.procedures.compose.up import up as procedure

    if given["build"] and given["no_build"]:
        raise Failure("--build and --no-build are incompatible")
    if given["force_recreate"] and given["no_recreate"]:
        raise Failure("--force-recreate and --no-recreate are incompatible")
    given = {**NO_FLAGS, **given, "no_start": True, "remove_orphans": bool(given["remove_orphans"])}
    project = chosen(app, services, given)
    build_missing(app, project, given)
    project = with_programs_run(app, project, quiet_pull=given["quiet_pull"])
    with complaining(app):
        app.engine().perform(procedure(project, up_options(app, project, services, given, title="Creating")))


@compose_command("[SERVICE=REPLICAS...]", at_least(1))
@flags(Flag("--no-deps", BOOL, "Leave out services that the given ones depend on"))
def scale(app: App, *words: str, no_deps: bool) -> None:
    """Change the number of containers of services."""
    from engineclient.procedures.compose.up import up as procedure

    scales: dict[str, str] = {}
    for word in words:
        name, equals, number = word.partition("=")
        if not equals or not name:
            raise Failure(f"invalid scale specifier: {word}")
        if not number.isdecimal():
            raise Failure(f"invalid scale specifier: can't parse replica value as int: {word}")
        scales[name] = number
    services = sorted(scales)
    given = {**NO_FLAGS, "no_deps": no_deps}
    given["scale"] = [f"{name}={number}" for name, number in scales.items()]
    project = chosen(app, services, given)
    build_missing(app, project, given)
    project = with_programs_run(app, project)
    with complaining(app):
        app.engine().perform(procedure(project, up_options(app, project, services, given)))
