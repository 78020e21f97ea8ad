"""index.json of an OCI layout: what BuildKit's clients read there and write."""

from __future__ import annotations

import fcntl
import json
from pathlib import Path
from typing import Any

import pytest

from engineclient.archive.oci_index import find, put

TAG, IMAGE = "org.opencontainers.image.ref.name", "io.containerd.image.name"
NEW = {"mediaType": "m", "digest": "sha256:new", "size": 3}


def named(digest: str, **annotations: str) -> dict[str, Any]:
    names = {"tag": TAG, "image": IMAGE}
    return {"digest": digest, "annotations": {names[key]: value for key, value in annotations.items()}}


def write(root: Path, *manifests: Any) -> None:
    (root / "index.json").write_text(json.dumps({"schemaVersion": 2, "manifests": manifests}))


@pytest.mark.parametrize(
    ("manifests", "tag", "digest"),
    [
        ([named("a", tag="x"), named("b", tag="latest")], "latest", "b"),
        ([named("a", tag="latest"), named("b", tag="latest")], "latest", "a"),
        ([named("a", tag="latest"), named("b", image="latest")], "latest", "b"),
        ([{"digest": "a"}], "latest", None),
        ([], "latest", None),
        ([None, {"digest": "a", "annotations": []}], "latest", None),
    ],
)
def test_the_manifest_of_a_tag(tmp_path: Path, manifests: list[Any], tag: str, digest: str | None) -> None:
    write(tmp_path, *manifests)
    found = find(str(tmp_path), tag)
    assert (found["digest"] if found is not None else None) == digest
    assert not (tmp_path / "index.json.lock").exists()


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        (None, "could not read PATH/index.json: open PATH/index.json: no such file or directory"),
        ("{\n", 'could not unmarshal PATH/index.json ("{\\n"): unexpected end of JSON input'),
        ("[]", 'could not unmarshal PATH/index.json ("[]"): it is no object'),
    ],
)
def test_files_that_cannot_be_read(tmp_path: Path, text: str | None, complaint: str) -> None:
    if text is not None:
        (tmp_path / "index.json").write_text(text)
    with pytest.raises(ValueError) as caught:
        find(str(tmp_path), "latest")
    assert str(caught.value) == complaint.replace("PATH", str(tmp_path))
    assert not (tmp_path / "index.json.lock").exists()


def test_a_directory_that_is_not_there(tmp_path: Path) -> None:
    path = f"{tmp_path}/none/index.json.lock"
    with pytest.raises(ValueError) as caught:
        find(f"{tmp_path}/none", "latest")
    assert str(caught.value) == f"could not lock {path}: open {path}: no such file or directory"


def test_a_lock_that_another_program_holds(tmp_path: Path) -> None:
    path = tmp_path / "index.json.lock"
    with path.open("w") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        with pytest.raises(ValueError) as caught:
            put(str(tmp_path), NEW, "latest")
    assert str(caught.value) == f"could not lock {path}"
    assert path.exists()


def test_a_new_file_is_as_buildx_writes_it(tmp_path: Path) -> None:
    put(str(tmp_path), NEW, "latest")
    assert (tmp_path / "index.json").read_text() == (
        '{"schemaVersion":2,"mediaType":"application/vnd.oci.image.index.v1+json","manifests":['
        '{"mediaType":"m","digest":"sha256:new","size":3,'
        '"annotations":{"org.opencontainers.image.ref.name":"latest"}}]}'
    )
    assert (tmp_path / "oci-layout").read_text() == '{"imageLayoutVersion":"1.0.0"}'
    assert {path.name for path in tmp_path.iterdir()} == {"index.json", "oci-layout"}


def test_the_tag_is_taken_from_another_manifest(tmp_path: Path) -> None:
    kept = [named("a", tag="other"), named("b", tag="latest", image="web:latest")]
    write(tmp_path, kept[0], named("old", tag="latest"), kept[1])
    put(str(tmp_path), NEW, "latest")
    found = json.loads((tmp_path / "index.json").read_text())
    assert found["manifests"] == [*kept, {**NEW, "annotations": {TAG: "latest"}}]
    assert found["schemaVersion"] == 2


def test_whole_names_of_an_image(tmp_path: Path) -> None:
    names = ["docker.io/library/x:1", f"docker.io/library/y@sha256:{'0' * 64}"]
    same = [named("a", tag="1", image=names[0]), named("b", tag="1")]
    write(tmp_path, *same)
    put(str(tmp_path), NEW, names=names)
    found = json.loads((tmp_path / "index.json").read_text())["manifests"]
    assert [each.get("annotations") for each in found] == [
        same[1]["annotations"],
        {IMAGE: names[0], TAG: "1"},
        {IMAGE: names[1], TAG: f"sha256:{'0' * 64}"},
    ]
