"""A registry that pauses in the middle of every layer until it is released, so that pulls and pushes take long."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tests.engines.images import MANIFEST, Entry, Image, digest, layer


class SlowRegistry(ThreadingHTTPServer):
    """A registry with an image under every name.

    Attributes:
        address: its host and port.
        busy: the names whose layer is being transferred.
        released: layers no longer pause.
    """

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.address = f"127.0.0.1:{self.server_port}"
        self.busy: set[str] = set()
        self.released = threading.Event()
        self.stored: dict[str, bytes] = {}  # blobs that were pushed, by digest

    def image(self, name: str) -> Image:
        """The image called `name`, whose only layer is unique."""
        return Image(name, ["latest"], "amd64", [layer([Entry("name", data=name.encode())])], {"Cmd": ["sh"]})

    def handle_error(self, request: object, client_address: object) -> None:
        """Ignore the error of a daemon that was killed."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: SlowRegistry

    def do_GET(self) -> None:
        """As `_get`."""
        self._get()

    def do_HEAD(self) -> None:
        """As `_get`, without bodies; of blobs there are those that were pushed."""
        self._get()

    def _get(self) -> None:
        """Answer with a manifest or a blob; of a layer only half, until the registry is released."""
        _, _, name, kind, wanted = [*self.path.split("/", 4), "", "", ""][:5]
        if not name:
            self._answer(200, b"{}")
            return
        manifest, blobs = self.server.image(name).packed()
        if kind == "manifests":
            self._answer(200, manifest, {"Content-Type": MANIFEST, "Docker-Content-Digest": digest(manifest)})
            return
        blob = next((blob for blob in blobs if digest(blob) == wanted), None)
        if self.command == "HEAD" and kind == "blobs":
            self._answer(200 if wanted in self.server.stored else 404, self.server.stored.get(wanted, b""))
        elif blob is None:
            self._answer(404)
        elif blob is blobs[0]:
            self._answer(200, blob)
        else:
            self._layer(name, blob)

    def _layer(self, name: str, blob: bytes) -> None:
        self._head(200, {"Content-Length": str(len(blob))})
        self.wfile.write(blob[: len(blob) // 2])
        self._hold(name)
        self.wfile.write(blob[len(blob) // 2 :])

    def do_POST(self) -> None:
        """Begin the upload of a layer."""
        place = f"http://{self.server.address}{self.path.partition('?')[0]}one"
        self._answer(202, headers={"Location": place, "Docker-Upload-UUID": "one"})

    def do_PATCH(self) -> None:
        """Receive a layer, which is read when the registry is released."""
        self._hold(self.path.split("/")[2])
        data = self._read()
        self.server.stored[digest(data)] = data
        place = {"Location": f"http://{self.server.address}{self.path}", "Docker-Upload-UUID": "one"}
        self._answer(202, headers={**place, "Range": f"0-{len(data) - 1}"})

    def do_PUT(self) -> None:
        """End an upload, or store a manifest."""
        self._answer(201, headers={"Docker-Content-Digest": digest(self._read())})

    def _hold(self, name: str) -> None:
        self.server.busy.add(name)
        self.server.released.wait(60)

    def _read(self) -> bytes:
        if self.headers.get("Transfer-Encoding") != "chunked":
            return self.rfile.read(int(self.headers.get("Content-Length", 0)))
        parts: list[bytes] = []
        while size := int(self.rfile.readline(), 16):
            parts.append(self.rfile.read(size))
            self.rfile.readline()
        self.rfile.readline()
        return b"".join(parts)

    def _answer(self, status: int, body: bytes = b"", headers: dict[str, str] | None = None) -> None:
        self._head(status, {"Content-Length": str(len(body)), **(headers or {})})
        if self.command != "HEAD":
            self.wfile.write(body)

    def _head(self, status: int, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Log nothing."""


@contextmanager
def slow_registry() -> Iterator[SlowRegistry]:
    """Yield a registry."""
    with SlowRegistry() as registry:
        thread = threading.Thread(target=registry.serve_forever)
        thread.start()
        try:
            yield registry
        finally:
            registry.released.set()
            registry.shutdown()
            thread.join()
