import io
import json
import tarfile

from tests.engines.images import Entry, Image, digest, layer

ENTRIES = [Entry("bin", tarfile.DIRTYPE, 0o755), Entry("bin/true", mode=0o755, data=b"#!/bin/sh\n")]
IMAGE = Image("thing", ["1", "latest"], "arm64", [layer(ENTRIES), layer([])], {"Cmd": ["true"]})


def members(tar: bytes) -> dict[str, tarfile.TarInfo]:
    with tarfile.open(fileobj=io.BytesIO(tar)) as archive:
        return {member.name: member for member in archive}


def test_a_manifest_describes_its_blobs() -> None:
    manifest, blobs = IMAGE.packed()
    stated = json.loads(manifest)
    described = [(part["digest"], part["size"]) for part in [stated["config"], *stated["layers"]]]
    assert described == [(digest(blob), len(blob)) for blob in blobs]


def test_a_configuration_names_its_layers_by_their_uncompressed_digests() -> None:
    stated = json.loads(IMAGE.configuration())["rootfs"]["diff_ids"]
    assert stated == [digest(tar) for tar in IMAGE.layers]


def test_a_history_has_one_entry_with_content_for_each_layer() -> None:
    history = json.loads(IMAGE.configuration())["history"]
    assert [entry.get("empty_layer", False) for entry in history] == [False, False, True]


def test_references_are_the_repository_under_each_tag() -> None:
    assert IMAGE.references == ["thing:1", "thing:latest"]


def test_a_layer_bears_no_trace_of_who_made_it_and_when() -> None:
    found = members(layer(ENTRIES)).values()
    assert {(member.uid, member.gid, member.uname, member.mtime) for member in found} == {
        (0, 0, "", 1725624000)
    }


def test_a_layer_keeps_modes_and_order() -> None:
    found = [(name, member.mode) for name, member in members(layer(ENTRIES)).items()]
    assert found == [("bin", 0o755), ("bin/true", 0o755)]
