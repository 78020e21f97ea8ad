"""build with BuildKit = session + build: the engine asks the session for files, secrets and logins while it builds."""

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
    """Build an image, or whatever the outputs say, with BuildKit; the image's id, "" if the result is none.

    Args:
        session: what the engine may ask for; it lives as long as the build.
        report: is called with each report of BuildKit's.
        each: is carried out with each.
        context: a URL, if the session does not have the context.
        parameters: further ones of `images.build`.

    Raises:
        StreamError: the build failed.
        EngineError: the session failed, for a reason of ours (a file of the context vanished).

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
