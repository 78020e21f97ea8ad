"""Build the image of a service with the engine's classic builder: for engines without BuildKit, or DOCKER_BUILDKIT=0."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from engineclient.archive.context import ignore_of, local_context, pack_context
from engineclient.cli.failures import Failure
from engineclient.cli.output import Output
from engineclient.cli.printing.progress import ProgressLines, reached
from engineclient.compose.labels import BUILDER
from engineclient.errors import EngineError
from engineclient.options.build import CLASSIC, extra_hosts
from engineclient.procedures.pinged import pinged

if TYPE_CHECKING:
    from engineclient.cli.app import App
    from engineclient.compose.building import Building

_SENDING: Final = "Sending build context to Docker daemon"


def build_classic(app: App, wanted: Building, *, memory: int = 0, silent: bool) -> None:
    """Build an image, and show the output of the builder.

    Args:
        app: the program, for its engine and its output.
        wanted: the build. As in docker compose, images of the classic builder do not get the labels of the project.
        memory: the memory limit of RUN in bytes; 0 for no limit.
        silent: do not show the output.

    Raises:
        Failure: the build failed.

    """
    engine = app.engine()
    out = Output(None) if silent else app.out
    parameters: dict[str, Any] = {**wanted.parameters, "labels": {BUILDER: "classic", **wanted.labels}}
    if parameters["extrahosts"]:
        parameters["extrahosts"] = extra_hosts(
            parameters["extrahosts"], podman=engine.perform(pinged()).libpod is not None
        )
    from engineclient.cli.credentials import credentials_of

    dockerfile, archive = _context(wanted)
    show = ProgressLines(out)
    try:
        stream = engine.images.build(
            archive if isinstance(archive, str) else _counted(archive, out),
            version=CLASSIC,
            dockerfile=dockerfile,
            registry_config=credentials_of(app).every_header(),
            memory=memory or None,
            **parameters,
        )
        for record in stream:
            show(record)
    except EngineError as error:
        raise Failure(str(error)) from error


def _context(wanted: Building) -> tuple[str, str | Iterator[bytes]]:
    """The path of the Dockerfile, and the URL or the archive of the context."""
    if wanted.remote:
        return wanted.dockerfile, wanted.context
    if wanted.inline:
        context = local_context(wanted.context, None)
        return pack_context(context, ignore_of(context), wanted.inline.encode("utf-8", "surrogateescape"))
    context = local_context(wanted.context, wanted.dockerfile)
    outside = Path(context.directory, context.dockerfile).read_bytes() if context.is_outside else None
    return pack_context(context, ignore_of(context), outside)


def _counted(pieces: Iterator[bytes], out: Output) -> Iterator[bytes]:
    passed = 0
    for piece in pieces:
        yield piece
        passed += len(piece)
    out.write(f"{_SENDING} {reached(out, passed, 0)}\r\r\n")
