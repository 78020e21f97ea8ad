"""attach, and start with -a and -i: connect the terminal to a container."""

from __future__ import annotations

from contextlib import ExitStack
from functools import partial
from typing import TYPE_CHECKING, NoReturn

from engineclient.cli.arity import exactly
from engineclient.cli.command import command
from engineclient.cli.completion import container_names
from engineclient.cli.failures import Failure
from engineclient.cli.flag_types import BOOL, STRING
from engineclient.cli.flags import flag
from engineclient.errors import StreamTruncated

if TYPE_CHECKING:
    from engineclient.cli.app import App
    from engineclient.cli.terminal import Session
    from engineclient.models.containers import ContainerInspect, ContainerState, ContainerWaited
    from engineclient.streams import Duplex

KEYS = "Keys that detach from the container (default ctrl-p,ctrl-q)"


@command("[OPTIONS] CONTAINER", exactly(1), complete=container_names("running"))
@flag("--detach-keys", STRING, KEYS)
@flag("--no-stdin", BOOL, "Do not connect stdin")
@flag(
    "--sig-proxy",
    BOOL,
    "Forward received signals to the container's process, if it has no terminal",
    default=True,
)
def attach(app: App, container: str, *, detach_keys: str, no_stdin: bool, sig_proxy: bool) -> int:
    """Connect this terminal to a running container."""
    from engineclient.cli.terminal import check_tty
    from engineclient.procedures.attach import attach as procedure

    read_only = app.options.read_only  # signals must not be forwarded then; they end the session instead
    session = _AttachedSession(
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
        session.begin(found)

    with session:
        waited = app.engine().perform(
            procedure(
                container,
                stdin=not no_stdin,
                detach_keys=session.keys or None,
                look=look,
                talk=session.hold,
            )
        )
    return _exit_code(waited)


def start_attached(app: App, container: str, *, interactive: bool, detach_keys: str) -> int:
    """`start --attach` or `--interactive`: start one container, connect to it, and return its exit code."""
    from engineclient.cli.terminal import Detached, lost
    from engineclient.procedures.attach import start_attached as procedure

    session = _AttachedSession(app, detach_keys, stdin=interactive, forwarding=True, leaving=True)
    with session:
        try:
            waited = app.engine().perform(
                procedure(
                    container,
                    stdin=interactive,
                    detach_keys=session.keys or None,
                    look=session.begin,
                    talk=session.hold,
                )
            )
        except Detached:
            return 0
        except StreamTruncated as error:
            raise lost() from error
    return _exit_code(waited)


class _AttachedSession(ExitStack):
    """A session with a container that is inspected first, as only that shows whether it has a terminal.

    With `leaving`, SIGINT and SIGTERM end the session; without it they restore the terminal, and output continues.
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
        from engineclient.cli.terminal import keys_to_detach

        super().__init__()
        self._app = app
        self._stdin = stdin
        self._forwarding = forwarding
        self._redraw = redraw
        self._leaving = leaving
        self._session: Session | None = None
        self.keys = keys_to_detach(app, detach_keys)

    def begin(self, found: ContainerInspect) -> None:
        """Begin the session with the inspected container; does nothing if it has begun."""
        from engineclient.cli.terminal import Session

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
        # With a terminal, keys such as ctrl-c reach the container as typed
        forward = self._forwarding and not tty
        session.begin(
            forward_to=found.id if forward else None,
            interrupted=partial(leave, session) if self._leaving else session.let_go,
        )

    def hold(self, duplex: Duplex) -> None:
        """Copy the streams until the container's output ends."""
        assert self._session is not None, "the container is inspected before it is connected"
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


def leave(session: Session, number: int) -> NoReturn:
    """End exec or start at a signal. The process continues; once connected, docker's exit code for that is 0."""
    raise Failure("", 0 if session.talking else 128 + number)
