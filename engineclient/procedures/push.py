"""push = one call, read to its end."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Final, NamedTuple

from engineclient.api.images import images
from engineclient.calls import Next, Steps
from engineclient.wire.references import Reference, reference_of

if TYPE_CHECKING:
    from engineclient.api.parameters import Platform
    from engineclient.models.images import Progress

_OUTCOME: Final = re.compile(r"(\S+): digest: (\S+) size: (\d+)")
"""The status of the last record of each tag: Podman says what it has pushed in no other way."""


class Pushed(NamedTuple):
    """What the registry has now.

    Attributes:
        reference: the name and the tag.
        digest: of the manifest, `sha256:...`.
        size: of the manifest, in bytes.
    """

    reference: str
    digest: str
    size: int


def push(
    reference: str | Reference,
    *,
    all_tags: bool = False,
    platform: Platform | None = None,
    auth: str | Callable[[], str] | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> Steps[list[Pushed]]:
    """Give an image to its registry, to the end; what the registry has now, one item a tag.

        [pushed] = engine.push("registry.example.com:5000/team/web:1.2")
        print(pushed.digest)

    `POST /images/{name}/push`. Podman knows no `all_tags`.

    Args:
        reference: the image, `:latest` unless it says otherwise.
        all_tags: every tag of that repository.
        platform: only the variant for this platform (API 1.46).
        auth: credentials, as the header X-Registry-Auth wants them, or what gives them when they are needed.
        progress: is called with every record as it comes.

    Raises:
        InvalidReference: the reference is malformed, or has a digest.
        StreamError: there is no such image here, or the push failed on its way.
        UnsupportedByEngine: `platform` needs a newer engine; nothing was sent.
    """
    image = reference_of(reference)
    header = auth() if callable(auth) else auth
    stream = yield from images.push(image, all_tags=all_tags, platform=platform, auth=header)
    pushed: dict[str, Pushed] = {}
    while (record := (yield from Next(stream))) is not None:
        if progress is not None:
            progress(record)
        if record.aux is not None and record.aux.digest:
            tag, digest, size = record.aux.tag or "", record.aux.digest, record.aux.size or 0
        elif found := _OUTCOME.fullmatch(record.status or ""):
            tag, digest, size = found[1], found[2], int(found[3])
        else:
            continue
        pushed[tag] = Pushed(f"{image.familiar_name}:{tag}", digest, size)
    return list(pushed.values())
