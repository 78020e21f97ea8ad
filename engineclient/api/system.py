"""The engine itself. Source: Engine API, tag System."""

from __future__ import annotations

from engineclient.api.parameters import view
from engineclient.calls import Answer, Api, Call, Request, S_co, endpoint
from engineclient.models.system import Info, Ping, Version


def _ping(answer: Answer) -> Ping:
    return Ping(answer.head.headers)


class System(Api[S_co]):
    """Ask the engine about itself."""

    @endpoint
    def ping(self) -> Call[Ping]:
        """Whether it is there, and which API it speaks. `GET /_ping`, outside of all versions."""
        return Call(Request(method="GET", path="/_ping", versioned=False), _ping)

    @endpoint
    def version(self) -> Call[Version]:
        """What it is made of. `GET /version`."""
        return Call(Request(method="GET", path="/version"), view(Version))

    @endpoint
    def info(self) -> Call[Info]:
        """How it is set up, and how much it holds. `GET /info`."""
        return Call(Request(method="GET", path="/info"), view(Info))


system: System[None] = System(None)
