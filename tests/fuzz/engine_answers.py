"""Commands on an engine whose answers have unexpected forms: none may end in an unexpected error."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any, Final

import httpx

from engineclient import Engine
from engineclient.cli.app import App
from engineclient.cli.global_options import GlobalOptions
from engineclient.cli.root import Root
from engineclient.commands.program import run
from engineclient.commands.table import NOUNS, TABLE
from tests.fuzz.mutate import mutated
from tests.fuzz.watched import watched

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engineclient.events import Emit

ANSWERS: Final[dict[str, Any]] = json.loads((Path(__file__).parent / "answers.json").read_text("utf-8"))

COMMANDS: Final = (
    "ps -a",
    "ps -as --no-trunc",
    "ps --format json",
    "ps --format {{.CreatedAt}}{{.RunningFor}}{{.Ports}}{{.Mounts}}{{.Networks}}",
    "ps -q",
    "ps --format {{json.}}",
    "images",
    "images -a --no-trunc --digests",
    "images --tree",
    "images --format json",
    "images --format {{.CreatedSince}}{{.CreatedAt}}{{.Size}}{{.Containers}}",
    "history mine:1",
    "history --no-trunc -H=false mine:1",
    "history --format json mine:1",
    "info",
    "info --format {{json.}}",
    "info --format {{.ServerVersion}}{{.Swarm.NodeID}}",
    "version",
    "version --format json",
    "version --format {{.Server.Version}}{{.Client.Version}}",
    "system df",
    "system df -v",
    "system df --format json",
    "network ls",
    "network ls --format json",
    "network inspect front",
    "volume ls",
    "volume ls --format json",
    "volume inspect data",
    "inspect web",
    "inspect -f {{.State.Status}}{{.Config.Env}} web",
    "inspect -f {{json.NetworkSettings}} web",
    "image inspect busybox",
    "image inspect -f {{.Size}}{{.Created}}{{.RepoTags}} busybox",
    "top web",
    "diff web",
    "port web",
    "port web 80",
    "stats --no-stream web",
    "stats --no-stream --format json web",
    "stats --no-stream",
    "events --until 1s",
    "events --until 1s --format json",
    "events --until 1s --format {{.Time}}{{.Actor.ID}}",
    "logs web",
    "create busybox",
    "wait web",
    "update -m 6m web",
    "container prune -f",
    "image prune -f",
    "network prune -f",
    "volume prune -f",
    "system prune -f --volumes",
    "network create x",
    "volume create x",
    "rmi busybox",
    "commit web",
    "exec web true",
    "pull busybox",
    "load",
    "push busybox",
    "search x",
    "search --format json x",
    "run -d busybox",
    "attach web",
    "start -a web",
    "cp web:/x -",
    "builder prune -f",
)


def end(command: Sequence[str], answers: dict[str, Any]) -> None:
    """Run the command to its end."""

    def answer(request: httpx.Request) -> httpx.Response:
        path = request.url.path.partition("/v1.51")[2]
        if f"{request.method} {path}" not in answers:
            return httpx.Response(404, json={"message": "no such thing"})
        return httpx.Response(200, content=json.dumps(answers[f"{request.method} {path}"]).encode() + b"\n")

    def connect(_: GlobalOptions, on_event: Emit | None) -> Engine:
        return Engine(transport=httpx.MockTransport(answer), api_version="1.51", on_event=on_event)

    run(command, App(connect), Root(TABLE, NOUNS))


def find(seed: int) -> str:
    """Describe what is wrong in the case of `seed`, "" if nothing is."""
    random = Random(seed)
    command = random.choice(COMMANDS)
    route = random.choice([route for route in ANSWERS if _concerns(route, command)] or list(ANSWERS))
    answers = {**ANSWERS, route: mutated(ANSWERS[route], random)}
    return watched(command, lambda: end(command.split(" "), answers))


def _concerns(route: str, command: str) -> bool:
    _, path = route.split(" ")
    hints = {
        "ps": ["/containers/json"],
        "images": ["/images/json"],
        "history": ["/images/mine:1/history"],
        "info": ["/info"],
        "version": ["/version"],
        "system": ["/system/df", "/containers/prune", "/images/prune", "/networks/prune", "/volumes/prune"],
        "network": ["/networks"],
        "volume": ["/volumes"],
        "inspect": ["/containers/web/json"],
        "top": ["/containers/web/top"],
        "image": ["/images/busybox/json", "/images/prune"],
        "diff": ["/containers/web/changes"],
        "events": ["/events"],
        "stats": ["/containers/web/stats", "/containers/json"],
        "port": ["/containers/web/json"],
        "search": ["/images/search"],
        "load": ["/images/load"],
        "push": ["/images/busybox/push"],
        "pull": ["/images/create"],
        "create": ["/containers/create"],
        "run": ["/containers/create"],
        "wait": ["/containers/web/wait"],
        "update": ["/containers/web/update"],
        "commit": ["/commit"],
        "exec": ["/containers/web"],
        "logs": ["/containers/web/json"],
        "attach": ["/containers/web/json"],
        "start": ["/containers/web/json"],
        "rmi": ["/images/busybox"],
        "container": ["/containers/prune"],
        "builder": ["/build"],
    }
    return any(path.startswith(hint) for hint in hints.get(command.split(" ")[0], []))
