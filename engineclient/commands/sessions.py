"""exec and attach, and what start does with -a and -i: commands that leave the terminal to a container."""

from __future__ import annotations

import os
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from engineclient.commands.arity import at_least, exactly
from engineclient.commands.command import command
from engineclient.commands.completion import container_names
from engineclient.commands.failures import Failure
from engineclient.commands.flags import flag
from engineclient.commands.flagtypes import BOOL, LIST, STRING, checked_list
from engineclient.errors import ConnectionFailed, StreamTruncated
from engineclient.options.env import file_lines, valued, variable
from engineclient.options.flag import OptionError
from engineclient.versions import is_before

if TYPE_CHECKING:
    from engineclient.commands.app import App
    from engineclient.commands.terminal import Session
    from engineclient.models.containers import ContainerInspect, ContainerState, ContainerWaited
    from engineclient.streams import Duplex

_LOST = 255  # of a command whose end nobody could tell any more
_KEYS = "Keys that detach from its terminal, instead of ctrl-p,ctrl-q"


@command(
    "[OPTIONS] CONTAINER COMMAND [ARG...]",
    at_least(2),
    interspersed=False,
    complete=container_names("running"),
)
@flag("-d, --detach", BOOL, "Leave the command running")
@flag("--detach-keys", STRING, _KEYS)
@flag("-e, --env", checked_list(variable), "Set an environment variable")
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
    from engineclient.commands.terminal import Session, check_tty, keys_to_detach, terminal_size

    try:
        variables = file_lines(env_file, _read, os.environ.get) + [valued(given, os.environ) for given in env]
    except OptionError as error:
        raise Failure(str(error)) from error  # exec has no words around it, and code 1, where run has
    engine = app.engine()
    engine.containers.inspect(
        container
    )  # first: that it is not there counts more than anything else that is wrong
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
            session.begin(interrupted=partial(_leave, session))
            session.hold(duplex)
            talked = True

        try:
            return engine.exec.run(container, argv, config=config, talk=talk).exit_code
        except ConnectionFailed:
            if talked:
                return _LOST
            raise


@command("[OPTIONS] CONTAINER", exactly(1), complete=container_names("running"))
@flag("--detach-keys", STRING, _KEYS)
@flag("--no-stdin", BOOL, "Do not connect its stdin")
@flag("--sig-proxy", BOOL, "Pass the signals we get on to its process, if it has no terminal", default=True)
def attach(app: App, container: str, *, detach_keys: str, no_stdin: bool, sig_proxy: bool) -> int:
    """Connect this terminal to a running container."""
    from engineclient.commands.terminal import check_tty
    from engineclient.procedures.attach import attach as procedure

    read_only = app.options.read_only  # no signal may be passed on: it ends the session instead
    conversation = _Conversation(
        app,
        detach_keys,
        stdin=not no_stdin,
        forwarding=sig_proxy and not read_only,
        redraw=True,
        leaving=read_only,
    )

    def look(found: ContainerInspect) -> None:
        _check_attachable(found.state)
        check_tty(stdin=not no_stdin, tty=found.config.tty)
        conversation.begin(found)

    with conversation:
        try:
            waited = app.engine().perform(
                procedure(
                    container,
                    stdin=not no_stdin,
                    detach_keys=conversation.keys or None,
                    look=look,
                    talk=conversation.hold,
                )
            )
        except StreamTruncated:
            raise Failure("unexpected EOF") from None  # docker's words, and no more of them
    return _exit_code(waited)


def start_attached(app: App, container: str, *, interactive: bool, detach_keys: str) -> int:
    """`start --attach` or `--interactive`: start one container and stay with it. The exit code is its own."""
    from engineclient.commands.terminal import Detached, lost
    from engineclient.procedures.attach import start_attached as procedure

    conversation = _Conversation(app, detach_keys, stdin=interactive, forwarding=True, leaving=True)
    with conversation:
        try:
            waited = app.engine().perform(
                procedure(
                    container,
                    stdin=interactive,
                    detach_keys=conversation.keys or None,
                    look=conversation.begin,
                    talk=conversation.hold,
                )
            )
        except Detached:
            return 0
        except StreamTruncated as error:
            raise lost() from error
    return _exit_code(waited)


class _Conversation(ExitStack):
    """A session with a container that is looked at first: only then is it known whether it has a terminal.

    SIGINT and SIGTERM end it with `leaving`; without that it gives the terminal back, and stays.
    """

    def __init__(
        self,
        app: App,
        detach_keys: str,
        *,
        stdin: bool,
        forwarding: bool,
        redraw: bool = False,
        leaving: bool = False,
    ) -> None:
        from engineclient.commands.terminal import keys_to_detach

        super().__init__()
        self._app = app
        self._stdin = stdin
        self._forwarding = forwarding
        self._redraw = redraw
        self._leaving = leaving
        self._session: Session | None = None
        self.keys = keys_to_detach(app, detach_keys)

    def begin(self, found: ContainerInspect) -> None:
        """Begin the session; nothing if that is done."""
        from engineclient.commands.terminal import Session

        if self._session is not None:
            return
        tty = found.config.tty
        self._session = session = self.enter_context(
            Session(
                self._app,
                tty=tty,
                stdin=self._stdin and found.config.open_stdin,
                detach_keys=self.keys,
                redraw=self._redraw,
            )
        )
        forward = self._forwarding and not tty  # at a terminal the keys for signals go there as they are
        session.begin(
            forward_to=found.id if forward else None,
            interrupted=partial(_leave, session) if self._leaving else session.let_go,
        )

    def hold(self, duplex: Duplex) -> None:
        """Have the conversation."""
        assert self._session is not None, "the container is looked at before it is talked to"
        self._session.hold(duplex)


def _check_attachable(state: ContainerState) -> None:
    if not state.running:
        raise Failure("You cannot attach to a stopped container, start it first")
    if state.paused:
        raise Failure("You cannot attach to a paused container, unpause it first")
    if state.restarting:
        raise Failure("You cannot attach to a restarting container, wait until it is running")


def _exit_code(waited: ContainerWaited) -> int:
    if waited.error is not None:
        raise Failure(waited.error.message)
    return waited.status_code


def _leave(session: Session, number: int) -> NoReturn:
    """End exec or start at a signal: the process goes on, and docker calls that success once the two have talked."""
    raise Failure("", 0 if session.talking else 128 + number)


def _read(path: str) -> bytes:
    return Path(path).read_bytes()
