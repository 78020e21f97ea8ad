"""pull = one call, read to its end."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from engineclient.api.images import images
from engineclient.calls import Steps
from engineclient.steps import Next
from engineclient.wire.references import Reference

if TYPE_CHECKING:
    from engineclient.api.registry_auth import Auth
    from engineclient.models.images import Progress


def pull(
    reference: str | Reference,
    *,
    all_tags: bool = False,
    platform: str | None = None,
    auth: Auth | Callable[[], Auth] | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> Steps[None]:
    """Pull an image, and wait for the end. `POST /images/create`.

    Args:
        reference: `busybox`, `busybox:1.37`, `host:5000/name@sha256:...`; the default tag is `latest`.
        all_tags: pull every tag of the repository.
        platform: the platform, `os/arch`; by default the engine's own.
        auth: credentials, `AuthConfig(username=..., password=...)` or the API's own JSON; `"config"` for those of docker's
            config.json or its credential helpers; or a function that returns them when needed.
        progress: called with each record as it arrives.

    Raises:
        InvalidReference: the reference is malformed.
        NotFound: there is no such image (or no access to it).
        StreamError: the pull failed.
    """
    header = auth() if callable(auth) else auth
    stream = yield from images.pull(reference, all_tags=all_tags, platform=platform, auth=header)
    while (record := (yield from Next(stream))) is not None:
        if progress is not None:
            progress(record)
