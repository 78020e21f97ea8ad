"""exec: one more command in a running container."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engineclient.cli.arity import at_least
from engineclient.cli.command import command
from engineclient.cli.completion import container_names
from engineclient.cli.failures import Failure
from engineclient.cli.flag_types import BOOL, LIST, STRING, list_of
from engineclient.cli.flags import flag
from engineclient.commands.container.attach import KEYS, leave
from engineclient.errors import ConnectionFailed
from engineclient.options.values.env import file_lines, valued, variable
from engineclient.options.values.flag import OptionError
from engineclient.versions import is_before

if TYPE_CHECKING:
    from engineclient.cli.app import App
    from engineclient.streams import Duplex

_LOST = 255  # of a command whose end nobody could tell any more


@command(
    "[OPTIONS] CONTAINER COMMAND [ARG...]",
    at_least(2),
    interspersed=False,
    complete=container_names("running"),
)
@flag("-d, --detach", BOOL, "Leave the command running")
@flag("--detach-keys", STRING, KEYS)
@flag("-e, --env", list_of(variable), "Set an environment variable")
@flag("--env-file", LIST, "Set the environment variables in this file")
@flag("-i, --interactive", BOOL, "Keep its stdin open and connect it to ours")
@flag("--privileged", BOOL, "Give it every privilege")
@flag("-t, --tty", BOOL, "Give it a terminal")
@flag("-u, --user", STRING, "User to run it as: a name or uid, with `:group` if need be")
@flag("-w, --workdir", STRING, "Directory to run it in")
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
    """Run one more command in a running container."""
    from engineclient.cli.terminal import Session, check_tty, keys_to_detach, terminal_size

    try:
        variables = file_lines(env_file, _read, os.environ.get) + [valued(given, os.environ) for given in env]
    except OptionError as error:
        raise Failure(str(error)) from error  # exec has no words around it, and code 1, where run has
    engine = app.engine()
    # first: that it is not there counts more than anything else that is wrong
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
        config["ConsoleSize"] = [*terminal_size(app)]
    if detach:
        engine.exec.start_detached(engine.exec.create(container, argv, config=config).id, tty=tty)
        return 0
    talked = False
    at_terminal = os.isatty(0)  # of which docker wants to know, as elsewhere it does not
    with Session(app, tty=tty, stdin=interactive, detach_keys=keys, sized=at_terminal) as session:

        def talk(duplex: Duplex) -> None:
            nonlocal talked
            session.begin(interrupted=partial(leave, session))
            session.hold(duplex)
            talked = True

        try:
            return engine.exec.run(container, argv, config=config, talk=talk).exit_code
        except ConnectionFailed:
            if talked:
                return _LOST
            raise


def _read(path: str) -> bytes:
    return Path(path).read_bytes()
