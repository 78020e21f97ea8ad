"""A simulated engine with a thousand containers, which answers the requests of `ps` from memory."""

from __future__ import annotations

import json
import socketserver
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from typing import ClassVar


def containers(count: int) -> bytes:
    """The answer to `GET /containers/json`."""
    return json.dumps(
        [
            {
                "Id": f"{number:064x}",
                "Names": [f"/web-{number}"],
                "Image": "nginx:1",
                "ImageID": f"sha256:{1:064x}",
                "Command": "nginx -g 'daemon off;'",
                "Created": 1_795_500_000,
                "Ports": [{"IP": "::", "PrivatePort": 80, "PublicPort": 8000 + number, "Type": "tcp"}],
                "Labels": {"com.example.number": str(number)},
                "State": "running",
                "Status": "Up 2 hours",
                "NetworkSettings": {"Networks": {"bridge": {}}},
                "Mounts": [],
            }
            for number in range(count)
        ]
    ).encode()


class Crowded(BaseHTTPRequestHandler):
    """Answers every request with `content`, and records the paths."""

    protocol_version = "HTTP/1.1"
    content: ClassVar[bytes]
    requested: ClassVar[list[str]]  # of all connections together

    def do_GET(self) -> None:
        ping = self.path.endswith("/_ping")
        if not ping:
            self.requested.append(self.path)
        content = b"OK" if ping else self.content
        self.send_response(200)
        self.send_header("Api-Version", "1.50")
        self.send_header("Content-Type", "text/plain" if ping else "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(content)

    do_HEAD = do_GET  # noqa: N815  # the name that http.server looks for

    def address_string(self) -> str:
        return ""  # a client of a unix socket has no address

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Log nothing."""


@contextmanager
def crowd(count: int) -> Iterator[tuple[str, list[str]]]:
    """Yield the path of the socket of an engine with `count` containers, and the list of requested paths."""
    requested: list[str] = []
    handler = type("Handler", (Crowded,), {"content": containers(count), "requested": requested})
    with tempfile.TemporaryDirectory() as folder:
        path = f"{folder}/engine.sock"
        with socketserver.ThreadingUnixStreamServer(path, handler) as server:
            server.daemon_threads = True
            threading.Thread(target=server.serve_forever, daemon=True).start()
            try:
                yield path, requested
            finally:
                server.shutdown()
