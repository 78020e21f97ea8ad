"""Record again what a real docker client prints and requests: rewrites the cases in swarm.json.

    python tests/commands/capture.py [PATH-OF-DOCKER]

`answers` are those of an engine, by `METHOD /path?query` or `METHOD /path`. Every case keeps its `argv` and `stdin`;
docker's output and requests are written beside them. To add a case, add one with only an `argv`, and run this. The file
now contains the results of docker 28.2.2.
"""

from __future__ import annotations

import json
import shutil
import socketserver
import subprocess
import sys
import tempfile
import threading
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qs, unquote_plus

FILE: Final = Path(__file__).parent / "swarm.json"
API: Final = "1.50"


class Daemon(socketserver.ThreadingUnixStreamServer):
    """Answers from a table, and records the requests."""

    daemon_threads = True

    def __init__(self, path: Path, answers: dict[str, Any]) -> None:
        super().__init__(str(path), Handler)
        self.answers = answers
        self.asked: list[str] = []


class Handler(BaseHTTPRequestHandler):
    server: Daemon

    def log_message(self, format: str, *args: Any) -> None:
        """Log nothing."""

    def do_HEAD(self) -> None:
        self._answer(200, b"")

    def do_GET(self) -> None:
        self._look_up()

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self._look_up()

    def do_DELETE(self) -> None:
        self._look_up()

    def _look_up(self) -> None:
        asked = request(f"{self.command} {unquote_plus(self.path.removeprefix(f'/v{API}'))}")
        self.server.asked.append(asked)
        answers = self.server.answers
        found = answers.get(asked, answers.get(asked.partition("?")[0]))
        if found is None:
            name = [*asked.partition("?")[0].split("/"), ""][2]
            self._answer(404, json.dumps({"message": f"No such container: {name}"}).encode())
        elif isinstance(found, int):
            self._answer(found, b"")
        else:
            self._answer(200, json.dumps(found).encode())

    def _answer(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Api-Version", API)
        self.send_header("Ostype", "linux")
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        query = parse_qs(self.path.partition("?")[2])
        if name := query.get("name", query.get("remote")):  # of the plugin that was pulled
            self.send_header("Docker-Plugin-Name", name[0])
        self.end_headers()
        if body and self.command != "HEAD":
            self.wfile.write(body)


def request(asked: str) -> str:
    """A request with sorted parameters, without those that are false or empty."""
    route, _, query = asked.partition("?")
    pairs = [_pair(pair) for pair in query.split("&") if pair and not pair.endswith(("=", "=false"))]
    return f"{route}?{'&'.join(sorted(pairs))}" if pairs else route


def _pair(pair: str) -> str:
    name, _, value = pair.partition("=")
    if name == "filters":
        return f"filters={json.dumps(json.loads(value), sort_keys=True, separators=(',', ':'))}"
    return f"{name}={'1' if value == 'true' else value}"


def capture(docker: str) -> None:
    recorded = json.loads(FILE.read_text())
    with tempfile.TemporaryDirectory() as place:
        socket = Path(place) / "docker.sock"
        with Daemon(socket, recorded["answers"]) as daemon:
            threading.Thread(target=daemon.serve_forever, daemon=True).start()
            cases = [ask(docker, case, daemon, Path(place)) for case in recorded["cases"]]
            daemon.shutdown()
    answers = ",\n".join(
        f"{json.dumps(key)}: {json.dumps(value)}" for key, value in recorded["answers"].items()
    )
    lines = ",\n".join(json.dumps(case) for case in cases)
    FILE.write_text(f'{{"answers": {{\n{answers}\n}},\n"cases": [\n{lines}\n]}}\n')


def ask(docker: str, case: dict[str, Any], daemon: Daemon, place: Path) -> dict[str, Any]:
    """The case with docker's output and requests."""
    daemon.asked = []
    done = subprocess.run(
        [docker, "-H", f"unix://{daemon.server_address}", *case["argv"]],
        cwd=place,
        env={"HOME": str(place), "PATH": "/usr/bin:/bin", "DOCKER_API_VERSION": API, "TZ": "UTC"},
        input=case.get("stdin", ""),
        capture_output=True,
        text=True,
        check=False,
    )
    kept = {key: case[key] for key in ("argv", "stdin") if key in case}
    return kept | {"code": done.returncode, "out": done.stdout, "err": done.stderr, "asked": daemon.asked}


if __name__ == "__main__":
    client = shutil.which(sys.argv[1] if len(sys.argv) > 1 else "docker")
    if client is None:
        raise SystemExit("no docker client found")
    capture(client)
