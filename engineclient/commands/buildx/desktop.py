"""buildx history open and import: builds in Docker Desktop."""

from __future__ import annotations

import http.client
import json
import os
import shutil
import socket
import subprocess
import sys
from contextlib import closing, contextmanager
from typing import IO, TYPE_CHECKING, Any, Final, cast

from engineclient.cli.arity import ANY
from engineclient.cli.builder_flags import debuggable, on_builder
from engineclient.cli.buildx_errors import marked
from engineclient.cli.command import command
from engineclient.cli.failures import PROGRAM, Failure
from engineclient.cli.flag_types import LIST
from engineclient.cli.flags import flag
from engineclient.commands.buildx.history import desktop_url, named_build
from engineclient.golang.quoting import quote

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engineclient.cli.app import App

_BROWSERS: Final = ("xdg-open", "x-www-browser", "www-browser")
_SOCKET: Final = "docker-desktop-build.sock"
_ON_WSL: Final = "/mnt/wsl/docker-desktop/shared-sockets/host-services"
_UPLOAD: Final = "http://docker-desktop/upload"
_IMPORTED: Final = "docker-desktop://dashboard/build/.imported/_/"


@command("[OPTIONS] [REF]", ANY)
@on_builder
def open_build(app: App, *refs: str) -> None:
    """Show a build in Docker Desktop."""
    with marked():
        if len(refs) > 1:
            raise Failure(f"accepts at most 1 arg(s), received {len(refs)}")
        _browse(desktop_url(app, named_build(app, refs[0] if refs else "")))


@command("[OPTIONS] -", ANY)
@debuggable
@flag("-f, --file", LIST, "Import a file that `buildx history export` has written, instead of standard input")
def import_builds(app: App, *words: str, file: list[str]) -> None:
    """Import builds into Docker Desktop, which must be running."""
    with marked():
        if words:
            raise Failure(
                f"unknown command {quote(words[0])} for {quote(f'{PROGRAM} buildx history import')}"
            )
        path = _socket_path()
        urls: list[str] = []
        for name in file or ["-"]:
            with _opened(name) as source:
                urls += [f"{_IMPORTED}{ref}" for ref in _upload(path, source)]
        if not urls:
            raise Failure("no build records found in the bundle")
        app.err.write("".join(f"{url}\n" for url in urls))
        _browse(urls[0])


def _browse(url: str) -> None:
    """Open an address with the desktop's program for it."""
    program = next(filter(None, map(shutil.which, _BROWSERS)), None)
    if program is None:
        raise Failure(f"exec: {quote(','.join(_BROWSERS))}: executable file not found in $PATH")
    code = subprocess.run([program, url], check=False).returncode
    if code:
        raise Failure(f"exit status {code}")


def _socket_path() -> str:
    """Where Docker Desktop takes builds."""
    if os.environ.get("WSL_DISTRO_NAME"):
        path = f"{_ON_WSL}/{_SOCKET}"
        if not os.path.exists(path):  # noqa: PTH110
            raise Failure(
                "Docker Desktop Build backend is not yet supported on WSL. Please run this command on Windows host instead."
            )
        return path
    if not (home := os.environ.get("HOME")):
        raise Failure("failed to get user home directory: $HOME is not defined")
    return f"{home}/.docker/desktop/{_SOCKET}"


@contextmanager
def _opened(name: str) -> Iterator[IO[bytes]]:
    if name == "-":
        yield sys.stdin.buffer
        return
    try:
        file = open(name, "rb")  # noqa: PTH123, SIM115  # paths are used as given
    except OSError as error:
        reason = f"open {name}: {(error.strerror or str(error)).lower()}"
        raise Failure(f"failed to open file {name}: {reason}") from error
    with file:
        yield file


def _upload(path: str, file: IO[bytes]) -> list[str]:
    """Send a bundle to Docker Desktop; return the builds in it."""
    sending = "failed to send request, check if Docker Desktop is running: "
    try:
        with closing(_Connection(path)) as connection:
            connection.request("POST", "/upload", body=iter(lambda: file.read(1 << 16), b""), encode_chunked=True,
                               headers={"Transfer-Encoding": "chunked"})  # fmt: skip
            answer = connection.getresponse()
            body = answer.read()
    except _Undialled as error:
        raise Failure(f'{sending}Post "{_UPLOAD}": dial unix {path}: connect: {error}') from error
    except (OSError, http.client.HTTPException) as error:
        raise Failure(f'{sending}Post "{_UPLOAD}": {str(error) or "EOF"}') from error
    if answer.status != http.client.OK:
        raise Failure(f"failed to import build: {body.decode(errors='replace')}")
    try:
        found: Any = json.loads(body) or []
        if not isinstance(found, list):
            raise ValueError("no list of builds")
    except (ValueError, RecursionError) as error:
        raise Failure(f"failed to decode response: {error}") from error
    return [str(ref) for ref in cast("list[object]", found)]


class _Undialled(Exception):
    """Nobody listens at a socket; with the system's reason."""


class _Connection(http.client.HTTPConnection):
    """A connection to a socket of this machine."""

    def __init__(self, path: str) -> None:
        super().__init__("docker-desktop")
        self._path = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX)
        try:
            self.sock.connect(self._path)
        except OSError as error:
            raise _Undialled((error.strerror or str(error)).lower()) from error
