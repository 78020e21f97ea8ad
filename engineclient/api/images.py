"""Images. Source: Engine API, tag Image."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engineclient.api import decoders
from engineclient.api.build import Builds
from engineclient.api.parameters import (
    Filters,
    Platform,
    encode_filters,
    image_path,
    needs,
    nothing,
    platform_json,
    platforms_json,
    query,
    view,
    views,
)
from engineclient.api.registry_auth import NO_CREDENTIALS, Auth, registry_auth
from engineclient.backend import Content
from engineclient.binding import S_co, endpoint, streaming
from engineclient.calls import Call, RequestSpec, StreamCall
from engineclient.errors import InvalidName, InvalidReference
from engineclient.models.identity import Attestation
from engineclient.models.images import (
    HistoryItem,
    ImageDeleted,
    ImageInspect,
    ImagesPruned,
    ImageSummary,
    Progress,
    SearchResult,
)
from engineclient.versions import Gate
from engineclient.wire.references import Reference, parse, reference_of

if TYPE_CHECKING:
    from collections.abc import Sequence


_TAR = {"Content-Type": "application/x-tar"}


class Images(Builds[S_co]):
    """Pull, inspect, tag and remove images. `name` is a reference (`busybox:1.37`) or an id.

    A `platform` is `os/arch` or `os/arch/variant`, or the API's own JSON object where the route takes one.
    """

    @endpoint
    def inspect(
        self, name: str, *, manifests: bool = False, platform: Platform | None = None
    ) -> Call[ImageInspect]:
        """Inspect an image. `GET /images/{name}/json`.

        Args:
            name: reference or id of the image.
            manifests: include all its variants (API 1.48, containerd image store).
            platform: inspect the variant for this platform (API 1.49); not together with `manifests`.

        """
        request = RequestSpec(
            method="GET",
            path=image_path("/images/{}/json", name),
            query=query({"manifests": manifests, "platform": platform_json(platform)}),
            needs=needs(("manifests", "1.48", manifests), ("platform", "1.49", platform)),
        )
        return Call(request, view(ImageInspect))

    @endpoint
    def history(self, name: str, *, platform: Platform | None = None) -> Call[list[HistoryItem]]:
        """List the build steps of an image, the last one first. `GET /images/{name}/history`.

        Args:
            name: reference or id of the image.
            platform: use the variant for this platform (API 1.48).

        """
        request = RequestSpec(
            method="GET",
            path=image_path("/images/{}/history", name),
            query=query({"platform": platform_json(platform)}),
            needs=needs(("platform", "1.48", platform)),
        )
        return Call(request, views(HistoryItem))

    @endpoint
    def attestations(
        self,
        name: str,
        *,
        platform: Platform | None = None,
        types: Sequence[str] | None = None,
        statement: bool = False,
    ) -> Call[list[Attestation]]:
        """List the attestations of an image, such as its provenance. `GET /images/{name}/attestations` (API 1.55).

        Args:
            name: reference or id of the image.
            platform: use the variant for this platform, by default the engine's.
            types: only attestations with these predicate types, such as `https://slsa.dev/provenance/v1`.
            statement: include the statements.

        Raises:
            Unimplemented: the engine does not use the containerd image store.

        """
        request = RequestSpec(
            method="GET",
            path=image_path("/images/{}/attestations", name),
            query=query({"platform": platform_json(platform), "type": types, "statement": statement}),
            needs=(Gate("images.attestations", "1.55"),),
        )
        return Call(request, views(Attestation))

    @endpoint
    def tag(self, name: str, reference: str) -> Call[None]:
        """Add a name to an image. `POST /images/{name}/tag`.

        Args:
            name: reference or id of the image.
            reference: the new name, with the tag `latest` by default. If another image has the name, it loses it.

        Raises:
            InvalidReference: the reference is malformed, or has a digest.

        """
        target = parse(reference)
        if target.digest:
            raise InvalidReference("refusing to create a tag with a digest reference")
        target = target.with_default_tag()
        request = RequestSpec(
            method="POST",
            path=image_path("/images/{}/tag", name),
            query=query({"repo": target.name, "tag": target.tag}),
        )
        return Call(request, nothing)

    @endpoint
    def remove(
        self,
        name: str,
        *,
        force: bool = False,
        prune: bool = True,
        platforms: Platform | Sequence[Platform] | None = None,
    ) -> Call[list[ImageDeleted]]:
        """Remove a name of an image, and the image itself if it was the last name. `DELETE /images/{name}`.

        Args:
            name: reference or id of the image.
            force: remove the image even if it has several names, or a stopped container uses it.
            prune: remove its untagged parents too.
            platforms: remove only the variants for these platforms (API 1.50).

        Raises:
            NotFound: there is no such image.
            Conflict: a container uses the image, or, given an id, it has several names and `force` is not set.

        """
        variants = platforms_json(platforms)
        request = RequestSpec(
            method="DELETE",
            path=image_path("/images/{}", name),
            query=query({"force": force, "noprune": not prune, "platforms": variants}),
            patience=None,
            needs=needs(("platforms", "1.50", variants)),
        )
        return Call(request, views(ImageDeleted))

    @streaming
    def pull(
        self,
        reference: str | Reference,
        *,
        all_tags: bool = False,
        platform: str | None = None,
        auth: Auth | None = None,
    ) -> StreamCall[Progress]:
        """Pull an image. `POST /images/create`.

        The answer is a stream of progress, which must be read to its end:

            engine.images.pull("busybox:1.37").wait()

        Args:
            reference: `busybox`, `busybox:1.37`, `host:5000/name@sha256:...`; without tag and digest the tag is `latest`.
            all_tags: pull all tags of the repository.
            platform: `os/arch`, by default that of the engine.
            auth: credentials, an `AuthConfig` or the API's own JSON; `"config"` for those in docker's config.json; or the
                value of the header X-Registry-Auth.

        Raises:
            InvalidReference: the reference is malformed.
            NotFound: there is no such image, or no access to it.
            StreamError: while reading: the pull failed.

        """
        image = reference_of(reference)
        tag = None if all_tags else image.with_default_tag().tag_or_digest
        request = RequestSpec(
            method="POST",
            path="/images/create",
            query=query({"fromImage": image.name, "tag": tag, "platform": platform}),
            **registry_auth(auth, image, otherwise=NO_CREDENTIALS),
            patience=None,
        )
        return StreamCall(request, decoders.progress)

    @streaming
    def import_(
        self,
        source: Content | str,
        reference: str | None = None,
        *,
        message: str | None = None,
        changes: Sequence[str] | None = None,
        platform: str | None = None,
    ) -> StreamCall[Progress]:
        """Create an image from a tar archive of a file system. `POST /images/create` with `fromSrc`.

        The answer is a stream of progress, whose last record has the id of the image in `status`.

        Args:
            source: the archive, plain or compressed (an iterable of bytes is streamed), or a URL that the engine
                downloads.
            reference: the name of the image; without it the image has no name.
            message: a message for the image's history.
            changes: instructions of a Dockerfile to apply, such as `CMD ["sh"]`.
            platform: the platform of the image, `os/arch`.

        Raises:
            InvalidReference: the reference is malformed.
            StreamError: while reading: the import failed.

        """
        if reference is not None:
            parse(reference)
        address, content = (source, None) if isinstance(source, str) else ("-", source)
        request = RequestSpec(
            method="POST",
            path="/images/create",
            query=query(
                {
                    "fromSrc": address,
                    "repo": reference,
                    "message": message,
                    "changes": changes,
                    "platform": platform,
                }
            ),
            headers={} if content is None else _TAR,
            content=content,
            patience=None,
        )
        return StreamCall(request, decoders.progress)

    @streaming
    def push(
        self,
        reference: str | Reference,
        *,
        all_tags: bool = False,
        platform: Platform | None = None,
        auth: Auth | None = None,
    ) -> StreamCall[Progress]:
        """Push an image to its registry. `POST /images/{name}/push`.

        The answer is a stream of progress, which must be read to its end, or use `wait()`.

        Args:
            reference: the image, with the tag `latest` by default.
            all_tags: push all tags of the repository.
            platform: push only the variant for this platform (API 1.46).
            auth: credentials, an `AuthConfig` or the API's own JSON; `"config"` for those in docker's config.json; or the
                value of the header X-Registry-Auth.

        Raises:
            InvalidReference: the reference is malformed, or has a digest.
            StreamError: while reading: the engine does not have the image, or the push failed.

        """
        image = reference_of(reference)
        if image.digest:
            raise InvalidReference("cannot push a digest reference")
        tag = None if all_tags else image.with_default_tag().tag
        request = RequestSpec(
            method="POST",
            path=image_path("/images/{}/push", image.familiar_name),
            query=query({"tag": tag, "platform": platform_json(platform)}),
            **registry_auth(auth, image, otherwise=NO_CREDENTIALS),
            patience=None,
            needs=needs(("platform", "1.46", platform)),
        )
        return StreamCall(request, decoders.progress)

    @endpoint
    def search(
        self,
        term: str,
        *,
        limit: int | None = None,
        filters: Filters | None = None,
        auth: Auth | None = None,
    ) -> Call[list[SearchResult]]:
        """Search for images in a registry. `GET /images/search`.

        Args:
            term: a part of a name; may begin with the host of a registry, by default Docker Hub.
            limit: the maximum number of results.
            filters: such as `{"is-official": True, "stars": "3"}`.
            auth: credentials, an `AuthConfig` or the API's own JSON; `"config"` for those in docker's config.json; or the
                value of the header X-Registry-Auth.

        """
        request = RequestSpec(
            method="GET",
            path="/images/search",
            query=query({"term": term, "limit": limit, "filters": encode_filters(filters)}),
            **registry_auth(auth, term, otherwise=NO_CREDENTIALS),
            patience=None,
        )
        return Call(request, views(SearchResult))

    @endpoint
    def prune(self, *, filters: Filters | None = None) -> Call[ImagesPruned]:
        """Remove images that have no name and that no container uses. `POST /images/prune`.

        Args:
            filters: `{"dangling": False}` also removes unused images with a name; `until`, `label`.

        """
        request = RequestSpec(
            method="POST",
            path="/images/prune",
            query=query({"filters": encode_filters(filters)}),
            patience=None,
        )
        return Call(request, view(ImagesPruned))

    @streaming
    def get(
        self, names: str | Sequence[str], *, platform: Platform | Sequence[Platform] | None = None
    ) -> StreamCall[bytes]:
        """Export images with their layers and names, as the bytes of a tar archive. `GET /images/get`.

        Args:
            names: one or more names or ids; an image given by its id is exported without its names.
            platform: export the variant for this platform (API 1.48), or for several (API 1.52).

        Raises:
            NotFound: the engine does not have one of the images.

        """
        names = [names] if isinstance(names, str) else [*names]
        if not all(name.strip("/ ") for name in names) or not names:
            raise InvalidName("invalid image name or ID: value is empty")
        request = RequestSpec(
            method="GET",
            path="/images/get",
            query=query({"names": names, "platform": platforms_json(platform)}),
            patience=None,
            needs=_variants_need(platform),
        )
        return StreamCall(request, decoders.tar)

    @streaming
    def load(
        self,
        content: Content,
        *,
        quiet: bool = False,
        platform: Platform | Sequence[Platform] | None = None,
    ) -> StreamCall[Progress]:
        """Import images from an archive that `get` created. `POST /images/load`.

        The answer is a stream of progress, whose last records name the images in `stream`.

            with open("images.tar", "rb") as file:
                engine.images.load(file).wait()

        Args:
            content: the archive, plain or compressed; an iterable of bytes is streamed.
            quiet: no progress, only the names.
            platform: import the variant for this platform (API 1.48), or for several (API 1.52).

        Raises:
            StreamError: while reading: the archive is invalid.

        """
        request = RequestSpec(
            method="POST",
            path="/images/load",
            query=query({"quiet": "1" if quiet else "0", "platform": platforms_json(platform)}),
            headers=_TAR,
            content=content,
            patience=None,
            needs=_variants_need(platform),
        )
        return StreamCall(request, decoders.progress)

    # The last method: below it, `list` would be this method instead of the type
    @endpoint
    def list(
        self,
        *,
        all: bool = False,
        digests: bool = False,
        shared_size: bool = False,
        manifests: bool = False,
        identity: bool = False,
        filters: Filters | None = None,
    ) -> Call[list[ImageSummary]]:
        """List images. `GET /images/json`.

        Args:
            all: include intermediate images of builds.
            digests: include digests (before API 1.42; later they are always included).
            shared_size: compute the size of shared layers (API 1.42).
            manifests: include all variants of images (API 1.47, containerd image store).
            identity: include the origin of the variants (API 1.54).
            filters: such as `{"dangling": True, "reference": "busybox"}`.

        """
        parameters = {
            "all": all,
            "digests": digests,
            "shared-size": shared_size,
            "manifests": manifests or identity,  # the engine refuses `identity` without `manifests`
            "identity": identity,
            "filters": encode_filters(filters),
        }
        request = RequestSpec(
            method="GET",
            path="/images/json",
            query=query(parameters),
            patience=None if shared_size else 0.0,
            needs=needs(
                ("shared_size", "1.42", shared_size),
                ("manifests", "1.47", manifests),
                ("identity", "1.54", identity),
            ),
        )
        return Call(request, views(ImageSummary))


def _variants_need(platforms: Platform | Sequence[Platform] | None) -> tuple[Gate, ...]:
    count = len(platforms_json(platforms))
    return needs(("platform", "1.52" if count > 1 else "1.48", count or None))


images: Images[None] = Images(None)
