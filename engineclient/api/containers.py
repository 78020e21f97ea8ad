"""Containers. Source: Engine API, tag Container."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Literal

from engineclient.api import decoders, framing
from engineclient.api.parameters import (
    Filters,
    encode_filters,
    name_of,
    needs,
    nothing,
    path,
    query,
    timestamp,
    view,
    views,
)
from engineclient.backend import Content
from engineclient.binding import Api, S_co, endpoint, hijacking, streaming
from engineclient.calls import Call, HijackCall, RequestSpec, StreamCall, WholeAnswer
from engineclient.errors import DecodeError, InvalidReference
from engineclient.models.body import body_needs, field_needs, to_json
from engineclient.versions import Gate

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from engineclient.calls import Head
    from engineclient.models.body import Json
    from engineclient.models.container_answers import (
        Change,
        ContainerCommitted,
        ContainerCreated,
        ContainersPruned,
        ContainerUpdated,
        ContainerWaited,
        PathStat,
        Top,
    )
    from engineclient.models.container_config import ContainerConfig, UpdateConfig
    from engineclient.models.container_summary import ContainerSummary
    from engineclient.models.containers import ContainerInspect
    from engineclient.models.stats import Stats
    from engineclient.versions import Gate
    from engineclient.wire.frames import Frame, Raw

_DEVICE_LIMITS: Final = (
    "blkio_weight_device",
    "blkio_device_read_bps",
    "blkio_device_write_bps",
    "blkio_device_read_iops",
    "blkio_device_write_iops",
)

WaitCondition = Literal["not-running", "next-exit", "removed"]


class Containers(Api[S_co]):
    """Create, start, inspect and remove containers. `id` is an id, the beginning of one, or a name."""

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
        """Create a container, without starting it. `POST /containers/create`.

            created = engine.containers.create(
                "nginx", name="web", config=ContainerConfig(env=["DEBUG=1"], host_config=HostConfig(memory=64 << 20))
            )
            engine.containers.start(created.id)

        Args:
            image: the image; this operation does not pull it.
            command: replaces the image's command; a list of arguments, because there is no shell to split a string.
            name: the name; without it the engine generates one.
            platform: require this platform, `os/arch` (API 1.41).
            config: all other settings, as a body or as the API's own JSON.

        Raises:
            NotFound: the engine does not have the image.
            Conflict: the name is taken.

        """
        body: dict[str, Any] = {"Image": image, "Cmd": argv(command)} | to_json(config or {})
        return create_container(body, name=name, platform=platform, needed=body_needs(config))

    @endpoint
    def inspect(self, id: str, *, size: bool = False) -> Call[ContainerInspect]:
        """Inspect a container. `GET /containers/{id}/json`.

        Args:
            id: id or name of the container.
            size: include the sizes of its writable layer and of its file system, which takes the engine longer.

        """
        from engineclient.models.containers import ContainerInspect

        request = RequestSpec(
            method="GET",
            path=path("/containers/{}/json", id),
            query=query({"size": size}),
            patience=None if size else 0.0,
        )
        return Call(request, view(ContainerInspect))

    @endpoint
    def start(self, id: str, *, detach_keys: str | None = None) -> Call[bool]:
        """Start a container. `POST /containers/{id}/start`.

        Args:
            id: id or name of the container.
            detach_keys: the keys that detach from its terminal, such as `ctrl-p,ctrl-q`.

        Returns:
            True if it was started, False if it was running already (304).

        """
        request = RequestSpec(
            method="POST",
            path=path("/containers/{}/start", id),
            query=query({"detachKeys": detach_keys}),
            slow=True,
            unchanged=True,
        )
        return Call(request, _changed)

    @endpoint
    def stop(self, id: str, *, t: int | None = None, signal: str | int | None = None) -> Call[bool]:
        """Stop a container by a signal, and kill it if it does not end in time. `POST /containers/{id}/stop`.

        Args:
            id: id or name of the container.
            t: seconds to wait before killing it, -1 for no limit; by default the container's StopTimeout.
            signal: replaces the container's StopSignal (API 1.42).

        Returns:
            True if it was stopped, False if it was not running (304).

        """
        return Call(_stop_request("/containers/{}/stop", id, t, signal, unchanged=True), _changed)

    @endpoint
    def restart(self, id: str, *, t: int | None = None, signal: str | int | None = None) -> Call[None]:
        """Stop a container as `stop` does, if it is running, and start it. `POST /containers/{id}/restart`."""
        return Call(_stop_request("/containers/{}/restart", id, t, signal), nothing)

    @endpoint
    def kill(self, id: str, *, signal: str | int | None = None) -> Call[None]:
        """Send a signal to a container. `POST /containers/{id}/kill`.

        Args:
            id: id or name of the container.
            signal: a name, a number or a `signal.Signals`; SIGKILL by default.

        Raises:
            Conflict: the container is not running.

        """
        request = RequestSpec(
            method="POST", path=path("/containers/{}/kill", id), query=query({"signal": signal})
        )
        return Call(request, nothing)

    @endpoint
    def pause(self, id: str) -> Call[None]:
        """Suspend the processes of a container. `POST /containers/{id}/pause`.

        Raises:
            Conflict: the container is not running, or is paused already.

        """
        return Call(RequestSpec(method="POST", path=path("/containers/{}/pause", id)), nothing)

    @endpoint
    def unpause(self, id: str) -> Call[None]:
        """Resume the processes of a paused container. `POST /containers/{id}/unpause`."""
        return Call(RequestSpec(method="POST", path=path("/containers/{}/unpause", id)), nothing)

    @endpoint
    def rename(self, id: str, name: str) -> Call[None]:
        """Rename a container. `POST /containers/{id}/rename`.

        Raises:
            Conflict: the name is taken.

        """
        request = RequestSpec(
            method="POST", path=path("/containers/{}/rename", id), query=query({"name": name})
        )
        return Call(request, nothing)

    @endpoint
    def update(self, id: str, config: UpdateConfig | Json) -> Call[ContainerUpdated]:
        """Change resource limits or the restart policy of a container. `POST /containers/{id}/update`.

        Args:
            id: id or name of the container.
            config: the settings to change, as a body or as the API's own JSON. Limits of single block devices can be
                changed since API 1.55; an empty list removes them.

        """
        from engineclient.models.container_answers import ContainerUpdated

        request = RequestSpec(
            method="POST",
            path=path("/containers/{}/update", id),
            json=to_json(config),
            needs=(*body_needs(config), *field_needs(config, "1.55", *_DEVICE_LIMITS)),
        )
        return Call(request, view(ContainerUpdated))

    @endpoint
    def top(self, id: str, *, ps_args: str | None = None) -> Call[Top]:
        """List the processes in a container, by running `ps` on the host. `GET /containers/{id}/top`.

        Args:
            id: id or name of the container.
            ps_args: arguments for `ps`; `-ef` by default.

        Raises:
            Conflict: the container is not running.

        """
        from engineclient.models.container_answers import Top

        request = RequestSpec(
            method="GET", path=path("/containers/{}/top", id), query=query({"ps_args": ps_args})
        )
        return Call(request, view(Top))

    @endpoint
    def changes(self, id: str) -> Call[list[Change]]:
        """List the files that were added, changed or deleted in a container. `GET /containers/{id}/changes`."""
        from engineclient.models.container_answers import Change

        request = RequestSpec(method="GET", path=path("/containers/{}/changes", id), patience=None)
        return Call(request, views(Change))

    @streaming
    def export(self, id: str) -> StreamCall[bytes]:
        """Read the whole file system of a container, as the bytes of a tar archive. `GET /containers/{id}/export`."""
        request = RequestSpec(method="GET", path=path("/containers/{}/export", id), patience=None)
        return StreamCall(request, decoders.tar)

    @streaming
    def stats(self, id: str, *, stream: bool = True, one_shot: bool = False) -> StreamCall[Stats]:
        """Read the resource usage of a container once a second, until it is removed. `GET /containers/{id}/stats`.

        Args:
            id: id or name of the container.
            stream: False for a single record.
            one_shot: with `stream=False`: return the record at once, without the previous sample from which
                percentages are computed (API 1.41).

        """
        from engineclient.models.stats import Stats

        request = RequestSpec(
            method="GET",
            path=path("/containers/{}/stats", id),
            query=query({"stream": "1" if stream else "0", "one-shot": one_shot}),  # streams by default
            patience=None,
            needs=needs(("one_shot", "1.41", one_shot)),
        )
        return StreamCall(request, decoders.each(Stats))

    @endpoint
    def archive_info(self, id: str, path_in: str) -> Call[PathStat]:
        """Look up a file or directory in a container. `HEAD /containers/{id}/archive`.

        Args:
            id: id or name of the container, which need not be running.
            path_in: the path in the container; a symbolic link in its last part is not followed.

        Raises:
            NotFound: there is no such container or path.

        """
        request = RequestSpec(
            method="HEAD", path=path("/containers/{}/archive", id), query=query({"path": path_in})
        )
        return Call(request, _path_stat)

    @streaming
    def get_archive(self, id: str, path_in: str) -> StreamCall[bytes]:
        """Read a file or directory in a container, as the bytes of a tar archive. `GET /containers/{id}/archive`.

            with open("logs.tar", "wb") as file:
                for piece in engine.containers.get_archive("web", "/var/log"):
                    file.write(piece)

        Args:
            id: id or name of the container, which need not be running.
            path_in: the path in the container; `dir/.` is the content of the directory.

        Raises:
            NotFound: there is no such container or path.

        """
        request = RequestSpec(
            method="GET",
            path=path("/containers/{}/archive", id),
            query=query({"path": path_in}),
            patience=None,
        )
        return StreamCall(request, decoders.tar)

    @endpoint
    def put_archive(
        self,
        id: str,
        path_in: str,
        content: Content,
        *,
        no_overwrite_dir_non_dir: bool = False,
        copy_uid_gid: bool = False,
    ) -> Call[None]:
        """Unpack a tar archive in a container. `PUT /containers/{id}/archive`.

        Args:
            id: id or name of the container, which need not be running.
            path_in: the directory in the container to unpack into; it must exist.
            content: the archive, plain or compressed; an iterable of bytes is streamed.
            no_overwrite_dir_non_dir: refuse to replace a directory by a file, or a file by a directory.
            copy_uid_gid: the files belong to the user that the container runs as, instead of the ids in the archive.

        Raises:
            NotFound: there is no such container or directory.
            Forbidden: the volume or the whole file system is read-only.

        """
        request = RequestSpec(
            method="PUT",
            path=path("/containers/{}/archive", id),
            query=query(
                {
                    "path": path_in,
                    "noOverwriteDirNonDir": no_overwrite_dir_non_dir,
                    "copyUIDGID": copy_uid_gid,
                }
            ),
            headers={"Content-Type": "application/x-tar"},
            content=content,
            patience=None,
        )
        return Call(request, nothing)

    @endpoint
    def commit(
        self,
        id: str,
        reference: str | None = None,
        *,
        comment: str | None = None,
        author: str | None = None,
        changes: Sequence[str] | None = None,
        pause: bool = True,
        config: ContainerConfig | Json | None = None,
    ) -> Call[ContainerCommitted]:
        """Create an image from a container. `POST /commit`.

        Args:
            id: id or name of the container.
            reference: the name of the image, with the tag `latest` by default; without it the image has no name.
            comment: a comment for the image's history.
            author: the author, as `Name <mail>`.
            changes: instructions of a Dockerfile to apply, such as `CMD ["sh"]`.
            pause: pause the container meanwhile.
            config: overrides the container's configuration, as a body or as the API's own JSON.

        Raises:
            InvalidName: `id` is empty.
            InvalidReference: the reference is malformed, or has a digest.

        """
        from engineclient.models.container_answers import ContainerCommitted
        from engineclient.wire.references import parse

        name = None if reference is None else parse(reference).with_default_tag()
        if name is not None and name.digest:
            raise InvalidReference("refusing to create a tag with a digest reference")
        request = RequestSpec(
            method="POST",
            path="/commit",
            query=query(
                {
                    "container": name_of("container", id),
                    "repo": name and name.name,
                    "tag": name and name.tag,
                    "comment": comment,
                    "author": author,
                    "changes": changes,
                    "pause": None if pause else "0",  # pauses by default
                }
            ),
            json=None if config is None else to_json(config),
            patience=None,
            needs=body_needs(config),
        )
        return Call(request, view(ContainerCommitted))

    @endpoint
    def prune(self, *, filters: Filters | None = None) -> Call[ContainersPruned]:
        """Remove all containers that are not running. `POST /containers/prune`.

        Args:
            filters: restrict this, such as `{"until": "24h", "label": "a=b"}`.

        """
        from engineclient.models.container_answers import ContainersPruned

        request = RequestSpec(
            method="POST",
            path="/containers/prune",
            query=query({"filters": encode_filters(filters)}),
            patience=None,
        )
        return Call(request, view(ContainersPruned))

    @endpoint
    def wait(self, id: str, *, condition: WaitCondition | None = None) -> Call[ContainerWaited]:
        """Wait until a container ends. `POST /containers/{id}/wait`.

            code = engine.containers.wait("web").status_code

        Args:
            id: id or name of the container.
            condition: `not-running` (the default: returns at once if the container is not running), `next-exit` (for a
                container that will be started), or `removed`.

        Returns:
            the exit code, as `status_code`.

        """
        from engineclient.models.container_answers import ContainerWaited

        request = RequestSpec(
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
        """Remove a container. `DELETE /containers/{id}`.

        Args:
            id: id or name of the container.
            force: kill the container first if it is running.
            volumes: remove its anonymous volumes too.
            link: remove the link with this name instead of a container.

        Raises:
            Conflict: the container is running, and `force` is not set.

        """
        parameters = query({"v": volumes, "link": link, "force": force})
        return Call(
            RequestSpec(method="DELETE", path=path("/containers/{}", id), query=parameters, patience=None),
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
        since: float | str | datetime | None = None,
        until: float | str | datetime | None = None,
        tty: bool | None = None,
    ) -> StreamCall[Frame]:
        """Read the output of a container. `GET /containers/{id}/logs`.

            for frame in engine.containers.logs("web", follow=True, tail=10):
                print(frame.stream, frame.data)

        Args:
            id: id or name of the container.
            stdout: include its standard output.
            stderr: include its standard error.
            follow: wait for further output until the container ends.
            timestamps: begin each line with its time.
            details: begin each line with the labels and variables that the log driver stores.
            tail: only this many lines from the end; None or "all" for all.
            since: only lines from this time on: unix seconds (with a fraction), a `datetime`, or RFC 3339 text; without a
                zone in local time.
            until: only lines before this time, in the same forms.
            tty: whether the container has a terminal, if you know; this saves a request to engines before API 1.42,
                which do not declare the framing of the stream.

        """
        parameters = query(
            {
                "stdout": stdout,
                "stderr": stderr,
                "follow": follow,
                "since": timestamp(since),
                "until": timestamp(until),
                "timestamps": timestamps,
                "details": details,
                "tail": None if tail == "all" else tail,
            }
        )
        request = RequestSpec(
            method="GET", path=path("/containers/{}/logs", id), query=parameters, patience=None
        )
        return StreamCall(request, framing.by_terminal_or_head(tty), framing.by_container(id))

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
        r"""Connect to the stdin, stdout and stderr of a container. `POST /containers/{id}/attach`.

            with engine.containers.attach("web", stdin=True) as duplex:
                duplex.write(b"hello\n")
                duplex.close_stdin()
                for frame in duplex:
                    print(frame.stream, frame.data)

        Args:
            id: id or name of the container.
            stdin: attach stdin.
            stdout: attach stdout.
            stderr: attach stderr.
            stream: receive output from now on.
            logs: receive earlier output first.
            detach_keys: the keys that detach from a terminal, such as `ctrl-p,ctrl-q`.
            tty: whether the container has a terminal, if you know; this saves a request to engines before API 1.42,
                which do not declare the framing of the stream.

        """
        parameters = query(
            {
                "detachKeys": detach_keys,
                "logs": logs,
                "stream": "1"
                if stream
                else "0",  # Podman streams by default, and of an ended container for ever
                "stdin": stdin,
                "stdout": stdout,
                "stderr": stderr,
            }
        )
        request = RequestSpec(
            method="POST",
            path=path("/containers/{}/attach", id),
            query=parameters,
            # as docker; daemons may refuse other types for a POST without a body
            headers={"Content-Type": "text/plain"},
            upgrade=True,
            patience=None,
        )

        return HijackCall(request, framing.by_terminal_or_head(tty), framing.by_container(id), _resizing(id))

    @hijacking
    def attach_websocket(
        self,
        id: str,
        *,
        stdin: bool = False,
        stdout: bool = True,
        stderr: bool = True,
        stream: bool = True,
        logs: bool = False,
        detach_keys: str | None = None,
    ) -> HijackCall:
        """Connect to the streams of a container by a WebSocket. `GET /containers/{id}/attach/ws` (API 1.42).

        For connections through proxies that upgrade to WebSocket only. All output arrives as `stdout`, because a
        WebSocket does not distinguish it from stderr.

        Args:
            id: id or name of the container.
            stdin: attach stdin.
            stdout: attach stdout.
            stderr: attach stderr.
            stream: receive output from now on.
            logs: receive earlier output first.
            detach_keys: the keys that detach from a terminal, such as `ctrl-p,ctrl-q`.

        """
        from engineclient.wire import websocket  # imported here because it is rarely needed

        parameters = {
            "detachKeys": detach_keys,
            "logs": logs,
            "stream": "1" if stream else "0",
            "stdin": stdin,
            "stdout": stdout,
            "stderr": stderr,
        }
        request = RequestSpec(
            method="GET",
            path=path("/containers/{}/attach/ws", id),
            query=query(parameters),
            headers=websocket.HANDSHAKE,
            upgrade=True,
            patience=None,
            # Older engines attach all three streams, whatever is requested
            needs=(Gate("containers.attach_websocket", "1.42"),),
        )

        return HijackCall(request, _websocket, resize=_resizing(id))

    @endpoint
    def resize(self, id: str, *, height: int, width: int) -> Call[None]:
        """Set the size of a container's terminal, in characters. `POST /containers/{id}/resize`."""
        request = RequestSpec(
            method="POST",
            path=path("/containers/{}/resize", id),
            query=query({"h": height, "w": width}),
        )
        return Call(request, nothing)

    # The last method: below it, `list` would be this method instead of the type
    @endpoint
    def list(
        self,
        *,
        all: bool = False,
        limit: int | None = None,
        size: bool = False,
        filters: Filters | None = None,
    ) -> Call[list[ContainerSummary]]:
        """List running containers, or all. `GET /containers/json`.

            for container in engine.containers.list(all=True, filters={"status": "exited"}):
                print(container.names, container.image)

        Args:
            all: include containers that are not running.
            limit: only this many of the containers created last, running or not.
            size: include the sizes of their writable layers, which takes the engine longer.
            filters: such as `{"status": "exited", "label": ["a", "b=c"]}`; `annotation` since API 1.56.

        """
        from engineclient.models.container_summary import ContainerSummary

        parameters = {"all": all, "limit": limit, "size": size, "filters": encode_filters(filters)}
        request = RequestSpec(
            method="GET",
            path="/containers/json",
            query=query(parameters),
            patience=None if size else 0.0,
            needs=needs(("filters.annotation", "1.56", (filters or {}).get("annotation"))),
        )
        return Call(request, views(ContainerSummary))


def create_container(
    body: Json,
    *,
    name: str | None = None,
    platform: str | None = None,
    needed: tuple[Gate, ...] = (),
) -> Call[ContainerCreated]:
    """`POST /containers/create` with a complete body; `needed` are the gates of the body's fields."""
    from engineclient.models.container_answers import ContainerCreated

    request = RequestSpec(
        method="POST",
        path="/containers/create",
        query=query({"name": name, "platform": platform}),
        json=body,
        patience=None,  # the engine may copy files of the image into a volume
        needs=(*needs(("platform", "1.41", platform)), *needed),
    )
    return Call(request, view(ContainerCreated))


def argv(command: Sequence[str] | None) -> list[str] | None:
    """A command in the form of the API.

    Raises:
        TypeError: it is a string, which may be meant to be split or to be run by a shell, or has words that are no text.

    """
    if isinstance(command, str):
        raise TypeError(f'a command is a list; to run it in a shell: ["sh", "-c", {command!r}]')
    for word in command or ():
        if not isinstance(word, str):
            raise TypeError(f"the words of a command are text, not {type(word).__name__}")
    return None if command is None else [*command]


def _stop_request(
    route: str, id: str, t: int | None, signal: str | int | None, *, unchanged: bool = False
) -> RequestSpec:
    return RequestSpec(
        method="POST",
        path=path(route, id),
        query=query({"t": t, "signal": signal}),
        # the container's StopTimeout is not known here, and -1 means no limit
        patience=None if t is None or t < 0 else t,
        unchanged=unchanged,
        needs=needs(("signal", "1.42", signal)),
    )


def _changed(answer: WholeAnswer) -> bool:
    """False for 304: there was nothing to do."""
    return answer.head.status != 304


def _resizing(id: str) -> Callable[[int, int], Call[None]]:
    def resize(height: int, width: int) -> Call[None]:
        return containers.resize(id, height=height, width=width)

    return resize


def _websocket(head: Head) -> Raw:
    from engineclient.wire import websocket
    from engineclient.wire.frames import Raw

    # The answer of a dry run has no such header
    accepted = head.headers.get("sec-websocket-accept", websocket.ACCEPT)
    if accepted != websocket.ACCEPT:
        raise DecodeError("the engine has not accepted the WebSocket handshake")
    return Raw()


def _path_stat(answer: WholeAnswer) -> PathStat:
    from engineclient.models.container_answers import PathStat
    from engineclient.wire.pathstat import HEADER, parse

    header = answer.head.headers.get(HEADER)
    if header is None:
        raise DecodeError(f"the engine's answer has no {HEADER}")
    return PathStat(parse(header))


containers: Containers[None] = Containers(None)
