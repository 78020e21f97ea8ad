"""A project in a registry: an OCI artifact whose layers are compose files and env files. Pure.

Source: https://github.com/opencontainers/image-spec/blob/main/manifest.md.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, NamedTuple

from engineclient.compose.errors import ComposeError
from engineclient.golang.json import encode_ordered, escape_html
from engineclient.registry.manifests import OCI_IMAGE, OCI_INDEX, Manifest, descriptors, digest_of
from engineclient.versions import COMPOSE
from engineclient.wire.references import Reference

PROJECT: Final = "application/vnd.docker.compose.project"
"""The media type of the artifact."""
COMPOSE_FILE: Final = "application/vnd.docker.compose.file+yaml"
ENV_FILE: Final = "application/vnd.docker.compose.envfile"
EMPTY: Final = b"{}"
"""The content of the artifact's configuration."""
VERSIONS: Final = ("1.0", "1.1")
"""The versions of the image specification; since 1.1 a manifest has the field `artifactType`."""

_PREFIX: Final = "com.docker.compose."
_SOURCE: Final = "containerd.io/distribution.source."
_WRITTEN_BY: Final = {f"{_PREFIX}version": COMPOSE}
_EMPTY_TYPE: Final = {
    "1.0": "application/vnd.docker.compose.config.empty.v1+json",
    "1.1": "application/vnd.oci.empty.v1+json",
}


class Layer(NamedTuple):
    """A file of the artifact.

    Attributes:
        media_type: COMPOSE_FILE or ENV_FILE.
        annotations: by their names without the prefix `com.docker.compose.`: `file` or `envfile` with the name of the
            file, and `extends`.
        content: the content of the file.

    """

    media_type: str
    annotations: Mapping[str, str]
    content: bytes

    def descriptor(self) -> dict[str, Any]:
        """The descriptor of the layer in the manifest."""
        named = {f"{_PREFIX}{name}": value for name, value in self.annotations.items()}
        return {
            **_described(self.media_type, self.content),
            "annotations": dict(sorted({**named, **_WRITTEN_BY}.items())),
            "data": base64.b64encode(self.content).decode(),
        }


def compose_file(name: str, content: bytes, *, extended: bool = False) -> Layer:
    """The layer of a compose file; `extended` for one that services of others extend, and that is not merged itself."""
    more = {"extends": "true"} if extended else {}
    return Layer(COMPOSE_FILE, {"file": name, **more}, content)


def env_file(name: str, content: bytes) -> Layer:
    """The layer of an env file."""
    return Layer(ENV_FILE, {"envfile": name}, content)


def manifest(layers: Sequence[Layer], version: str, created: str) -> Manifest:
    """The manifest of a project.

    Args:
        layers: its files.
        version: the version of the image specification, one of VERSIONS.
        created: the time of the publication, in RFC 3339.

    """
    content = {
        "schemaVersion": 2,
        "mediaType": OCI_IMAGE,
        **({"artifactType": PROJECT} if version == "1.1" else {}),
        "config": {**_described(_EMPTY_TYPE[version], EMPTY), "data": base64.b64encode(EMPTY).decode()},
        "layers": [each.descriptor() for each in layers],
        "annotations": {"org.opencontainers.image.created": created},
    }
    return Manifest(OCI_IMAGE, escape_html(encode_ordered(content)).encode())


def application(project: Manifest, images: Sequence[tuple[Reference, Manifest]]) -> Manifest:
    """The index of the images of a published project; its `subject` is the project.

    Args:
        project: the manifest of the project.
        images: the manifests of its images, each with the name of the image that it was copied from.

    """
    content = {
        "schemaVersion": 2,
        "mediaType": OCI_INDEX,
        "manifests": [
            {
                **_described(each.media_type, each.raw),
                "annotations": {f"{_SOURCE}{name.domain.partition(':')[0]}": name.path},
            }
            for name, each in images
        ],
        "subject": {
            **_described(project.media_type, project.raw),
            "annotations": _WRITTEN_BY,
            **({"artifactType": PROJECT} if "artifactType" in project.content else {}),
        },
        "annotations": _WRITTEN_BY,
    }
    return Manifest(OCI_INDEX, escape_html(encode_ordered(content)).encode())


def files_of(content: Mapping[str, Any], name: str, blob: Callable[[str], bytes]) -> dict[str, bytes]:
    """The files of an artifact, by name: `compose.yaml` with all files to merge as its documents, and those that it names.

    Args:
        content: the JSON of the manifest.
        name: the name of the artifact, for errors.
        blob: returns the content of a layer, given its digest.

    Raises:
        ComposeError: the artifact is not a project, or the name of a file is not that of a file beside compose.yaml.

    """
    kind = str(content.get("artifactType") or "")
    config = content.get("config") or {}
    if kind != PROJECT and (kind or config.get("mediaType") != _EMPTY_TYPE["1.0"]):
        raise ComposeError(f"{name} is not a compose project OCI artifact, but {kind}")
    files: dict[str, bytes] = {}
    for index, layer in enumerate(descriptors(content.get("layers"))):
        annotations: Mapping[str, str] = layer.get("annotations") or {}
        digest = str(layer.get("digest") or "")
        if layer.get("mediaType") == ENV_FILE:
            if f"{_PREFIX}envfile" not in annotations:
                raise ComposeError(f'missing annotation {_PREFIX}envfile in layer "{digest}"')
            files[_checked(annotations[f"{_PREFIX}envfile"])] = blob(digest)
        elif layer.get("mediaType") == COMPOSE_FILE:
            own = f"{_PREFIX}file" in annotations
            path = (
                _checked(annotations.get(f"{_PREFIX}file", ""))
                if f"{_PREFIX}extends" in annotations
                else "compose.yaml"
            )
            between = b"\n---\n" if index > 0 and own else b""
            files[path] = files.get(path, b"") + between + blob(digest)
    return files


def project_member(index: Mapping[str, Any], name: str) -> str:
    """The digest of the project in an index that also lists the images of its services.

    Args:
        index: the JSON of the index.
        name: its name, for errors.

    Raises:
        ComposeError: it lists no project.

    """
    found = [
        str(each.get("digest") or "")
        for each in descriptors(index.get("manifests"))
        if each.get("artifactType") == PROJECT
    ]
    if not found:
        raise ComposeError(f"OCI index {name} doesn't refer to compose artifacts")
    return found[-1]


def _checked(name: str) -> str:
    """Check that a name is that of a file in the directory of compose.yaml."""
    if "/" in name or "\\" in name or name in ("", ".", ".."):
        raise ComposeError("invalid OCI artifact")
    return name


def _described(media_type: str, content: bytes) -> dict[str, Any]:
    return {"mediaType": media_type, "digest": digest_of(content), "size": len(content)}
