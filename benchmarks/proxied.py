"""`python -m benchmarks.proxied [--tiny] [DOCKER_HOST]`: the cost of `minidocker proxy` and `record` for a client.

Pings on a kept connection, and saving an image of 1 GB, compared with the same without a proxy; and the peak memory of the
proxy, which must not grow with the size of the traffic.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.measure import MINIDOCKER, Turn, UnixConnection, environment, measure, options
from engineclient import Engine

IMAGE = "benchmark-of-a-proxy:latest"
SAVE = """
import os, sys
from benchmarks.measure import UnixConnection
connection = UnixConnection(os.environ["DOCKER_HOST"].removeprefix("unix://"))
connection.request("GET", sys.argv[1])
response, buffer, size = connection.getresponse(), bytearray(1 << 18), 0
while read := response.readinto(buffer):
    size += read
assert size > int(sys.argv[2]), size
"""


@contextmanager
def proxy(host: str, path: Path, *flags: str) -> Iterator[subprocess.Popen[bytes]]:
    """Start `minidocker proxy` at `path`, and wait until it answers."""
    with subprocess.Popen(
        [*MINIDOCKER, "-H", host, "proxy", "--listen", str(path), *flags], stderr=subprocess.DEVNULL
    ) as process:
        while not path.exists():
            time.sleep(0.05)
        try:
            yield process
        finally:
            process.terminate()


def memory(process: subprocess.Popen[bytes]) -> str:
    """The peak memory of `process`."""
    status = Path(f"/proc/{process.pid}/status").read_text()
    found = re.search(r"VmHWM:\s*(\d+) kB", status)
    return f"{int(found[1]) / 1024:.1f} MB" if found else "unknown"


def pings(path: str, count: int) -> Turn:
    """Many small calls on one connection."""
    connection = UnixConnection(path)

    def turn() -> None:
        for _ in range(count):
            connection.request("GET", "/_ping")
            connection.getresponse().read()

    return turn


def save(path: str, megabytes: int, *argv: str) -> Turn:
    """Read the whole image, with a client in a process of its own."""
    client = [sys.executable, "-c", SAVE, f"/images/{IMAGE}/get", str(megabytes << 20)]
    environ = environment(f"unix://{path}")
    return lambda: subprocess.run([*argv, *client], env=environ, check=True, stderr=subprocess.DEVNULL)


@contextmanager
def large_image(engine: Engine, megabytes: int) -> Iterator[None]:
    """An image of `megabytes` random, and so incompressible, megabytes."""
    write = f"dd if=/dev/urandom of=/large bs=1M count={megabytes} 2>/dev/null"
    made = engine.run("busybox", ["sh", "-c", write])
    try:
        engine.containers.commit(made.id, IMAGE)
        yield
    finally:
        engine.containers.remove(made.id, force=True)
        engine.images.remove(IMAGE, force=True)


def main() -> None:
    """Run all measurements."""
    endpoint, tiny = options("What minidocker proxy and record cost a client.")
    host, path = str(endpoint), endpoint.address
    count, megabytes = (3, 1) if tiny else (2000, 1000)
    with (
        tempfile.TemporaryDirectory() as folder,
        Engine(host) as engine,
        proxy(host, Path(folder, "plain.sock")) as plain,
        proxy(host, Path(folder, "guarded.sock"), "--read-only") as guarded,
    ):
        print(f"engine {engine.version().version}, {host}")
        sockets = {
            "direct": path,
            "proxy": f"{folder}/plain.sock",
            "proxy --read-only": f"{folder}/guarded.sock",
        }
        turns = {name: pings(socket, count) for name, socket in sockets.items()}
        title = f"a ping on a kept connection ({count} at a time)"
        measure(title, turns, base="direct", rounds=1 if tiny else 5, scale=1e6 / count, unit="us")
        before = memory(plain), memory(guarded)
        with large_image(engine, megabytes):
            turns = {name: save(socket, megabytes) for name, socket in sockets.items()}
            turns["record"] = save(path, megabytes, *MINIDOCKER, "record", f"{folder}/save.json", "--")
            title = f"an image of {megabytes} MB saved"
            measure(title, turns, base="direct", rounds=1 if tiny else 3, scale=1, unit="s")
        after = memory(plain), memory(guarded)
        print(f"\nmost memory of the proxies, before and after that: {before}, {after}")


if __name__ == "__main__":
    main()
