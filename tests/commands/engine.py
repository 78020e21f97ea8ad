"""minidocker in this process, on an engine that gives prepared answers and records the requests."""

from __future__ import annotations

from base64 import urlsafe_b64decode
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple
from urllib.parse import unquote_plus

import httpx

from engineclient import Engine
from engineclient.cli.app import App
from engineclient.cli.global_options import GlobalOptions
from engineclient.cli.root import Root
from engineclient.commands.program import run
from engineclient.commands.refused import REFUSED
from engineclient.commands.table import COMMON, FLAGGED, NOUNS, TABLE
from engineclient.events import Emit

Answer = Any  # JSON of a 200, bytes of one, a status without a body, or (status, message)


class Ended(NamedTuple):
    code: int
    out: str
    err: str


class Minidocker:
    """Calls the program; `asked` holds the requests, as `GET /containers/json?all=1`, `auths` X-Registry-Auth."""

    def __init__(self, read: Callable[[], tuple[str, str]]) -> None:
        self.asked: list[str] = []
        self.bodies: list[bytes] = []
        self.auths: list[str] = []
        self.answers: Mapping[str, Answer] = {}
        self.api_version = "1.50"
        self._read = read

    def __call__(self, *args: str) -> Ended:
        app = App(self._connect)
        code = run(args, app, Root(TABLE, NOUNS, COMMON, FLAGGED, REFUSED))
        return Ended(code, *self._read())

    def _connect(self, _options: GlobalOptions, on_event: Emit | None) -> Engine:
        transport = httpx.MockTransport(self._answer)
        return Engine(transport=transport, api_version=self.api_version, on_event=on_event)

    def _answer(self, request: httpx.Request) -> httpx.Response:
        path = request.url.raw_path.decode().removeprefix(f"/v{self.api_version}")
        self.asked.append(f"{request.method} {unquote_plus(path)}")
        self.bodies.append(request.content)
        if auth := request.headers.get("x-registry-auth"):
            self.auths.append(urlsafe_b64decode(auth).decode())
        route, _, _ = self.asked[-1].partition("?")
        answer = self.answers.get(self.asked[-1], self.answers.get(route))
        match answer:
            case None:
                name = [*path.split("/"), ""][2].partition("?")[0]
                return httpx.Response(404, json={"message": f"No such container: {name}"})
            case int():
                return httpx.Response(answer)
            case bytes():
                return httpx.Response(200, content=answer)
            case (int(status), str(message)):
                return httpx.Response(status, json={"message": message})
            case _:
                return httpx.Response(200, json=answer)
