"""An engine in memory, with the operations on containers, networks, volumes and images that compose uses."""

from __future__ import annotations

import json
import threading
from typing import Any
from urllib.parse import parse_qs, unquote

import httpx

STARTED = "2026-01-02T03:04:05.6Z"
NEVER = "0001-01-01T00:00:00Z"
IMAGE = {"Id": f"sha256:{'1' * 64}", "RepoTags": ["busybox:latest"], "Config": {}, "Os": "linux", "Size": 1}


class MemoryEngine:
    """An engine for `httpx.MockTransport(engine.answer)`.

    Attributes:
        containers: the inspected containers, by ID.
        networks, volumes: the inspected objects, by name.
        requests: the requests other than GET, such as `POST /containers/create`.
        exits: the exit codes of containers that exit at once, by service.
        unhealthy: services whose health check fails.
        starting: services whose health is not known yet.

    """

    def __init__(self) -> None:
        self.containers: dict[str, dict[str, Any]] = {}
        self.networks: dict[str, dict[str, Any]] = {}
        self.volumes: dict[str, dict[str, Any]] = {}
        self.requests: list[str] = []
        self.exits: dict[str, int] = {}
        self.unhealthy: set[str] = set()
        self.starting: set[str] = set()
        self._lock = threading.Lock()

    def answer(self, request: httpx.Request) -> httpx.Response:
        path, _, text = request.url.raw_path.decode().partition("?")
        parts = [unquote(each) for each in path.split("/")[2:]]
        query = {key: values[0] for key, values in parse_qs(text).items()}
        body = json.loads(request.content) if request.content[:1] == b"{" else {}
        with self._lock:
            if request.method != "GET":
                self.requests.append(f"{request.method} /{'/'.join(parts)}")
            handler = getattr(self, f"_{parts[0]}")
            status, content = handler(request.method, parts[1:], query, body)
        if content is None:
            return httpx.Response(status)
        return httpx.Response(status, json=content)

    def named(self, name: str) -> dict[str, Any]:
        """An inspected container, by its name."""
        return next(each for each in self.containers.values() if each["Name"] == f"/{name}")

    def state(self) -> dict[str, str]:
        """The states of containers by name."""
        return {each["Name"][1:]: each["State"]["Status"] for each in self.containers.values()}

    def _images(self, method: str, parts: list[str], query: Any, body: Any) -> tuple[int, Any]:
        return (200, IMAGE) if parts[0] == "busybox" else (404, {"message": f"No such image: {parts[0]}"})

    def _grpc(self, method: str, parts: list[str], query: Any, body: Any) -> tuple[int, Any]:
        return 404, {"message": "page not found"}  # no BuildKit that could be asked

    def _networks(self, method: str, parts: list[str], query: Any, body: Any) -> tuple[int, Any]:
        return self._objects(self.networks, "network", method, parts, query, body)

    def _volumes(self, method: str, parts: list[str], query: Any, body: Any) -> tuple[int, Any]:
        status, found = self._objects(self.volumes, "volume", method, parts, query, body)
        return status, {"Volumes": found, "Warnings": []} if isinstance(found, list) else found

    def _objects(
        self, known: dict[str, Any], kind: str, method: str, parts: list[str], query: Any, body: Any
    ) -> tuple[int, Any]:
        match method, parts:
            case "POST", ["create"]:
                extra = {"Id": body["Name"] * 2, "Mountpoint": "/", "Scope": "local", "Driver": "local"}
                known[body["Name"]] = {**body, **extra, "Labels": body.get("Labels"), "Options": None}
                return 201, {**known[body["Name"]], "Warning": ""}
            case "GET", [] | [""]:
                wanted = json.loads(query.get("filters", "{}")).get("label", {})
                return 200, [each for each in known.values() if _labelled(each["Labels"], wanted)]
            case "GET", [name] if name in known:
                return 200, known[name]
            case "POST", [name, "connect" | "disconnect"] if name in known:
                return 200, None
            case "DELETE", [name] if name in known:
                del known[name]
                return 204, None
            case _:
                return 404, {"message": f"{kind} {parts[0]} not found"}

    def _containers(self, method: str, parts: list[str], query: Any, body: Any) -> tuple[int, Any]:
        if parts == ["json"]:
            wanted = json.loads(query.get("filters", "{}")).get("label", {})
            return 200, [
                self._listed(each)
                for each in self.containers.values()
                if (query.get("all") or each["State"]["Running"])
                and _labelled(each["Config"]["Labels"], wanted)
            ]
        if parts == ["create"]:
            id = f"{len(self.requests):064x}"
            self.containers[id] = {
                "Id": id,
                "Name": f"/{query['name']}",
                "Config": body,
                "HostConfig": body["HostConfig"],
                "Image": IMAGE["Id"],
                "Mounts": _mounts(body["HostConfig"]),
                "State": _status("created"),
                "NetworkSettings": {"Networks": self._endpoints(body)},
            }
            return 201, {"Id": id, "Warnings": []}
        found = self.containers.get(parts[0])
        if found is None:
            return 404, {"message": f"No such container: {parts[0]}"}
        if method == "DELETE":
            del self.containers[parts[0]]
            return 204, None
        if parts[1:] == ["json"]:
            return 200, found
        if parts[1:] == ["rename"]:
            found["Name"] = f"/{query['name']}"
        elif parts[1] in ("start", "restart"):
            found["State"] = self._started(found["Config"]["Labels"]["com.docker.compose.service"])
        elif parts[1] in ("stop", "kill"):
            found["State"] = _status("exited", 137)
        return 204, None

    def _started(self, service: str) -> dict[str, Any]:
        if service in self.exits:
            return _status("exited", self.exits[service])
        health = "unhealthy" if service in self.unhealthy else "healthy"
        if service in self.starting:
            health = "starting"
        return {**_status("running"), "Health": {"Status": health, "FailingStreak": 0, "Log": []}}

    def _endpoints(self, body: Any) -> dict[str, Any]:
        endpoints = (body.get("NetworkingConfig") or {}).get("EndpointsConfig") or {}
        return {name: {"NetworkID": self.networks[name]["Id"]} for name in endpoints}

    def _listed(self, found: dict[str, Any]) -> dict[str, Any]:
        return {
            "Id": found["Id"],
            "Names": [found["Name"]],
            "Image": found["Config"]["Image"],
            "ImageID": found["Image"],
            "Command": " ".join(found["Config"].get("Cmd") or ()),
            "Created": 1,
            "Ports": [],
            "Labels": found["Config"]["Labels"],
            "State": found["State"]["Status"],
            "Status": found["State"]["Status"],
            "NetworkSettings": found["NetworkSettings"],
            "Mounts": found["Mounts"],
        }


def _status(status: str, code: int = 0) -> dict[str, Any]:
    return {
        "Status": status, "Running": status == "running", "Paused": False, "Restarting": False, "OOMKilled": False,
        "Dead": False, "Pid": 1, "ExitCode": code, "Error": "", "StartedAt": STARTED, "FinishedAt": NEVER,
    }  # fmt: skip


def _labelled(own: dict[str, str] | None, wanted: Any) -> bool:
    """Whether an object has the labels of a filter."""
    return all(
        (own or {}).get(name) == value if equals else name in (own or {})
        for name, equals, value in (each.partition("=") for each in wanted)
    )


def _mounts(host: dict[str, Any]) -> list[dict[str, Any]]:
    sources = (each.split(":")[:2] for each in host.get("Binds") or ())
    return [
        {"Type": "volume", "Name": source, "Source": source, "Destination": target, "RW": True}
        for source, target in sources
    ]
