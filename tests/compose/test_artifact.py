"""Projects as artifacts of registries."""

from __future__ import annotations

import json
from typing import Any

import pytest

from engineclient.compose import ComposeError
from engineclient.compose.artifact import (
    PROJECT,
    application,
    compose_file,
    env_file,
    files_of,
    manifest,
    project_member,
)
from engineclient.registry.manifests import OCI_IMAGE, Manifest, digest_of
from engineclient.wire.references import parse

MAIN = compose_file("compose.yaml", b"services: {}\n")
OVER = compose_file("over.yaml", b"services: {a: {image: x}}\n")
BASE = compose_file("b.yaml", b"services: {b: {image: x}}\n", extended=True)
VARIABLES = env_file("v.env", b"A=1\n")


def content_of(*layers: Any, version: str = "1.1") -> dict[str, Any]:
    content: dict[str, Any] = json.loads(manifest(layers, version, "2026-01-02T03:04:05Z").raw)
    return content


@pytest.mark.parametrize(
    ("version", "kind", "config"),
    [
        ("1.1", "application/vnd.docker.compose.project", "application/vnd.oci.empty.v1+json"),
        ("1.0", None, "application/vnd.docker.compose.config.empty.v1+json"),
    ],
)
def test_a_manifest_says_what_it_is(version: str, kind: str | None, config: str) -> None:
    made = content_of(MAIN, version=version)
    assert (made.get("artifactType"), made["config"]["mediaType"]) == (kind, config)
    assert made["annotations"] == {"org.opencontainers.image.created": "2026-01-02T03:04:05Z"}


@pytest.mark.parametrize(
    ("layer", "media_type", "annotations"),
    [
        (MAIN, "file+yaml", {"file": "compose.yaml"}),
        (BASE, "file+yaml", {"extends": "true", "file": "b.yaml"}),
        (VARIABLES, "envfile", {"envfile": "v.env"}),
    ],
)
def test_a_layer_says_which_file_it_is(layer: Any, media_type: str, annotations: dict[str, str]) -> None:
    described = content_of(layer)["layers"][0]
    named = {f"com.docker.compose.{name}": value for name, value in annotations.items()}
    assert described["mediaType"] == f"application/vnd.docker.compose.{media_type}"
    assert described["annotations"] == {**named, "com.docker.compose.version": "2.40.3"}
    assert described["digest"] == digest_of(layer.content)


def test_an_application_lists_the_images_of_a_project() -> None:
    project = manifest([MAIN], "1.1", "2026-01-02T03:04:05Z")
    image = Manifest(OCI_IMAGE, b"{}")
    content = json.loads(application(project, [(parse("reg.example:5000/team/x:1"), image)]).raw)
    (listed,) = content["manifests"]
    assert (listed["digest"], listed["annotations"]) == (
        image.digest,
        {"containerd.io/distribution.source.reg.example": "team/x"},
    )
    assert (content["subject"]["digest"], content["subject"]["artifactType"]) == (project.digest, PROJECT)


def test_files_come_back_and_those_that_are_merged_are_one() -> None:
    layers = (MAIN, OVER, BASE, VARIABLES)
    blobs = {digest_of(each.content): each.content for each in layers}
    files = files_of(content_of(*layers), "reg.example/p:1", blobs.__getitem__)
    assert files == {
        "compose.yaml": MAIN.content + b"\n---\n" + OVER.content,
        "b.yaml": b"\n---\n" + BASE.content,
        "v.env": VARIABLES.content,
    }


def test_a_manifest_of_the_older_specification_is_recognized() -> None:
    assert files_of(content_of(MAIN, version="1.0"), "p", lambda _: b"x") == {"compose.yaml": b"x"}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ({"artifactType": "other"}, "p is not a compose project OCI artifact, but other"),
        ({"config": {"mediaType": "image"}}, "p is not a compose project OCI artifact, but "),
        (content_of(env_file("../v.env", b"")), "invalid OCI artifact"),
        (content_of(compose_file("/etc/x", b"", extended=True)), "invalid OCI artifact"),
    ],
)
def test_what_is_no_project(content: dict[str, Any], message: str) -> None:
    with pytest.raises(ComposeError) as caught:
        files_of(content, "p", lambda _: b"")
    assert caught.value.message == message


def test_an_index_has_the_project_among_images() -> None:
    index = {
        "manifests": [
            {"digest": "a"},
            {"digest": "b", "artifactType": "application/vnd.docker.compose.project"},
        ]
    }
    assert project_member(index, "p") == "b"
    with pytest.raises(ComposeError, match="OCI index p doesn't refer to compose artifacts"):
        project_member({"manifests": [{"digest": "a"}]}, "p")
