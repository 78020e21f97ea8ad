import json
import tarfile

import pytest

from tests.engines import catalogue, images
from tests.engines.images import Image
from tests.engines.test_images import members

APPLETS = ["bin/sh", "bin/busybox", "usr/bin/wget", "sbin/ifconfig"]
REPOSITORIES = ["hello-world", "busybox", "alpine", "nginx"]


def built(applets: list[str] = APPLETS) -> dict[str, Image]:
    return {image.repository: image for image in catalogue.build(b"\x7fELF busybox", applets, "amd64")}


@pytest.mark.parametrize("repository", REPOSITORIES)
def test_the_same_inputs_give_the_same_bytes(repository: str) -> None:
    assert built()[repository].packed() == built(APPLETS[::-1])[repository].packed()


def test_hello_world_does_not_change_unnoticed() -> None:
    identity = images.digest(built()["hello-world"].configuration())
    assert identity == "sha256:39478c62ee8ce4b99bd5d860f285929536c59f35eb694f15c3915de0ea55671d"


def test_nginx_shares_its_first_layer_with_alpine() -> None:
    found = built()
    assert found["nginx"].layers[0] == found["alpine"].layers[0]


def test_every_reference_offered_to_tests_is_built() -> None:
    references = {reference for image in built().values() for reference in image.references}
    assert set(catalogue.REFERENCES) <= references


@pytest.mark.parametrize(
    ("repository", "name", "kind", "target"),
    [
        ("busybox", "bin/wget", tarfile.LNKTYPE, "bin/busybox"),
        ("alpine", "usr/bin/wget", tarfile.SYMTYPE, "/bin/busybox"),
        ("alpine", "bin/sh", tarfile.SYMTYPE, "/bin/busybox"),
    ],
)
def test_applets_are_linked_as_in_the_image_stood_in_for(
    repository: str, name: str, kind: bytes, target: str
) -> None:
    member = members(built()[repository].layers[0])[name]
    assert (member.type, member.linkname) == (kind, target)


def test_nginx_starts_and_stops_as_nginx_does() -> None:
    settings = json.loads(built()["nginx"].configuration())["config"]
    assert settings["Entrypoint"] == ["/docker-entrypoint.sh"]
    assert settings["StopSignal"] == "SIGQUIT"
    assert settings["ExposedPorts"] == {"80/tcp": {}}
