"""Images: views. Source: Engine API, tag Image."""

from __future__ import annotations

from engineclient.models.descriptors import Descriptor, Platform
from engineclient.models.inspected import GraphDriver, ImageConfig
from engineclient.models.view import View, mapping, optional, required, sequence


class Progress(View):
    """A record of a pull, push, load, import or build. `id` is the layer it is about, if it is about one."""

    class Detail(View):
        """How far it is, in bytes unless it names other units."""

        current = optional(int, "current")
        total = optional(int, "total")
        units = optional(str, "units")  # "s" while the containerd image store unpacks
        hide_counts = optional(bool, "hidecounts")

    class Aux(View):
        """The outcome: of a build the image's id, of a push what the registry has now."""

        id = optional(str, "ID")
        tag = optional(str, "Tag")
        digest = optional(str, "Digest")
        size = optional(int, "Size")

    id = optional(str, "id")
    status = optional(str, "status")
    stream = optional(str, "stream")
    progress = optional(str, "progress")  # a bar drawn by the daemon; gone in Engine 29
    detail = optional(Detail, "progressDetail")
    aux = optional(Aux, "aux")


class ImageManifest(View):
    """One variant of an image, or an attestation about one (containerd image store)."""

    class Size(View):
        """Bytes: everything, and what is kept compressed."""

        total = optional(int, "Total")
        content = optional(int, "Content")

    class Image(View):
        """What a variant is for, and who uses it."""

        class Size(View):
            """Bytes: unpacked, ready to run."""

            unpacked = optional(int, "Unpacked")

        platform = optional(Platform, "Platform")
        containers = sequence(str, "Containers")
        size = optional(Size, "Size")

    class Attestation(View):
        """What an attestation is about."""

        subject = optional(str, "For")  # a digest

    id = required(str, "ID")
    descriptor = required(Descriptor, "Descriptor")
    available = required(bool, "Available")
    size = optional(Size, "Size")
    kind = required(str, "Kind")  # "image", "attestation" or "unknown"
    image = optional(Image, "ImageData")
    attestation = optional(Attestation, "AttestationData")


class ImageSummary(View):
    """One item of `GET /images/json`."""

    id = required(str, "Id")
    parent_id = required(str, "ParentId")
    repo_tags = sequence(str, "RepoTags")
    repo_digests = sequence(str, "RepoDigests")
    created = required(int, "Created")  # unix seconds
    size = required(int, "Size")  # bytes
    shared_size = required(int, "SharedSize")  # bytes, -1 if not asked for
    containers = required(int, "Containers")  # -1 if the engine did not count
    labels = mapping(str, "Labels")
    manifests = sequence(ImageManifest, "Manifests")  # API 1.47, if asked for
    descriptor = optional(Descriptor, "Descriptor")  # API 1.48, containerd image store


class ImageInspect(View):
    """`GET /images/{name}/json`."""

    class RootFS(View):
        """The layers, by the digests of what is in them."""

        type = optional(str, "Type")
        layers = sequence(str, "Layers")

    class Metadata(View):
        """What the engine notes beside the image."""

        last_tag_time = optional(str, "LastTagTime")  # RFC 3339; year 1 for never

    id = required(str, "Id")
    descriptor = optional(Descriptor, "Descriptor")  # API 1.48, containerd image store
    manifests = sequence(ImageManifest, "Manifests")  # API 1.48, if asked for
    repo_tags = sequence(str, "RepoTags")
    repo_digests = sequence(str, "RepoDigests")
    comment = optional(str, "Comment")
    created = optional(str, "Created")  # RFC 3339; left out where the image does not say
    author = optional(str, "Author")
    parent = optional(str, "Parent")  # "" if it was not built here
    docker_version = optional(str, "DockerVersion")
    config = optional(ImageConfig, "Config")
    architecture = required(str, "Architecture")
    variant = optional(str, "Variant")
    os = required(str, "Os")
    os_version = optional(str, "OsVersion")
    size = required(int, "Size")  # bytes
    graph_driver = optional(
        GraphDriver, "GraphDriver"
    )  # absent with the containerd image store since API 1.52
    root_fs = optional(RootFS, "RootFS")
    metadata = optional(Metadata, "Metadata")


class HistoryItem(View):
    """One item of `GET /images/{name}/history`."""

    id = required(str, "Id")  # "<missing>" for steps whose image is not here
    created = required(int, "Created")  # unix seconds
    created_by = required(str, "CreatedBy")
    tags = sequence(str, "Tags")
    size = required(int, "Size")  # bytes
    comment = required(str, "Comment")


class ImageDeleted(View):
    """One item of `DELETE /images/{name}`: a name that was taken off, or an image that is gone."""

    untagged = optional(str, "Untagged")
    deleted = optional(str, "Deleted")


class ImagesPruned(View):
    """`POST /images/prune`: what is gone, and bytes that are free now."""

    deleted = sequence(ImageDeleted, "ImagesDeleted")
    space_reclaimed = optional(int, "SpaceReclaimed")


class BuildCachePruned(View):
    """`POST /build/prune`: ids, and bytes that are free now."""

    deleted = sequence(str, "CachesDeleted")
    space_reclaimed = optional(int, "SpaceReclaimed")


class SearchResult(View):
    """One item of `GET /images/search`."""

    name = required(str, "name")
    description = optional(str, "description")
    star_count = optional(int, "star_count")
    is_official = optional(bool, "is_official")
    is_automated = optional(bool, "is_automated")
