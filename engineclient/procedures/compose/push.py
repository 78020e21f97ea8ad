"""Push the images of a project's services."""

from __future__ import annotations

from collections.abc import Callable

from engineclient.api.images import images
from engineclient.calls import Steps
from engineclient.models.images import Progress
from engineclient.steps import Next
from engineclient.wire.references import parse


def push_one(image: str, auth: str, progress: Callable[[str, Progress], object]) -> Steps[None]:
    """Push one image to its registry. `POST /images/{name}/push`.

    Args:
        image: its name; the default tag is `latest`.
        auth: the header X-Registry-Auth.
        progress: takes the name of the image and each record of the progress.

    Raises:
        APIError, StreamError: the engine or the registry refuses it.

    """
    stream = yield from images.push(parse(image).with_default_tag(), auth=auth)
    while (record := (yield from Next(stream))) is not None:
        progress(image, record)
