"""exec: run a command in a running container."""

from __future__ import annotations

import os
from functools import partial
from typing import TYPE_CHECKING, Any

from engineclient.cli.arity import at_least
from engineclient.cli.command import command
from engineclient.cli.completion import container_names
from engineclient.cli.failures import Failure
from engineclient.cli.flag_types import BOOL, LIST, STRING, list_of
from engineclient.cli.flags import flag
from engineclient.commands.container.attach import KEYS, leave
from engineclient.errors import ConnectionFailed, EngineError
from engineclient.golang.files import read_file
from engineclient.options.values.env import file_lines, valued, variable
from engineclient.options.values.flag import OptionError
from engineclient.versions import is_before

if TYPE_CHECKING:
    from engineclient.cli.app import App
    from engineclient.streams import Duplex

_LOST = 255  # exit code if that of the command can no longer be learned
_NOT_STARTED = b"OCI runtime exec failed"
"""How the output begins if the engine could not start the command: it is no error of a request."""


@command(
    "[OPTIONS] CONTAINER COMMAND [ARG...]",
    at_least(2),
    interspersed=False,
    complete=container_names("running"),
)
@flag("-d, --detach", BOOL, "Run the command in the background")
@flag("--detach-keys", STRING, KEYS)
@flag("-e, --env", list_of(variable), "Set an environment variable")
@flag("--env-file", LIST, "Set the environment variables in this file")
@flag("-i, --interactive", BOOL, "Connect stdin to the command")
@flag("--privileged", BOOL, "Run the command with all capabilities")
@flag("-t, --tty", BOOL, "Allocate a terminal")
@flag("-u, --user", STRING, "User to run as (<name|uid>[:<group|gid>])")
@flag("-w, --workdir", STRING, "Working directory in the container")
def exec_(
    app: App,
    container: str,
    *argv: str,
    detach: bool,
    detach_keys: str,
    env: list[str],
    env_file: list[str],
    interactive: bool,
    privileged: bool,
    tty: bool,
    user: str,
    workdir: str,
) -> int:
    """Run a command in a running container and return its exit code."""
    from engineclient.cli.terminal import Session, check_tty, keys_to_detach

    try:
        variables = file_lines(env_file, read_file, os.environ.get) + [
            valued(given, os.environ) for given in env
        ]
    except OptionError as error:
        raise Failure(str(error)) from error  # unlike run, exec prints the text alone and exits with 1
    engine = app.engine()
    # first of all: docker reports a missing container before any other error
    engine.containers.inspect(container)
    if not detach:
        check_tty(stdin=interactive, tty=tty)
    keys = keys_to_detach(app, detach_keys)
    config: dict[str, Any] = {
        "User": user,
        "Privileged": privileged,
        "Tty": tty,
        "AttachStdin": interactive and not detach,
        "AttachStdout": not detach,
        "AttachStderr": not detach,
        "Detach": detach,
        "DetachKeys": keys,
        "Env": variables or None,
        "WorkingDir": workdir,
    }
    if tty and not is_before(engine.api_version, "1.42"):
        config["ConsoleSize"] = [*app.out.size()]
    if detach:
        engine.exec.start_detached(engine.exec.create(container, argv, config=config).id, tty=tty)
        return 0
    talked = False
    at_terminal = os.isatty(0)  # docker looks at stdin here, and only here
    with Session(app, tty=tty, stdin=interactive, detach_keys=keys, sized=at_terminal) as session:

        def talk(duplex: Duplex) -> None:
            nonlocal talked
            session.begin(interrupted=partial(leave, session))
            session.hold(duplex)
            talked = True

        try:
            code = engine.exec.run(container, argv, config=config, talk=talk).exit_code
        except ConnectionFailed:
            if talked:
                return _LOST
            raise
        if session.first_output.startswith(_NOT_STARTED):
            raise Failure("", code) from EngineError(session.first_output.decode(errors="replace"))
        return code
