"""build with BuildKit = session + build: the engine requests files, secrets and logins over the session while it builds."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from engineclient.api.images import images
from engineclient.build.session import Session
from engineclient.build.trace import TRACE, Status, read_status
from engineclient.calls import Steps
from engineclient.errors import EngineError, StreamError
from engineclient.models.images import Progress
from engineclient.options.build import BUILDKIT
from engineclient.procedures.build_source import CLIENT_SESSION
from engineclient.steps import Next, Serve


def build_with(
    session: Session,
    *,
    report: Callable[[Status], object] = lambda _: None,
    each: Callable[[Status], Steps[None]] | None = None,
    context: str = CLIENT_SESSION,
    **parameters: Any,
) -> Steps[str]:
    """Build an image, or another result that the outputs name, with BuildKit; return the image's id, "" for no image.

    Args:
        session: provides what the engine requests; it is closed with the end of the build.
        report: called with each report of BuildKit.
        each: steps that are carried out with each report.
        context: a URL, if the context does not come from the session.
        parameters: further parameters of `images.build`.

    Raises:
        StreamError: the build failed.
        EngineError: the session failed on this side: a file of the context vanished, for example.

    """
    duplex = yield from images.session(session.headers)
    serving = yield from Serve(duplex, session)
    stream = yield from images.build(
        context, version=BUILDKIT, session=session.id, buildid=session.id, **parameters
    )
    image = ""
    try:
        while (record := (yield from Next(stream))) is not None:
            if record.id == TRACE:
                status = read_status(record.aux)
                report(status)
                if each is not None:
                    yield from each(status)
            elif isinstance(record.aux, Progress.Aux):
                image = record.aux.id or image
    except StreamError as error:
        cause = serving.error or session.failure
        if isinstance(cause, EngineError):
            raise cause from error
        raise
    finally:
        session.close()
    return image
