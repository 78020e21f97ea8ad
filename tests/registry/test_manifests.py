from __future__ import annotations

import base64
import json

import pytest

from engineclient.errors import DecodeError
from engineclient.registry.attestations import PROVENANCE, SBOM, predicates, subject
from engineclient.registry.go_structs import descriptor, image, index
from engineclient.registry.manifests import (
    DOCKER_IMAGE,
    DOCKER_LIST,
    OCI_IMAGE,
    OCI_INDEX,
    ImageManifest,
    Manifest,
    from_json,
    is_content_of,
    list_of,
)
from engineclient.wire.references import parse

RAW = b'{ "config": {"digest": "sha256:c"}, "layers": [{"digest": "sha256:l"}], "annotations": {"a": "<1>"} }'


def kept(media_type: str = DOCKER_IMAGE) -> ImageManifest:
    platform = {"architecture": "arm", "os": "linux", "variant": "v7"}
    return ImageManifest(parse("reg.example/app:1"), Manifest(media_type, RAW), platform)


def test_the_blobs_of_an_image() -> None:
    assert Manifest(DOCKER_IMAGE, RAW).blobs() == ["sha256:c", "sha256:l"]


@pytest.mark.parametrize(
    ("media_type", "entry"), [(DOCKER_IMAGE, "SchemaV2Manifest"), (OCI_IMAGE, "OCIManifest")]
)
def test_a_manifest_of_a_list_is_kept_as_docker_keeps_it(media_type: str, entry: str) -> None:
    text = kept(media_type).to_json()
    assert list(json.loads(text)) == ["Ref", "Descriptor", "Raw", entry]
    assert r"\u003c1\u003e" in text
    assert from_json(text) == kept(media_type)


def test_what_older_clients_have_kept_has_no_bytes() -> None:
    text = json.dumps(
        {
            "Ref": "docker.io/library/a:1",
            "Descriptor": {"mediaType": DOCKER_IMAGE},
            "SchemaV2Manifest": {"a": 1},
        }
    )
    assert from_json(text).manifest == Manifest(DOCKER_IMAGE, b'{"a": 1}')


@pytest.mark.parametrize("text", ["", "[]", '{"Raw": "!"}'])
def test_a_damaged_file_is_an_error(text: str) -> None:
    with pytest.raises(DecodeError):
        from_json(text)


@pytest.mark.parametrize(("first", "media_type"), [(DOCKER_IMAGE, DOCKER_LIST), (OCI_IMAGE, OCI_INDEX)])
def test_the_first_manifest_decides_what_a_list_is(first: str, media_type: str) -> None:
    made = list_of([kept(first), kept()])
    assert made.media_type == made.content["mediaType"] == media_type
    assert made.raw.startswith(b'{\n   "schemaVersion": 2,\n   "mediaType"')
    assert [*made.members()[0]] == ["mediaType", "size", "digest", "platform"]


def test_a_platform_is_changed_where_something_is_given() -> None:
    changed = kept().for_platform(architecture="arm64", os="", os_version="1", os_features=[], variant="v8")
    assert changed.platform == {"architecture": "arm64", "os": "linux", "os.version": "1", "variant": "v8"}


@pytest.mark.parametrize(
    ("digest", "same"),
    [
        ("sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", True),
        ("sha256:00", False),
        ("md5:900150983cd24fb0d6963f7d28e17f72", False),
        ("", False),
    ],
)
def test_content_is_compared_with_its_digest(digest: str, same: bool) -> None:
    assert is_content_of(digest, b"abc") is same


def test_structs_have_their_fields_only_in_their_order() -> None:
    found = image(
        {
            "os": "linux",
            "config": {"Shell": ["sh"], "Labels": {"b": "1", "a": "2"}, "Cmd": []},
            "history": [{"x": 1, "comment": "c"}],
        }
    )
    assert json.dumps(found) == json.dumps({
        "architecture": "", "os": "linux", "config": {"Labels": {"a": "2", "b": "1"}},
        "rootfs": {"type": "", "diff_ids": None}, "history": [{"comment": "c"}],
    })  # fmt: skip
    assert descriptor({"digest": "d", "platform": {}}) == {
        "mediaType": "",
        "digest": "d",
        "size": 0,
        "platform": {"architecture": "", "os": ""},
    }
    assert index({"manifests": []}) == {"schemaVersion": 0, "digest": "", "size": 0, "manifests": []}


@pytest.mark.parametrize(
    ("annotations", "of"),
    [
        ({"vnd.docker.reference.digest": "sha256:1"}, "sha256:1"),
        ({"com.docker.reference.digest": "sha256:2"}, "sha256:2"),
        ({"other": "x"}, ""),
        (None, ""),
    ],
)
def test_what_an_attestation_is_of(annotations: dict[str, str] | None, of: str) -> None:
    assert subject({"annotations": annotations}) == of


def test_statements_plain_and_signed() -> None:
    statement = json.dumps({"predicate": {"a": 1}}).encode()
    signed = json.dumps({"payload": base64.b64encode(statement).decode()}).encode()
    blobs = {"p": statement, "s": signed, "x": b"never read"}

    def layer(digest: str, media_type: str, kind: str) -> dict[str, object]:
        return {"digest": digest, "mediaType": media_type, "annotations": {"in-toto.io/predicate-type": kind}}

    layers = [
        layer("p", "application/vnd.in-toto+json", f"{PROVENANCE}v1"),
        layer("s", "application/vnd.in-toto.spdx+dsse", SBOM),
        layer("x", "application/octet-stream", SBOM),
    ]
    manifest = Manifest(OCI_IMAGE, json.dumps({"layers": layers}).encode())
    assert predicates([manifest], PROVENANCE, blobs.__getitem__) == [{"a": 1}]
    assert predicates([manifest], SBOM, blobs.__getitem__) == [{"a": 1}]
