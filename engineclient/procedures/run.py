"""run = pull + create + start + attach + wait."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Literal

from engineclient.api.containers import containers
from engineclient.calls import Begin, Communicate, Steps, Talk
from engineclient.errors import EngineError, NotFound
from engineclient.models.body import Json, environment
from engineclient.models.containers import ContainerConfig, ContainerCreated
from engineclient.models.images import Progress
from engineclient.procedures.attach import hijack, start_or_see_it_go
from engineclient.procedures.pull import pull as pull_image
from engineclient.streams import Handle
from engineclient.wire.frames import Frame
from engineclient.wire.references import is_image_id

Pull = Literal["missing", "always", "never"]


@dataclass(frozen=True, slots=True)
class RunResult:
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
    warnings: list[str] = field(default_factory=list[str])


def run(
    image: str,
    command: Sequence[str] | None = None,
    *,
    name: str | None = None,
    platform: str | None = None,
    env: Mapping[str, str | None] | Sequence[str] | None = None,
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
) -> Steps[RunResult]:
    """Run a command in a new container, and wait for its end.

    Args:
        image: what to run; it is pulled if it is not here (see `pull`).
        command: instead of the image's own; a list, as there is no shell to split a string.
        name: the container's name, instead of a made-up one.
        platform: `os/arch`, to insist on one.
        env: variables; None as a value removes one of the image's.
        remove: remove the container when it ends.
        detach: come back when it has started.
        stdin: what it reads; then it reads the end. Without it, it reads the end at once.
        config: everything else, as a body or as the API's own JSON; it wins over the arguments above.
        pull: fetch the image when it is missing, always, or never.
        auth: credentials for pulling, as the header X-Registry-Auth wants them, or what gives them when needed.
        detach_keys: keys that detach from its terminal, instead of the engine's own.
        output: takes every frame as it comes; without it the result collects them.
        progress: takes the records of a pull.
        missing: is told the image when it must be pulled.
        created: is told of the container before it starts.
        talk: holds the conversation with the attached streams itself, instead of `stdin` and `output`.

    Raises:
        NotFound: there is no such image, here or in its registry.
        StreamError: the pull failed on its way.
        UpgradeRefused: the engine does not attach us to the container.
        APIError: the engine could not create or start the container; with `remove` it is gone all the same.
    """
    body = _body(config, env=env, remove=remove, detach=detach, stdin=stdin is not None)
    container = yield from create(
        image,
        command,
        name=name,
        platform=platform,
        config=body,
        pull=pull,
        auth=auth,
        progress=progress,
        missing=missing,
    )
    removes_itself = bool(body["HostConfig"]["AutoRemove"])
    attached: Handle[Frame] | None = None
    try:
        if created is not None:
            created(container)
        if not detach:
            attached = yield from hijack(  # before start, or its first words are lost
                containers.attach(
                    container.id,
                    stdin=bool(body["AttachStdin"]),
                    stdout=bool(body["AttachStdout"]),
                    stderr=bool(body["AttachStderr"]),
                    tty=bool(body.get("Tty")),
                    detach_keys=detach_keys,
                )
            )
        waiting = yield from Begin(  # before start, or a short life is over before anybody waits for its end
            containers.wait(container.id, condition="removed" if removes_itself else "next-exit")
        )
        yield from start_or_see_it_go(container.id, waiting if removes_itself else None)
    except (EngineError, GeneratorExit):
        raise
    except BaseException:  # cancelled, interrupted: nobody else removes what never started
        if removes_itself:
            with suppress(EngineError):  # it has started, and goes by itself
                yield from containers.remove(container.id, volumes=True)
        raise
    if attached is None:
        return RunResult(container.id, 0, warnings=container.warnings)

    written: dict[str, list[bytes]] = {"stdout": [], "stderr": []}
    if talk is not None:
        yield from Talk(attached, talk)
    else:
        collect = output or (lambda frame: written[frame.stream].append(frame.data))
        yield from Communicate(attached, stdin, collect)
    waited = yield from waiting.result()
    if waited.error is not None:
        raise EngineError(f"error waiting for container: {waited.error.message}")
    stdout, stderr = (b"".join(written[name]) for name in ("stdout", "stderr"))
    return RunResult(container.id, waited.status_code, stdout, stderr, container.warnings)


def create(
    image: str,
    command: Sequence[str] | None = None,
    *,
    name: str | None = None,
    platform: str | None = None,
    config: ContainerConfig | Json | None = None,
    pull: Pull = "missing",
    auth: str | Callable[[], str] | None = None,
    progress: Callable[[Progress], None] | None = None,
    missing: Callable[[str], None] | None = None,
) -> Steps[ContainerCreated]:
    """Make a container that does not run yet, pulling its image if it is not here. The arguments are those of `run`.

    Raises:
        NotFound: there is no such image, here or in its registry.
        StreamError: the pull failed on its way.
        Conflict: the name is taken.
    """
    creating = containers.create(image, command, name=name, platform=platform, config=config)
    pulling = pull_image(image, platform=platform, auth=auth, progress=progress)
    if pull == "always":
        yield from pulling
    try:
        return (yield from creating)
    except NotFound:
        # The engine does not pull by itself: the client does, and asks again.
        if pull != "missing" or is_image_id(image):
            raise
        if missing is not None:
            missing(image)
        yield from pulling
        return (yield from creating)


def _body(
    config: ContainerConfig | Json | None,
    *,
    env: Mapping[str, str | None] | Sequence[str] | None,
    remove: bool,
    detach: bool,
    stdin: bool,
) -> dict[str, Any]:
    """The body of create: what the arguments say, and over it what `config` says."""
    given = config.to_wire() if isinstance(config, ContainerConfig) else dict(config or {})
    body: dict[str, Any] = {
        "AttachStdin": stdin and not detach,
        "AttachStdout": not detach,
        "AttachStderr": not detach,
        "OpenStdin": stdin,
        "StdinOnce": stdin and not detach,  # or the process never reads the end
        **({} if env is None else {"Env": environment(env)}),
        **given,
    }
    body["HostConfig"] = {"AutoRemove": remove, **(given.get("HostConfig") or {})}
    return body
