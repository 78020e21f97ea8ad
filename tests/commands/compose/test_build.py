"""`compose build`: its flags, without building."""

from __future__ import annotations

import json

import pytest

from tests.commands.compose.programs import Program

SERVICES = """
services:
  a: {build: {context: ., additional_contexts: {x: "service:b"}}}
  b: {build: {context: ., args: {A: file}}}
"""


def printed(compose: Program, *words: str) -> dict[str, dict[str, object]]:
    ended = compose("build", "--print", *words)
    assert (ended.code, ended.err) == (0, "")
    found: dict[str, dict[str, object]] = json.loads(ended.out)["target"]
    return found


def test_print_gives_a_bake_file(compose: Program) -> None:
    compose.write(SERVICES)
    assert [*printed(compose)] == ["a", "b"]


def test_a_service_brings_those_whose_images_it_needs(compose: Program) -> None:
    compose.write(SERVICES)
    assert [*printed(compose, "a")] == ["a", "b"]
    assert [*printed(compose, "b")] == ["b"]


@pytest.mark.parametrize(
    ("words", "key", "value"),
    [
        (["--build-arg", "B=flag"], "args", {"A": "file", "B": "flag"}),
        (["--build-arg", "A=flag"], "args", {"A": "flag"}),
        (["--build-arg", "NOT_SET"], "args", {"A": "file"}),
        (["--no-cache"], "no-cache", True),
        (["--pull"], "pull", True),
        (["--ssh", "default"], "ssh", ["default="]),
        (["--check"], "call", "lint"),
    ],
)
def test_a_flag_is_in_the_bake_file(compose: Program, words: list[str], key: str, value: object) -> None:
    compose.write(SERVICES)
    assert printed(compose, *words, "b")["b"][key] == value


def test_there_is_one_builder(compose: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    compose.write(SERVICES)
    assert compose("build", "--print", "--builder", "default").code == 0
    assert compose("build", "--builder", "nope") == (1, "", 'no builder "nope" found\n\n')
    monkeypatch.setenv("BUILDX_BUILDER", "other")
    assert compose("build") == (1, "", 'no builder "other" found\n\n')


@pytest.mark.parametrize("words", [["--provenance=false"], ["--sbom", "true"]])
def test_flags_for_attestations_are_no_part_of_the_bake_file(compose: Program, words: list[str]) -> None:
    compose.write(SERVICES)
    assert printed(compose, *words, "b") == printed(compose, "b")


def test_a_flag_for_attestations_that_cannot_be_read(compose: Program) -> None:
    compose.write(SERVICES)
    assert compose("build", "--sbom", "x") == (1, "", "invalid value for attest: invalid value x\n\n")


def test_an_image_is_for_the_default_platform_if_its_service_names_none(
    compose: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    compose.write(SERVICES)
    monkeypatch.setenv("DOCKER_DEFAULT_PLATFORM", "linux/arm64")
    assert printed(compose, "b")["b"]["platforms"] == ["linux/arm64"]


@pytest.mark.parametrize("words", [["build"], ["build", "--check"], ["up", "--build"]])
def test_what_the_builder_cannot_do_is_refused_before_anything_is_built(
    compose: Program, monkeypatch: pytest.MonkeyPatch, words: list[str]
) -> None:
    monkeypatch.setenv("DOCKER_BUILDKIT", "1")
    compose.write("services: {a: {build: {context: ., sbom: true}}}")
    ended = compose(*words)
    assert ended.code == 1
    assert ended.err.startswith("Attestation is not supported for the docker driver.\n\nSwitch to ")
