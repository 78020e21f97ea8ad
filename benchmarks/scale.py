"""`python -m benchmarks.scale [DOCKER_HOST]`: what minidocker does with much.

The most memory that a command held while a gigabyte went through it, which must not grow with that; then the requests
and the time of `ps` with a thousand containers, which a stand-in for an engine has.
"""

from __future__ import annotations

import json
import os
import shutil
import socketserver
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler

from benchmarks.measure import Turn, measure
from engineclient import Engine
from engineclient.connect.resolve import resolve

MEGABYTES = 1000
IMAGE = "benchmark-of-scale:latest"
FILL = (
    f"dd if=/dev/zero of=/large bs=1M count={MEGABYTES} 2>/dev/null; "
    f"yes $(printf %1023s | tr ' ' x) | head -c {MEGABYTES}M"
)
PROGRAM = [sys.executable, "-c", "from engineclient.commands import main; raise SystemExit(main())"]
# What a process held at most is in its own mm: what the parent's rusage says of it begins with the parent's.
MEASURED = """
import re, sys
from engineclient.commands import main
code = main()
print(re.search(r"VmHWM:\\s*(\\d+)", Path("/proc/self/status").read_text())[1], file=sys.stderr)
raise SystemExit(code)
"""

CONTAINERS = [
    {
        "Id": f"{number:064x}",
        "Names": [f"/web-{number}"],
        "Image": "nginx:1",
        "ImageID": f"sha256:{1:064x}",
        "Command": "nginx -g 'daemon off;'",
        "Created": 1_795_500_000,
        "Ports": [{"IP": "::", "PrivatePort": 80, "PublicPort": 8000 + number, "Type": "tcp"}],
        "Labels": {"com.example.number": str(number)},
        "State": "running",
        "Status": "Up 2 hours",
        "NetworkSettings": {"Networks": {"bridge": {}}},
        "Mounts": [],
    }
    for number in range(1000)
]


@contextmanager
def large_container(engine: Engine) -> Iterator[str]:
    """A container with a file and a log of so many megabytes, and an image of it."""
    made = engine.run("busybox", ["sh", "-c", FILL], detach=True)
    try:
        engine.containers.wait(made.id)
        engine.containers.commit(made.id, IMAGE)
        yield made.id
    finally:
        engine.containers.remove(made.id, force=True)
        engine.images.remove(IMAGE, force=True)


def memory(host: str, *args: str) -> float:
    """The most megabytes that minidocker held while it carried out `args`."""
    run = subprocess.run(
        [sys.executable, "-c", MEASURED, *args],
        env=os.environ | {"DOCKER_HOST": host},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        check=True,
    )
    return int(run.stderr.split()[-1]) / 1024


def streams(engine: Engine, host: str) -> None:
    """Each way that a gigabyte can go."""
    print(f"\nmost memory held while {MEGABYTES} MB went through")
    with large_container(engine) as id, tempfile.TemporaryDirectory() as folder:
        commands = {
            "logs": ("logs", id),
            "cp, out": ("cp", f"{id}:/large", f"{folder}/large"),
            "cp, out as an archive": ("cp", f"{id}:/large", "-"),
            "cp, in": ("cp", f"{folder}/large", f"{id}:/copy"),
            "export": ("export", id),
            "save": ("save", "-o", f"{folder}/image.tar", IMAGE),
            "load": ("load", "-i", f"{folder}/image.tar"),
        }
        for name, args in commands.items():
            print(f"  {name:<28}{memory(host, *args):>10.1f} MB")


class Crowded(BaseHTTPRequestHandler):
    """An engine that has CONTAINERS, and notes what it is asked for."""

    asked: list[str] = []  # noqa: RUF012  # of all connections together
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Answer."""
        ping = self.path.endswith("/_ping")
        if not ping:
            self.asked.append(self.path)
        content = b"OK" if ping else json.dumps(CONTAINERS).encode()
        self.send_response(200)
        self.send_header("Api-Version", "1.50")
        self.send_header("Content-Type", "text/plain" if ping else "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(content)

    do_HEAD = do_GET  # noqa: N815  # the name that http.server looks for

    def address_string(self) -> str:
        """A client of a unix socket has none."""
        return ""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Say nothing."""


def lists() -> None:
    """`ps` with a thousand containers."""
    with tempfile.TemporaryDirectory() as folder:
        path = f"{folder}/engine.sock"
        with socketserver.ThreadingUnixStreamServer(path, Crowded) as server:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            environ = os.environ | {"DOCKER_HOST": f"unix://{path}"}

            def command(*argv: str) -> Turn:
                return lambda: subprocess.run(argv, env=environ, stdout=subprocess.DEVNULL, check=True)

            command(*PROGRAM, "ps")()
            print(f"\nps with {len(CONTAINERS)} containers asks for {' '.join(Crowded.asked)}")
            turns = {"minidocker": command(*PROGRAM, "ps")}
            if shutil.which("docker"):
                turns = {"docker": command("docker", "ps"), **turns}
            measure("and takes", turns, base=next(iter(turns)), rounds=7, scale=1000, unit="ms")
            server.shutdown()


def main() -> None:
    """Measure both."""
    host = str(resolve(sys.argv[1] if len(sys.argv) > 1 else None))
    lists()
    with Engine(host) as engine:
        print(f"\nengine {engine.version().version}, {host}")
        streams(engine, host)


if __name__ == "__main__":
    main()
