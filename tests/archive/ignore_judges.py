"""`python -m tests.archive.ignore_judges SOCKET [BUILDX]`: what docker and buildx make of each case, written into the table.

SOCKET is an engine that builds with BuildKit and is asked by buildx; the classic client's archive is caught by a listener
of our own, so that names and order are what docker sends. Run it after adding a case to `ignore_cases.json`.
"""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
import tarfile
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from socket import AF_UNIX, socket
from tempfile import TemporaryDirectory
from typing import Any

TABLE = Path(__file__).with_name("ignore_cases.json")


def lay_out(directory: Path, files: Sequence[str], patterns: str) -> None:
    """Make `files` (`name/` is a directory, `name -> target` a link), a Dockerfile and the .dockerignore."""
    for entry in ("Dockerfile", *files):
        name, _, target = entry.partition(" -> ")
        path = directory / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if target:
            path.symlink_to(target)
        elif name.endswith("/"):
            path.mkdir(exist_ok=True)
        else:
            path.write_text("FROM scratch\nCOPY . /\n" if name == "Dockerfile" else name)
    (directory / ".dockerignore").write_bytes(patterns.encode("utf-8", "surrogateescape"))


class Listener:
    """An engine that takes one build and keeps its context."""

    def __init__(self, path: Path) -> None:
        self.host = f"unix://{path}"
        self.body = b""
        self._socket = socket(AF_UNIX)
        self._socket.bind(str(path))
        self._socket.listen()
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            connection, _ = self._socket.accept()
            threading.Thread(target=self._answer, args=(connection,), daemon=True).start()

    def _answer(self, connection: socket) -> None:
        with connection, connection.makefile("rb") as file:
            while line := file.readline():
                headers = dict(
                    iter(lambda: file.readline().strip().lower().partition(b": ")[::2], (b"", b""))
                )
                if b"/_ping" in line:
                    connection.sendall(b"HTTP/1.1 200 OK\r\nApi-Version: 1.50\r\nContent-Length: 0\r\n\r\n")
                    continue
                assert headers[b"transfer-encoding"] == b"chunked"
                body = b""
                while size := int(file.readline(), 16):
                    body += file.read(size)
                    file.readline()
                self.body = body
                connection.sendall(
                    b'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 13\r\n\r\n{"stream":""}'
                )
                return


def classic(context: Path, scratch: Path) -> list[str] | str:
    """The names that docker sends to the classic builder, in their order, or its error."""
    (scratch / "l").unlink(missing_ok=True)
    listener = Listener(scratch / "l")
    environ = {**os.environ, "DOCKER_HOST": listener.host, "DOCKER_BUILDKIT": "0", "HOME": str(scratch)}
    ended = subprocess.run(["docker", "build", str(context)], env=environ, capture_output=True, text=True)
    if ended.returncode:
        return ended.stderr.strip().splitlines()[-1]
    with tarfile.open(fileobj=io.BytesIO(listener.body)) as tar:
        return [member.name for member in tar]


def buildkit(context: Path, scratch: Path, host: str, buildx: str) -> list[str] | str:
    """The names that BuildKit copies from the context, sorted, or its error."""
    dockerfile, out = scratch / "D", scratch / "out"
    dockerfile.write_text("FROM scratch\nCOPY . /\n")
    shutil.rmtree(out, ignore_errors=True)
    environ = {**os.environ, "DOCKER_HOST": host, "HOME": str(scratch)}
    command = [buildx, "build", "--progress=plain", "-f", str(dockerfile), "-o", str(out), str(context)]
    ended = subprocess.run(command, env=environ, capture_output=True, text=True)
    if ended.returncode:
        return ended.stderr.strip().splitlines()[-1]
    return sorted(str(path.relative_to(out)) for path in out.rglob("*"))


def judged(case: Mapping[str, Any], host: str, buildx: str) -> dict[str, Any]:
    """The case with both answers."""
    with TemporaryDirectory() as name:
        context, scratch = Path(name, "context"), Path(name, "scratch")
        context.mkdir()
        scratch.mkdir()
        lay_out(context, case["files"], case["patterns"])
        return {
            **case,
            "classic": classic(context, scratch),
            "buildkit": buildkit(context, scratch, host, buildx),
        }


def main() -> None:
    """Judge the whole table anew."""
    host, buildx = sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else "docker-buildx"
    cases = [judged(case, host, buildx) for case in json.loads(TABLE.read_text())]
    lines = ",\n".join(f" {json.dumps(case)}" for case in cases)
    TABLE.write_text(f"[\n{lines}\n]\n")


if __name__ == "__main__":
    main()
