"""A simulated manager of a swarm: it stores the requests, and answers by the names in them.

Lists by name contain every network, secret and config except for names with `nope`. `GET /secrets/NAME` finds only names
with `old`, and `GET /networks/NAME` all names except for those with `missing`; networks with `local` belong to this node.
Registries have every image except for names with `offline`. Objects with `refused` or `stuck` in their names are refused.
"""

from __future__ import annotations

import json
import re
import socketserver
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

DIGEST = "sha256:" + "d" * 64
PLATFORMS = [{"architecture": "amd64", "os": "linux"}, {"architecture": "arm", "os": "linux"}]

Asked = tuple[str, Any]


class Manager(socketserver.ThreadingUnixStreamServer):
    """The engine, at a socket."""

    daemon_threads = True

    def __init__(self, path: Path) -> None:
        super().__init__(str(path), _Handler)
        self.asked: list[Asked] = []
        self.lists: Mapping[str, Any] = {}
        self.is_manager = True

    def answer(self, method: str, path: str, query: Mapping[str, list[str]], wanted: str) -> tuple[int, Any]:
        """The status and the body for a request; `wanted` is the name of the object to create."""
        kind, _, name = path.strip("/").partition("/")
        match method, kind, name:
            case "GET", "info", "":
                return 200, {"Swarm": {"ControlAvailable": self.is_manager}}
            case "GET", "distribution", _:
                known = "offline" not in name
                return (
                    (200, {"Descriptor": {"digest": DIGEST}, "Platforms": PLATFORMS})
                    if known
                    else (500, "no")
                )
            case "GET", "secrets" | "configs", "":
                filters = json.loads(query["filters"][0])
                names = [*filters.get("name", {})]
                listed = [_object(kind, each) for each in names if "nope" not in each]
                return 200, listed or self.lists.get(kind, [])
            case "GET", ("networks" | "services"), "":
                return 200, self.lists.get(kind, [])
            case "GET", "tasks", "":
                return 200, self.lists.get("tasks", [])
            case "GET", "networks", _ if "missing" not in name:
                return 200, {
                    "Id": f"id-{name}",
                    "Name": name,
                    "Scope": "local" if "local" in name else "swarm",
                }
            case "GET", ("secrets" | "configs"), _ if "old" in name:
                return 200, _object(kind, name)
            case "POST", _, _ if "refused" in wanted:
                return 500, "refused by the manager"
            case "POST", _, _ if name.endswith("create"):
                return 201, {"ID": "n" * 25, "Id": "n" * 25, "Warnings": None}
            case "POST", "services", _:
                return 200, {"Warnings": ["mind the gap"]}
            case "POST" | "DELETE", _, _ if "stuck" not in name:
                return 200, None
            case _:
                return 404, f"{kind} {name} not found"


def _object(kind: str, name: str) -> Any:
    return {"ID": f"id-of-{kind[:-1]}-{name}", "Version": {"Index": 7}, "Spec": {"Name": name, "Labels": {}}}


def _plain(value: str) -> str:
    """A parameter in one form: docker and minidocker write `true` or `1`, and filters in any order."""
    if value.startswith("{"):
        return json.dumps(json.loads(value), sort_keys=True)
    return "1" if value == "true" else value


class _Handler(BaseHTTPRequestHandler):
    server: Manager

    def log_message(self, format: str, *args: Any) -> None:
        """Print nothing."""

    def do_HEAD(self) -> None:
        self._send(200, None)

    def do_GET(self) -> None:
        self._take()

    def do_POST(self) -> None:
        self._take()

    def do_DELETE(self) -> None:
        self._take()

    def _take(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        target = urlsplit(self.path)
        path = re.sub(r"^/v1\.\d+", "", unquote(target.path))
        query = {name: sorted(values) for name, values in sorted(parse_qs(target.query).items())}
        shown = {name: [_plain(each) for each in values] for name, values in query.items()}
        auth = {"auth": True} if self.headers.get("X-Registry-Auth") else {}
        asked = f"{self.command} {path}" + (f" {json.dumps({**shown, **auth})}" if query or auth else "")
        sent = json.loads(body) if body else None
        self.server.asked.append((asked, sent))
        status, answer = self.server.answer(self.command, path, query, (sent or {}).get("Name", ""))
        if status >= 400:
            answer = {"message": answer}
        self._send(status, answer)

    def _send(self, status: int, answer: Any) -> None:
        body = b"" if answer is None else json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Api-Version", "1.50")
        self.send_header("Ostype", "linux")
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if body:
            self.wfile.write(body)
