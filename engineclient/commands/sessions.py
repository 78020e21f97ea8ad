"""exec and attach, and what start does with -a and -i: commands that leave the terminal to a container."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engineclient.commands.arity import at_least, exactly
from engineclient.commands.command import command
from engineclient.commands.completion import container_names
from engineclient.commands.failures import Failure
from engineclient.commands.flags import flag
from engineclient.commands.flagtypes import BOOL, LIST, STRING, checked_list
from engineclient.options.env import environment, variable

if TYPE_CHECKING:
    from engineclient.commands.app import App
    from engineclient.models.containers import ContainerInspect


@command("[OPTIONS] CONTAINER COMMAND [ARG...]", at_least(2), interspersed=False, complete=container_names("running"))
@flag("-d, --detach", BOOL, "Leave the command running")
@flag("--detach-keys", STRING, "Keys that detach from it, instead of ctrl-p,ctrl-q")
@flag("-e, --env", checked_list(variable), "Set an environment variable")
@flag("--env-file", LIST, "Set the environment variables in this file")
@flag("-i, --interactive", BOOL, "Keep its stdin open and connect it to ours")
@flag("--privileged", BOOL, "Give it every privilege")
@flag("-t, --tty", BOOL, "Give it a terminal")
@flag("-u, --user", STRING, "User to run it as: name or uid, and maybe :group or :gid")
@flag("-w, --workdir", STRING, "Directory to run it in")
def exec_(  # noqa: PLR0913
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
    from engineclient.commands.terminal import Session, check_tty, console_size, keys_to_detach

    variables = environment(env_file, env, environ=os.environ, read_file=_read, proxies={})
    engine = app.engine()
    engine.containers.inspect(container)  # first, so that its absence comes before anything else that is wrong
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
    if tty and (size := console_size(app)) is not None:
        config["ConsoleSize"] = size
    if detach:
        engine.exec.start_detached(engine.exec.create(container, argv, config=config).id, tty=tty)
        return 0
    with Session(app, tty=tty, stdin=interactive, detach_keys=keys) as session:

        def talk(duplex: Any) -> None:
            session.begin(interrupted=_leave)
            session.hold(duplex)

        return engine.exec.run(container, argv, config=config, talk=talk).exit_code


@command("[OPTIONS] CONTAINER", exactly(1), complete=container_names("running"))
@flag("--detach-keys", STRING, "Keys that detach from it, instead of ctrl-p,ctrl-q")
@flag("--no-stdin", BOOL, "Do not connect its stdin")
@flag("--sig-proxy", BOOL, "Pass the signals we get on to its process, if it has no terminal", default=True)
def attach(app: App, container: str, *, detach_keys: str, no_stdin: bool, sig_proxy: bool) -> int:
    """Connect this terminal to a running container."""
    from engineclient.procedures.attach import attach as procedure

    conversation = _Conversation(app, container, detach_keys, stdin=not no_stdin, redraw=True)
    with conversation:
        

def start_attached(app: App, container: str, *, interactive: bool, detach_keys: str) -> int:
    """`start --attach` or `--interactive`: start one container and stay with it. The exit code is its own."""
