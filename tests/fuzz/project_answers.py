"""compose, swarm and build commands on an engine one of whose answers has an unexpected form.

The answers are those of an engine to the same commands. Only an answer that the command requests is changed.
"""

from __future__ import annotations

import json
from functools import cache, partial
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any, Final

import httpx

from engineclient import Engine
from engineclient.cli.app import App
from engineclient.cli.root import Root
from engineclient.commands.program import run
from engineclient.commands.refused import REFUSED
from engineclient.commands.table import COMMON, FLAGGED, NOUNS, TABLE
from tests.fuzz.mutate import mutated
from tests.fuzz.watched import watched

if TYPE_CHECKING:
    from engineclient.cli.global_options import GlobalOptions
    from engineclient.events import Emit

Answers = dict[str, Any]

_HERE: Final = Path(__file__).parent / "projects"
_API: Final = "1.51"
ANSWERS: Final[dict[str, Answers]] = json.loads((_HERE / "answers.json").read_text("utf-8"))
CREATED: Final = {"Id": "f" * 64, "ID": "f" * 25, "Name": "made", "Warnings": []}
MADE: Final = "sha256:" + "a" * 64
BUILT: Final = [
    {"stream": "Step 1/1 : FROM busybox\n"},
    {"stream": " ---> e61e6e92da75\n"},
    {"status": "Downloading", "id": "a", "progressDetail": {"current": 1, "total": 2}},
    {"aux": {"ID": MADE}},
    {"stream": f"Successfully built {MADE[7:19]}\n"},
]
"""The records of a build by the engine itself, as one array so that each value in it is a place for a change."""

COMPOSE: Final = (
    "ps",
    "ps -a --format json",
    "ps --format {{.Name}}{{.Ports}}{{.Status}}{{.Health}}{{.ExitCode}}{{.Publishers}}",
    "ps --services",
    "ls",
    "ls -a --format json",
    "images",
    "images --format json",
    "top",
    "port web 8080",
    "volumes",
    "volumes --format json",
    "stats --no-stream",
    "stats --no-stream --format json",
    "up -d",
    "up -d --force-recreate -t 0",
    "up -d --scale db=2",
    "up --no-start",
    "create",
    "scale db=2",
    "restart -t 0",
    "stop -t 0",
    "start",
    "kill",
    "pause",
    "rm -fs",
    "down -t 0 -v",
    "down --rmi all -t 0",
    "exec -T web true",
    "logs",
    "pull",
    "cp web:/x -",
    "wait web",
    "commit web",
    "export web",
    "run -d web",
)
SWARM: Final = (
    "swarm init",
    "swarm join-token worker",
    "swarm join-token -q manager",
    "swarm ca",
    "swarm update --task-history-limit 3",
    "service ls",
    "service ls --format json",
    "service ps web",
    "service ps --no-trunc --format json web",
    "service inspect web",
    "service inspect --pretty web",
    "service inspect -f {{json.Spec}} web",
    "service create -d --name x busybox",
    "service update -d --env-add A=1 web",
    "service update -d --image busybox:1 web",
    "service update -d --publish-add 81:80 --secret-rm key --config-add conf web",
    "service scale -d web=1",
    "service rollback -d web",
    "service logs web",
    "node ls",
    "node ls --format json",
    "node inspect self",
    "node inspect --pretty self",
    "node ps self",
    "node update --label-add a=b t212phdn7menneyq9jg85jw6r",
    "node demote t212phdn7menneyq9jg85jw6r",
    "stack ls",
    "stack ps shop",
    "stack ps --format json shop",
    "stack services shop",
    "stack services --format json shop",
    "stack deploy -d -c {here}/stack.yaml shop",
    "stack rm shop",
    "secret ls",
    "secret inspect key",
    "secret inspect --pretty key",
    "secret ls --format json",
    "config ls",
    "config inspect --pretty conf",
    "config ls --format json",
    "info",
    "network ls",
)
BUILD: Final = ("build {here}", "build -q {here}", "build --progress plain -t x {here}")

CASES: Final = (
    *(("compose", f"compose -f {{here}}/shop.yaml {words}") for words in COMPOSE),
    *(("swarm", words) for words in SWARM),
    *(("build", words) for words in BUILD),
)


def answers_of(theme: str) -> Answers:
    """The engine's unchanged answers, by method and path."""
    return ANSWERS[theme] if theme != "build" else {"POST /build": BUILT}


def end(words: str, answers: Answers, *, asked: set[str] | None = None) -> None:
    """Run the command line to its end; the routes that it requests are added to `asked`."""

    def answer(request: httpx.Request) -> httpx.Response:
        path = request.url.path.removeprefix(f"/v{_API}")
        route = f"{request.method} {path}"
        if asked is not None:
            asked.add(route)
        if route in answers:
            found = answers[route]
            if path == "/build" and isinstance(found, list):
                return httpx.Response(200, content=b"".join(map(_line, found)))
            return httpx.Response(200, content=_line(found), headers={"Content-Type": "application/json"})
        if path == "/_ping":
            return httpx.Response(200, headers={"Api-Version": _API, "Builder-Version": "1"}, content=b"OK")
        if request.method in ("GET", "HEAD"):
            return httpx.Response(404, json={"message": "no such thing"})
        return httpx.Response(201, json=CREATED)

    def connect(_: GlobalOptions, on_event: Emit | None) -> Engine:
        return Engine(transport=httpx.MockTransport(answer), api_version=_API, on_event=on_event)

    line = [word.replace("{here}", str(_HERE)) for word in words.split(" ")]
    run(line, App(connect), Root(TABLE, NOUNS, COMMON, FLAGGED, REFUSED))


def _line(value: Any) -> bytes:
    return json.dumps(value).encode() + b"\n"


@cache
def routes(theme: str, words: str) -> tuple[str, ...]:
    """The routes that a command requests and that have an answer to change."""
    asked: set[str] = set()
    answers = answers_of(theme)
    watched(words, partial(end, words, answers, asked=asked))
    return tuple(route for route in answers if route in asked)


def find(seed: int) -> str:
    """Describe what is wrong in the case of `seed`, "" if nothing is."""
    random = Random(seed)
    theme, words = random.choice(CASES)
    answers = answers_of(theme)
    route = random.choice(routes(theme, words) or list(answers))
    changed = {**answers, route: mutated(answers[route], random)}
    return watched(f"{words} with another {route}", lambda: end(words, changed))
