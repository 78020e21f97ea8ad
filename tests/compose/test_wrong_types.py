"""Values of a wrong type where the schema does not look: in a file that another one extends, and while files are merged."""

from __future__ import annotations

import pytest

from engineclient.compose import ComposeError, Project
from tests.compose.support import MemoryFiles, project

EXTENDING = "services: {a: {extends: {file: other.yaml, service: b}}}"


@pytest.mark.parametrize(
    ("other", "message"),
    [
        ("services: {b: {image: x}}\nnetworks: {n: text}", "networks.n must be a mapping"),
        ("services: {b: {image: x, build: {ssh: [1]}}}", "invalid ssh key type int"),
    ],
)
def test_in_an_extended_file(other: str, message: str) -> None:
    files = MemoryFiles({"compose.yaml": EXTENDING, "other.yaml": other})
    with pytest.raises(ComposeError) as raised:
        Project.load(environ={}, files=files)
    assert raised.value.message == message


@pytest.mark.parametrize("pools", ["[text]", "[{subnet: 10.0.0.0/8}, null]"])
def test_in_merged_address_pools(pools: str) -> None:
    first = "services: {a: {image: x}}\nnetworks: {n: {ipam: {config: [{subnet: 10.1.0.0/16}]}}}"
    with pytest.raises(ComposeError, match=r"^networks\.n\.ipam\.config\.[01] must be a mapping$"):
        project(first, f"networks: {{n: {{ipam: {{config: {pools}}}}}}}")
