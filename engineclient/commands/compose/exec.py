"""`compose exec`: run a command in a running container of a service."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from engineclient.cli.arity import at_least
from engineclient.cli.failures import Failure
from engineclient.cli.flag_types import BOOL, INT, STRING, list_of
from engineclient.cli.flags import flag
from engineclient.commands.compose.command import compose_command
from engineclient.commands.compose.project import complaining
from engineclient.commands.compose.running import containers, named
from engineclient.options.values.env import valued, variable
from engineclient.versions import is_before

if TYPE_CHECKING:
    from engineclient.cli.app import App
    from engineclient.streams import Duplex


@compose_command("[OPTIONS] SERVICE COMMAND [ARGS...]", at_least(2), interspersed=False)
@flag("-d, --detach", BOOL, "Run the command in the background")
@flag("-e, --env", list_of(variable), "Set an environment variable")
@flag("--index", INT, "Number of the container, if the service has several")
@flag("-i, --interactive", BOOL, "Keep standard input open", default=True, hidden=True)
@flag("-T, --no-tty", BOOL, "Do not allocate a terminal", default=None, former={"no-TTY": ""})
@flag("--privileged", BOOL, "Run the command with all privileges")
@flag("-t, --tty", BOOL, "Allocate a terminal", default=True, hidden=True)
@flag("-u, --user", STRING, "User that runs the command")
@flag("-w, --workdir", STRING, "Working directory of the command")
def exec_(
    app: App,
    service: str,
    *argv: str,
    detach: bool,
    env: list[str],
    index: int,
    interactive: bool,
    no_tty: bool | None,
    privileged: bool,
    tty: bool,
    user: str,
    workdir: str,
) -> int:
    """Run a command in a running container of a service."""
    from engineclient.cli.terminal import Session
    from engineclient.compose.selection import one_of_service

    target = named(app)
    with complaining(app):
        container = one_of_service(containers(app, target.name, all=False), service, index)
    if app.group_options["dry_run"]:
        raise Failure("interactive exec is not supported in dry-run mode")
    tty = tty and not (not os.isatty(1) if no_tty is None else no_tty) and not detach
    config: dict[str, Any] = {
        "User": user,
        "Privileged": privileged,
        "Tty": tty,
        "AttachStdin": interactive and not detach,
        "AttachStdout": not detach,
        "AttachStderr": not detach,
        "Detach": detach,
        "Env": [valued(each, os.environ) for each in env] or None,
        "WorkingDir": workdir,
    }
    engine = app.engine()
    if tty and not is_before(engine.api_version, "1.42"):
        config["ConsoleSize"] = [*app.out.size()]
    if detach:
        engine.exec.start_detached(engine.exec.create(container.id, argv, config=config).id, tty=tty)
        return 0
    with Session(app, tty=tty, stdin=interactive, sized=os.isatty(0)) as session:

        def talk(duplex: Duplex) -> None:
            session.begin(interrupted=_leave)
            session.hold(duplex)

        return engine.exec.run(container.id, argv, config=config, talk=talk).exit_code


def _leave(number: int) -> None:
    raise Failure("", 128 + number)
