"""The files of a project as they are published."""

from __future__ import annotations

import hashlib

import pytest

from engineclient.compose import ComposeError, Project
from engineclient.compose.artifact import Layer
from engineclient.compose.published import published_layers
from tests.compose.support import MemoryFiles


def layers_of(files: dict[str, str], *paths: str, with_env: bool = False, **environ: str) -> list[Layer]:
    found = MemoryFiles(files)
    project = Project.load(paths or ["c.yaml"], environ=environ, files=found)
    return published_layers(project, found, with_env=with_env)


def new_name(path: str, suffix: str) -> str:
    return f"{hashlib.sha256(path.encode()).hexdigest()}.{suffix}"


VARIABLES = new_name("/project/sub/e.env", "env")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("env_file: sub/e.env", "env_file: NAME"),
        ("env_file: './sub/e.env'", "env_file: NAME"),
        ("env_file: sub/e.env  # variables", "env_file: NAME"),
        ("env_file: [sub/e.env]", "env_file: [NAME]"),
        ("env_file: [{path: sub/e.env, required: false}]", "env_file: [{path: NAME, required: false}]"),
        ("env_file: ${D}/e.env", "env_file: NAME"),
        ("# ü\n    env_file: sub/e.env", "# ü\n    env_file: NAME"),
    ],
)
def test_a_file_of_variables_gets_a_name_beside_the_others(text: str, expected: str) -> None:
    file = "services:\n  a:\n    image: x\n    {}\n"
    layers = layers_of({"c.yaml": file.format(text), "sub/e.env": "A=1"}, D="sub")
    assert layers[0].content.decode() == file.format(expected.replace("NAME", VARIABLES))


def test_files_of_variables_are_published_only_if_that_is_allowed() -> None:
    files = {
        "c.yaml": "services: {a: {image: x, env_file: [e.env, {path: gone.env, required: false}]}}",
        "e.env": "A=1",
    }
    assert [each.annotations for each in layers_of(files)] == [{"file": "c.yaml"}]
    assert [each.content for each in layers_of(files, with_env=True)][1:] == [b"A=1"]


def test_files_that_are_extended_are_published_with_those_that_they_extend() -> None:
    files = {
        "c.yaml": "services: {a: {extends: {file: sub/b.yaml, service: b}}}",
        "sub/b.yaml": "services: {b: {extends: {file: deep.yaml, service: d}, image: x}}",
        "sub/deep.yaml": "services: {d: {image: x}}",
    }
    layers = layers_of(files)
    names = ["c.yaml", new_name("/project/sub/b.yaml", "yaml"), new_name("/project/sub/deep.yaml", "yaml")]
    assert [each.annotations["file"] for each in layers] == names
    assert names[1].encode() in layers[0].content
    assert names[2].encode() in layers[1].content
    assert layers[1].annotations["extends"] == "true"


def test_a_key_that_is_merged_from_an_anchor_is_found() -> None:
    text = "x-base: &b {image: x, env_file: sub/e.env}\nservices: {a: {<<: *b}, c: {<<: [*b]}}\n"
    layers = layers_of({"c.yaml": text, "sub/e.env": ""})
    assert layers[0].content.decode() == text.replace("sub/e.env", VARIABLES)


def test_files_that_include_others_are_not_published() -> None:
    files = {"c.yaml": "include: [i.yaml]", "i.yaml": "services: {a: {image: x}}"}
    with pytest.raises(ComposeError, match="cannot publish compose file with local includes"):
        layers_of(files)
