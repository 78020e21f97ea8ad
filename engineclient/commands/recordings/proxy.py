"""proxy: a socket in front of the engine's, to watch what others ask it, or to let them ask less."""

from __future__ import annotations

from contextlib import contextmanager, nullcontext, suppress
from queue import Queue
from threading import Thread
from typing import TYPE_CHECKING

from engineclient.api.permissions import Rule
from engineclient.cli.arity import NONE
from engineclient.cli.command import command
from engineclient.cli.failures import Failure, OutputClosed
from engineclient.cli.flag_types import BOOL, LIST, STRING
from engineclient.cli.flags import Flag, flags
from engineclient.cli.help import terminal_width
from engineclient.commands.recordings.sockets import (
    at_a_socket,
    cannot_listen,
    listening_at,
    not_in_a_dry_run,
)
from engineclient.proxy.guard import judge
from engineclient.proxy.proxy import Proxy, connector
from engineclient.recording.recording import EngineInfo
from engineclient.trace.explain import Explainer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from engineclient.cli.app import App
    from engineclient.events import Emit, Event

_LAG = 10_000  # events


@command("[OPTIONS] --listen SOCKET", NONE, observable=False, description=(
    "Serve a socket in front of the engine's, until SIGINT or SIGTERM.\n\n"
    "Any client may use it. With --read-only or --allow a request that is not let through gets status 403, and the\n"
    "engine never hears of it; /_ping and /version are always let through. A rule is METHOD /PATH, without the version:\n"
    "* stands for anything but a slash, ** for any number of segments. With both flags a request must be a read, and\n"
    "allowed. An attach that sends no input is a read, and so is a wait."
))  # fmt: skip
@flags(
    Flag("--allow", LIST, "Let through what this rule allows, such as 'GET /containers/**'"),
    Flag("--explain", BOOL, "Tell what passes, on standard error"),
    Flag("--listen", STRING, "Path of the socket to serve"),
    Flag("--read-only", BOOL, "Let through only what cannot change anything"),
)
def proxy(app: App, *, allow: list[str], explain: bool, listen: str, read_only: bool) -> int:
    """`minidocker proxy`."""
    if not listen:
        raise Failure("--listen is needed: the path of the socket to serve")
    not_in_a_dry_run(app, "proxy")
    rules = _rules(allow)
    read_only = read_only or app.options.read_only
    judging = judge(read_only=read_only, rules=rules) if read_only or rules else None
    connect = connector(at_a_socket(app))
    about = f"a proxy of {EngineInfo.from_version(dict(app.engine().version().raw))} at {app.engine().host}"
    with _telling(app, about) if explain else nullcontext(_ignore) as emit:
        try:
            with Proxy(listen, connect, emit, judge=judging, read_only=read_only, digests=False) as serving:
                listening_at(app, serving.path, about)
                serving.wait()
        except OSError as error:
            raise cannot_listen(listen, error) from error
        except KeyboardInterrupt:  # SIGINT or SIGTERM: the way such a service ends
            pass
    return 0


def _rules(texts: Sequence[str]) -> list[Rule]:
    try:
        return [Rule(text) for text in texts]
    except ValueError as error:
        raise Failure(str(error)) from error


@contextmanager
def _telling(app: App, title: str) -> Iterator[Emit]:
    """Tell events on standard error, in a thread of its own: a slow terminal does not slow the proxy, before it lags so
    much that what waits to be told would fill the memory.
    """
    events: Queue[Event | None] = Queue(_LAG)
    explainer = Explainer(app.err.line, colour=app.err.is_coloured(), width=terminal_width())

    def read(act: Callable[..., None], *args: object) -> bool:
        with suppress(OutputClosed, Failure):
            act(*args)
            return True
        return False  # nobody reads it any more; the proxy goes on

    def tell() -> None:
        told = read(explainer.begin, title)
        while (event := events.get()) is not None:
            told = told and read(explainer.event, event)
        if told:
            read(explainer.end)

    thread = Thread(target=tell, name="explain")
    thread.start()
    try:
        yield events.put
    finally:
        events.put(None)
        thread.join()


def _ignore(event: Event) -> None:
    pass
