"""build = ping (which builder?) + build, with a session beside it for BuildKit; both builders' reports become events."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from engineclient.api.images import images
from engineclient.api.registry_auth import KEPT
from engineclient.archive.context import ignore_of, local_context, pack_context
from engineclient.archive.git import is_git_url, is_url
from engineclient.archive.memory import MemoryContext
from engineclient.arguments import refuse_single
from engineclient.build.events import BuildFailed, BuildResult, Built, Event, Summary
from engineclient.build.graph import GraphReader
from engineclient.build.prose import ProseReader
from engineclient.build.secrets import secrets as secret_service
from engineclient.build.session import Session
from engineclient.calls import Steps
from engineclient.errors import EngineError, StreamError
from engineclient.models.images import Progress
from engineclient.options.build import BUILDKIT, CLASSIC, chosen_builder, extra_hosts as encoded_hosts, output
from engineclient.procedures.build_source import (
    LOCAL_TYPES,
    BuildSource,
    forwarded_agents,
    from_archive,
    from_directory,
    from_memory,
    from_url,
    logins,
    pieces_of,
    receiving,
)
from engineclient.procedures.buildkit import build_with
from engineclient.procedures.pinged import pinged
from engineclient.steps import EmitItem, Emitted, Next

if TYPE_CHECKING:
    from engineclient.archive.context import LocalContext
    from engineclient.build.trace import Status
    from engineclient.options.build import Output

Context = str | os.PathLike[str] | MemoryContext | bytes | Iterable[bytes]
"""A directory, a URL that the engine fetches, what `build_context` gives, or a tar archive."""
Secret = bytes | str | Path
"""The value of a secret (text as UTF-8), or the file that holds it, which is read when the build asks for it."""


def build(
    context: Context,
    *,
    dockerfile: str | None = None,
    tags: Sequence[str] = (),
    args: Mapping[str, str | None] | None = None,
    labels: Mapping[str, str] | None = None,
    target: str | None = None,
    platform: str | None = None,
    pull: bool = False,
    no_cache: bool = False,
    cache_from: Sequence[str] = (),
    network: str | None = None,
    extra_hosts: Sequence[str] = (),
    secrets: Mapping[str, Secret] | None = None,
    ssh: Mapping[str, str] | None = None,
    outputs: Sequence[str] = (),
    auth: Literal["config"] | None = None,
    version: int | None = None,
    on_event: Callable[[Event], object] | None = None,
    **parameters: Any,
) -> Steps[BuildResult]:
    r"""Build an image, and wait for the end. `POST /build`; with BuildKit also `POST /session`.

        >>> engine.build("web", tags=["web:1"], args={"VERSION": "3"}).image
        >>> engine.build(build_context(dockerfile="FROM busybox\nCOPY hello /", files={"hello": "hi"}))

    Args:
        context: a directory; a URL of an archive, a Dockerfile or a git repository, which the engine fetches; what
            `build_context` gives; or a tar archive, plain or compressed.
        dockerfile: its path, relative to the context; `Dockerfile` if not given.
        tags: names for the image.
        args: values of ARG instructions; None is an argument without a value, which keeps its default.
        labels: labels of the image.
        target: the stage to stop at.
        platform: the platform of the image, `os/arch`; by default the engine's own.
        pull: look for newer base images in their registries.
        no_cache: run every step again.
        cache_from: images whose layers may be reused.
        network: the network of RUN instructions, such as `host` or `none`.
        extra_hosts: `name:address` lines for the /etc/hosts of RUN instructions.
        secrets: for `RUN --mount=type=secret`, by id: a value, or a Path (BuildKit).
        ssh: for `RUN --mount=type=ssh`, by id (`default`): the path of an agent's socket (BuildKit).
        outputs: where the result goes, one of docker's `--output` values: `out` for a directory,
            `type=tar,dest=out.tar`; without one the engine keeps the image (BuildKit).
        auth: `"config"` for access to registries with the credentials in docker's config.json and its helpers.
        version: 1 for the classic builder, 2 for BuildKit; as docker chooses if not given: DOCKER_BUILDKIT, then what
            the engine prefers.
        on_event: called with each event as it arrives; `build_events` yields them instead.
        parameters: further parameters of `images.build`: memory, shmsize, ulimits, ...

    Raises:
        BuildFailed: a step failed; `step` is that step with its output.
        ContextError: the context cannot be read.
        APIError: the engine refused the request.
        EngineError: secrets, ssh or outputs are given, and the builder is not BuildKit.

    """
    refuse_single(tags=tags, cache_from=cache_from, extra_hosts=extra_hosts, outputs=outputs)
    summary = Summary()

    def emit(events: Iterable[Event]) -> Steps[None]:
        for event in events:
            summary.add(event)
            if on_event is not None:
                on_event(event)
            yield from EmitItem(event)

    builder = version or chosen_builder(os.environ, (yield from pinged()).builder_version)
    common = {
        "tags": [*tags],
        "buildargs": args,
        "labels": labels,
        "target": target,
        "platform": platform,
        "pull": pull,
        "nocache": no_cache,
        "cachefrom": [*cache_from],
        "networkmode": network,
        "extrahosts": [*extra_hosts],
        **parameters,
    }
    try:
        if builder == BUILDKIT:
            session = _Session(secrets or {}, ssh or {}, outputs, auth)
            yield from _buildkit(context, dockerfile or "", session, common, emit)
        else:
            _refuse(secrets=secrets, ssh=ssh, outputs=outputs)
            yield from _classic(context, dockerfile or "", {**common, "auth": auth}, emit)
    except StreamError as error:
        raise BuildFailed(str(error), code=error.code, steps=summary.steps) from error
    return summary.result()


def build_events(context: Context, **options: Any) -> Emitted[Event]:
    """Build an image; the result is a stream of the events that `build` passes to `on_event`.

        >>> with engine.build_events("web", tags=["web:1"]) as events:
        ...     for event in events:
        ...         if isinstance(event, Output):
        ...             print(event.data.decode(), end="")

    The last event is `Built`; `result_of` makes a result of all events. Closing the stream early cancels the build.

    Args:
        context: as for `build`.
        options: the arguments of `build`.

    Raises:
        BuildFailed, ContextError, APIError: while reading, as `build` does.

    """
    return Emitted(build(context, **options))


_EmitAll = Callable[[Iterable[Event]], Steps[None]]


class _Session(NamedTuple):
    secrets: Mapping[str, Secret]
    ssh: Mapping[str, str]
    outputs: Sequence[str]
    auth: Literal["config"] | None


def _refuse(**given: object) -> None:
    if named := [name for name, value in given.items() if value]:
        raise EngineError(
            f"{' and '.join(named)} need BuildKit, and the classic builder was chosen: give version=2 if the engine has it"
        )


def _buildkit(
    context: Context, dockerfile: str, wanted: _Session, parameters: dict[str, Any], emit: _EmitAll
) -> Steps[None]:
    source = _source(context, dockerfile)
    methods = {
        **source.methods,
        **logins(kept=wanted.auth == KEPT),
        **secret_service({name: _reader(value) for name, value in wanted.secrets.items()}),
        **forwarded_agents(wanted.ssh),
    }
    if wanted.outputs:
        result = _output(wanted.outputs)
        methods |= receiving(result)
        parameters = parameters | {"outputs": [{"Type": result.type, "Attrs": result.attributes}]}
    reader = GraphReader()

    def report(status: Status) -> Steps[None]:
        yield from emit(reader.read(status))

    session = Session(methods, shared_key=source.shared_key)
    image = yield from build_with(
        session, context=source.remote, dockerfile=source.dockerfile, each=report, **parameters
    )
    yield from emit([Built(image)])


def _output(outputs: Sequence[str]) -> Output:
    if len(outputs) > 1:
        raise EngineError("BuildKit takes one output by this way: build once for each")
    result = output(outputs[0])
    if result.destination == "-":
        raise EngineError("an archive of the result needs a file: outputs=['type=tar,dest=result.tar']")
    if result.type not in LOCAL_TYPES and result.destination:
        return result._replace(attributes={**result.attributes, "dest": result.destination})
    return result


def _reader(value: Secret) -> Callable[[], bytes]:
    if isinstance(value, Path):
        return value.read_bytes
    data = value.encode() if isinstance(value, str) else value
    return lambda: data


def _source(context: Context, dockerfile: str) -> BuildSource:
    if isinstance(context, MemoryContext):
        return from_memory(context._replace(dockerfile=dockerfile or context.dockerfile))
    if isinstance(context, str) and _is_remote(context):
        return from_url(context, dockerfile)
    if isinstance(context, (str, os.PathLike)):
        return from_directory(_directory(context, dockerfile))
    return from_archive(pieces_of(context), dockerfile)


def _is_remote(context: str) -> bool:
    return not os.path.exists(context) and (is_url(context) or is_git_url(context))  # noqa: PTH110


def _directory(path: str | os.PathLike[str], dockerfile: str) -> LocalContext:
    return local_context(os.fspath(path), os.path.join(path, dockerfile) if dockerfile else "")  # noqa: PTH118


def _classic(context: Context, dockerfile: str, parameters: dict[str, Any], emit: _EmitAll) -> Steps[None]:
    name, content = _archive(context, dockerfile)
    if hosts := parameters["extrahosts"]:
        podman = (yield from pinged()).libpod is not None
        parameters = parameters | {"extrahosts": encoded_hosts(hosts, podman=podman)}
    stream = yield from images.build(content, version=CLASSIC, dockerfile=name, **parameters)
    reader = ProseReader(time.time)
    image = ""
    try:
        while (record := (yield from Next(stream))) is not None:
            yield from emit(reader.read(record))
            if isinstance(record.aux, Progress.Aux):
                image = record.aux.id or image
    except StreamError as error:
        yield from emit(reader.end(str(error)))
        raise
    yield from emit([*reader.end(), Built(image)])


def _archive(context: Context, dockerfile: str) -> tuple[str | None, str | Iterable[bytes]]:
    if isinstance(context, MemoryContext):
        return dockerfile or context.dockerfile, context.archive()
    if isinstance(context, str) and _is_remote(context):
        return dockerfile or None, context
    if isinstance(context, (str, os.PathLike)):
        local = _directory(context, dockerfile)
        outside = Path(local.directory, local.dockerfile).read_bytes() if local.is_outside else None
        return pack_context(local, ignore_of(local), outside)
    return dockerfile or None, pieces_of(context)
