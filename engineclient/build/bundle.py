"""Bundles of builds for Docker Desktop (`.dockerbuild`): an OCI layout in a tar archive, with a manifest for each build.

A manifest's config is the build's record; its layers are the trace, the logs, the error and what came of the build. Pure.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final, NamedTuple

from engineclient.build.history import BuildRecord, Descriptor, Result
from engineclient.build.record_json import record_json
from engineclient.build.spans import without_secrets
from engineclient.golang.json import encode_ordered, escape_html, utf8
from engineclient.wire.protobuf import Message
from engineclient.wire.tar import END, Entry, header, padding

INDEX: Final = "application/vnd.oci.image.index.v1+json"
_MANIFEST: Final = "application/vnd.oci.image.manifest.v1+json"
_RECORD: Final = "application/vnd.buildkit.historyrecord.v0"
_TYPE_OF_RESULT: Final = "vnd.export-build.descriptor.mediatype"
_REFERENCE: Final = "vnd.buildkit.history.reference"
_DIGEST: Final = re.compile(r"sha256:[0-9a-f]{64}")
_LAYOUT: Final = b'{"imageLayoutVersion":"1.0.0"}'


class Exported(NamedTuple):
    """A build to be exported.

    Attributes:
        record: of the build.
        platform: the builder's own.
        state: where it was built, if it was on this machine.
        group: the builds that it was made together with.

    """

    record: BuildRecord
    platform: str
    state: Mapping[str, Any] | None
    group: Mapping[str, Any] | None


class Source(NamedTuple):
    """Where the content that records name comes from; both raise an exception if there is none.

    Attributes:
        check: whether the content of a digest is there.
        read: its bytes, in pieces.

    """

    check: Callable[[str], object]
    read: Callable[[Descriptor], Iterable[bytes]]


class BundleError(ValueError):
    """A build cannot be exported; with buildx's text."""


def bundle(builds: Iterable[Exported], source: Source) -> Iterator[bytes]:
    """The archive of a bundle, whose content is read as it goes.

    Raises:
        BundleError: some content is missing.

    """
    archive = _Archive(source)
    manifests = [(build.record.ref, archive.add_build(build)) for build in builds]
    if len(manifests) == 1:
        top = manifests[0][1]
    else:
        listed = [each | {"annotations": {_REFERENCE: ref}} for ref, each in manifests]
        top = archive.add_json(INDEX, {"schemaVersion": 2, "mediaType": INDEX, "manifests": listed})
    return archive.entries(top)


class _Archive:
    def __init__(self, source: Source) -> None:
        self._source = source
        self._made: dict[str, bytes] = {}  # by digest
        self._taken: dict[str, Descriptor] = {}  # from the source, by digest

    def add_json(self, media_type: str, value: object) -> dict[str, Any]:
        return self._add(media_type, utf8(escape_html(encode_ordered(value, indent=2))))

    def add_build(self, build: Exported) -> dict[str, Any]:
        """Add a build; return the descriptor of its manifest."""
        record = build.record
        account = record_json(Message(record.encoded))
        layers: list[dict[str, Any]] = []
        seen: set[str] = set()
        if record.trace is not None:
            self._check("load trace descriptor", record.trace)
            seen.add(record.trace.digest)
            with _failing("sanitize trace"):
                clean = without_secrets(b"".join(self._source.read(record.trace)))
            layers.append(self._add(record.trace.media_type, clean))
            account["trace"] |= {"digest": layers[0]["digest"], "size": layers[0]["size"]}
        account["DefaultPlatform"] = build.platform
        account |= {
            name: value for name, value in (("localState", build.state), ("stateGroup", build.group)) if value
        }
        config = self.add_json(_RECORD, account)
        for what, descriptor in _parts(record):
            if descriptor.digest in seen:
                continue
            seen.add(descriptor.digest)
            self._check(what, descriptor)
            self._taken[descriptor.digest] = descriptor
            layers.append(_layer(descriptor, is_result=what == _RESULT))
        manifest = {"schemaVersion": 2, "mediaType": _MANIFEST, "config": config, "layers": layers or None}
        return self.add_json(_MANIFEST, manifest)

    def entries(self, top: Mapping[str, Any]) -> Iterator[bytes]:
        """The archive, whose index names one descriptor."""
        index = {"schemaVersion": 2, "mediaType": INDEX, "manifests": [top]}
        for name in ("blobs/", "blobs/sha256/"):
            yield header(Entry(name=name, kind="directory", mode=0o755))
        sizes = {digest: each.size for digest, each in self._taken.items()}
        sizes |= {digest: len(data) for digest, data in self._made.items()}
        for digest, size in sorted(sizes.items()):
            name = f"blobs/{digest.replace(':', '/')}"
            yield header(Entry(name=name, kind="file", mode=0o444, size=size))
            yield from self._content(digest)
            yield padding(size)
        for name, mode, data in (
            ("index.json", 0o644, utf8(escape_html(encode_ordered(index)))),
            ("oci-layout", 0o444, _LAYOUT),
        ):
            yield header(Entry(name=name, kind="file", mode=mode, size=len(data))) + data + padding(len(data))
        yield END

    def _content(self, digest: str) -> Iterator[bytes]:
        if digest in self._made:
            yield self._made[digest]
            return
        taken = self._taken[digest]
        with _failing("create dockerbuild archive", ""):
            yield from _checked(taken, self._source.read(taken))

    def _check(self, what: str, descriptor: Descriptor) -> None:
        """Check that the source has some content, whose digest is to become a name in the archive."""
        with _failing(what):
            if not _DIGEST.fullmatch(descriptor.digest):
                raise ValueError("failed to parse digest: invalid checksum digest format")
            self._source.check(descriptor.digest)

    def _add(self, media_type: str, data: bytes) -> dict[str, Any]:
        digest = f"sha256:{hashlib.sha256(data).hexdigest()}"
        self._made[digest] = data
        return {"mediaType": media_type, "digest": digest, "size": len(data)}


_LOGS: Final = "load logs descriptor"
_RESULT: Final = "load result: failed to load result descriptor"
_ORIGIN: Final = "load result: failed to load attestation descriptor"
_ERROR: Final = "load external error descriptor"


def _parts(record: BuildRecord) -> Iterator[tuple[str, Descriptor]]:
    """What a record names besides the trace, in the order of the layers, with the step that fails without it."""
    if record.logs is not None:
        yield _LOGS, record.logs
    if record.result is not None:
        yield from _of_result(record.result)
    if record.details is not None:
        yield _ERROR, record.details
    for _, result in sorted(record.results.items()):
        yield from _of_result(result)


def _of_result(result: Result) -> Iterator[tuple[str, Descriptor]]:
    yield from ((_ORIGIN, each) for each in result.attestations)
    yield from ((_RESULT, each) for each in result.results)


def _layer(descriptor: Descriptor, *, is_result: bool) -> dict[str, Any]:
    """A layer; a result has a type that nobody takes for a manifest, and its own as an annotation."""
    notes = dict(descriptor.annotations)
    if is_result:
        notes[_TYPE_OF_RESULT] = descriptor.media_type
    layer: dict[str, Any] = {
        "mediaType": "application/json" if is_result else descriptor.media_type,
        "digest": descriptor.digest,
        "size": descriptor.size,
    }
    return layer | ({"annotations": dict(sorted(notes.items()))} if notes else {})


def _checked(descriptor: Descriptor, pieces: Iterable[bytes]) -> Iterator[bytes]:
    seen, size = hashlib.sha256(), 0
    for piece in pieces:
        seen.update(piece)
        size += len(piece)
        if size > descriptor.size:
            break
        yield piece
    if size != descriptor.size:
        raise ValueError(f"unexpected copy size for blobs/{descriptor.digest.replace(':', '/')}")
    if (found := f"sha256:{seen.hexdigest()}") != descriptor.digest:
        raise ValueError(f"unexpected digest {found} copied")


@contextmanager
def _failing(what: str, whole: str = "export: failed to export record: failed to ") -> Iterator[None]:
    try:
        yield
    except (ValueError, LookupError, TypeError) as error:
        raise BundleError(f"failed to {whole}{what}: {error}") from error
