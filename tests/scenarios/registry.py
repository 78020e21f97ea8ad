"""A registry with one damaged image, whose layer does not match the manifest, and no other tags."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tests.engines.images import MANIFEST, Entry, Image, digest, layer

_MISSING = {"errors": [{"code": "MANIFEST_UNKNOWN", "message": "manifest unknown"}]}


def _answers() -> dict[str, tuple[str, bytes]]:
    """Content-Type and body of every path that exists."""
    image = Image("damaged", ["latest"], "amd64", [layer([Entry("file", data=b"whole")])], {"Cmd": ["true"]})
    manifest, (configuration, blob) = image.packed()
    repository = "/v2/library/damaged"
    answers = {
        f"{repository}/blobs/{digest(configuration)}": ("application/octet-stream", configuration),
        f"{repository}/blobs/{digest(blob)}": ("application/octet-stream", bytes(reversed(blob))),
        "/v2/": ("application/json", b"{}"),
    }
    for reference in ("latest", digest(manifest)):
        answers[f"{repository}/manifests/{reference}"] = (MANIFEST, manifest)
    return answers


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    answers = _answers()

    def do_GET(self) -> None:
        kind, body = self.answers.get(self.path, ("application/json", json.dumps(_MISSING).encode()))
        self.send_response(200 if self.path in self.answers else 404)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        if kind == MANIFEST:
            self.send_header("Docker-Content-Digest", digest(body))
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(body)

    do_HEAD = do_GET  # noqa: N815

    def log_message(self, format: str, *args: object) -> None:
        """Log nothing."""


@contextmanager
def damaged(address: str) -> Iterator[str]:
    """Serve it at `address`, HOST:PORT of this machine (port 0 for any); yields the HOST:PORT to pull from."""
    host, _, port = address.partition(":")
    with ThreadingHTTPServer((host, int(port)), _Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"{host}:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()
