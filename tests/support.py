"""A scripted engine on a unix socket, which sends the bytes of a script and records the requests; docker's own programs."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from engineclient.versions import BUILDX, COMPOSE

Script = Callable[[socket.socket, bytes], None]


@contextmanager
def dripping(first: bytes) -> Iterator[socket.socket]:
    """The near end of a connection whose far end sends `first`, and then one byte every 20 ms."""
    ours, theirs = socket.socketpair()
    gone = threading.Event()

    def drip() -> None:
        with theirs, suppress(OSError):  # the near end may be closed already
            theirs.sendall(first)
            while not gone.wait(0.02):
                theirs.sendall(b"x")

    thread = threading.Thread(target=drip)
    thread.start()
    try:
        yield ours
    finally:
        gone.set()
        thread.join()


class ScriptedEngine:
    """Calls `script(connection, head)` for every request; each connection has a thread.

    Attributes:
        host: the argument for `Engine`.
        heads: the heads of the requests, in order.
        connections: the number of accepted connections.
    """

    def __init__(self, path: Path, script: Script) -> None:
        self.host = f"unix://{path}"
        self.path = str(path)
        self.heads: list[bytes] = []
        self.connections = 0
        self._script = script
        self._open: list[socket.socket] = []
        self._threads: list[threading.Thread] = []
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(self.path)
        self._listener.listen()
        self._acceptor = threading.Thread(target=self._accept)
        self._acceptor.start()

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            self._open.append(connection)
            thread = threading.Thread(target=self._serve, args=(connection,))
            self._threads.append(thread)
            thread.start()

    def _serve(self, connection: socket.socket) -> None:
        with connection:
            try:
                while (head := _head(connection)) is not None:
                    self.heads.append(head)
                    self._script(connection, head)
            except OSError:
                pass  # the client has disconnected

    def close(self) -> None:
        """End all threads and sockets."""
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._acceptor.join()
        for connection in self._open:
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
        for thread in self._threads:
            thread.join()


def _head(connection: socket.socket) -> bytes | None:
    """Read the head of the next request, and no byte after it; None at the end of the connection."""
    head = b""
    while not head.endswith(b"\r\n\r\n"):
        waiting = connection.recv(65536, socket.MSG_PEEK)
        if not waiting:
            return None
        end = (head + waiting).find(b"\r\n\r\n")
        head += connection.recv(len(waiting) if end < 0 else end + 4 - len(head))
    return head.removesuffix(b"\r\n\r\n")


@contextmanager
def scripted(path: Path, script: Script) -> Iterator[ScriptedEngine]:
    """Yield a ScriptedEngine at `path`, which is closed at the end of the block."""
    engine = ScriptedEngine(path, script)
    try:
        yield engine
    finally:
        engine.close()


def answer(body: bytes, status: str = "200 OK", *headers: str) -> bytes:
    """A complete answer with a Content-Length."""
    lines = [f"HTTP/1.1 {status}", "Api-Version: 1.51", f"Content-Length: {len(body)}", *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def chunked(*parts: bytes, headers: tuple[str, ...] = (), end: bool = True) -> bytes:
    """A chunked answer; without `end` it breaks off after the last part."""
    lines = ["HTTP/1.1 200 OK", "Transfer-Encoding: chunked", *headers]
    body = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts)
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body + (b"0\r\n\r\n" if end else b"")


UPGRADED = (
    b"HTTP/1.1 101 UPGRADED\r\nContent-Type: application/vnd.docker.multiplexed-stream\r\n"
    b"Connection: Upgrade\r\nUpgrade: tcp\r\n\r\n"
)


def docker_client() -> str | None:
    """The path of docker's client 28.2, which the command line follows; None if PATH has another version or none."""
    found = shutil.which("docker")
    if found is None:
        return None
    told = subprocess.run([found, "--version"], capture_output=True, text=True, check=False).stdout
    return found if told.startswith("Docker version 28.2.") else None


_PLUGIN_FOLDERS = (
    "~/.docker/cli-plugins",
    "/usr/local/lib/docker/cli-plugins",
    "/usr/local/libexec/docker/cli-plugins",
    "/usr/lib/docker/cli-plugins",
    "/usr/libexec/docker/cli-plugins",
)


class Plugin(NamedTuple):
    """A plugin of docker that this project follows.

    Attributes:
        name: of the program.
        version: that is followed.
        variable: of the environment; it may name the program.
        package: Debian's, that has it.
        asked: the arguments that have it print its version.
    """

    name: str
    version: str
    variable: str
    package: str
    asked: tuple[str, ...]

    @property
    def path(self) -> str | None:
        """The path of the program, if it has the version that is followed; otherwise None."""
        named = os.environ.get(self.variable)
        places = [named] if named else [f"{folder}/{self.name}" for folder in _PLUGIN_FOLDERS]
        for place in map(os.path.expanduser, places):
            if os.access(place, os.X_OK):
                told = subprocess.run(
                    [place, *self.asked], capture_output=True, text=True, check=False
                ).stdout
                return place if re.search(rf"(?<![\d.]){re.escape(self.version)}(?![\d.])", told) else None
        return None

    @property
    def missing(self) -> str:
        """The reason to skip tests that compare with the plugin, if it is missing."""
        return (
            f"compares with {self.name} {self.version} (Debian's package {self.package}), which was not found: "
            f"{self.variable} may name it"
        )


COMPOSE_PLUGIN = Plugin(
    "docker-compose", COMPOSE, "ENGINECLIENT_TEST_COMPOSE", "docker-compose", ("version", "--short")
)
BUILDX_PLUGIN = Plugin("docker-buildx", BUILDX, "ENGINECLIENT_TEST_BUILDX", "docker-buildx", ("version",))
PLUGINS = {plugin.name: plugin for plugin in (COMPOSE_PLUGIN, BUILDX_PLUGIN)}
NO_DOCKER_CLIENT = "compares with the docker client 28.2, which is not on PATH"
