"""Push a built image: a push for each name, reported as a step of the build, then the digest from the registry."""

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
    """Push an image under each of its names; return its digest in the registry of the first, "" if that is unknown.

    `POST /images/{name}/push` for each, `GET /images/{name}/json`, `GET /distribution/{name}/json`.

    Args:
        names: the names of the image.
        auth: returns the value of the header X-Registry-Auth for a name.
        report: called with the status of the push whenever it changes.

    Raises:
        EngineError: a push failed; the names after it were not pushed.

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
