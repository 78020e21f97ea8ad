"""pull = one call, read to its end."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from engineclient.api.images import images
from engineclient.calls import Next, Steps
from engineclient.wire.references import Reference

if TYPE_CHECKING:
    from engineclient.models.images import Progress


def pull(
    reference: str | Reference,
    *,
    all_tags: bool = False,
    platform: str | None = None,
    auth: str | Callable[[], str] | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> Steps[None]:
    """Fetch an image, to the end.

    Args:
        reference: `busybox`, `busybox:1.37`, `host:5000/name@sha256:...`; without tag and digest it is `:latest`.
        all_tags: every tag of that repository.
        platform: `os/arch`, if not the engine's own.
        auth: credentials, as the header X-Registry-Auth wants them, or what gives them when they are needed;
            `"config"` for those that docker's config.json or its credential helpers keep.
        progress: is called with every record as it comes.

    Raises:
        InvalidReference: the reference is malformed.
        NotFound: there is no such image (or no access to it).
        StreamError: the pull failed on its way.
    """
    header = auth() if callable(auth) else auth
    stream = yield from images.pull(reference, all_tags=all_tags, platform=platform, auth=header)
    while (record := (yield from Next(stream))) is not None:
        if progress is not None:
            progress(record)
