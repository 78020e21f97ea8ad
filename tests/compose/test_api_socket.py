"""`use_api_socket`: the mounts and variables of a service."""

from __future__ import annotations

import pytest

from engineclient.compose.api_socket import CONFIG, uses_api_socket, with_api_socket
from engineclient.compose.hashes import service_hash
from tests.compose.support import project


def test_a_service_gets_the_socket_and_the_credentials() -> None:
    before = project("services: {a: {image: x, use_api_socket: true}, b: {image: x}}")
    made = with_api_socket(before, "{}")
    [mount], [config] = made.services["a"].volumes, made.services["a"].configs
    assert (mount.type, mount.source, mount.target) == ("bind", *["/var/run/docker.sock"] * 2)
    assert (config.source, config.target) == (CONFIG, "/run/secrets/docker/config.json")
    assert made.configs[CONFIG].content == "{}"
    assert made.services["a"].environment == {"DOCKER_CONFIG": "/run/secrets/docker"}
    assert made.services["b"] == before.services["b"]


def test_a_directory_of_its_own_stays() -> None:
    made = with_api_socket(
        project("services: {a: {image: x, use_api_socket: true, environment: {DOCKER_CONFIG: /own}}}"), "{}"
    )
    assert made.services["a"].environment == {"DOCKER_CONFIG": "/own"}


def test_the_hash_is_docker_composes() -> None:
    text = (
        "name: cred\nservices: {a: {image: busybox, use_api_socket: true, command: [sh, -c, "
        "'sed s/^/:/ /run/secrets/docker/config.json; ls -ln /run/secrets/docker']}}"
    )
    made = with_api_socket(project(text), "{}")
    kept = "ee74a997415c0ec97677fb4c7d4584dfafae355e74271b8599c7833ae8e54815"  # its label on a container
    assert service_hash(made.services["a"]) == kept


@pytest.mark.parametrize(("text", "uses"), [("true", True), ("false", False)])
def test_whether_a_project_uses_it(text: str, uses: bool) -> None:
    made = project(f"services: {{a: {{image: x, use_api_socket: {text}}}}}")
    assert uses_api_socket(made) is uses
    if not uses:
        assert with_api_socket(made, "{}") is made
