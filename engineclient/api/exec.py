"""Commands in running containers. Source: Engine API, tag Exec."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engineclient.api import framing
from engineclient.api.containers import argv
from engineclient.api.parameters import needs, nothing, path, query, view
from engineclient.binding import Api, S_co, endpoint, hijacking
from engineclient.calls import Call, Head, HijackCall, RequestSpec
from engineclient.models.body import Json, body_needs, to_json
from engineclient.models.exec import ExecConfig, ExecCreated, ExecInspect

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engineclient.streams import Decoder
    from engineclient.wire.frames import Frame


class Exec(Api[S_co]):
    """Run commands in running containers: create, then start. `id` is the complete id that `create` returned."""

    @endpoint
    def create(
        self, container: str, command: Sequence[str] | None = None, *, config: ExecConfig | Json | None = None
    ) -> Call[ExecCreated]:
        """Create an exec, without starting it. `POST /containers/{id}/exec`.

        Args:
            container: id or name of a running container.
            command: a list of arguments, because there is no shell to split a string.
            config: all other settings, as a body or as the API's own JSON. Without it, stdout and stderr are attached.

        Raises:
            NotFound: there is no such container.
            Conflict: the container is not running, or is paused.

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
        """Start an exec and connect to its streams. `POST /exec/{id}/start`.

            created = engine.exec.create("web", ["ls", "/"])
            with engine.exec.start(created.id) as duplex:
                output = b"".join(frame.data for frame in duplex)
            print(output, engine.exec.inspect(created.id).exit_code)

        If the command cannot be started, the error arrives on stdout, and `inspect` returns the exit code.

        Args:
            id: the id of the exec.
            tty: whether the exec was created with a terminal.
            console_size: the initial height and width of the terminal (API 1.42).

        Raises:
            Conflict: the container has ended.

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
        """Start an exec without connecting to its streams. `POST /exec/{id}/start` with `Detach`."""
        body = {"Detach": True, "Tty": tty}
        return Call(RequestSpec(method="POST", path=path("/exec/{}/start", id), json=body), nothing)

    @endpoint
    def resize(self, id: str, *, height: int, width: int) -> Call[None]:
        """Set the size of an exec's terminal, in characters. `POST /exec/{id}/resize`."""
        request = RequestSpec(
            method="POST", path=path("/exec/{}/resize", id), query=query({"h": height, "w": width})
        )
        return Call(request, nothing)

    @endpoint
    def inspect(self, id: str) -> Call[ExecInspect]:
        """Inspect an exec: its state and exit code. `GET /exec/{id}/json`."""
        return Call(RequestSpec(method="GET", path=path("/exec/{}/json", id)), view(ExecInspect))


exec: Exec[None] = Exec(None)  # the API's own name
