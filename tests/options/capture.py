"""Ask a real docker client again what it sends: rewrites the answers in docker_*.json.

    python tests/options/capture.py [PATH-OF-DOCKER]

Every case keeps its command, argv and the daemon's API version; what is written beside them is what the
client sent to a daemon made up here, which answers every request with success and runs nothing, or what the
client said when it refused. To add a case, add one that has an `argv` only, and run this. The files now hold
the answers of docker 28.2.2.
"""

from __future__ import annotations

import json
import re
import shutil
import socketserver
import subprocess
import sys
import tempfile
import threading
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

HERE = Path(__file__).parent
HOME = "/home/user"  # what the answers call the directory above the one docker runs in
ANSWER = {"Id": "c" * 64, "ID": "s" * 25, "Name": "v", "Warnings": []}
DIGEST = "sha256:" + "d" * 64

Case = dict[str, Any]


class Daemon(socketserver.ThreadingUnixStreamServer):
    """Keeps the last request that has a body."""

    daemon_threads = True

    def __init__(self, path: Path) -> None:
        super().__init__(str(path), Handler)
        self.api_version = ""
        self.spec: Case = {}
        self.sent: tuple[str, bytes] | None = None


class Handler(BaseHTTPRequestHandler):
    server: Daemon

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""

    def do_HEAD(self) -> None:
        self._answer(b"")

    def do_GET(self) -> None:
        target = urlsplit(self.path)
        found = swarm_object(target.path.partition("/")[2].partition("/")[2], target.query, self.server.spec)
        self._answer(json.dumps(found).encode())

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if body:
            self.server.sent = (self.path, body)
        self._answer(json.dumps(ANSWER).encode())

    def _answer(self, body: bytes) -> None:
        self.send_response(201 if self.path.endswith("/create") or "/create?" in self.path else 200)
        self.send_header("Api-Version", self.server.api_version)
        self.send_header("Ostype", "linux")
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if body:
            self.wfile.write(body)


def swarm_object(path: str, query: str, spec: Case) -> object:
    """What a manager would answer: there is every network, secret and config, and one service that has `spec`."""
    kind, _, name = path.partition("/")
    match kind:
        case "networks":
            return {
                "Id": f"id-of-network-{name}",
                "Name": name,
                "Scope": "swarm",
                "Created": "0001-01-01T00:00:00Z",
            }
        case "secrets" | "configs":
            names = json.loads(parse_qs(query)["filters"][0])["name"]
            return [
                {"ID": f"id-of-{kind[:-1]}-{each}", "Spec": {"Name": each}}
                for each in names
                if each != "nope"
            ]
        case "services":
            return {"ID": "s" * 25, "Version": {"Index": 10}, "Spec": spec}
        case "distribution":
            platforms = [{"architecture": "amd64", "os": "linux"}, {"architecture": "arm", "os": "linux"}]
            return {"Descriptor": {"digest": DIGEST, "size": 1}, "Platforms": platforms}
        case _:
            return {}


def ask(docker: str, case: Case, recorded: Case, daemon: Daemon, directory: Path) -> Case:
    """The case with docker's answer, without what an earlier docker answered."""
    kept = {key: case[key] for key in ("command", "argv", "api", "proxies", "spec") if key in case}
    daemon.api_version = case.get("api", "1.51")
    daemon.spec = recorded.get("specs", {}).get(case.get("spec"), {})
    daemon.sent = None
    (directory / ".docker").mkdir(exist_ok=True)
    config = {"proxies": {"default": case["proxies"]}} if "proxies" in case else {}
    (directory / ".docker" / "config.json").write_text(json.dumps(config))
    for name, text in recorded["files"].items():
        (directory / name).write_bytes(text.encode(errors="surrogateescape"))
    done = subprocess.run(
        [
            docker,
            "-H",
            f"unix://{daemon.server_address}",
            *case.get("command", "create").split(),
            *case["argv"],
        ],
        cwd=directory,
        env={**recorded["environ"], "HOME": str(directory), "PWD": str(directory)},
        capture_output=True,
        check=False,
    )
    said = done.stderr.decode(errors="surrogateescape").replace(str(directory.parent), HOME)
    if done.returncode:
        return kept | {"status": done.returncode, **refusal(said)}
    if daemon.sent is None:
        raise SystemExit(f"docker sent nothing for {case['argv']}")
    path, body = daemon.sent
    query = path.partition("?")[2]
    answer = {"query": query} if query else {}
    if said:
        answer["said"] = re.sub(r'time="[^"]*"', 'time=""', said)
    sent = json.loads(body.decode().replace(str(directory.parent), HOME))
    return kept | answer | {"body": in_one_order(sent)}


def in_one_order(body: Case) -> Case:
    """The body with those lists sorted that docker sends in the order of a Go map, which is none."""
    for values in (
        body.get("Env"),
        body.get("HostConfig", {}).get("Binds"),
        body.get("IPAM", {}).get("Config"),
    ):
        if values:
            values.sort(key=str)
    if "TaskTemplate" in body:
        sort_service(body)
    return body


def sort_service(body: Case) -> None:
    """The lists of a service that docker sends in no order: its files, resources, and the ports of a range."""
    task = body["TaskTemplate"]
    container = task["ContainerSpec"]
    lists = [container.get(name) for name in ("Env", "Secrets", "Configs")]
    lists += [task.get("Resources", {}).get("Reservations", {}).get("GenericResources")]
    lists += [body.get("EndpointSpec", {}).get("Ports")]
    for values in lists:
        if values:
            values.sort(key=str)


def refusal(said: str) -> Case:
    """The error's own text, and what stands under it: usage and hint, the hint alone, or nothing."""
    text, _, under = said.rstrip("\n").partition("\n\n")
    follows = "usage" if under.startswith("Usage:") else "hint" if under else ""
    return {"error": text.removeprefix("docker: "), "follows": follows}


def changes(before: Case, after: Case) -> Case:
    """What is another value, new, or gone (null) in `after`: a JSON merge patch, but for nulls of docker's own."""
    found: Case = {name: None for name in before if name not in after}
    for name, value in after.items():
        old = before.get(name)
        if isinstance(value, dict) and isinstance(old, dict):
            if inner := changes(old, value):
                found[name] = inner
        elif name not in before or old != value:
            found[name] = value
    return found


def shorten(case: Case, default: Case, specs: Case) -> Case:
    """Only what differs from the default body, two levels deep; of a service, from what it was."""
    if "body" not in case or not default:
        return case
    if case.get("command", "").startswith("service"):
        body = case.pop("body")
        return case | {"changes": changes(specs.get(case.get("spec", ""), default), body)}
    body = {key: value for key, value in case["body"].items() if value != default.get(key)}
    for key in ("HostConfig", "NetworkingConfig"):
        if key in body:
            body[key] = {name: value for name, value in body[key].items() if value != default[key].get(name)}
    return case | {"body": body}


def capture(docker: str, path: Path) -> None:
    recorded = json.loads(path.read_text())
    with tempfile.TemporaryDirectory() as place:
        directory = Path(place).resolve() / "project"
        directory.mkdir()
        with Daemon(Path(place) / "docker.sock") as daemon:
            threading.Thread(target=daemon.serve_forever, daemon=True).start()
            answers = [ask(docker, case, recorded, daemon, directory) for case in recorded["cases"]]
            daemon.shutdown()
    if "default" in recorded:
        recorded["default"] = answers[0]["body"]
    recorded["cases"] = [
        shorten(answer, recorded.get("default", {}), recorded.get("specs", {})) for answer in answers
    ]
    cases = ",\n".join(json.dumps(case) for case in recorded.pop("cases"))
    head = json.dumps(recorded, indent=1)[:-2]
    path.write_text(f'{head},\n "cases": [\n{cases}\n ]\n}}\n')


if __name__ == "__main__":
    client = shutil.which(sys.argv[1] if len(sys.argv) > 1 else "docker")
    if client is None:
        raise SystemExit("no docker client found")
    for each in sorted(HERE.glob("docker_*.json")):
        capture(client, each)
