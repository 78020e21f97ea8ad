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
    from collections.abc import Callable
    from typing import Self

    from engineclient.commands.app import App
    from engineclient.commands.terminal import Session
    from engineclient.models.containers import ContainerInspect
    from engineclient.streams import Duplex


@command(
    "[OPTIONS] CONTAINER COMMAND [ARG...]",
    at_least(2),
    interspersed=False,
    complete=container_names("running"),
)
@flag("-d, --detach", BOOL, "Leave the command running")
@flag("--detach-keys", STRING, "Keys that detach from it, instead of ctrl-p,ctrl-q")
@flag("-e, --env", checked_list(variable), "Set an environment variable")
@flag("--env-file", LIST, "Set the environment variables in this file")
@flag("-i, --interactive", BOOL, "Keep its stdin open and connect it to ours")
@flag("--privileged", BOOL, "Give it every privilege")
@flag("-t, --tty", BOOL, "Give it a terminal")
@flag("-u, --user", STRING, "User to run it as: name or uid, and maybe :group or :gid")
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
    from engineclient.commands.terminal import Session, check_tty, keys_to_detach, terminal_size

    variables = environment(env_file, env, environ=os.environ, read_file=_read, proxies={})
    engine = app.engine()
    engine.containers.inspect(
        container
    )  # first, so that its absence comes before anything else that is wrong
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
    if tty and (size := terminal_size(app)) != (0, 0):
        config["ConsoleSize"] = [*size]
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

    with _Conversation(app, detach_keys, stdin=not no_stdin, redraw=True) as talk:
        talk.look = _refuse_unless_running
        talk.sig_proxy = sig_proxy
        steps = procedure(
            container, stdin=not no_stdin, detach_keys=talk.keys or None, look=talk.meet, talk=talk.hold
        )
        return app.engine().perform(steps).status_code


def start_attached(app: App, container: str, *, interactive: bool, detach_keys: str) -> int:
    """`start --attach` or `--interactive`: start one container and stay with it. The exit code is its own."""
    from engineclient.commands.terminal import Detached
    from engineclient.procedures.attach import start_attached as procedure

    with _Conversation(app, detach_keys, stdin=interactive) as talk:
        steps = procedure(
            container, stdin=interactive, detach_keys=talk.keys or None, look=talk.meet, talk=talk.hold
        )
        try:
            return app.engine().perform(steps).status_code
        except Detached:
            return 0


class _Conversation:
    """A session with a container whose terminal is known only when it has been looked at."""

    def __init__(self, app: App, detach_keys: str, *, stdin: bool, redraw: bool = False) -> None:
        from engineclient.commands.terminal import keys_to_detach
        from engineclient.options.detachkeys import detach_keys as checked

        self.keys = keys_to_detach(app, detach_keys)
        if self.keys:
            checked(self.keys)
        self.look: Callable[[ContainerInspect], None] = lambda _: None
        self.sig_proxy = True
        self._app = app
        self._stdin = stdin
        self._redraw = redraw
        self._session: Session | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._session is not None:
            self._session.__exit__(None, None, None)

    def meet(self, found: ContainerInspect) -> None:
        """Begin the session with the container that was found, if it may be attached to."""
        from engineclient.commands.terminal import Session, check_tty

        self.look(found)
        if self._session is not None:
            return
        tty, stdin = bool(found.config.tty), self._stdin and bool(found.config.open_stdin)
        check_tty(stdin=stdin, tty=tty)
        self._session = Session(self._app, tty=tty, stdin=stdin, detach_keys=self.keys, redraw=self._redraw)
        self._forward_to = found.id if self.sig_proxy and not tty else None

    def hold(self, duplex: Duplex) -> None:
        """Have the conversation."""
        assert self._session is not None, "the procedure shows the container before it talks to it"
        self._session.begin(forward_to=self._forward_to)
        self._session.hold(duplex)


def _refuse_unless_running(found: ContainerInspect) -> None:
    state = found.state
    if not state.running:
        raise Failure("cannot attach to a stopped container, start it first")
    if state.paused:
        raise Failure("cannot attach to a paused container, unpause it first")
    if state.restarting:
        raise Failure("cannot attach to a restarting container, wait until it is running")


def _read(path: str) -> bytes:
    return Path(path).read_bytes()


def _leave() -> None:
    """SIGINT and SIGTERM end the command line and not the command in the container; docker's exit code is 0."""
    raise Failure("", 0)
