"""Commands in running containers. Source: Engine API, tag Exec."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engineclient.api import framing
from engineclient.api.containers import argv
from engineclient.api.parameters import needs, nothing, path, query, view
from engineclient.calls import Api, Call, Head, HijackCall, RequestSpec, S_co, endpoint, hijacking
from engineclient.models.body import Json, body_needs, to_json
from engineclient.models.exec import ExecConfig, ExecCreated, ExecInspect

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engineclient.streams import Decoder
    from engineclient.wire.frames import Frame


class Exec(Api[S_co]):
    """Run further commands in a container: create, then start. `id` is what `create` gave, in full."""

    @endpoint
    def create(
        self, container: str, command: Sequence[str] | None = None, *, config: ExecConfig | Json | None = None
    ) -> Call[ExecCreated]:
        """Prepare a command; nothing runs yet. `POST /containers/{id}/exec`.

        Args:
            container: id or name of a running container.
            command: a list, as there is no shell to split a string.
            config: everything else, as a body or as the API's own JSON. Without one, stdout and stderr are
                attached.

        Raises:
            NotFound: there is no such container.
            Conflict: it does not run, or is paused.

        """
        if config is None:
            config = ExecConfig(attach_stdout=True, attach_stderr=True)
        body = {"Cmd": argv(command)} | to_json(config)
        request = RequestSpec(
            method="POST", path=path("/containers/{}/exec", container), json=body, needs=body_needs(config)
        )
        return Call(request, view(ExecCreated))

    @hijacking
    def start(self, id: str, *, tty: bool = False, console_size: tuple[int, int] | None = None) -> HijackCall:
        """Start it and connect to its streams. `POST /exec/{id}/start`.

        An engine that cannot start the command says so on stdout; `inspect` has the exit code.

        Args:
            id: of the exec.
            tty: as it was created.
            console_size: height and width of the terminal to begin with (API 1.42).

        Raises:
            Conflict: the container does not run any more.

        """
        body: dict[str, object] = {"Detach": False, "Tty": tty}
        if console_size is not None:
            body["ConsoleSize"] = [*console_size]
        request = RequestSpec(
            method="POST",
            path=path("/exec/{}/start", id),
            json=body,
            upgrade=True,
            patience=None,
            needs=needs(("console_size", "1.42", console_size)),
        )

        def decoder(head: Head) -> Decoder[Frame]:
            return framing.by_head(head) or framing.by_terminal(tty)

        def resize(height: int, width: int) -> Call[None]:
            return exec.resize(id, height=height, width=width)

        return HijackCall(request, decoder, resize=resize)

    @endpoint
    def start_detached(self, id: str, *, tty: bool = False) -> Call[None]:
        """Start it and leave it alone. `POST /exec/{id}/start` with `Detach`."""
        body = {"Detach": True, "Tty": tty}
        return Call(RequestSpec(method="POST", path=path("/exec/{}/start", id), json=body), nothing)

    @endpoint
    def resize(self, id: str, *, height: int, width: int) -> Call[None]:
        """Set the size of its terminal, in characters. `POST /exec/{id}/resize`."""
        request = RequestSpec(
            method="POST", path=path("/exec/{}/resize", id), query=query({"h": height, "w": width})
        )
        return Call(request, nothing)

    @endpoint
    def inspect(self, id: str) -> Call[ExecInspect]:
        """How it is going, and its exit code. `GET /exec/{id}/json`."""
        return Call(RequestSpec(method="GET", path=path("/exec/{}/json", id)), view(ExecInspect))


exec: Exec[None] = Exec(None)  # the API's own name
