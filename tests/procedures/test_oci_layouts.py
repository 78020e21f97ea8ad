"""Named contexts that are images in directories."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from engineclient.procedures.oci_layouts import oci_layouts

ONE, TWO = (f"sha256:{64 * letter}" for letter in "12")


def write(root: Path, **tagged: str) -> None:
    manifests: list[dict[str, Any]] = [
        {"digest": digest, "annotations": {"org.opencontainers.image.ref.name": tag}}
        for tag, digest in tagged.items()
    ]
    (root / "index.json").write_text(json.dumps({"manifests": manifests}))


@pytest.mark.parametrize(
    ("tagged", "suffix", "tag", "digest"),
    [
        ({"latest": ONE, "x": TWO}, "", "latest", ONE),
        ({"latest": ONE, "x": TWO}, ":x", "x", TWO),
        ({"x": ONE}, "", "latest", ONE),
        ({}, f"@{TWO}", "latest", TWO),
        ({}, f":x@{TWO}", "x", TWO),
    ],
)
def test_which_image(tmp_path: Path, tagged: dict[str, str], suffix: str, tag: str, digest: str) -> None:
    write(tmp_path, **tagged)
    contexts, stores = oci_layouts({"base": f"oci-layout://{tmp_path}{suffix}"})
    ((name, store),) = stores.items()
    assert store.path == str(tmp_path)
    assert contexts == {"base": f"oci-layout://{name.removeprefix('oci:')}:{tag}@{digest}"}


def test_other_contexts_stay_as_they_are() -> None:
    named = {"a": "../a", "b": "docker-image://b"}
    assert oci_layouts(named) == (named, {})


@pytest.mark.parametrize(
    ("tagged", "reason"),
    [
        (None, "could not read PATH/index.json: open PATH/index.json: no such file or directory"),
        ({}, "failed to resolve digest"),
        ({"x": ONE, "y": TWO}, "failed to resolve digest"),
        ({"latest": "../x"}, 'invalid digest "../x": invalid checksum digest format'),
    ],
)
def test_images_that_are_not_there(tmp_path: Path, tagged: dict[str, str] | None, reason: str) -> None:
    if tagged is not None:
        write(tmp_path, **tagged)
    with pytest.raises(ValueError) as caught:
        oci_layouts({"base": f"oci-layout://{tmp_path}"})
    reason = reason.replace("PATH", str(tmp_path))
    assert (
        str(caught.value) == f'oci-layout reference "oci-layout://{tmp_path}" could not be resolved: {reason}'
    )
