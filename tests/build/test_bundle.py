"""Bundles of builds for Docker Desktop, whose form was taken from those of buildx 0.29.1."""

from __future__ import annotations

import hashlib
import io
import json
import tarfile
from typing import Any

import pytest

from engineclient.build.bundle import BundleError, Exported, Source, bundle
from engineclient.build.history import BuildRecord, build_record
from engineclient.wire.protobuf import field, message

TRACE = b'{"Name":"n","Attributes":[{"Key":"c","Value":{"Type":"STRING","Value":"token=t"}}]}'
LOGS, RESULT, ORIGIN, ERROR = b"logs", b"result", b"origin", b"error"
SLSA = "https://slsa.dev/provenance/v0.2"


def digest(data: bytes) -> str:
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


CONTENT = {digest(each): each for each in (TRACE, LOGS, RESULT, ORIGIN, ERROR)}


def pair(number: int, name: str, value: str) -> bytes:
    return message(number, field(1, name) + field(2, value))


def descriptor(media_type: str, data: bytes, notes: bytes = b"") -> bytes:
    return field(1, media_type) + field(2, digest(data)) + field(3, len(data)) + notes


def past(ref: str, fields: bytes) -> BuildRecord:
    times = message(6, field(1, 10) + field(2, 5)) + message(7, field(1, 11))
    found = build_record(field(1, 1) + message(2, field(1, ref) + times + fields))
    assert found is not None
    return found


GOOD = past(
    "good",
    field(2, "dockerfile.v0")
    + pair(3, "filename", "D&F")
    + pair(3, "cache-imports", '[{"Type":"registry","Attrs":{"token":"t","ref":"r"}}]')
    + message(4, field(1, "image"))
    + message(8, descriptor("logs", LOGS))
    + pair(9, "b", "2")
    + pair(9, "a", "1")
    + message(
        10,
        message(2, descriptor("att", ORIGIN, pair(5, "in-toto.io/predicate-type", SLSA)))
        + message(3, message(2, descriptor("img", RESULT))),
    )
    + field(12, 1)
    + message(13, descriptor("trace", TRACE))
    + field(16, 6),
)
BAD = past("bad", message(5, field(1, 2) + field(2, "no")) + message(18, descriptor("err", ERROR)))


def check(wanted: str) -> None:
    if wanted not in CONTENT:
        raise ValueError("not found")


SOURCE = Source(check, lambda descriptor: [CONTENT[descriptor.digest][:2], CONTENT[descriptor.digest][2:]])


def unpacked(data: bytes) -> dict[str, bytes]:
    with tarfile.open(fileobj=io.BytesIO(data)) as archive:
        members = archive.getmembers()
        assert [each.name for each in members] == sorted(each.name for each in members)
        files = {each.name: archive.extractfile(each) for each in members if each.isfile()}
        return {name: file.read() for name, file in files.items() if file is not None}


def layout(*builds: BuildRecord, **more: Any) -> tuple[Any, dict[str, bytes]]:
    """What the index of a bundle names, and its content by digest."""
    exported = [Exported(build, "linux/amd64", more.get("state"), more.get("group")) for build in builds]
    files = unpacked(b"".join(bundle(exported, SOURCE)))
    assert files.pop("oci-layout") == b'{"imageLayoutVersion":"1.0.0"}'
    index = json.loads(files.pop("index.json"))
    blobs = {name.removeprefix("blobs/").replace("/", ":"): data for name, data in files.items()}
    assert {digest(data): data for data in blobs.values()} == blobs
    (top,) = index["manifests"]
    return top, blobs


def test_one_build() -> None:
    top, blobs = layout(GOOD, state={"Target": "default"}, group={"Refs": ["a"]})
    manifest = json.loads(blobs[top["digest"]])
    record = json.loads(blobs[manifest["config"]["digest"]])
    trace, logs, origin, result = manifest["layers"]
    assert manifest["config"]["mediaType"] == "application/vnd.buildkit.historyrecord.v0"
    assert b'"token=xxxxx"' in blobs[trace["digest"]]
    assert record["trace"] == {"media_type": "trace", "digest": trace["digest"], "size": trace["size"]}
    assert [blobs[each["digest"]] for each in (logs, origin, result)] == [LOGS, ORIGIN, RESULT]
    assert origin["annotations"] == {"in-toto.io/predicate-type": SLSA}
    assert result["mediaType"] == "application/json"
    assert result["annotations"] == {"vnd.export-build.descriptor.mediatype": "img"}
    assert [*record] == [
        "Ref", "Frontend", "FrontendAttrs", "Exporters", "CreatedAt", "CompletedAt", "logs", "ExporterResponse", "Result",
        "Generation", "trace", "numTotalSteps", "DefaultPlatform", "localState", "stateGroup",
    ]  # fmt: skip
    assert record["FrontendAttrs"]["cache-imports"] == '[{"Type":"registry","Attrs":{"ref":"r"}}]'
    assert record["CreatedAt"] == {"seconds": 10, "nanos": 5}
    assert [*record["ExporterResponse"]] == ["a", "b"]
    assert record["Result"]["Results"] == {"0": {"media_type": "img", "digest": digest(RESULT), "size": 6}}
    assert b'"filename": "D\\u0026F"' in blobs[manifest["config"]["digest"]]


def test_several_builds() -> None:
    top, blobs = layout(BAD, GOOD)
    assert top["mediaType"] == "application/vnd.oci.image.index.v1+json"
    listed = json.loads(blobs[top["digest"]])["manifests"]
    assert [each["annotations"] for each in listed] == [
        {"vnd.buildkit.history.reference": "bad"},
        {"vnd.buildkit.history.reference": "good"},
    ]
    failed = json.loads(blobs[listed[0]["digest"]])
    assert [blobs[each["digest"]] for each in failed["layers"]] == [ERROR]
    assert json.loads(blobs[failed["config"]["digest"]])["error"] == {"code": 2, "message": "no"}


def test_a_build_that_left_nothing() -> None:
    top, blobs = layout(past("r", b""))
    assert json.loads(blobs[top["digest"]])["layers"] is None


FAILED = "failed to export: failed to export record: failed to "


@pytest.mark.parametrize(
    ("fields", "complaint"),
    [
        (message(8, descriptor("t", b"gone")), f"{FAILED}load logs descriptor: not found"),
        (message(13, descriptor("t", b"gone")), f"{FAILED}load trace descriptor: not found"),
        (message(18, descriptor("t", b"gone")), f"{FAILED}load external error descriptor: not found"),
        (message(13, descriptor("t", LOGS)), f"{FAILED}sanitize trace: Expecting value"),
        (
            message(10, message(3, message(2, descriptor("t", b"gone")))),
            f"{FAILED}load result: failed to load result descriptor: not found",
        ),
        (
            message(8, field(2, "sha256:../../../x")),
            f"{FAILED}load logs descriptor: failed to parse digest: invalid checksum digest format",
        ),
        (
            message(8, field(2, digest(LOGS)) + field(3, 3)),
            f"failed to create dockerbuild archive: unexpected copy size for blobs/sha256/{digest(LOGS)[7:]}",
        ),
    ],
)
def test_content_that_is_missing_or_another(fields: bytes, complaint: str) -> None:
    with pytest.raises(BundleError, match=f"^{complaint}"):
        list(bundle([Exported(past("r", fields), "", None, None)], SOURCE))


def test_content_that_was_changed() -> None:
    source = Source(check, lambda _: [b"LOGS"])
    changed = past("r", message(8, descriptor("t", LOGS)))
    with pytest.raises(BundleError, match=f"unexpected digest {digest(b'LOGS')} copied"):
        list(bundle([Exported(changed, "", None, None)], source))
