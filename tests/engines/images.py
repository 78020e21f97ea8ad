"""Build container images in memory, without an engine: the same inputs give the same digests."""

import hashlib
import io
import json
import tarfile
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

MANIFEST = "application/vnd.docker.distribution.manifest.v2+json"
_CONFIG = "application/vnd.docker.container.image.v1+json"
_LAYER = "application/vnd.docker.image.rootfs.diff.tar.gzip"
_CREATED = "2024-09-06T12:00:00Z"
_MTIME = 1725624000  # one fixed time for all files
_PATH = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"


@dataclass(frozen=True)
class Entry:
    """A member of a layer. `kind` is one of tarfile's types; `target` is that of a link."""

    name: str
    kind: bytes = tarfile.REGTYPE
    mode: int = 0o644
    data: bytes = b""
    target: str = ""


def layer(entries: Iterable[Entry]) -> bytes:
    """The uncompressed tar of the entries, in the given order, with root as owner and one time."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=tarfile.USTAR_FORMAT) as tar:
        for entry in entries:
            member = tarfile.TarInfo(entry.name)
            member.type, member.mode, member.linkname = entry.kind, entry.mode, entry.target
            member.mtime, member.size = _MTIME, len(entry.data)
            tar.addfile(member, io.BytesIO(entry.data))
    return buffer.getvalue()


def digest(data: bytes) -> str:
    return "sha256:" + hashlib.sha256(data).hexdigest()


def _gzip(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=31)  # gzip without a date
    return packer.compress(data) + packer.flush()


def _json(value: object) -> bytes:
    return json.dumps(value, separators=(",", ":"), sort_keys=True).encode()


@dataclass(frozen=True)
class Image:
    """An image and its tags: `layers` are uncompressed tars, `settings` is `config` of its configuration."""

    repository: str
    tags: Sequence[str]
    architecture: str
    layers: Sequence[bytes]
    settings: dict[str, Any]

    @property
    def references(self) -> list[str]:
        return [f"{self.repository}:{tag}" for tag in self.tags]

    def configuration(self) -> bytes:
        """The image configuration; its digest is the image's id."""
        history: list[dict[str, Any]] = [
            {"created": _CREATED, "created_by": "ADD rootfs / "} for _ in self.layers
        ]
        command = json.dumps(self.settings["Cmd"])
        history.append({"created": _CREATED, "created_by": f"CMD {command}", "empty_layer": True})
        return _json(
            {
                "architecture": self.architecture,
                "os": "linux",
                "created": _CREATED,
                "config": self.settings | {"Env": [_PATH]},
                "rootfs": {"type": "layers", "diff_ids": [digest(tar) for tar in self.layers]},
                "history": history,
            }
        )

    def packed(self) -> tuple[bytes, list[bytes]]:
        """The manifest, version 2, schema 2, and the blobs that it refers to."""
        configuration = self.configuration()
        layers = [_gzip(tar) for tar in self.layers]
        manifest = {
            "schemaVersion": 2,
            "mediaType": MANIFEST,
            "config": _descriptor(_CONFIG, configuration),
            "layers": [_descriptor(_LAYER, blob) for blob in layers],
        }
        return _json(manifest), [configuration, *layers]


def _descriptor(media_type: str, blob: bytes) -> dict[str, Any]:
    return {"mediaType": media_type, "size": len(blob), "digest": digest(blob)}
