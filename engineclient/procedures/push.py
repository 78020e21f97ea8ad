"""push = one call, read to its end."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Final, NamedTuple

from engineclient.api.images import images
from engineclient.api.registry_auth import Auth
from engineclient.calls import Steps
from engineclient.models.images import Progress
from engineclient.steps import Next
from engineclient.wire.references import Reference, reference_of

if TYPE_CHECKING:
    from engineclient.api.parameters import Platform

_OUTCOME: Final = re.compile(r"(\S+): digest: (\S+) size: (\d+)")
"""The status of the last record of each tag, the only one in which Podman reports the result."""


class Pushed(NamedTuple):
    """A pushed tag.

    Attributes:
        reference: the name and the tag.
        digest: the digest of the manifest, `sha256:...`.
        size: the size of the manifest in bytes.
    """

    reference: str
    digest: str
    size: int


def push(
    reference: str | Reference,
    *,
    all_tags: bool = False,
    platform: Platform | None = None,
    auth: Auth | Callable[[], Auth] | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> Steps[list[Pushed]]:
    """Push an image to its registry, wait for the end, and return one item for each tag pushed.

        [pushed] = engine.push("registry.example.com:5000/team/web:1.2")
        print(pushed.digest)

    `POST /images/{name}/push`. Podman does not support `all_tags`.

    Args:
        reference: the image, with the tag `latest` by default.
        all_tags: push every tag of the repository.
        platform: push only the variant for this platform (API 1.46).
        auth: credentials, `AuthConfig(username=..., password=...)` or the API's own JSON; `"config"` for those of docker's
            config.json or its credential helpers; or a function that returns them when needed.
        progress: called with each record as it arrives.

    Raises:
        InvalidReference: the reference is malformed, or has a digest.
        StreamError: the engine has no such image, or the push failed.
        UnsupportedByEngine: `platform` needs a newer engine; nothing was sent.
    """
    image = reference_of(reference)
    header = auth() if callable(auth) else auth
    stream = yield from images.push(image, all_tags=all_tags, platform=platform, auth=header)
    pushed: dict[str, Pushed] = {}
    while (record := (yield from Next(stream))) is not None:
        if progress is not None:
            progress(record)
        if isinstance(record.aux, Progress.Aux) and record.aux.digest:
            tag, digest, size = record.aux.tag or "", record.aux.digest, record.aux.size or 0
        elif found := _OUTCOME.fullmatch(record.status or ""):
            tag, digest, size = found[1], found[2], int(found[3])
        else:
            continue
        pushed[tag] = Pushed(f"{image.familiar_name}:{tag}", digest, size)
    return list(pushed.values())
