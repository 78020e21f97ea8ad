import threading
from collections.abc import Generator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from tests.engines.errors import EngineSetupError
from tests.engines.rest import answers, pull


@contextmanager
def server(status: int, body: bytes) -> Generator[str]:
    """The URL of a server that answers everything alike."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            self.end_headers()
            self.wfile.write(body)

        do_POST = do_GET  # noqa: N815 - the name http.server asks for

        def log_message(self, format: str, *args: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as listening:
        thread = threading.Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"tcp://127.0.0.1:{listening.server_port}"
        finally:
            listening.shutdown()
            thread.join()


@pytest.mark.parametrize(("status", "expected"), [(200, True), (503, False)])
def test_only_200_is_an_answer(status: int, expected: bool) -> None:
    with server(status, b"") as url:
        assert answers(url, "/_ping") is expected


def test_silence_is_no_answer() -> None:
    assert not answers("unix:///nonexistent.sock", "/_ping")


def test_a_pull_that_ends_well_is_no_error() -> None:
    with server(200, b'{"status":"Pulling"}\n{"status":"Status: Downloaded"}\n') as url:
        pull(url, "busybox:latest")


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (404, b'{"message":"no such image"}'),
        (200, b'{"status":"Pulling"}\n{"error":"no such image","errorDetail":{"message":"no such image"}}\n'),
    ],
    ids=["refused", "failed on the way"],
)
def test_a_pull_that_fails_says_why(status: int, body: bytes) -> None:
    with server(status, body) as url, pytest.raises(EngineSetupError, match=r"busybox:latest.*no such image"):
        pull(url, "busybox:latest")
