"""Images as results of a build in directories."""

from __future__ import annotations

import base64
import json
from pathlib import Path

import pytest

from engineclient.errors import DecodeError
from engineclient.procedures.local_images import image_store, record_image

DESCRIPTOR = {"mediaType": "m", "digest": f"sha256:{'1' * 64}", "size": 3, "annotations": {"z": "1"}}


def encoded(value: object) -> str:
    return base64.b64encode(json.dumps(value).encode()).decode()


def test_the_store_is_the_one_that_the_engine_asks_for(tmp_path: Path) -> None:
    (store,) = image_store(f"{tmp_path}/a/b").items()
    assert (store[0], store[1].path) == ("export", f"{tmp_path}/a/b")
    assert (tmp_path / "a" / "b" / "ingest").is_dir()


def test_a_directory_that_cannot_be(tmp_path: Path) -> None:
    (tmp_path / "f").touch()
    with pytest.raises(ValueError, match=f"^mkdir {tmp_path}/f: not a directory$"):
        image_store(f"{tmp_path}/f/x")


@pytest.mark.parametrize(
    ("more", "tags"),
    [
        ({}, [{"org.opencontainers.image.ref.name": "latest", "z": "1"}]),
        (
            {"image.name": "docker.io/library/a:1"},
            [
                {
                    "io.containerd.image.name": "docker.io/library/a:1",
                    "org.opencontainers.image.ref.name": "1",
                    "z": "1",
                }
            ],
        ),
    ],
)
def test_the_index_names_it(tmp_path: Path, more: dict[str, str], tags: list[dict[str, str]]) -> None:
    record_image(str(tmp_path), {"containerimage.descriptor": encoded(DESCRIPTOR), **more})
    found = json.loads((tmp_path / "index.json").read_text())["manifests"]
    assert found == [{**DESCRIPTOR, "annotations": each} for each in tags]


def test_no_image(tmp_path: Path) -> None:
    record_image(str(tmp_path), {})
    assert [*tmp_path.iterdir()] == []


@pytest.mark.parametrize("text", ["!", "é", encoded([]), base64.b64encode(b"{").decode()])
def test_what_is_no_descriptor(tmp_path: Path, text: str) -> None:
    with pytest.raises(DecodeError, match="containerimage.descriptor"):
        record_image(str(tmp_path), {"containerimage.descriptor": text})
