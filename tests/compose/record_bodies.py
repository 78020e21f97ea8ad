"""Record the requests with which docker compose creates a project:
`python -m tests.compose.record_bodies DOCKER-COMPOSE SOCKET`.

SOCKET is that of an engine (API 1.44 or newer) with the image `busybox`. The created objects are removed.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent / "bodies"


class Tap:
    """A proxy for an engine's socket that stores the requests."""

    def __init__(self, engine: str) -> None:
        self.engine = engine
        self.requests: list[tuple[str, Any]] = []

    async def connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Forward a connection in both directions."""
        there = await asyncio.open_unix_connection(self.engine)
        sent = bytearray()
        await asyncio.gather(_pass(reader, there[1], sent), _pass(there[0], writer, bytearray()))
        for each in (there[1], writer):
            each.close()
        while sent:
            head, _, rest = bytes(sent).partition(b"\r\n\r\n")
            line, *headers = head.decode("latin-1").split("\r\n")
            length = next(
                (int(each[15:]) for each in headers if each.lower().startswith("content-length:")), 0
            )
            body = rest[:length]
            sent = bytearray(rest[length:])
            if line.startswith("POST") and "/create" in line:
                self.requests.append((line.split()[1], json.loads(body)))


async def _pass(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, kept: bytearray) -> None:
    while data := await reader.read(1 << 16):
        kept += data
        writer.write(data)
        await writer.drain()
    if writer.can_write_eof():
        writer.write_eof()


async def _record(program: str, engine: str) -> list[tuple[str, Any]]:
    tap = Tap(engine)
    with tempfile.TemporaryDirectory() as scratch:
        socket = f"{scratch}/tap.sock"
        server = await asyncio.start_unix_server(tap.connected, socket)
        environment = {"DOCKER_HOST": f"unix://{socket}", "HOME": "/home/somebody", "PATH": "/usr/bin:/bin"}
        for words in (("create",), ("down", "-v")):
            done = await asyncio.create_subprocess_exec(
                program, "-f", str(HERE / "compose.yaml"), *words, env=environment, stderr=subprocess.DEVNULL
            )
            await done.wait()
        await asyncio.sleep(1)
        server.close()
    return tap.requests


def main(program: str, engine: str) -> None:
    """Record the bodies."""
    requests = asyncio.run(_record(program, engine))
    text = json.dumps(sorted(requests, key=lambda each: each[0] + str(each[1].get("Name"))), indent=1)
    (HERE / "requests.json").write_text(text.replace(str(HERE), "/project") + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
