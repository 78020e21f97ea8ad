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
from engineclient.api.registry_auth import NO_CREDENTIALS, registry_auth
from engineclient.backend import Content
from engineclient.calls import Call, Request, S_co, StreamCall, endpoint, streaming
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
    """Get, look at and remove images. `name` is a reference (`busybox:1.37`) or an id.

    A `platform` is `os/arch` or `os/arch/variant`, or the API's own JSON object where the route takes one.
    """

    @endpoint
    def inspect(
        self, name: str, *, manifests: bool = False, platform: Platform | None = None
    ) -> Call[ImageInspect]:
        """All about an image. `GET /images/{name}/json`.

        Args:
            name: of the image.
            manifests: with all its variants (API 1.48, containerd image store).
            platform: the variant for this platform (API 1.49); not together with `manifests`.

        """
        request = Request(
            method="GET",
            path=image_path("/images/{}/json", name),
            query=query({"manifests": manifests, "platform": platform_json(platform)}),
            needs=needs(("manifests", "1.48", manifests), ("platform", "1.49", platform)),
        )
        return Call(request, view(ImageInspect))

    @endpoint
    def history(self, name: str, *, platform: Platform | None = None) -> Call[list[HistoryItem]]:
        """What it was built from, the last step first. `GET /images/{name}/history`.

        Args:
            name: of the image.
            platform: of the variant for this platform (API 1.48).

        """
        request = Request(
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
        """What is attested of an image, such as how it was built. `GET /images/{name}/attestations` (API 1.55).

        Args:
            name: of the image.
            platform: of the variant for this platform, if not the engine's own.
            types: only these, by the URI of their predicate: `https://slsa.dev/provenance/v1`.
            statement: with the statements themselves.

        Raises:
            Unimplemented: the engine does not use the containerd image store.

        """
        request = Request(
            method="GET",
            path=image_path("/images/{}/attestations", name),
            query=query({"platform": platform_json(platform), "type": types, "statement": statement}),
            needs=(Gate("images.attestations", "1.55"),),
        )
        return Call(request, views(Attestation))

    @endpoint
    def tag(self, name: str, reference: str) -> Call[None]:
        """Give an image one more name. `POST /images/{name}/tag`.

        Args:
            name: of the image.
            reference: the new name, `:latest` unless it says otherwise. Another image loses it.

        Raises:
            InvalidReference: the reference is malformed, or has a digest.

        """
        target = parse(reference)
        if target.digest:
            raise InvalidReference("refusing to create a tag with a digest reference")
        target = target.with_default_tag()
        request = Request(
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
        """Take off a name, and with the last one the image. `DELETE /images/{name}`.

        Args:
            name: of the image.
            force: even if it has several names or a stopped container uses it.
            prune: its untagged parents, too.
            platforms: only the variants for these (API 1.50).

        """
        variants = platforms_json(platforms)
        request = Request(
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
        auth: str | None = None,
    ) -> StreamCall[Progress]:
        """Fetch an image. `POST /images/create`.

        The answer is a stream of progress: read it to the end, or `wait()` for it.

        Args:
            reference: `busybox`, `busybox:1.37`, `host:5000/name@sha256:...`; without tag and digest it is
                `:latest`.
            all_tags: every tag of that repository.
            platform: `os/arch`, if not the engine's own.
            auth: credentials, as the header X-Registry-Auth wants them; `"config"` for those that
                docker's config.json keeps.

        Raises:
            InvalidReference: the reference is malformed.
            NotFound: there is no such image (or no access to it).
            StreamError: while reading: the pull failed.

        """
        image = reference_of(reference)
        tag = None if all_tags else image.with_default_tag().tag_or_digest
        request = Request(
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
        """Make an image of a file system in a tar archive. `POST /images/create` with `fromSrc`.

        Args:
            source: the archive, plain or compressed (an iterable is sent as it comes), or the URL of one
                that the engine can reach.
            reference: the image's name; without it the image has none.
            message: for the image's history.
            changes: instructions of a Dockerfile to apply, such as `CMD ["sh"]`.
            platform: `os/arch` to write into the image.

        Raises:
            InvalidReference: the reference is malformed.
            StreamError: while reading: the import failed. The last record's `status` is the image's id.

        """
        if reference is not None:
            parse(reference)
        address, content = (source, None) if isinstance(source, str) else ("-", source)
        request = Request(
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
        auth: str | None = None,
    ) -> StreamCall[Progress]:
        """Give an image to its registry, as a stream of progress. `POST /images/{name}/push`.

        Args:
            reference: the image, `:latest` unless it says otherwise.
            all_tags: every tag of that repository.
            platform: only the variant for this platform (API 1.46).
            auth: credentials, as the header X-Registry-Auth wants them; `"config"` for those that
                docker's config.json keeps.

        Raises:
            InvalidReference: the reference is malformed, or has a digest.
            StreamError: while reading: there is no such image here, or the push failed.

        """
        image = reference_of(reference)
        if image.digest:
            raise InvalidReference("cannot push a digest reference")
        tag = None if all_tags else image.with_default_tag().tag
        request = Request(
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
        auth: str | None = None,
    ) -> Call[list[SearchResult]]:
        """Look for images in a registry. `GET /images/search`.

        Args:
            term: part of a name; with a host in front, in that registry.
            limit: at most so many.
            filters: such as `{"is-official": True, "stars": "3"}`.
            auth: credentials, as the header X-Registry-Auth wants them; `"config"` for those that
                docker's config.json keeps.

        """
        request = Request(
            method="GET",
            path="/images/search",
            query=query({"term": term, "limit": limit, "filters": encode_filters(filters)}),
            **registry_auth(auth, term, otherwise=NO_CREDENTIALS),
            patience=None,
        )
        return Call(request, views(SearchResult))

    @endpoint
    def prune(self, *, filters: Filters | None = None) -> Call[ImagesPruned]:
        """Remove images that have no name and no container. `POST /images/prune`.

        Args:
            filters: `{"dangling": False}` for those with a name as well; `until`, `label`.

        """
        request = Request(
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
        """Images with all their layers and names, as the bytes of a tar archive. `GET /images/get`.

        Args:
            names: one or more; an id takes no names along.
            platform: the variant for this platform (API 1.48), or for several (API 1.52).

        Raises:
            NotFound: one of them is not here.

        """
        names = [names] if isinstance(names, str) else [*names]
        if not all(name.strip("/ ") for name in names) or not names:
            raise InvalidName("invalid image name or ID: value is empty")
        request = Request(
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
        """Take in images from an archive that `get` made. `POST /images/load`.

        Args:
            content: the archive, plain or compressed; an iterable is sent as it comes.
            quiet: no progress, only the names.
            platform: the variant for this platform (API 1.48), or for several (API 1.52).

        Raises:
            StreamError: while reading: the archive is none. `stream` of the last records names the images.

        """
        request = Request(
            method="POST",
            path="/images/load",
            query=query({"quiet": "1" if quiet else "0", "platform": platforms_json(platform)}),
            headers=_TAR,
            content=content,
            patience=None,
            needs=_variants_need(platform),
        )
        return StreamCall(request, decoders.progress)

    @endpoint
    def list(  # last: behind it `list` is no longer the type
        self,
        *,
        all: bool = False,
        digests: bool = False,
        shared_size: bool = False,
        manifests: bool = False,
        identity: bool = False,
        filters: Filters | None = None,
    ) -> Call[list[ImageSummary]]:
        """The images that are here. `GET /images/json`.

        Args:
            all: with the intermediate ones of builds.
            digests: with their digests (engines before 1.42; later ones always tell).
            shared_size: count what they share (API 1.42).
            manifests: with all their variants (API 1.47, containerd image store).
            identity: with where those come from (API 1.54).
            filters: such as `{"dangling": True, "reference": "busybox"}`.

        """
        parameters = {
            "all": all,
            "digests": digests,
            "shared-size": shared_size,
            "manifests": manifests
            or identity,  # without them the engine refuses to tell where they come from
            "identity": identity,
            "filters": encode_filters(filters),
        }
        request = Request(
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
