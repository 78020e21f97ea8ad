"""Requests as curl command lines that can be pasted into a shell."""

from __future__ import annotations

import json
import shlex
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from engineclient.events import Request
from engineclient.events.redaction import HIDDEN
from engineclient.trace.exchanges import Exchange
from engineclient.trace.fields import plain, pruned

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from engineclient.api.operations import Operation
    from engineclient.events import Event

__all__ = ["DEFAULT_SOCKET", "CurlLines", "curl"]

DEFAULT_SOCKET: Final = "/var/run/docker.sock"

_FILES: Final = (("cacert", "ca"), ("cert", "cert"), ("key", "key"))
_CREDENTIALS: Final = {"x-registry-auth": "REGISTRY_AUTH", "x-registry-config": "REGISTRY_CONFIG"}
_HIDING: Final = f"# {HIDDEN} stands for what is secret"
_NO_CREDENTIALS: Final = "e30="  # {} in base64


class CurlLines:
    """Writes a curl command for each request; takes all events.

    Args:
        write: called with each line, without a newline.
        socket: the path of the engine's socket, or the URL of an engine without one.
        full: include whole bodies, not only the fields that were set.

    """

    def __init__(
        self, write: Callable[[str], None], socket: str = DEFAULT_SOCKET, *, full: bool = False
    ) -> None:
        self._write = write
        self._socket = socket
        self._full = full

    def event(self, event: Event) -> None:
        """Write the command of a request; other events are ignored."""
        if isinstance(event, Request) and event.method:
            for line in curl(event, self._socket, full=self._full):
                self._write(line)


def curl(request: Request, socket: str = DEFAULT_SOCKET, *, full: bool = False) -> list[str]:
    """The curl command for `request`, after lines of shell comments about it.

    Of a JSON body only the fields that were set are included, which the engine treats the same; all of them if `full`.
    """
    exchange = Exchange.of(request)
    operation = exchange.operation
    headers = dict(request.headers)
    way, root, remarks = _way(socket)
    words = ["curl", *way]
    if request.method == "HEAD":
        words.append("--head")
    elif request.method != "GET":
        words += ["-X", shlex.quote(request.method)]
    if operation is not None and operation.answer == "tar":
        words += ["--output", "archive.tar"]
    if operation is not None and _comes_late(operation):
        words.append("--no-buffer")
    if "upgrade" in headers:
        words += ["--no-buffer", "--output", "-", "-H", "'Connection: Upgrade'"]
        words += ["-H", shlex.quote(f"Upgrade: {headers['upgrade']}")]
        remarks.append("# curl prints the output with the headers of its frames, and cannot send input")
    words += _header_words(headers)
    body, about = _body_words(exchange, full=full)
    remarks += about
    if any(HIDDEN in value for _, value in request.query):
        remarks.append(_HIDING)
    url = f"{root}{f'/v{request.version}' if request.version else ''}{request.path}"
    if request.query:
        url += "?" + "&".join(
            f"{quote(name, safe='')}={quote(value, safe='')}" for name, value in request.query
        )
    return [*remarks, " ".join([*words, *body, shlex.quote(url)])]


def _way(engine: str) -> tuple[list[str], str, list[str]]:
    """How curl reaches an engine, given by socket path or URL: its arguments, the prefix of URLs, and comments."""
    scheme, separator, rest = engine.partition("://")
    if not separator:
        return ["--unix-socket", shlex.quote(engine)], "http://localhost", []
    if scheme == "https":
        files = [f'--{option} "${{DOCKER_CERT_PATH:-$HOME/.docker}}/{name}.pem"' for option, name in _FILES]
        return files, engine.rstrip("/"), []
    if scheme == "ssh":
        host = rest.partition("/")[0]
        forward = f"# first: ssh -N -L /tmp/docker.sock:{DEFAULT_SOCKET} ssh://{host}"
        return ["--unix-socket", "/tmp/docker.sock"], "http://localhost", [forward]
    return [], f"http://{rest.rstrip('/')}", []


def _comes_late(operation: Operation) -> bool:
    """Whether the operation is a read whose answer should be shown as it arrives."""
    return not operation.changes and (operation.lasts == "waits" or operation.answer in ("records", "frames"))


def _header_words(headers: dict[str, str]) -> Iterator[str]:
    if "content-type" in headers and headers["content-type"] != "text/plain":
        yield from ("-H", shlex.quote(f"Content-Type: {headers['content-type']}"))
    for name, variable in _CREDENTIALS.items():
        if name in headers:
            yield from ("-H", f'"{name.title()}: ${{{variable}:-{_NO_CREDENTIALS}}}"')
    if "authorization" in headers:
        yield from ("-H", '"Authorization: $AUTHORIZATION"')


def _body_words(exchange: Exchange, *, full: bool) -> tuple[list[str], list[str]]:
    """The arguments for the body, and comments about it."""
    request = exchange.request
    body, kind = request.body, dict(request.headers).get("content-type", "")
    if request.complete and not body:
        return [], []
    try:
        text = body.decode() if request.complete else ""
    except UnicodeDecodeError:
        text = ""
    if text and "json" in kind:
        text = text if full else _brief_json(text)
        return ["-d", shlex.quote(text)], [_HIDING] if HIDDEN in text else []
    name = "body.json" if "json" in kind else "archive.tar"
    return ["--data-binary", f"@{name}"], [f"# {name} has to be provided: its content was not recorded"]


def _brief_json(text: str) -> str:
    """A JSON object without the fields that were not set."""
    try:
        value = json.loads(text)
    except ValueError:
        return text
    if not isinstance(value, dict) or (brief := pruned(value)) == value:
        return text
    return plain(json.dumps(brief, ensure_ascii=False, separators=(",", ":")))
