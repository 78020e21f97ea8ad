"""Images: views. Source: Engine API, tag Image."""

from __future__ import annotations

from typing import Any

from engineclient.models.view import View, mapping, optional, required, sequence


class Progress(View):
    """A record of a pull, push, load or build. `id` is the layer it is about, if it is about one."""

    class Detail(View):
        """How far it is, in bytes."""

        current = optional(int, "current")
        total = optional(int, "total")

    id = optional(str, "id")
    status = optional(str, "status")
    stream = optional(str, "stream")
    progress = optional(str, "progress")  # a bar drawn by the daemon; gone in Engine 29
    detail = optional(Detail, "progressDetail")
    aux: Any = optional(dict, "aux")


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


class ImageInspect(View):
    """`GET /images/{name}/json`."""

    id = required(str, "Id")
    repo_tags = sequence(str, "RepoTags")
    repo_digests = sequence(str, "RepoDigests")
    created = optional(str, "Created")  # RFC 3339; left out where the image does not say
    architecture = required(str, "Architecture")
    os = required(str, "Os")
    size = required(int, "Size")  # bytes
    config: Any = optional(dict, "Config")


class ImageDeleted(View):
    """One item of `DELETE /images/{name}`: a name that was taken off, or an image that is gone."""

    untagged = optional(str, "Untagged")
    deleted = optional(str, "Deleted")
