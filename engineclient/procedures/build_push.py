"""The push of a built image = push, shown as a step of the build; then its digest in the registry."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from engineclient.api.distribution import distribution
from engineclient.api.images import images
from engineclient.build.push_status import PushStatus
from engineclient.calls import Steps
from engineclient.errors import EngineError
from engineclient.procedures.push import push
from engineclient.wire.references import parse

if TYPE_CHECKING:
    from engineclient.build.trace import Status
    from engineclient.models.images import Progress


def push_built(
    names: Sequence[str], auth: Callable[[str], str], report: Callable[[Status], object]
) -> Steps[str]:
    """Push an image by each of its names; return its digest in the registry of the first, "" if it does not tell.

    Args:
        names: of the image.
        auth: gives the header X-Registry-Auth for a name.
        report: is called with each report of how it goes.

    Raises:
        EngineError: a push failed; those behind it were not tried.

    `POST /images/{name}/push` for each, `GET /images/{name}/json`, `GET /distribution/{name}/json`.
    """
    for name in names:
        status = PushStatus(name, time.time_ns)

        def progress(record: Progress, status: PushStatus = status) -> None:
            if (told := status.of(record)) is not None:
                report(told)

        report(status.began())
        try:
            yield from push(parse(name).with_default_tag(), auth=auth(name), progress=progress)
        except EngineError as error:
            report(status.ended(str(error)))
            raise
        report(status.ended())
    return (yield from _digest(names[0], auth))


def _digest(name: str, auth: Callable[[str], str]) -> Steps[str]:
    try:
        image = yield from images.inspect(name)
        if not image.repo_digests:
            return ""
        found = yield from distribution.inspect(name, auth=auth(name))
    except EngineError:
        return ""
    return found.descriptor.digest or ""
