"""One HTTP exchange with an engine or a registry, with the standard library alone."""

import http.client
import json
import socket
from urllib.parse import urlencode, urlsplit

from .errors import EngineSetupError


class _UnixConnection(http.client.HTTPConnection):
    def __init__(self, path: str, timeout: float) -> None:
        super().__init__("localhost", timeout=timeout)
        self._path = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self._path)


def _connection(url: str, timeout: float) -> http.client.HTTPConnection:
    parts = urlsplit(url)
    if parts.scheme == "unix":
        return _UnixConnection(parts.path, timeout)
    if parts.scheme in {"tcp", "http"} and parts.hostname:
        return http.client.HTTPConnection(parts.hostname, parts.port, timeout=timeout)
    raise ValueError(f"{url!r} is neither unix://PATH nor tcp://HOST:PORT")


def request(
    url: str,
    method: str,
    target: str,
    body: bytes | None = None,
    headers: dict[str, str] | None = None,
    *,
    timeout: float = 30,
) -> tuple[int, http.client.HTTPMessage, bytes]:
    """Send a request to `url` (unix://, tcp://, http://); returns status, headers and body.

    Raises OSError when there is no answer, timeout (seconds between two bytes) included.
    """
    connection = _connection(url, timeout)
    try:
        connection.request(method, target, body, headers or {})
        response = connection.getresponse()
        return response.status, response.headers, response.read()
    except http.client.HTTPException as error:
        raise ConnectionError(f"{url} gave no whole answer: {error!r}") from error
    finally:
        connection.close()


def answers(url: str, target: str) -> bool:
    """Whether a GET is answered with 200 within a few seconds."""
    try:
        return request(url, "GET", target, timeout=5)[0] == 200
    except OSError:
        return False


def pull(host: str, reference: str) -> None:
    """Let an engine pull an image; raises EngineSetupError with the engine's message if it fails.

    A pull is answered with 200 before it begins, so a failure is reported in the stream's last record.
    """
    name, _, tag = reference.partition(":")
    query = urlencode({"fromImage": name, "tag": tag or "latest"})
    status, _, body = request(host, "POST", f"/images/create?{query}", timeout=120)
    last = body.decode(errors="replace").strip().rpartition("\n")[2]
    if status != 200 or "error" in json.loads(last or "{}"):
        raise EngineSetupError(f"{host} cannot pull {reference}: {status} {last}")
