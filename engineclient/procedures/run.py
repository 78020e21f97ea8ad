"""run = create + attach + start + wait."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from engineclient.api.containers import containers
from engineclient.calls import Begin, Communicate, Steps, Talk, Undo, attempt
from engineclient.errors import APIError, CommandFailed, EngineError
from engineclient.models.body import Json, body_needs, to_json
from engineclient.procedures.attach import hijack
from engineclient.procedures.create import Creation, Pull, Settings, body_of, create_from
from engineclient.streams import Handle
from engineclient.wire.frames import Frame

if TYPE_CHECKING:
    from typing import Self

    from engineclient.models.containers import ContainerConfig, ContainerCreated
    from engineclient.models.images import Progress
    from engineclient.options.settings import Labels, Ports, Volumes


OnCancel = Literal["leave", "kill"]


class RunResult(NamedTuple):
    """What a run came to.

    Attributes:
        id: the container's id; with `remove` the container is gone by now.
        exit_code: of its process; 128+n if signal n ended it, 0 if it runs on (`detach`).
        stdout, stderr: all it wrote, unless `output` or `talk` took it.
        warnings: what the engine remarked when it created the container.
    """

    id: str
    exit_code: int
    stdout: bytes = b""
    stderr: bytes = b""
    warnings: Sequence[str] = ()

    def check(self) -> Self:
        """The result itself, if the command has not failed.

        Raises:
            CommandFailed: its exit code is not 0.
        """
        if self.exit_code:
            raise CommandFailed(self.exit_code, self.stdout, self.stderr)
        return self


class RunHooks(NamedTuple):
    """What a caller wants to be called with on the way of a run.

    Attributes:
        progress: takes the records of a pull.
        missing: takes the image when it must be pulled.
        created: takes the container before it starts.
        talk: holds the conversation with the attached streams itself, instead of `stdin` and `output`.
    """

    progress: Callable[[Progress], None] | None = None
    missing: Callable[[str], None] | None = None
    created: Callable[[ContainerCreated], None] | None = None
    talk: Callable[[Any], Any] | None = None


def run(
    image: str,
    command: Sequence[str] | None = None,
    *,
    name: str | None = None,
    platform: str | None = None,
    env: Mapping[str, str | None] | Sequence[str] | None = None,
    ports: Ports | None = None,
    volumes: Volumes | None = None,
    labels: Labels | None = None,
    network: str | None = None,
    memory: int | str | None = None,
    restart: str | None = None,
    user: int | str | None = None,
    workdir: str | None = None,
    remove: bool = False,
    detach: bool = False,
    stdin: bytes | None = None,
    config: ContainerConfig | Json | None = None,
    pull: Pull = "missing",
    auth: str | Callable[[], str] | None = None,
    detach_keys: str | None = None,
    output: Callable[[Frame], None] | None = None,
    progress: Callable[[Progress], None] | None = None,
    missing: Callable[[str], None] | None = None,
    created: Callable[[ContainerCreated], None] | None = None,
    talk: Callable[[Any], Any] | None = None,
    on_cancel: OnCancel = "leave",
) -> Steps[RunResult]:
    """Run a command in a new container, and wait for its end.

    The values of `ports` to `workdir` are those of docker's flags of these names.

    Cancelled (a task of asyncio, Ctrl-C, an error of `output`), it leaves what there is: a container that has started runs
    on, unless `on_cancel` is `"kill"`; one that has not stays in the state Created, or is removed with `remove`.

    Example:
        >>> engine.run("nginx", name="web", ports={80: 8080}, volumes={"site": "/usr/share/nginx/html:ro"}, detach=True)

    Args:
        image: what to run; it is pulled if it is not here (see `pull`).
        command: instead of the image's own; a list, as there is no shell to split a string.
        name: the container's name, instead of a made-up one.
        platform: `os/arch`, to insist on one.
        env: variables; None as a value removes one of the image's.
        ports: to publish: `["8080:80", "127.0.0.1::53/udp"]`, or by the port of the container `{80: 8080, "53/udp": None}`,
            where None is any free one.
        volumes: to mount: `["data:/data", "./conf:/etc/conf:ro"]`, or by the volume or the path of the engine's machine
            `{"data": "/data", Path("conf"): "/etc/conf:ro"}`.
        labels: `{"tier": "web"}`, or `["tier=web"]`.
        network: the name of one, or `name=shop,alias=db`.
        memory: the limit, in bytes or as `"64m"`.
        restart: `always`, `unless-stopped` or `on-failure:3`; not together with `remove`.
        user: a name or a number, with `:group` if it has one.
        workdir: where the command begins.
        remove: remove the container when it ends.
        detach: come back when it has started.
        stdin: what it reads; then it reads the end. Without it, it reads the end at once.
        config: everything else, as a body or as the API's own JSON; it wins over the arguments above.
        pull: fetch the image when it is missing, always, or never.
        auth: credentials for pulling, as the header X-Registry-Auth wants them, or what gives them when needed;
            `"config"` for those that docker's config.json or its credential helpers keep.
        detach_keys: keys that detach from its terminal, instead of the engine's own.
        output: takes every frame as it comes; without it the result collects them.
        progress: takes the records of a pull.
        missing: is told the image when it must be pulled.
        created: is told of the container before it starts.
        talk: holds the conversation with the attached streams itself, instead of `stdin` and `output`.
        on_cancel: `"leave"` a started container alone if this is cancelled, or `"kill"` it.

    Raises:
        ValueError: a port, a volume or another setting is malformed, in docker's words.
        NotFound: there is no such image, here or in its registry.
        StreamError: the pull failed on its way.
        UpgradeRefused: the engine does not attach us to the container.
        APIError: the engine could not create or start the container; with `remove` it is gone all the same: the engine
            removes it, which is waited for as long as the engine's `Timeout.total` lets us.
    """
    common = Settings(
        env=env,
        ports=ports,
        volumes=volumes,
        labels=labels,
        network=network,
        memory=memory,
        restart=restart,
        user=user,
        workdir=workdir,
    ).body(remove=remove)
    defaults = {
        "AttachStdin": stdin is not None and not detach,
        "AttachStdout": not detach,
        "AttachStderr": not detach,
        "OpenStdin": stdin is not None,
        "StdinOnce": stdin is not None and not detach,  # or the process never reads the end
        **common,
        "HostConfig": {"AutoRemove": remove, **common.get("HostConfig", {})},
    }
    body = body_of(image, command, to_json(config or {}), defaults)
    creation = Creation(
        body=body, name=name, platform=platform, pull=pull, auth=auth, needs=body_needs(config)
    )
    hooks = RunHooks(progress=progress, missing=missing, created=created, talk=talk)
    return (
        yield from run_from(
            creation,
            hooks,
            detach=detach,
            stdin=stdin,
            detach_keys=detach_keys,
            output=output,
            on_cancel=on_cancel,
        )
    )


def run_from(
    creation: Creation,
    hooks: RunHooks,
    *,
    detach: bool = False,
    stdin: bytes | None = None,
    detach_keys: str | None = None,
    output: Callable[[Frame], None] | None = None,
    on_cancel: OnCancel = "leave",
) -> Steps[RunResult]:
    """Run the container that `creation` says: what its body attaches is attached, unless `detach`.

    The arguments are those of `run`, and so are the errors.
    """
    body = creation.body
    container = yield from create_from(creation, progress=hooks.progress, missing=hooks.missing)
    removes_itself = bool((body.get("HostConfig") or {}).get("AutoRemove"))
    # The engine removes only what has run: until it does, that is our duty.
    removal = containers.remove(container.id, force=True, volumes=True)
    undoing = (yield from Undo(removal)) if removes_itself else None
    if hooks.created is not None:
        hooks.created(container)

    attached: Handle[Frame] | None = None
    if not detach:
        attached = yield from hijack(  # before start, or its first words are lost
            containers.attach(
                container.id,
                stdin=bool(body.get("AttachStdin")),
                stdout=bool(body.get("AttachStdout")),
                stderr=bool(body.get("AttachStderr")),
                tty=bool(body.get("Tty")),
                detach_keys=detach_keys,
            )
        )
    waiting = yield from Begin(  # before start, or a short life is over before anybody waits for its end
        containers.wait(container.id, condition="removed" if removes_itself else "next-exit")
    )
    if on_cancel == "kill":
        yield from Undo(containers.kill(container.id))
    try:
        yield from containers.start(container.id)
    except EngineError as error:
        if undoing is not None:
            undoing.drop()
            if isinstance(error, APIError):
                yield from attempt(waiting.result())  # the engine removes what it could not start
        raise
    if undoing is not None:
        undoing.drop()
    if attached is None:
        return RunResult(container.id, 0, warnings=container.warnings)

    written: dict[str, list[bytes]] = {"stdout": [], "stderr": []}
    if hooks.talk is not None:
        yield from Talk(attached, hooks.talk)
    else:
        collect = output or (lambda frame: written[frame.stream].append(frame.data))
        yield from Communicate(attached, stdin, collect)
    waited = yield from waiting.result()
    if waited.error is not None:
        raise EngineError(f"error waiting for container: {waited.error.message}")
    stdout, stderr = (b"".join(written[name]) for name in ("stdout", "stderr"))
    return RunResult(container.id, waited.status_code, stdout, stderr, container.warnings)
