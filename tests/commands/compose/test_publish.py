"""`compose publish`, and projects that are loaded from registries."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from engineclient.registry.manifests import DOCKER_IMAGE
from tests.commands.compose.programs import Program
from tests.fake_registry import HOST, FakeRegistry, fake_registry, refused

NAME = f"{HOST}/p:1"
PROJECT = "services: {a: {image: busybox}}\n"
WITH_VARIABLES = "services: {a: {image: busybox, command: 'echo ${TAG:-latest} ${WORD}'}}\n"
SWITCH = "COMPOSE_EXPERIMENTAL_OCI_REMOTE"
PUBLISHED = f" a Skipped \n {NAME} publishing \n {NAME} published \n"


@pytest.fixture
def registry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeRegistry]:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("DOCKER_CONFIG", str(tmp_path))
    with fake_registry() as found:
        yield found


def published(compose: Program, text: str = PROJECT) -> None:
    compose.write(text)
    assert compose("publish", "-y", NAME) == (0, "", PUBLISHED)
    compose.use(f"oci://{NAME}")


def answer(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(text))


def test_a_published_project_is_read_back(compose: Program, registry: FakeRegistry, tmp_path: Path) -> None:
    compose.write(PROJECT)
    own = compose("config")
    published(compose)
    assert compose("config") == own
    digest = registry.manifests["p", "1"].digest.removeprefix("sha256:")
    assert [each.name for each in (tmp_path / "cache/docker-compose").iterdir()] == [digest]


def test_a_copy_is_used_again(compose: Program, registry: FakeRegistry) -> None:
    published(compose)
    compose("config", "-q")
    registry.asked.clear()
    compose("config", "-q")
    assert registry.asked == ["GET /v2/", "GET /v2/p/manifests/1"]


def test_a_dry_run_publishes_nothing(compose: Program, registry: FakeRegistry) -> None:
    compose.write(PROJECT)
    assert compose("--dry-run", "publish", NAME).code == 0
    assert registry.asked == []


@pytest.mark.parametrize(("text", "code", "stored"), [("y\n", 0, True), ("n\n", 0, False), ("", 0, False)])
def test_a_question_comes_first(
    compose: Program,
    registry: FakeRegistry,
    monkeypatch: pytest.MonkeyPatch,
    text: str,
    code: int,
    stored: bool,
) -> None:
    compose.write("services: {a: {image: busybox, volumes: ['/etc:/e']}}")
    answer(monkeypatch, text)
    ended = compose("publish", NAME)
    assert ended.code == code
    assert ended.out.endswith("Are you ok to publish these bind mount declarations?")
    assert (("p", "1") in registry.manifests) is stored


def test_a_registry_that_knows_only_the_older_specification(compose: Program, registry: FakeRegistry) -> None:
    compose.write(PROJECT)
    registry.answers["PUT /v2/p/manifests/1"] = refused(400, "MANIFEST_INVALID", "unknown field")
    assert compose("publish", NAME).code == 1
    assert registry.asked.count("PUT /v2/p/manifests/1") == 2


def test_the_images_of_a_project_are_copied(
    compose: Program, registry: FakeRegistry, monkeypatch: pytest.MonkeyPatch
) -> None:
    image = registry.image("team/web", "1")
    monkeypatch.setattr("engineclient.commands.compose.publish.with_image_digests", lambda *_: "services: {}")
    compose.write(f"services: {{a: {{image: {HOST}/team/web:1}}}}")
    assert compose("publish", "--app", NAME).code == 0
    assert registry.manifests["p", image.digest] == image
    index = next(each for each in registry.manifests.values() if each.is_list)
    assert index.content["subject"]["digest"] == registry.manifests["p", "1"].digest
    assert [each["digest"] for each in index.content["manifests"]] == [image.digest]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--oci-version", "3", NAME], "unsupported OCI version: 3"),
        (["UPPER"], "invalid reference format: repository name (library/UPPER) must be lowercase"),
    ],
)
def test_what_cannot_be_published(
    compose: Program, registry: FakeRegistry, words: list[str], message: str
) -> None:
    compose.write(PROJECT)
    ended = compose("publish", *words)
    assert (ended.code, ended.err.splitlines()[-1]) == (1, message)


def test_what_a_registry_does_not_have(compose: Program, registry: FakeRegistry) -> None:
    compose.use(f"oci://{NAME}")
    assert compose("config") == (1, "", f'failed to pull OCI resource "{NAME}": {NAME}: not found\n')


def test_an_image_is_no_project(compose: Program, registry: FakeRegistry) -> None:
    registry.image("p", "1", kind=DOCKER_IMAGE)
    compose.use(f"oci://{NAME}")
    assert compose("config") == (1, "", f"{NAME} is not a compose project OCI artifact, but \n")


def test_a_layer_that_is_not_what_its_digest_says(
    compose: Program, registry: FakeRegistry, tmp_path: Path
) -> None:
    published(compose)
    for key in registry.blobs:
        registry.blobs[key] = b"other"
    ended = compose("config")
    assert (ended.code, "does not match its digest" in ended.err) == (1, True)
    assert not (tmp_path / "cache").exists()


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("false", f'OCI remote resource is disabled by "{SWITCH}"\n'),
        (
            "x",
            f'{SWITCH} environment variable expects boolean value: strconv.ParseBool: parsing "x": invalid syntax\n',
        ),
    ],
)
def test_registries_can_be_turned_off(
    compose: Program, monkeypatch: pytest.MonkeyPatch, value: str, message: str
) -> None:
    monkeypatch.setenv(SWITCH, value)
    compose.use(f"oci://{NAME}")
    assert compose("config") == (1, "", message)


def test_the_variables_of_a_project_are_confirmed(
    compose: Program, registry: FakeRegistry, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WORD", "hello")
    monkeypatch.delenv("TAG", raising=False)
    published(compose, WITH_VARIABLES)
    answer(monkeypatch, "n\n")
    ended = compose("up", "-d")
    assert (ended.code, ended.err) == (1, "operation cancelled by user\n")
    assert ended.out.splitlines()[1:] == [
        "",
        "Found the following variables in configuration:",
        "VARIABLE   VALUE    SOURCE         REQUIRED   DEFAULT",
        "TAG        latest   compose file   no         latest",
        "WORD       hello    environment    no         ",
        "",
        "Do you want to proceed with these variables? [Y/n]: ",
    ]
    answer(monkeypatch, "y\n")
    assert compose("up", "-d").code == 0
    assert compose.memory.state() == {"p-a-1": "running"}


def test_without_variables_there_is_no_question(compose: Program, registry: FakeRegistry) -> None:
    published(compose)
    ended = compose("up", "-d")
    assert ended.code == 0
    assert ended.out.startswith(f'Your compose stack "oci://{NAME}" is stored in ')


def test_a_registry_that_cannot_be_reached(compose: Program, registry: FakeRegistry) -> None:
    registry.answers["GET /v2/"] = httpx.ConnectError("no way")
    compose.use(f"oci://{NAME}")
    ended = compose("config")
    assert (
        ended.code,
        ended.err.startswith(f'failed to pull OCI resource "{NAME}": failed to do request: '),
    ) == (
        1,
        True,
    )
