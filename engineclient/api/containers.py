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
from engineclient.calls import (
    Answer,
    Api,
    Call,
    HijackCall,
    Request,
    S_co,
    StreamCall,
    endpoint,
    hijacking,
    streaming,
)
from engineclient.errors import DecodeError, InvalidReference
from engineclient.models.body import body_needs, field_needs, to_json
from engineclient.versions import Gate

if TYPE_CHECKING:
    from collections.abc import Sequence
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
        body: dict[str, Any] = {"Image": image, "Cmd": argv(command)} | to_json(config or {})
        return create_container(body, name=name, platform=platform, needed=body_needs(config))

    @endpoint
    def inspect(self, id: str, *, size: bool = False) -> Call[ContainerInspect]:
        """All about a container. `GET /containers/{id}/json`.

        Args:
            id: of the container.
            size: with the sizes of its layer and its whole file system, which takes the engine its time.

        """
        from engineclient.models.containers import ContainerInspect

        request = Request(
            method="GET",
            path=path("/containers/{}/json", id),
            query=query({"size": size}),
            patience=None if size else 0.0,
        )
        return Call(request, view(ContainerInspect))

    @endpoint
    def start(self, id: str, *, detach_keys: str | None = None) -> Call[bool]:
        """Start it. `POST /containers/{id}/start`. True if this did it, False if it ran already (304)."""
        request = Request(
            method="POST",
            path=path("/containers/{}/start", id),
            query=query({"detachKeys": detach_keys}),
            slow=True,
            unchanged=True,
        )
        return Call(request, _changed)

    @endpoint
    def stop(self, id: str, *, t: int | None = None, signal: str | None = None) -> Call[bool]:
        """Ask it to end, and kill it if it does not. `POST /containers/{id}/stop`.

        Args:
            id: of the container.
            t: seconds to give it, -1 for ever; without it the container's own StopTimeout.
            signal: instead of its own StopSignal (API 1.42).

        Returns:
            True if this did it, False if it did not run (304).

        """
        return Call(_stop_request("/containers/{}/stop", id, t, signal, unchanged=True), _changed)

    @endpoint
    def restart(self, id: str, *, t: int | None = None, signal: str | None = None) -> Call[None]:
        """Stop it as `stop` does if it runs, and start it. `POST /containers/{id}/restart`."""
        return Call(_stop_request("/containers/{}/restart", id, t, signal), nothing)

    @endpoint
    def kill(self, id: str, *, signal: str | None = None) -> Call[None]:
        """Send it a signal, by name or number; without one, KILL. `POST /containers/{id}/kill`.

        Raises:
            Conflict: it does not run.

        """
        request = Request(
            method="POST", path=path("/containers/{}/kill", id), query=query({"signal": signal})
        )
        return Call(request, nothing)

    @endpoint
    def pause(self, id: str) -> Call[None]:
        """Freeze its processes. `POST /containers/{id}/pause`.

        Raises:
            Conflict: it does not run, or is paused already.

        """
        return Call(Request(method="POST", path=path("/containers/{}/pause", id)), nothing)

    @endpoint
    def unpause(self, id: str) -> Call[None]:
        """Let its processes go on. `POST /containers/{id}/unpause`."""
        return Call(Request(method="POST", path=path("/containers/{}/unpause", id)), nothing)

    @endpoint
    def rename(self, id: str, name: str) -> Call[None]:
        """Give it another name. `POST /containers/{id}/rename`.

        Raises:
            Conflict: the name is taken.

        """
        request = Request(method="POST", path=path("/containers/{}/rename", id), query=query({"name": name}))
        return Call(request, nothing)

    @endpoint
    def update(self, id: str, config: UpdateConfig | Json) -> Call[ContainerUpdated]:
        """Change its limits or its restart policy; the rest stays. `POST /containers/{id}/update`.

        Args:
            id: of the container.
            config: what changes, as a body or as the API's own JSON. Limits of single block devices can be changed
                since API 1.55; an empty list takes them away.

        """
        from engineclient.models.container_answers import ContainerUpdated

        request = Request(
            method="POST",
            path=path("/containers/{}/update", id),
            json=to_json(config),
            needs=(*body_needs(config), *field_needs(config, "1.55", *_DEVICE_LIMITS)),
        )
        return Call(request, view(ContainerUpdated))

    @endpoint
    def top(self, id: str, *, ps_args: str | None = None) -> Call[Top]:
        """The processes in it, as `ps` on the host sees them. `GET /containers/{id}/top`.

        Args:
            id: of the container.
            ps_args: arguments of `ps`; without them `-ef`.

        Raises:
            Conflict: it does not run.

        """
        from engineclient.models.container_answers import Top

        request = Request(
            method="GET", path=path("/containers/{}/top", id), query=query({"ps_args": ps_args})
        )
        return Call(request, view(Top))

    @endpoint
    def changes(self, id: str) -> Call[list[Change]]:
        """What was added, changed and deleted in its file system. `GET /containers/{id}/changes`."""
        from engineclient.models.container_answers import Change

        request = Request(method="GET", path=path("/containers/{}/changes", id), patience=None)
        return Call(request, views(Change))

    @streaming
    def export(self, id: str) -> StreamCall[bytes]:
        """Its whole file system, as the bytes of a tar archive. `GET /containers/{id}/export`."""
        request = Request(method="GET", path=path("/containers/{}/export", id), patience=None)
        return StreamCall(request, decoders.tar)

    @streaming
    def stats(self, id: str, *, stream: bool = True, one_shot: bool = False) -> StreamCall[Stats]:
        """What it uses: a record a second until it is removed. `GET /containers/{id}/stats`.

        Args:
            id: of the container; one that does not run uses nothing.
            stream: False for a single record.
            one_shot: with that, at once: without the earlier sample that percentages are made from (API
                1.41).

        """
        from engineclient.models.stats import Stats

        request = Request(
            method="GET",
            path=path("/containers/{}/stats", id),
            query=query({"stream": "1" if stream else "0", "one-shot": one_shot}),  # streams by default
            patience=None,
            needs=needs(("one_shot", "1.41", one_shot)),
        )
        return StreamCall(request, decoders.each(Stats))

    @endpoint
    def archive_info(self, id: str, path_in: str) -> Call[PathStat]:
        """What is at a path in it. `HEAD /containers/{id}/archive`.

        Args:
            id: of the container, running or not.
            path_in: the path; a symbolic link at its end is not followed.

        Raises:
            NotFound: there is no such container, or nothing at that path.

        """
        request = Request(
            method="HEAD", path=path("/containers/{}/archive", id), query=query({"path": path_in})
        )
        return Call(request, _path_stat)

    @streaming
    def get_archive(self, id: str, path_in: str) -> StreamCall[bytes]:
        """A file or directory in it, as the bytes of a tar archive. `GET /containers/{id}/archive`.

        Args:
            id: of the container, running or not.
            path_in: the path; `dir/.` is what is in the directory.

        Raises:
            NotFound: there is no such container, or nothing at that path.

        """
        request = Request(
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
        """Unpack a tar archive in it. `PUT /containers/{id}/archive`.

        Args:
            id: of the container, running or not.
            path_in: the directory to unpack in, which must be there.
            content: the archive, plain or compressed; an iterable is sent as it comes.
            no_overwrite_dir_non_dir: refuse to put a file in place of a directory, or the other way round.
            copy_uid_gid: give the files to the user that the container runs as; without it they go to the ids in the
                archive.

        Raises:
            NotFound: there is no such container or directory.
            Forbidden: the volume or the whole file system is read-only.

        """
        request = Request(
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
        """Make an image of it. `POST /commit`.

        Args:
            id: of the container.
            reference: the image's name, `:latest` unless it says otherwise; without it the image has none.
            comment: for the image's history.
            author: as `Name <mail>`.
            changes: instructions of a Dockerfile to apply, such as `CMD ["sh"]`.
            pause: freeze it meanwhile.
            config: over the container's own, as a body or as the API's own JSON.

        Raises:
            InvalidName: `id` is empty.
            InvalidReference: the reference is malformed, or has a digest, which nobody can choose.

        """
        from engineclient.models.container_answers import ContainerCommitted
        from engineclient.wire.references import parse

        name = None if reference is None else parse(reference).with_default_tag()
        if name is not None and name.digest:
            raise InvalidReference("refusing to create a tag with a digest reference")
        request = Request(
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
        """Remove those that do not run. `POST /containers/prune`.

        Args:
            filters: such as `{"until": "24h", "label": "a=b"}`.

        """
        from engineclient.models.container_answers import ContainersPruned

        request = Request(
            method="POST",
            path="/containers/prune",
            query=query({"filters": encode_filters(filters)}),
            patience=None,
        )
        return Call(request, view(ContainersPruned))

    @endpoint
    def wait(self, id: str, *, condition: WaitCondition | None = None) -> Call[ContainerWaited]:
        """Wait until it does not run. `POST /containers/{id}/wait`.

        Args:
            id: of the container.
            condition: `next-exit` for a container that is about to start, `removed` for one that removes
                itself; without it a container that does not run is not waited for.

        """
        from engineclient.models.container_answers import ContainerWaited

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
            id: of the container.
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
        since: float | str | datetime | None = None,
        until: float | str | datetime | None = None,
        tty: bool | None = None,
    ) -> StreamCall[Frame]:
        """What it has written, and with `follow` what it will. `GET /containers/{id}/logs`.

        Args:
            id: of the container.
            stdout: what it wrote to that.
            stderr: what it wrote to that.
            follow: go on until it ends.
            timestamps: each line begins with its time.
            details: and with labels and variables that the log driver was told to keep.
            tail: so many lines from the end; None or "all" for all.
            since: from then on: unix seconds (a fraction is allowed), a `datetime`, or one as text (RFC 3339); without a
                zone it is of this machine.
            until: up to then, written in the same ways.
            tty: whether it has a terminal, if you know: saves the question to engines that do not say
                (before 1.42).

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
        request = Request(method="GET", path=path("/containers/{}/logs", id), query=parameters, patience=None)
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
        """Connect to its stdin, stdout and stderr. `POST /containers/{id}/attach`.

        Args:
            id: of the container.
            stdin: to write to it.
            stdout: to read what it writes there.
            stderr: to read what it writes there.
            stream: from now on; with `logs` what was written before comes first.
            logs: what was written before.
            detach_keys: a sequence typed to leave, such as `ctrl-p,ctrl-q`; for terminals only.
            tty: whether it has a terminal, if you know: saves the question to engines that do not say
                (before 1.42).

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

        return HijackCall(request, framing.by_terminal_or_head(tty), framing.by_container(id), resize)

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
        """Connect to its stdin, stdout and stderr by a WebSocket. `GET /containers/{id}/attach/ws` (API 1.42).

        For ways to an engine on which nothing else can be upgraded. What the container writes comes as `stdout`, also
        what it writes to stderr: a WebSocket does not tell them apart.

        Args:
            id: of the container.
            stdin: to write to it.
            stdout: to read what it writes there.
            stderr: to read what it writes there.
            stream: from now on; with `logs` what was written before comes first.
            logs: what was written before.
            detach_keys: a sequence typed to leave, such as `ctrl-p,ctrl-q`; for terminals only.

        """
        from engineclient.wire import websocket  # few need it

        parameters = {
            "detachKeys": detach_keys,
            "logs": logs,
            "stream": stream,
            "stdin": stdin,
            "stdout": stdout,
            "stderr": stderr,
        }
        request = Request(
            method="GET",
            path=path("/containers/{}/attach/ws", id),
            query=query(parameters),
            headers=websocket.HANDSHAKE,
            upgrade=True,
            patience=None,
            needs=(
                Gate("containers.attach_websocket", "1.42"),
            ),  # engines before attach all three, whatever is asked
        )

        def resize(height: int, width: int) -> Call[None]:
            return containers.resize(id, height=height, width=width)

        return HijackCall(request, _websocket, resize=resize)

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
            filters: such as `{"status": "exited", "label": ["a", "b=c"]}`; `annotation` since API 1.56.

        """
        from engineclient.models.container_summary import ContainerSummary

        parameters = {"all": all, "limit": limit, "size": size, "filters": encode_filters(filters)}
        request = Request(
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
    """`POST /containers/create` with a whole body; `needed` is what not every API version has of it."""
    from engineclient.models.container_answers import ContainerCreated

    request = Request(
        method="POST",
        path="/containers/create",
        query=query({"name": name, "platform": platform}),
        json=body,
        patience=None,  # it may copy a directory of the image into a volume
        needs=(*needs(("platform", "1.41", platform)), *needed),
    )
    return Call(request, view(ContainerCreated))


def argv(command: Sequence[str] | None) -> list[str] | None:
    """A command as the API wants it.

    Raises:
        TypeError: a string: whether it should be split, or be given to a shell, is yours to say.

    """
    if isinstance(command, str):
        raise TypeError(f'a command is a list: ["sh", "-c", {command!r}] to have a shell read it')
    return None if command is None else [*command]


def _stop_request(
    route: str, id: str, t: int | None, signal: str | None, *, unchanged: bool = False
) -> Request:
    return Request(
        method="POST",
        path=path(route, id),
        query=query({"t": t, "signal": signal}),
        # the container's own StopTimeout is not known here, and -1 is for ever
        patience=None if t is None or t < 0 else t,
        unchanged=unchanged,
        needs=needs(("signal", "1.42", signal)),
    )


def _changed(answer: Answer) -> bool:
    """304: there was nothing to do."""
    return answer.head.status != 304


def _websocket(head: Head) -> Raw:
    from engineclient.wire import websocket
    from engineclient.wire.frames import Raw

    accepted = head.headers.get("sec-websocket-accept", websocket.ACCEPT)  # a dry run's answer has none
    if accepted != websocket.ACCEPT:
        raise DecodeError("the engine has not understood the request for a WebSocket")
    return Raw()


def _path_stat(answer: Answer) -> PathStat:
    from engineclient.models.container_answers import PathStat
    from engineclient.wire.pathstat import HEADER, parse

    header = answer.head.headers.get(HEADER)
    if header is None:
        raise DecodeError(f"the engine's answer has no {HEADER}")
    return PathStat(parse(header))


containers: Containers[None] = Containers(None)
