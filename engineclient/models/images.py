"""Images: views. Source: Engine API, tag Image."""

from __future__ import annotations

from engineclient.models.descriptors import Descriptor, Platform
from engineclient.models.identity import Identity
from engineclient.models.inspected import GraphDriver, ImageConfig
from engineclient.models.view import Field, View, mapping, optional, optional_or_text, required, sequence


class Progress(View):
    """A progress record of a pull, push, load, import or build. `id` is that of the layer, if it concerns one.

    `aux` is an object with a result. In the records of BuildKit whose `id` is `moby.buildkit.trace` it is a string, a
    status report in base64, which `engine.build_events` decodes.
    """

    class Detail(View):
        """The progress, in bytes or in `units`."""

        current: Field[int | None] = optional(int, "current")
        total: Field[int | None] = optional(int, "total")
        units: Field[str | None] = optional(str, "units")  # "s" while the containerd image store unpacks
        hide_counts: Field[bool | None] = optional(bool, "hidecounts")

    class Aux(View):
        """The result: of a build the id of the image, of a push the tag, digest and size in the registry."""

        id: Field[str | None] = optional(str, "ID")
        tag: Field[str | None] = optional(str, "Tag")
        digest: Field[str | None] = optional(str, "Digest")
        size: Field[int | None] = optional(int, "Size")

    id: Field[str | None] = optional(str, "id")
    status: Field[str | None] = optional(str, "status")
    stream: Field[str | None] = optional(str, "stream")
    # A progress bar drawn by the daemon; removed in Engine 29
    progress: Field[str | None] = optional(str, "progress")
    detail: Field[Detail | None] = optional(Detail, "progressDetail")
    aux: Field[Aux | str | None] = optional_or_text(Aux, "aux")


class ImageManifest(View):
    """One variant of an image, or an attestation about one (containerd image store)."""

    class Size(View):
        """Sizes in bytes: in total, and of the compressed content."""

        total: Field[int | None] = optional(int, "Total")
        content: Field[int | None] = optional(int, "Content")

    class Image(View):
        """The platform of a variant, and the containers that use it."""

        class Size(View):
            """The size in bytes of the unpacked variant."""

            unpacked: Field[int | None] = optional(int, "Unpacked")

        platform: Field[Platform | None] = optional(Platform, "Platform")
        containers: Field[list[str]] = sequence(str, "Containers")
        size: Field[Size | None] = optional(Size, "Size")
        identity: Field[Identity | None] = optional(Identity, "Identity")  # API 1.54, if requested

    class Attestation(View):
        """The subject of an attestation."""

        subject: Field[str | None] = optional(str, "For")  # a digest

    id: Field[str] = required(str, "ID")
    descriptor: Field[Descriptor] = required(Descriptor, "Descriptor")
    available: Field[bool] = required(bool, "Available")
    size: Field[Size | None] = optional(Size, "Size")
    kind: Field[str] = required(str, "Kind")  # "image", "attestation" or "unknown"
    image: Field[Image | None] = optional(Image, "ImageData")
    attestation: Field[Attestation | None] = optional(Attestation, "AttestationData")


class ImageSummary(View):
    """One item of `GET /images/json`."""

    id: Field[str] = required(str, "Id")
    parent_id: Field[str] = required(str, "ParentId")
    repo_tags: Field[list[str]] = sequence(str, "RepoTags")
    repo_digests: Field[list[str]] = sequence(str, "RepoDigests")
    created: Field[int] = required(int, "Created")  # unix seconds
    size: Field[int] = required(int, "Size")  # bytes
    shared_size: Field[int] = required(int, "SharedSize")  # bytes, -1 if not requested
    containers: Field[int] = required(int, "Containers")  # -1 if the engine did not count them
    labels: Field[dict[str, str]] = mapping(str, "Labels")
    manifests: Field[list[ImageManifest]] = sequence(ImageManifest, "Manifests")  # API 1.47, if requested
    # API 1.48, containerd image store
    descriptor: Field[Descriptor | None] = optional(Descriptor, "Descriptor")


class ImageInspect(View):
    """`GET /images/{name}/json`."""

    class RootFS(View):
        """The layers, as digests of their content."""

        type: Field[str | None] = optional(str, "Type")
        layers: Field[list[str]] = sequence(str, "Layers")

    class Metadata(View):
        """Data that the engine stores about the image."""

        last_tag_time: Field[str | None] = optional(str, "LastTagTime")  # RFC 3339; year 1 for never

    id: Field[str] = required(str, "Id")
    # API 1.48, containerd image store
    descriptor: Field[Descriptor | None] = optional(Descriptor, "Descriptor")
    manifests: Field[list[ImageManifest]] = sequence(ImageManifest, "Manifests")  # API 1.48, if requested
    repo_tags: Field[list[str]] = sequence(str, "RepoTags")
    repo_digests: Field[list[str]] = sequence(str, "RepoDigests")
    comment: Field[str | None] = optional(str, "Comment")
    created: Field[str | None] = optional(str, "Created")  # RFC 3339; None if the image does not contain it
    author: Field[str | None] = optional(str, "Author")
    parent: Field[str | None] = optional(str, "Parent")  # "" if it was not built here
    docker_version: Field[str | None] = optional(str, "DockerVersion")
    config: Field[ImageConfig | None] = optional(ImageConfig, "Config")
    architecture: Field[str] = required(str, "Architecture")
    variant: Field[str | None] = optional(str, "Variant")
    os: Field[str] = required(str, "Os")
    os_version: Field[str | None] = optional(str, "OsVersion")
    size: Field[int] = required(int, "Size")  # bytes
    # absent with the containerd image store since API 1.52
    graph_driver: Field[GraphDriver | None] = optional(GraphDriver, "GraphDriver")
    root_fs: Field[RootFS | None] = optional(RootFS, "RootFS")
    identity: Field[Identity | None] = optional(Identity, "Identity")  # API 1.53, containerd image store
    metadata: Field[Metadata | None] = optional(Metadata, "Metadata")


class HistoryItem(View):
    """One item of `GET /images/{name}/history`."""

    id: Field[str] = required(str, "Id")  # "<missing>" for steps whose image is not here
    created: Field[int] = required(int, "Created")  # unix seconds
    created_by: Field[str] = required(str, "CreatedBy")
    tags: Field[list[str]] = sequence(str, "Tags")
    size: Field[int] = required(int, "Size")  # bytes
    comment: Field[str] = required(str, "Comment")


class ImageDeleted(View):
    """One item of the answer to `DELETE /images/{name}`: a tag or an image that was removed."""

    untagged: Field[str | None] = optional(str, "Untagged")
    deleted: Field[str | None] = optional(str, "Deleted")


class ImagesPruned(View):
    """The answer to `POST /images/prune`: the removed images, and the bytes freed."""

    deleted: Field[list[ImageDeleted]] = sequence(ImageDeleted, "ImagesDeleted")
    space_reclaimed: Field[int | None] = optional(int, "SpaceReclaimed")


class BuildCachePruned(View):
    """The answer to `POST /build/prune`: the ids of removed cache entries, and the bytes freed."""

    deleted: Field[list[str]] = sequence(str, "CachesDeleted")
    space_reclaimed: Field[int | None] = optional(int, "SpaceReclaimed")


class SearchResult(View):
    """One item of `GET /images/search`."""

    name: Field[str] = required(str, "name")
    description: Field[str | None] = optional(str, "description")
    star_count: Field[int | None] = optional(int, "star_count")
    is_official: Field[bool | None] = optional(bool, "is_official")
    is_automated: Field[bool | None] = optional(bool, "is_automated")
