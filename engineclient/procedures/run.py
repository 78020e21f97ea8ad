"""run = create + attach + start + wait."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from engineclient.api.containers import containers
from engineclient.arguments import refuse_text
from engineclient.calls import Steps
from engineclient.errors import APIError, CommandFailed, EngineError
from engineclient.models.body import Json, body_needs, to_json
from engineclient.procedures.attach import hijack
from engineclient.procedures.create import Creation, Pull, body_of, common_settings, create_from
from engineclient.steps import Begin, Communicate, Talk, Undo, attempt
from engineclient.streams import Handle
from engineclient.values import Data
from engineclient.wire.frames import Frame

if TYPE_CHECKING:
    from typing import Self

    from engineclient.api.registry_auth import Auth
    from engineclient.models.containers import ContainerConfig, ContainerCreated
    from engineclient.models.images import Progress
    from engineclient.options.settings import Labels, Ports, Volumes


OnCancel = Literal["leave", "kill"]


class RunResult(NamedTuple):
    """The result of a run.

    Attributes:
        id: the container's id; with `remove` the container no longer exists.
        exit_code: the exit code of its process; 128+n if signal n ended it, 0 with `detach`.
        stdout, stderr: its output, empty with `output`, `talk` or `detach`.
        warnings: the engine's warnings about the creation of the container.
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


class RunHooks(Data):
    """Functions that a run calls.

    Attributes:
        progress: called with each record of a pull.
        missing: called with the image if it must be pulled.
        created: called with the created container before it starts.
        talk: handles the attached streams itself, instead of `stdin` and `output`.
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
    auth: Auth | Callable[[], Auth] | None = None,
    detach_keys: str | None = None,
    output: Callable[[Frame], None] | None = None,
    progress: Callable[[Progress], None] | None = None,
    missing: Callable[[str], None] | None = None,
    created: Callable[[ContainerCreated], None] | None = None,
    talk: Callable[[Any], Any] | None = None,
    on_cancel: OnCancel = "leave",
) -> Steps[RunResult]:
    """Run a command in a new container, and wait for its end.

    The values of `ports` to `workdir` have the syntax of docker's flags of these names.

    If it is cancelled (with its task of asyncio, by Ctrl-C or an exception of `output`), a started container continues
    to run, unless `on_cancel` is `"kill"`; one that has not started stays in the state Created, or with `remove` is
    removed.

    Example:
        >>> engine.run("nginx", name="web", ports={80: 8080}, volumes={"site": "/usr/share/nginx/html:ro"}, detach=True)

    Args:
        image: the reference or id of the image; it is pulled if it is missing (see `pull`).
        command: the command, by default the image's own; a list, as no shell splits a string.
        name: the container's name; None for a generated one.
        platform: the required platform, `os/arch`.
        env: environment variables; the value None removes one of the image.
        ports: ports to publish: `["8080:80", "127.0.0.1::53/udp"]`, or by the container's port
            `{80: 8080, "53/udp": None}`, where None is any free port.
        volumes: volumes and paths of the engine's machine to mount: `["data:/data", "./conf:/etc/conf:ro"]`, or
            `{"data": "/data", Path("conf"): "/etc/conf:ro"}`.
        labels: `{"tier": "web"}`, or `["tier=web"]`.
        network: the name of a network, or `name=shop,alias=db`.
        memory: the memory limit, in bytes or as `"64m"`.
        restart: the restart policy, `always`, `unless-stopped` or `on-failure:3`; not together with `remove`.
        user: `name` or `uid`, either with `:group`.
        workdir: the working directory of the command.
        remove: remove the container when it ends.
        detach: return when the container has started.
        stdin: the input of the command, empty by default.
        config: any other settings, as a body or as the API's own JSON; they override the arguments above.
        pull: pull the image if it is missing, always, or never.
        auth: credentials for pulling, `AuthConfig(username=..., password=...)` or the API's own JSON; `"config"` for those
            of docker's config.json or its credential helpers; or a function that returns them when needed.
        detach_keys: the key sequence that detaches from the container; None for the engine's default.
        output: called with each frame as it arrives; by default the result collects the output.
        progress: called with each record of a pull.
        missing: called with the image if it must be pulled.
        created: called with the created container before it starts.
        talk: handles the attached streams itself, instead of `stdin` and `output`.
        on_cancel: `"leave"` a started container running if this is cancelled, or `"kill"` it.

    Raises:
        ValueError: a port, a volume or another setting is malformed; the text is docker's.
        NotFound: there is no such image, on the engine or in its registry.
        StreamError: the pull failed.
        UpgradeRefused: the engine refused to attach to the container.
        APIError: the engine could not create or start the container. With `remove` the engine removes it in that case,
            too, which is waited for within the engine's `Timeout.total`.
    """
    common = common_settings(
        env=env,
        ports=ports,
        volumes=volumes,
        labels=labels,
        network=network,
        memory=memory,
        restart=restart,
        user=user,
        workdir=workdir,
        remove=remove,
    )
    defaults = {
        "AttachStdin": stdin is not None and not detach,
        "AttachStdout": not detach,
        "AttachStderr": not detach,
        "OpenStdin": stdin is not None,
        "StdinOnce": stdin is not None
        and not detach,  # otherwise the process never reads the end of its input
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
    before_start: Callable[[str], Steps[None]] | None = None,
) -> Steps[RunResult]:
    """Run the container of `creation`, attached to the streams that its body attaches, unless `detach`.

    `before_start` gives the steps that are carried out with the created container, by its ID, before it starts. The
    other arguments and the errors are those of `run`.
    """
    refuse_text("stdin", stdin)
    if stdin and detach:
        raise ValueError("a container that runs detached gets no stdin")
    body = creation.body
    container = yield from create_from(creation, progress=hooks.progress, missing=hooks.missing)
    removes_itself = bool((body.get("HostConfig") or {}).get("AutoRemove"))
    # The engine removes only a container that has run; until then, removing it is up to us.
    removal = containers.remove(container.id, force=True, volumes=True)
    undoing = (yield from Undo(removal)) if removes_itself else None
    if hooks.created is not None:
        hooks.created(container)
    if before_start is not None:
        yield from before_start(container.id)

    attached: Handle[Frame] | None = None
    if not detach:
        # Before start, so that no output is lost
        attached = yield from hijack(
            containers.attach(
                container.id,
                stdin=bool(body.get("AttachStdin")),
                stdout=bool(body.get("AttachStdout")),
                stderr=bool(body.get("AttachStderr")),
                tty=bool(body.get("Tty")),
                detach_keys=detach_keys,
            )
        )
    # Before start, so that the end of a short-lived container is not missed
    waiting = yield from Begin(
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
