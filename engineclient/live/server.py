"""The HTTP server of the live page, on loopback only: serves our own files, and rows as server-sent events."""

from __future__ import annotations

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Self, cast
from urllib.parse import parse_qs, urlsplit

from engineclient.languages import current, gettext as _
from engineclient.live.access import HEADERS, Access
from engineclient.live.texts import texts
from engineclient.trace.html import render as render_page, resource
from engineclient.trace.unfolded import text, unfolded

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

    from engineclient.live.feed import Feed
    from engineclient.live.sources import Sources

__all__ = ["LiveServer"]

_PACE: Final = 0.1  # seconds between two batches of rows
_QUIET: Final = 15.0  # seconds without rows after which a comment keeps the connection alive
_HTML, _JSON = "text/html; charset=utf-8", "application/json"
_DOWNLOADS: Final = {
    "har": _JSON,
    "html": "application/octet-stream",
    "json": _JSON,
    "jsonl": "application/octet-stream",
}


class LiveServer:
    """Serves the page for `sources` on a port of 127.0.0.1, in threads of its own. A context manager.

    Args:
        sources: the feeds that the page can show.
        port: the port, 0 for a free one.

    Raises:
        OSError: the port is taken.

    """

    def __init__(self, sources: Sources, port: int = 0) -> None:
        self._server = _Server(("127.0.0.1", port), _Handler)
        self._server.sources = sources
        self._server.access = Access(self._server.server_port)
        self._thread = threading.Thread(target=self._server.serve_forever, name="live", daemon=True)

    @property
    def url(self) -> str:
        """The address of the page, including its secret."""
        return f"http://127.0.0.1:{self._server.server_port}/{self._server.access.token}/"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.ending.set()
        self._server.shutdown()
        self._server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    sources: Sources
    access: Access

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.ending = threading.Event()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Ignore the error of a browser that has disconnected."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    @property
    def _live(self) -> _Server:
        """The server with its own type, which is wider in the base class."""
        return cast("_Server", self.server)

    def do_GET(self) -> None:
        routes = {
            "": self._page,
            "compare": self._compare,
            "events": self._events,
            "save": self._save,
            "x": self._exchange,
        }
        self._handle(routes | dict.fromkeys(("live.css", "live.js", "page.css"), self._file))

    def do_POST(self) -> None:
        self._handle({"clear": self._clear})

    def _handle(self, routes: dict[str, Callable[[str, Feed, dict[str, str]], None]]) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        path = self._live.access.path_of(self.path, headers)
        if path is None:
            self._answer(403, "text/plain", b"forbidden: use the address that minidocker has printed\n")
            return
        url = urlsplit(path)
        route, _slash, rest = url.path.removeprefix("/").partition("/")
        query = {name: values[0] for name, values in parse_qs(url.query).items()}
        feed = self._live.sources.find(query.get("source", ""))
        if route not in routes or feed is None:
            self._answer(404, "text/plain", b"not found\n")
            return
        routes[route](rest or route, feed, query)

    # the page and its files

    def _page(self, _rest: str, _feed: Feed, _query: dict[str, str]) -> None:
        page = Path(__file__).with_name("live.html").read_text("utf-8")
        for name, value in texts().items():
            page = page.replace("{" + name + "}", text(value))
        options = "".join(
            f'<option value="{text(name)}">{text(title)}</option>'
            for name, title in self._live.sources.names()
        )
        page = page.replace("{language}", current()).replace("{sources}", options)
        self._answer(200, _HTML, page.encode())

    def _file(self, name: str, _feed: Feed, _query: dict[str, str]) -> None:
        if name == "page.css":
            self._answer(200, "text/css", resource(name).encode())
            return
        kind = "text/css" if name.endswith(".css") else "text/javascript"
        self._answer(200, f"{kind}; charset=utf-8", Path(__file__).with_name(name).read_bytes())

    # traffic

    def _events(self, _rest: str, feed: Feed, _query: dict[str, str]) -> None:
        """Send changed rows until the browser disconnects."""
        self.send_response(200)
        self._headers({"Content-Type": "text/event-stream", "Connection": "close"})
        self.close_connection = True
        subscription = feed.subscribe()
        last = time.monotonic()
        try:
            while not self._live.ending.is_set():
                changed = subscription.take(1.0)
                if changed:
                    rows = [row for row in changed.values() if row is not None]
                    gone = [id for id, row in changed.items() if row is None]
                    self._send(json.dumps({"rows": rows, "gone": gone}, ensure_ascii=False))
                    last = time.monotonic()
                    time.sleep(_PACE)
                elif time.monotonic() - last > _QUIET:
                    self._send("{}")
                    last = time.monotonic()
        except OSError:
            pass  # the browser has disconnected
        finally:
            feed.unsubscribe(subscription)

    def _send(self, data: str) -> None:
        self.wfile.write(f"data: {data}\n\n".encode())
        self.wfile.flush()

    def _exchange(self, rest: str, feed: Feed, _query: dict[str, str]) -> None:
        """Send one unfolded exchange, as a fragment of the page."""
        found = feed.exchange(int(rest)) if rest.isdecimal() else None
        if found is None:
            self._answer(404, "text/plain", _("It is not kept any more.").encode())
            return
        exchange, parts = found
        socket = feed.trace_socket
        self._answer(200, _HTML, unfolded(exchange, parts, socket=socket, timed=feed.timed).encode())

    def _save(self, rest: str, feed: Feed, _query: dict[str, str]) -> None:
        """Send the stored traffic as a file."""
        kind = rest.rpartition(".")[2]
        if kind not in _DOWNLOADS:
            self._answer(404, "text/plain", b"not found\n")
            return
        if kind == "json":
            data = self._live.sources.recording_of(feed).dumps()
        elif kind == "html":
            data = render_page(feed.trace())
        else:
            from engineclient.trace import har, jsonl

            data = (har if kind == "har" else jsonl).render(feed.trace())
        disposition = {"Content-Disposition": f'attachment; filename="minidocker.{kind}"'}
        self._answer(200, _DOWNLOADS[kind], data.encode(), disposition)

    def _compare(self, rest: str, feed: Feed, query: dict[str, str]) -> None:
        """Send the differences of the stored traffic from a recording, as JSON."""
        try:
            lines = self._live.sources.compare(feed, query.get("with", ""))
        except Exception as error:
            self._answer(400, "text/plain", str(error).encode())
            return
        self._answer(200, _JSON, json.dumps(lines, ensure_ascii=False).encode())

    def _clear(self, _rest: str, feed: Feed, _query: dict[str, str]) -> None:
        feed.clear()
        self._answer(200, _JSON, b"{}")

    def _answer(self, status: int, kind: str, body: bytes, more: dict[str, str] | None = None) -> None:
        self.send_response(status)
        self._headers({"Content-Type": kind, "Content-Length": str(len(body)), **(more or {})})
        self.wfile.write(body)

    def _headers(self, headers: dict[str, str]) -> None:
        for name, value in {**HEADERS, **headers}.items():
            self.send_header(name, value)
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        """Log nothing, since standard error belongs to the command."""
