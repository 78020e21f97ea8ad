"""The engine itself. Source: Engine API, tag System."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from engineclient.api import decoders
from engineclient.api.parameters import Filters, encode_filters, needs, query, timestamp, view
from engineclient.calls import Answer, Api, Call, Request, S_co, StreamCall, endpoint, streaming

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from engineclient.errors import EngineError
    from engineclient.models.body import Json
    from engineclient.models.disk_usage import DiskUsage
    from engineclient.models.info import Info
    from engineclient.models.system import AuthConfig, Authenticated, Event, Ping, Version

Disk = Literal["container", "image", "volume", "build-cache"]


def _ping(answer: Answer) -> Ping:
    from engineclient.models.system import Ping

    return Ping(answer.head.headers)


def _events(
    since: str | None, until: float | str | datetime | None, filters: Filters | None
) -> StreamCall[Event]:
    from engineclient.models.system import Event

    parameters = query({"since": since, "until": timestamp(until), "filters": encode_filters(filters)})
    request = Request(method="GET", path="/events", query=parameters, patience=None)
    return StreamCall(request, decoders.each(Event))


def _authenticated(answer: Answer) -> Authenticated:
    from engineclient.models.system import Authenticated

    # 204: the registry was content, and gave no token
    return Authenticated({}) if answer.head.status == 204 else view(Authenticated)(answer)


class System(Api[S_co]):
    """Ask the engine about itself."""

    @endpoint
    def ping(self) -> Call[Ping]:
        """Whether it is there, and which API it speaks. `GET /_ping`, outside of all versions."""
        return Call(Request(method="GET", path="/_ping", versioned=False), _ping)

    @endpoint
    def version(self) -> Call[Version]:
        """What it is made of. `GET /version`."""
        from engineclient.models.system import Version

        return Call(Request(method="GET", path="/version"), view(Version))

    @endpoint
    def info(self) -> Call[Info]:
        """How it is set up, and how much it holds. `GET /info`."""
        from engineclient.models.info import Info  # large, and asked for by few

        return Call(Request(method="GET", path="/info"), view(Info))

    @endpoint
    def df(self, *, types: Sequence[Disk] | None = None, verbose: bool = False) -> Call[DiskUsage]:
        """How much disk containers, images, volumes and build cache take. `GET /system/df`.

        Args:
            types: count only these (API 1.42); others are empty then.
            verbose: with each single object (API 1.52; before, they always come).

        """
        from engineclient.models.disk_usage import DiskUsage

        request = Request(
            method="GET",
            path="/system/df",
            query=query({"type": types, "verbose": verbose}),
            patience=None,
            needs=needs(("type", "1.42", types), ("verbose", "1.52", verbose)),
        )
        return Call(request, view(DiskUsage))

    @endpoint
    def auth(self, config: AuthConfig | Json) -> Call[Authenticated]:
        """Have the engine try credentials at a registry. `POST /auth`.

        Raises:
            Unauthorized: the registry refused them.

        """
        from engineclient.models.body import to_json

        request = Request(method="POST", path="/auth", json=to_json(config), patience=None)
        return Call(request, _authenticated)

    @streaming
    def events(
        self,
        *,
        since: float | str | datetime | None = None,
        until: float | str | datetime | None = None,
        filters: Filters | None = None,
        reconnect: bool | float = False,
        reconnected: Callable[[EngineError | None], object] | None = None,
    ) -> StreamCall[Event]:
        """What happens, as it happens. `GET /events`.

        With `reconnect` a connection that is lost, be it by a restart of the engine, is made again, and the events go on
        where they were: none is missed, and none comes twice. An engine keeps its last events (Docker: 256) in memory:
        what happens while it stops can be lost with it.

            for event in engine.events(filters={"type": "container"}, reconnect=True):
                print(event.action, event.actor.id)

        Args:
            since: from then on: unix seconds (a fraction is allowed), a `datetime`, or one as text (RFC 3339); without a
                zone it is of this machine.
            until: the stream ends then; without it, never.
            filters: such as `{"type": "container", "event": ["start", "die"]}`.
            reconnect: connect again when the connection is lost: True for as long as it takes, or the seconds after
                which an engine that is not there is an error.
            reconnected: called when it is connected again, with the error that ended the connection before; None if the
                engine ended it.

        """
        begin = timestamp(since)
        call = _events(begin, until, filters)
        if reconnect is False:
            return call
        from engineclient.api.event_history import EventHistory
        from engineclient.calls import ResumingCall

        return ResumingCall(
            call.request,
            call.decoder,
            lambda: EventHistory(lambda moment: _events(moment, until, filters), begin),
            endless=until is None,
            patience=None if reconnect is True else reconnect,
            resumed=reconnected,
        )


system: System[None] = System(None)
