"""pull = one call, read to its end."""

from __future__ import annotations

from collections.abc import Callable

from engineclient.api.images import images
from engineclient.calls import Next, Steps
from engineclient.models.images import Progress


def pull(
    reference: str,
    *,
    platform: str | None = None,
    auth: str | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> Steps[None]:
    """Fetch an image, to the end.

    Args:
        reference: `busybox`, `busybox:1.37`, `host:5000/name@sha256:...`; without tag and digest it is `:latest`.
        platform: `os/arch`, if not the engine's own.
        auth: credentials, as the header X-Registry-Auth wants them.
        progress: is called with every record as it comes.

    Raises:
        InvalidReference: the reference is malformed.
        NotFound: there is no such image (or no access to it).
        StreamError: the pull failed on its way.
    """
    stream = yield from images.pull(reference, platform=platform, auth=auth)
    while (record := (yield from Next(stream))) is not None:
        if progress is not None:
            progress(record)
