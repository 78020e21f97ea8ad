"""buildx imagetools create: what it makes of the sources, and what it asks the registry to do."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from engineclient.registry.manifests import DOCKER_IMAGE, DOCKER_LIST, OCI_IMAGE, OCI_INDEX
from tests.fake_registry import FakeRegistry, fake_registry

if TYPE_CHECKING:
    from tests.commands.engine import Minidocker

APP = "reg.example/app"
CREATE = ("buildx", "imagetools", "create")


@pytest.fixture(autouse=True)
def registry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeRegistry]:
    """A registry with an image for each of two platforms, and docker's list of both."""
    monkeypatch.setenv("DOCKER_CONFIG", str(tmp_path))
    monkeypatch.delenv("DOCKER_AUTH_CONFIG", raising=False)
    with fake_registry() as found:
        one = found.image("app", "one", "amd64", DOCKER_IMAGE)
        two = found.image("app", "two", "arm64", DOCKER_IMAGE)
        found.image("app", "oci", "s390x", OCI_IMAGE)
        members = [
            (each, {"platform": {"architecture": architecture, "os": "linux"}})
            for each, architecture in ((one, "amd64"), (two, "arm64"))
        ]
        found.list("app", "both", members, DOCKER_LIST)
        yield found


def listed(registry: FakeRegistry, repository: str, tag: str) -> list[str]:
    """The architectures of a list, each of which has to be that of a manifest in the same repository."""
    members = registry.manifests[repository, tag].members()
    assert (
        all((repository, str(each["digest"])) in registry.manifests for each in members)
        or repository == "app"
    )
    return [each["platform"]["architecture"] for each in members]


def test_an_image_becomes_an_index_of_one(minidocker: Minidocker, registry: FakeRegistry) -> None:
    one = registry.manifests["app", "one"]
    code, out, err = minidocker(*CREATE, "-t", f"{APP}:new", f"{APP}:one")
    assert (code, out) == (0, "")
    made = registry.manifests["app", "new"]
    assert made.raw.decode() == (
        '{\n  "schemaVersion": 2,\n  "mediaType": "' + DOCKER_LIST + '",\n  "manifests": [\n    {\n'
        f'      "mediaType": "{DOCKER_IMAGE}",\n      "digest": "{one.digest}",\n      "size": {len(one.raw)},\n'
        '      "platform": {\n        "architecture": "amd64",\n        "os": "linux"\n      }\n    }\n  ]\n}'
    )
    assert re.sub(r"\d\.\d+", "T", err) == (
        f"#1 [internal] pushing {APP}:new\n#1 T copying {one.digest} from {APP}:one to {APP}:new\n"
        f"#1 T pushing {made.digest} to {APP}:new\n#1 DONE Ts\n"
    )


@pytest.mark.parametrize("args", [["--prefer-index=false", f"{APP}:one"], [f"{APP}:both"]])
def test_one_source_is_copied_byte_for_byte(
    minidocker: Minidocker, registry: FakeRegistry, args: list[str]
) -> None:
    assert minidocker(*CREATE, "-t", f"{APP}:new", *args).code == 0
    assert registry.manifests["app", "new"] == registry.manifests["app", args[-1].partition(":")[2]]


@pytest.mark.parametrize(
    ("args", "architectures", "media_type"),
    [
        ([f"{APP}:one", f"{APP}:two"], ["amd64", "arm64"], DOCKER_LIST),
        ([f"{APP}:both", f"{APP}:one"], ["amd64", "arm64"], DOCKER_LIST),
        ([f"{APP}:two", f"{APP}:oci"], ["arm64", "s390x"], OCI_INDEX),
    ],
)
def test_several_sources_are_listed(
    minidocker: Minidocker, registry: FakeRegistry, args: list[str], architectures: list[str], media_type: str
) -> None:
    assert minidocker(*CREATE, "-t", f"{APP}:new", *args).code == 0
    assert listed(registry, "app", "new") == architectures
    assert registry.manifests["app", "new"].media_type == media_type


def test_what_is_appended_comes_after_what_is_there(minidocker: Minidocker, registry: FakeRegistry) -> None:
    assert minidocker(*CREATE, "--append", "-t", f"{APP}:both", f"{APP}:oci").code == 0
    assert listed(registry, "app", "both") == ["amd64", "arm64", "s390x"]


def test_a_digest_alone_is_of_the_new_repository(minidocker: Minidocker, registry: FakeRegistry) -> None:
    digest = registry.manifests["app", "one"].digest
    registry.manifests["app", digest] = registry.manifests["app", "one"]
    assert minidocker(*CREATE, "-t", f"{APP}:new", digest).code == 0
    assert listed(registry, "app", "new") == ["amd64"]


def test_another_repository_gets_the_blobs_and_manifests_too(
    minidocker: Minidocker, registry: FakeRegistry
) -> None:
    for tag in ("one", "two"):
        found = registry.manifests["app", tag]
        registry.manifests["app", found.digest] = found
    assert (
        minidocker(*CREATE, "-t", "reg.example/copy:1", "-t", "reg.example/copy:2", f"{APP}:both").code == 0
    )
    assert listed(registry, "copy", "1") == listed(registry, "copy", "2") == ["amd64", "arm64"]
    blobs = [blob for tag in ("one", "two") for blob in registry.manifests["app", tag].blobs()]
    mounted = [each for each in registry.asked if "uploads/?mount=" in each]
    assert all(any(blob.replace(":", "%3A") in each for each in mounted) for blob in blobs)


def test_a_registry_that_mounts_nothing(minidocker: Minidocker, registry: FakeRegistry) -> None:
    registry.mounts = False
    code, _, err = minidocker(*CREATE, "-t", "reg.example/copy:1", f"{APP}:one")
    assert code == 1
    assert "ERROR: the registry does not let reg.example/copy:1 use app@sha256:" in err
    assert ("copy", "1") not in registry.manifests


def test_a_dry_run_prints_the_manifest(minidocker: Minidocker, registry: FakeRegistry) -> None:
    before = dict(registry.manifests)
    code, out, err = minidocker(*CREATE, "--dry-run", f"{APP}:one", f"{APP}:two")
    assert (code, err, registry.manifests) == (0, "", before)
    assert [each["platform"]["architecture"] for each in json.loads(out)["manifests"]] == ["amd64", "arm64"]


@pytest.mark.parametrize("kind", ["none", "quiet"])
def test_without_progress(minidocker: Minidocker, kind: str) -> None:
    assert minidocker(*CREATE, "--progress", kind, "-t", f"{APP}:new", f"{APP}:one") == (0, "", "")


DIGEST = "sha256:" + "0" * 64
WRITES = "this writes to a registry, not to the engine, so {} cannot hold it back"


@pytest.mark.parametrize(
    ("before", "args", "complaint"),
    [
        ([], [], "no sources specified"),
        ([], [f"{APP}:one"], "can't push with no tags specified, please set --tag or --dry-run"),
        ([], ["--dry-run", DIGEST], "no repositories specified, please set a reference in tag or source"),
        ([], ["-t", f"{APP}:new", f"{APP}:nope"], f"{APP}:nope: not found"),
        ([], ["--append", "-t", f"{APP}:new", f"{APP}:one"], f"{APP}:new: not found"),
        (
            [],
            ["-t", f"{APP}:new", "BAD"],
            (
                'failed to parse source "BAD", valid sources are digests, references and descriptors: '
                "invalid reference format: repository name (library/BAD) must be lowercase"
            ),
        ),
        (
            [],
            ["-t", "other.example/app", f"{APP}:one"],
            (
                "reg.example and other.example are two registries, between which nothing is copied here: "
                "'pull', 'tag' and 'push' do it by the engine"
            ),
        ),
        ([], ["--progress", "tty", "-t", "x", "y"],
         "--progress tty is not supported here; there are: auto, plain, none, quiet"),
        (["--read-only"], ["-t", f"{APP}:new", f"{APP}:one"], WRITES.format("--read-only")),
        (["--dry-run"], ["-t", f"{APP}:new", f"{APP}:one"], WRITES.format("--dry-run")),
    ],
)  # fmt: skip
def test_what_cannot_be_made(
    minidocker: Minidocker, registry: FakeRegistry, before: list[str], args: list[str], complaint: str
) -> None:
    known = dict(registry.manifests)
    assert minidocker(*before, *CREATE, *args) == (1, "", f"ERROR: {complaint}\n")
    assert registry.manifests == known
