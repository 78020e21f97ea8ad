"""Images. Source: Engine API, tag Image."""

from __future__ import annotations

from typing import Any

from engineclient.api.parameters import Filters, encode_filters, image_path, query, view, views
from engineclient.calls import Api, Call, Head, Request, S_co, StreamCall, endpoint, streaming
from engineclient.errors import StreamError
from engineclient.models.images import ImageDeleted, ImageInspect, ImageSummary, Progress
from engineclient.wire.records import Records
from engineclient.wire.references import parse


class ProgressRecords:
    """Decoder of progress: a record that holds an error is raised. The status was 200 long before it came."""

    def __init__(self) -> None:
        self._records = Records()

    def feed(self, data: bytes) -> list[Progress]:
        """The records completed by `data`.

        Raises:
            StreamError: one of them is an error.
        """
        return [_checked(record) for record in self._records.feed(data)]

    def end(self) -> list[Progress]:
        """What is left at the end of the stream."""
        return [_checked(record) for record in self._records.end()]


def _checked(record: Any) -> Progress:
    detail = record.get("errorDetail") or {}
    # `error` alone is what old engines and podman send; new ones send both
    if message := detail.get("message") or record.get("error"):
        raise StreamError(message, code=detail.get("code"))
    return Progress(record)


def progress(_: Head) -> ProgressRecords:
    """The decoder of progress, whatever the head says."""
    return ProgressRecords()


class Images(Api[S_co]):
    """Get, look at and remove images. `name` is a reference (`busybox:1.37`) or an id."""

    @endpoint
    def inspect(self, name: str) -> Call[ImageInspect]:
        """All about an image. `GET /images/{name}/json`."""
        return Call(Request(method="GET", path=image_path("/images/{}/json", name)), view(ImageInspect))

    @endpoint
    def remove(self, name: str, *, force: bool = False, prune: bool = True) -> Call[list[ImageDeleted]]:
        """Take off a name, and with the last one the image. `DELETE /images/{name}`.

        Args:
            force: even if it has several names or a stopped container uses it.
            prune: its untagged parents, too.
        """
        request = Request(
            method="DELETE",
            path=image_path("/images/{}", name),
            query=query({"force": force, "noprune": not prune}),
            patience=None,
        )
        return Call(request, views(ImageDeleted))

    @streaming
    def pull(
        self, reference: str, *, platform: str | None = None, auth: str | None = None
    ) -> StreamCall[Progress]:
        """Fetch an image, as a stream of progress: read it to the end, or `wait()` for it. `POST /images/create`.

        Args:
            reference: `busybox`, `busybox:1.37`, `host:5000/name@sha256:...`; without tag and digest it is `:latest`.
            platform: `os/arch`, if not the engine's own.
            auth: credentials, as the header X-Registry-Auth wants them.

        Raises:
            InvalidReference: the reference is malformed.
            NotFound: there is no such image (or no access to it).
            StreamError: while reading: the pull failed.
        """
        image = parse(reference).with_default_tag()
        request = Request(
            method="POST",
            path="/images/create",
            query=query({"fromImage": image.name, "tag": image.tag_or_digest, "platform": platform}),
            headers={"X-Registry-Auth": auth or NO_CREDENTIALS},
            patience=None,
            needs=(("--platform", "1.32"),) if platform else (),
        )
        return StreamCall(request, progress)

    @endpoint
    def list(  # last: behind it `list` is no longer the type
        self,
        *,
        all: bool = False,
        digests: bool = False,
        shared_size: bool = False,
        filters: Filters | None = None,
    ) -> Call[list[ImageSummary]]:
        """The images that are here. `GET /images/json`.

        Args:
            all: with the intermediate ones of builds.
            digests: with their digests (engines before 1.42; later ones always tell).
            shared_size: count what they share (API 1.42).
            filters: such as `{"dangling": True, "reference": "busybox"}`.
        """
        parameters = {
            "all": all,
            "digests": digests,
            "shared-size": shared_size,
            "filters": encode_filters(filters),
        }
        request = Request(
            method="GET",
            path="/images/json",
            query=query(parameters),
            needs=(("shared-size", "1.42"),) if shared_size else (),
        )
        return Call(request, views(ImageSummary))


NO_CREDENTIALS = "e30="  # {} in base64: docker always sends the header, and so some proxies count on it

images: Images[None] = Images(None)
