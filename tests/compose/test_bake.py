"""`compose build --print`: the builds of a project as a bake file."""

from __future__ import annotations

import json
from typing import Any

import pytest

from engineclient.compose.bake import bake_file
from engineclient.compose.building import building
from tests.compose.support import project

MORE = "secrets: {s: {file: ./s.txt}, e: {environment: TOKEN}}"


def baked(service: str, **options: bool) -> Any:
    made = project(f"services: {{{service}}}\n{MORE}")
    builds = [building(made, each, each.image or f"p-{name}") for name, each in made.services.items()]
    return json.loads(bake_file(builds, **options))


def target(keys: str, **options: bool) -> Any:
    services = f"web: {{build: {{context: ./app, {keys}}}}}, 'a.b': {{build: .}}"
    return baked(services, **options)["target"]["web"]


def test_the_least_target() -> None:
    made = target("labels: {a: b}")
    assert made.pop("labels").keys() == {
        "a",
        "com.docker.compose.project",
        "com.docker.compose.service",
        "com.docker.compose.version",
    }
    assert made == {
        "context": "/project/app",
        "dockerfile": "/project/app/Dockerfile",
        "tags": ["p-web"],
        "output": ["type=docker"],
    }


@pytest.mark.parametrize(
    ("keys", "field", "value"),
    [
        ("additional_contexts: {x: 'service:a.b', y: /z}", "contexts", {"x": "target:a_b", "y": "/z"}),
        ("args: {B: x, A: y, NOT_SET: }", "args", {"A": "y", "B": "x"}),
        ("tags: [x:1]", "tags", ["x:1", "p-web"]),
        ("cache_from: [a]", "cache-from", ["a"]),
        ("cache_to: ['type=inline']", "cache-to", ["type=inline"]),
        ("target: t", "target", "t"),
        (
            "secrets: [s, {source: e, target: x}]",
            "secret",
            ["id=s,type=file,src=/project/s.txt", "id=x,type=env,env=TOKEN"],
        ),
        ("ssh: [default, x=/s]", "ssh", ["default=", "x=/s"]),
        ("platforms: [linux/amd64]", "platforms", ["linux/amd64"]),
        ("pull: true", "pull", True),
        ("no_cache: true", "no-cache", True),
        ("network: none", "network", "none"),
        ("shm_size: 1k", "shm-size", "1024"),
        ("ulimits: {a: 1, b: {soft: 1, hard: 2}}", "ulimits", ["a=1", "b=1:2"]),
        ("privileged: true", "entitlements", ["security.insecure"]),
        (
            "extra_hosts: [h=1.2.3.4, h=5.6.7.8, g=x]",
            "extra-hosts",
            {"g": "x", "h": "1.2.3.4,5.6.7.8"},
        ),
        ("sbom: true", "attest", ["type=sbom"]),
        ("platforms: [linux/amd64, linux/arm64]", "output", ["type=image,push=false"]),
    ],
)
def test_a_key_of_build(keys: str, field: str, value: Any) -> None:
    assert target(keys)[field] == value


def test_a_dockerfile_in_the_file_takes_the_place_of_a_path() -> None:
    made = target("dockerfile_inline: FROM x")
    assert made["dockerfile-inline"] == "FROM x"
    assert "dockerfile" not in made


def test_a_check_has_no_output() -> None:
    made = target("", check=True)
    assert made["call"] == "lint"
    assert "output" not in made


@pytest.mark.parametrize(
    ("service", "output"),
    [
        ("web: {image: r/x, build: .}", "type=registry"),
        (
            "web: {image: r/x, build: {context: ., platforms: [linux/amd64, linux/arm64]}}",
            "type=image,push=true",
        ),
        ("web: {build: .}", "type=docker"),
    ],
)
def test_only_images_with_a_name_of_their_own_are_pushed(service: str, output: str) -> None:
    assert baked(service, push=True)["target"]["web"]["output"] == [output]


def test_names_of_targets_have_no_dots() -> None:
    made = baked("'a.b': {build: .}, c: {build: .}")
    assert made["group"] == {"default": {"targets": ["a_b", "c"]}}
    assert [*made["target"]] == ["a_b", "c"]
