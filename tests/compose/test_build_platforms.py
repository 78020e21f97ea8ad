"""The platforms that images are built for."""

from __future__ import annotations

import pytest

from engineclient.compose import ComposeError
from engineclient.compose.build_platforms import with_build_platforms
from tests.compose.support import project

BOTH = "platforms: [linux/amd64, linux/arm64]"


@pytest.mark.parametrize(
    ("platform", "keys", "default", "to_build", "to_run"),
    [
        ("", "", "", (), ()),
        ("linux/arm64", "", "", ("linux/arm64",), ("linux/arm64",)),
        ("", "", "linux/arm64", ("linux/arm64",), ("linux/arm64",)),
        ("linux/amd64", "", "linux/arm64", ("linux/amd64",), ("linux/amd64",)),
        ("", "platforms: [linux/arm64]", "", ("linux/arm64",), ("linux/arm64",)),
        ("", BOTH, "", ("linux/amd64", "linux/arm64"), ()),
        ("linux/arm64", BOTH, "", ("linux/amd64", "linux/arm64"), ("linux/arm64",)),
        ("", BOTH, "linux/arm64", ("linux/amd64", "linux/arm64"), ("linux/arm64",)),
    ],
)
def test_platforms_of_a_build(
    platform: str, keys: str, default: str, to_build: tuple[str, ...], to_run: tuple[str, ...]
) -> None:
    text = f"services: {{web: {{platform: '{platform}', build: {{context: ., {keys}}}}}}}"
    made = project(text, DOCKER_DEFAULT_PLATFORM=default)
    found = [with_build_platforms(made, to_run=each).services["web"].build for each in (False, True)]
    assert [each and each.platforms for each in found] == [to_build, to_run]


def test_a_service_runs_on_the_default_platform() -> None:
    made = project("services: {web: {build: .}, db: {image: x}}", DOCKER_DEFAULT_PLATFORM="linux/arm64")
    services = with_build_platforms(made, to_run=True).services
    assert (services["web"].platform, services["db"].platform) == ("linux/arm64", "")


def test_an_image_that_is_not_built_for_the_default_platform() -> None:
    made = project(
        f"services: {{web: {{build: {{context: ., {BOTH}}}}}}}", DOCKER_DEFAULT_PLATFORM="linux/s390x"
    )
    with pytest.raises(ComposeError, match=r'service "web" build.platforms does not support value set by'):
        with_build_platforms(made, to_run=False)
