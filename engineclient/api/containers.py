"""Containers. Source: Engine API, tag Container."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from engineclient.api import framing
from engineclient.api.parameters import Filters, encode_filters, nothing, path, query, view, views
from engineclient.calls import (
    Api,
    Call,
    Head,
    HijackCall,
    Request,
    S_co,
    StreamCall,
    endpoint,
    hijacking,
    streaming,
)
from engineclient.models.body import Json
from engineclient.models.containers import (
    ContainerConfig,
    ContainerCreated,
    ContainerInspect,
    ContainerSummary,
    ContainerWaited,
)
from engineclient.streams import Decoder
from engineclient.wire.frames import Frame

WaitCondition = Literal["not-running", "next-exit", "removed"]


class Containers(Api[S_co]):
    """Create, run, look at and remove containers. `id` is an id, the beginning of one, or a name."""

    @endpoint
    def create(
        self,
        image: str,
        command: Sequence[str] | None = None,
        *,
        name: str | None = None,
        platform: str | None = None,
        config: ContainerConfig | Json | None = None,
    ) -> Call[ContainerCreated]:
        """Make a container; nothing runs yet. `POST /containers/create`.

        Args:
            image: what it is made from; the engine does not pull.
            command: instead of the image's own; a list, as there is no shell to split a string.
            name: instead of a made-up one.
            platform: `os/arch`, to insist on one.
            config: everything else, as a body or as the API's own JSON.

        Raises:
            NotFound: there is no such image here.
            Conflict: the name is taken.
        """
        body: dict[str, Any] = {"Image": image, "Cmd": argv(command)}
        body |= config.to_wire() if isinstance(config, ContainerConfig) else config or {}
        request = Request(
            method="POST",
            path="/containers/create",
            query=query({"name": name, "platform": platform}),
            json=body,
            needs=(("--platform", "1.41"),) if platform else (),
        )
        return Call(request, view(ContainerCreated))

    @endpoint
    def inspect(self, id: str, *, size: bool = False) -> Call[ContainerInspect]:
        """All about a container. `GET /containers/{id}/json`."""
        request = Request(method="GET", path=path("/containers/{}/json", id), query=query({"size": size}))
        return Call(request, view(ContainerInspect))

    @endpoint
    def start(self, id: str, *, detach_keys: str | None = None) -> Call[bool]:
        """Start it. `POST /containers/{id}/start`. True if this did it, False if it ran already (304)."""
        request = Request(
            method="POST", path=path("/containers/{}/start", id), query=query({"detachKeys": detach_keys})
        )
        return Call(request, lambda answer: answer.head.status != 304)

    @endpoint
    def wait(self, id: str, *, condition: WaitCondition | None = None) -> Call[ContainerWaited]:
        """Wait until it does not run. `POST /containers/{id}/wait`.

        Args:
            condition: `next-exit` for a container that is about to start, `removed` for one that removes itself;
                without it a container that does not run is not waited for.
        """
        request = Request(
            method="POST",
            path=path("/containers/{}/wait", id),
            query=query({"condition": condition}),
            patience=None,
        )
        return Call(request, view(ContainerWaited))

    @endpoint
    def remove(
        self, id: str, *, force: bool = False, volumes: bool = False, link: bool = False
    ) -> Call[None]:
        """Remove it. `DELETE /containers/{id}`.

        Args:
            force: kill it first if it runs.
            volumes: its anonymous volumes, too.
            link: remove the link of that name, not the container.
        """
        parameters = query({"v": volumes, "link": link, "force": force})
        return Call(
            Request(method="DELETE", path=path("/containers/{}", id), query=parameters, patience=None),
            nothing,
        )

    @streaming
    def logs(
        self,
        id: str,
        *,
        stdout: bool = True,
        stderr: bool = True,
        follow: bool = False,
        timestamps: bool = False,
        details: bool = False,
        tail: int | str | None = None,
        since: int | float | str | None = None,
        until: int | float | str | None = None,
        tty: bool | None = None,
    ) -> StreamCall[Frame]:
        """What it has written, and with `follow` what it will. `GET /containers/{id}/logs`.

        Args:
            tail: so many lines from the end; None or "all" for all.
            since, until: unix seconds, with a fraction if need be.
            tty: whether it has a terminal, if you know: saves the question to engines that do not say (before 1.42).
        """
        parameters = query(
            {
                "stdout": stdout,
                "stderr": stderr,
                "follow": follow,
                "since": since,
                "until": until,
                "timestamps": timestamps,
                "details": details,
                "tail": None if tail == "all" else tail,
            }
        )
        request = Request(method="GET", path=path("/containers/{}/logs", id), query=parameters, patience=None)
        return StreamCall(request, _framing(tty), framing.by_container(id))

    @hijacking
    def attach(
        self,
        id: str,
        *,
        stdin: bool = False,
        stdout: bool = True,
        stderr: bool = True,
        stream: bool = True,
        logs: bool = False,
        detach_keys: str | None = None,
        tty: bool | None = None,
    ) -> HijackCall:
        """Connect to its stdin, stdout and stderr. `POST /containers/{id}/attach`.

        Args:
            stream: from now on; with `logs` what was written before comes first.
            tty: whether it has a terminal, if you know: saves the question to engines that do not say (before 1.42).
        """
        parameters = query(
            {
                "detachKeys": detach_keys,
                "logs": logs,
                "stream": stream,
                "stdin": stdin,
                "stdout": stdout,
                "stderr": stderr,
            }
        )
        request = Request(
            method="POST",
            path=path("/containers/{}/attach", id),
            query=parameters,
            # docker sends this type, and a body-less POST must have none that daemons could refuse
            headers={"Content-Type": "text/plain"},
            upgrade=True,
            patience=None,
        )

        def resize(height: int, width: int) -> Call[None]:
            return containers.resize(id, height=height, width=width)

        return HijackCall(request, _framing(tty), framing.by_container(id), resize)

    @endpoint
    def resize(self, id: str, *, height: int, width: int) -> Call[None]:
        """Set the size of its terminal, in characters. `POST /containers/{id}/resize`."""
        request = Request(
            method="POST",
            path=path("/containers/{}/resize", id),
            query=query({"h": height, "w": width}),
        )
        return Call(request, nothing)

    @endpoint
    def list(  # last: behind it `list` is no longer the type
        self,
        *,
        all: bool = False,
        limit: int | None = None,
        size: bool = False,
        filters: Filters | None = None,
    ) -> Call[list[ContainerSummary]]:
        """The containers that run, or all of them. `GET /containers/json`.

        Args:
            all: those that do not run as well.
            limit: the last ones created, running or not.
            size: with the sizes of their layers, which takes the engine its time.
            filters: such as `{"status": "exited", "label": ["a", "b=c"]}`.
        """
        parameters = {"all": all, "limit": limit, "size": size, "filters": encode_filters(filters)}
        request = Request(method="GET", path="/containers/json", query=query(parameters))
        return Call(request, views(ContainerSummary))


def argv(command: Sequence[str] | None) -> list[str] | None:
    """A command as the API wants it.

    Raises:
        TypeError: a string: whether it should be split, or be given to a shell, is yours to say.
    """
    if isinstance(command, str):
        raise TypeError(f'a command is a list: ["sh", "-c", {command!r}] to have a shell read it')
    return None if command is None else [*command]


def _framing(tty: bool | None) -> Any:
    if tty is None:
        return framing.by_head

    def known(_: Head) -> Decoder[Frame]:
        return framing.by_terminal(tty)

    return known


containers: Containers[None] = Containers(None)
