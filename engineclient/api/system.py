"""The engine itself. Source: Engine API, tag System."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from engineclient.api import decoders
from engineclient.api.parameters import Filters, encode_filters, needs, query, timestamp, view
from engineclient.binding import Api, S_co, endpoint, streaming
from engineclient.calls import Call, RequestSpec, StreamCall, WholeAnswer

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from engineclient.errors import EngineError
    from engineclient.models.body import Json
    from engineclient.models.disk_usage import DiskUsage
    from engineclient.models.info import Info
    from engineclient.models.system import AuthConfig, Authenticated, Event, Ping, Version

Disk = Literal["container", "image", "volume", "build-cache"]


def _ping(answer: WholeAnswer) -> Ping:
    from engineclient.models.system import Ping

    return Ping(answer.head.headers)


def _events(
    since: str | None, until: float | str | datetime | None, filters: Filters | None
) -> StreamCall[Event]:
    from engineclient.models.system import Event

    parameters = query({"since": since, "until": timestamp(until), "filters": encode_filters(filters)})
    request = RequestSpec(method="GET", path="/events", query=parameters, patience=None)
    return StreamCall(request, decoders.each(Event))


def _authenticated(answer: WholeAnswer) -> Authenticated:
    from engineclient.models.system import Authenticated

    # 204: the registry accepted the credentials and returned no token
    return Authenticated({}) if answer.head.status == 204 else view(Authenticated)(answer)


class System(Api[S_co]):
    """Endpoints about the engine itself, which are methods of the engine: `engine.version()`."""

    @endpoint
    def ping(self) -> Call[Ping]:
        """Check that the engine answers; its API version is in the answer. `GET /_ping`, without an API version."""
        return Call(RequestSpec(method="GET", path="/_ping", versioned=False), _ping)

    @endpoint
    def version(self) -> Call[Version]:
        """Read the versions of the engine and its components. `GET /version`."""
        from engineclient.models.system import Version

        return Call(RequestSpec(method="GET", path="/version"), view(Version))

    @endpoint
    def info(self) -> Call[Info]:
        """Read the configuration of the engine, and the numbers of its objects. `GET /info`."""
        from engineclient.models.info import Info  # imported here because it is large and rarely needed

        return Call(RequestSpec(method="GET", path="/info"), view(Info))

    @endpoint
    def df(self, *, types: Sequence[Disk] | None = None, verbose: bool = False) -> Call[DiskUsage]:
        """Compute the disk usage of containers, images, volumes and build cache. `GET /system/df`.

        Args:
            types: only compute these (API 1.42); the others are empty.
            verbose: include the single objects (API 1.52; before, they are always included).

        """
        from engineclient.models.disk_usage import DiskUsage

        request = RequestSpec(
            method="GET",
            path="/system/df",
            query=query({"type": types, "verbose": verbose}),
            patience=None,
            needs=needs(("type", "1.42", types), ("verbose", "1.52", verbose)),
        )
        return Call(request, view(DiskUsage))

    @endpoint
    def auth(self, config: AuthConfig | Json) -> Call[Authenticated]:
        """Let the engine check credentials with a registry. `POST /auth`.

        Args:
            config: the credentials, as a body or as the API's own JSON.

        Raises:
            Unauthorized: the registry rejected the credentials.

        """
        from engineclient.models.body import to_json

        request = RequestSpec(method="POST", path="/auth", json=to_json(config), patience=None)
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
        """Read the events of the engine as they occur. `GET /events`.

        With `reconnect` a lost connection, also by a restart of the engine, is established again, and the stream
        continues without missing or repeated events. Engines keep only their last events in memory (Docker: 256), so
        events during the shutdown of an engine may be lost.

            for event in engine.events(filters={"type": "container"}, reconnect=True):
                print(event.action, event.actor.id)

        Args:
            since: begin with events at this time: unix seconds (with a fraction), a `datetime`, or RFC 3339 text; without
                a zone in local time.
            until: end the stream at this time; without it the stream does not end.
            filters: such as `{"type": "container", "event": ["start", "die"]}`.
            reconnect: connect again when the connection is lost: True to try without limit, or the number of seconds
                after which the error is raised.
            reconnected: called when the connection is established again, with the error that ended the previous one,
                None if the engine closed it regularly.

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
