"""A proxy in front of the engine with its observers: an explanation on standard error, a trace file, a live page."""

from __future__ import annotations

import time
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from queue import Queue
from tempfile import TemporaryDirectory
from threading import Lock, Thread
from typing import TYPE_CHECKING, Final

from engineclient.cli.failures import PROGRAM, Failure, OutputClosed
from engineclient.cli.help import terminal_width
from engineclient.cli.observing.daemon_events import DaemonEventReader
from engineclient.commands.recordings.sockets import at_a_socket, cannot_listen
from engineclient.languages import gettext as _
from engineclient.proxy.proxy import Proxy, connector
from engineclient.recording.recording import EngineInfo
from engineclient.trace.daemon_events import DaemonEvent

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from engineclient.cli.app import App
    from engineclient.events import Emit, Event
    from engineclient.live.sources import Sources
    from engineclient.proxy.guard import Judge
    from engineclient.trace.trace import Trace

__all__ = ["ObservedProxy"]

_LAG: Final = 10_000  # events


class ObservedProxy:
    """A context manager that runs a proxy in front of an engine.

    Args:
        app: the call that starts it.
        listen: the path of the socket to serve; "" for one in a temporary directory.
        judge: refuses requests.
        read_only: discard what clients send on hijacked connections.

    Attributes:
        about: a line that names the engine behind the proxy.

    """

    def __init__(
        self, app: App, listen: str = "", judge: Judge | None = None, *, read_only: bool = False
    ) -> None:
        self._app = app
        self._listen = listen
        self._judge = judge
        self._read_only = read_only
        self._socket = at_a_socket(app)
        self._emits: list[Emit] = []
        self._daemon_events: list[Callable[[Mapping[str, object]], None]] = []
        self._stack = ExitStack()
        self.engine: EngineInfo = EngineInfo.from_version(dict(app.engine().version().raw))
        self.about: str = _("a proxy of {engine} at {host}").format(
            engine=self.engine, host=app.engine().host
        )

    def explain(self) -> None:
        """Explain the traffic on standard error."""
        self._emits.append(self._stack.enter_context(_explaining(self._app, self.about)))

    def keep(self, trace: Trace) -> None:
        """Add the traffic and the daemon's events to `trace`, with times relative to now."""
        lock = Lock()
        offset: list[float] = []

        def event(event: Event) -> None:
            with lock:
                if not offset:
                    offset.append(event.at)
                    trace.began = time.time() - event.at
                trace.events.append(event)

        def daemon_event(raw: Mapping[str, object]) -> None:
            with lock:
                began = trace.began or time.time()
                trace.daemon_events.append(DaemonEvent.of(raw, began, time.time() - began))

        self._emits.append(event)
        self._daemon_events.append(daemon_event)

    def serve_browser(self, port: int) -> str:
        """Serve the live page, and return its address.

        Raises:
            Failure: the port is taken.

        """
        from engineclient.live.feed import Feed
        from engineclient.live.sources import Sources

        feed = Feed(f"unix://{self._socket}")

        def daemon_event(raw: Mapping[str, object]) -> None:
            if not feed.began:
                feed.began = time.time()
            feed.daemon_event(DaemonEvent.of(raw, feed.began, time.time() - feed.began))

        self._emits.append(self._stack.enter_context(_on_thread(feed.event, "feed")))
        self._daemon_events.append(daemon_event)
        return start_browser(self._stack, Sources(feed, lambda: self.engine), port)

    def __enter__(self) -> Path:
        """Start to serve, and return the path of the socket."""
        if self._daemon_events:
            beside = DaemonEventReader(self._app.connect, self._daemon_event)
            self._stack.callback(beside.end)
        path = self._listen or str(
            Path(self._stack.enter_context(TemporaryDirectory(prefix="minidocker-")), "docker.sock")
        )
        try:
            proxy = Proxy(
                path,
                connector(self._socket),
                self._emit,
                judge=self._judge,
                read_only=self._read_only,
                digests=False,
            )
            self._proxy = self._stack.enter_context(proxy)
        except OSError as error:
            self._stack.close()
            raise cannot_listen(path, error) from error
        return self._proxy.path

    def __exit__(self, *error: object) -> None:
        self._stack.close()

    def wait(self) -> None:
        """Wait until the proxy fails, or a signal interrupts the wait."""
        self._proxy.wait()

    def _emit(self, event: Event) -> None:
        for emit in self._emits:
            emit(event)

    def _daemon_event(self, raw: Mapping[str, object]) -> None:
        if raw.get("Type"):
            for daemon_event in self._daemon_events:
                daemon_event(raw)


def start_browser(stack: ExitStack, sources: Sources, port: int) -> str:
    """Serve the live page until `stack` is closed, and return its address.

    Raises:
        Failure: the port is taken.

    """
    from engineclient.live.server import LiveServer

    try:
        return stack.enter_context(LiveServer(sources, port)).url
    except OSError as error:
        raise cannot_listen(f"127.0.0.1:{port}", error) from error


def announce(app: App, url: str) -> None:
    """Print the address of the page."""
    app.err.line(f"{PROGRAM}: {_('open {url}').format(url=url)}")


def run_with(command: Sequence[str], socket: Path) -> int:
    """Run another program with the proxy as its engine, and return its exit code.

    Raises:
        Failure: the program cannot be started.

    """
    from engineclient.commands.recordings.this_program import on_path
    from engineclient.recording import child_process

    try:
        with on_path() as environ:
            return child_process.run(command, socket, environ)
    except OSError as error:
        raise Failure(f"{command[0]}: {(error.strerror or str(error)).lower()}", 127) from error


@contextmanager
def _explaining(app: App, title: str) -> Iterator[Emit]:
    """A function that explains events on standard error, until that is closed."""
    from engineclient.trace.explain import Explainer

    explainer = Explainer(app.err.line, colour=app.err.is_coloured(), width=terminal_width())

    def read(act: Callable[..., None], *args: object) -> bool:
        with suppress(OutputClosed, Failure):
            act(*args)
            return True
        return False  # standard error is closed; the proxy continues

    is_open = read(explainer.begin, title)

    def tell(event: Event) -> None:
        nonlocal is_open
        is_open = is_open and read(explainer.event, event)

    with _on_thread(tell, "explain") as emit:
        yield emit
    if is_open:
        read(explainer.end)


@contextmanager
def _on_thread(act: Emit, name: str) -> Iterator[Emit]:
    """Call `act` with each event on a thread of its own, so that a slow observer does not delay the proxy.

    The queue is bounded: an observer that lags too far behind does delay it, rather than fill the memory.
    """
    events: Queue[Event | None] = Queue(_LAG)

    def work() -> None:
        while (event := events.get()) is not None:
            act(event)

    thread = Thread(target=work, name=name, daemon=True)
    thread.start()
    try:
        yield events.put
    finally:
        events.put(None)
        thread.join()
