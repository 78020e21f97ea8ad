"""`buildx imagetools create`: the resulting manifests, and the requests to registries."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from engineclient.registry.manifests import DOCKER_IMAGE, DOCKER_LIST, OCI_IMAGE, OCI_INDEX
from tests.fake_registry import FakeRegistry, fake_registry

if TYPE_CHECKING:
    from tests.commands.engine import Minidocker

APP = "reg.example/app"
CREATE = ("buildx", "imagetools", "create")


@pytest.fixture
def other() -> FakeRegistry:
    """A second registry, at other.example, which is empty."""
    return FakeRegistry()


@pytest.fixture(autouse=True)
def registry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, other: FakeRegistry) -> Iterator[FakeRegistry]:
    """A registry with images for two platforms, and a docker manifest list of both."""
    monkeypatch.setenv("DOCKER_CONFIG", str(tmp_path))
    monkeypatch.delenv("DOCKER_AUTH_CONFIG", raising=False)
    with fake_registry(other=other) as found:
        one = found.image("app", "one", "amd64", DOCKER_IMAGE)
        two = found.image("app", "two", "arm64", DOCKER_IMAGE)
        found.image("app", "oci", "s390x", OCI_IMAGE)
        members = [
            (each, {"platform": {"architecture": architecture, "os": "linux"}})
            for each, architecture in ((one, "amd64"), (two, "arm64"))
        ]
        found.list("app", "both", members, DOCKER_LIST)
        platform = {"platform": {"architecture": "s390x", "os": "linux"}}
        oci = found.manifests["app", "oci"]
        found.list("app", "index", [(oci, {**platform, "annotations": {"k": "v"}})], OCI_INDEX)
        about = {
            "vnd.docker.reference.digest": oci.digest,
            "vnd.docker.reference.type": "attestation-manifest",
        }
        statement = found.image("app", "statement", "unknown", OCI_IMAGE)
        unknown = {"platform": {"architecture": "unknown", "os": "unknown"}}
        attested = [(one, {}), (oci, platform), (statement, {**unknown, "annotations": about})]
        attested[0] = (one, {"platform": {"architecture": "amd64", "os": "linux"}})
        found.list("app", "attested", attested, OCI_INDEX)
        yield found


def listed(registry: FakeRegistry, repository: str, tag: str) -> list[str]:
    """The architectures of a manifest list, after checking that the repository has each of its manifests."""
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


def test_blobs_that_a_registry_does_not_mount_are_copied(
    minidocker: Minidocker, registry: FakeRegistry
) -> None:
    registry.mounts = False
    assert minidocker(*CREATE, "-t", "reg.example/copy:1", f"{APP}:one").code == 0
    blobs = registry.manifests["app", "one"].blobs()
    assert [registry.blobs["copy", blob] for blob in blobs] == [registry.blobs["app", blob] for blob in blobs]


def test_another_registry_gets_all_of_it(
    minidocker: Minidocker, registry: FakeRegistry, other: FakeRegistry
) -> None:
    assert minidocker(*CREATE, "-t", "other.example/copy:1", f"{APP}:attested", f"{APP}:two").code == 0
    made = other.manifests["copy", "1"]
    assert [each["platform"]["architecture"] for each in made.members()] == [
        "amd64",
        "s390x",
        "unknown",
        "arm64",
    ]
    for member in made.members():
        copied = other.manifests["copy", str(member["digest"])]
        assert copied == registry.manifests["app", str(member["digest"])]
        assert all(other.blobs["copy", blob] == registry.blobs["app", blob] for blob in copied.blobs())


def test_what_another_registry_has_is_not_sent(minidocker: Minidocker, other: FakeRegistry) -> None:
    assert minidocker(*CREATE, "-t", "other.example/copy:1", f"{APP}:one").code == 0
    other.asked.clear()
    assert minidocker(*CREATE, "-t", "other.example/copy:2", f"{APP}:one").code == 0
    assert not [each for each in other.asked if "/uploads/" in each]


def test_a_blob_that_is_not_what_its_digest_says(
    minidocker: Minidocker, registry: FakeRegistry, other: FakeRegistry
) -> None:
    layer = registry.manifests["app", "one"].blobs()[-1]
    registry.blobs["app", layer] = b"something else"
    code, _, err = minidocker(*CREATE, "-t", "other.example/copy:1", f"{APP}:one")
    assert code == 1
    place = f"https://other.example/v2/copy/blobs/uploads/1?state=x&digest={quote(layer)}"
    assert err.endswith(
        f"ERROR: unexpected status from PUT request to {place}: 400 Bad Request\n"
        "digest invalid: provided digest did not match uploaded content\n"
    )
    assert ("copy", "1") not in other.manifests


@pytest.mark.parametrize(
    ("args", "architectures"),
    [
        (["--platform", "linux/amd64", f"{APP}:both"], ["amd64"]),
        (["--platform", "linux/arm64/v8,linux/x86_64", f"{APP}:both"], ["amd64", "arm64"]),
        (["-p", "linux/s390x", f"{APP}:attested"], ["s390x", "unknown"]),
        (["-p", "linux/amd64", f"{APP}:attested"], ["amd64"]),
        (["-p", "linux/amd64", "-p", "linux/s390x", f"{APP}:one", f"{APP}:two", f"{APP}:oci"], ["amd64", "s390x"]),
    ],
)  # fmt: skip
def test_only_some_platforms(
    minidocker: Minidocker, registry: FakeRegistry, args: list[str], architectures: list[str]
) -> None:
    assert minidocker(*CREATE, "-t", f"{APP}:new", *args).code == 0
    assert listed(registry, "app", "new") == architectures


@pytest.mark.parametrize(
    ("given", "of_index", "of_members"),
    [
        (["index:a=b", "index:c=d=e", "index:a=f"], {"a": "f", "c": "d=e"}, [{"k": "v"}, None]),
        (["manifest-descriptor:a=b"], None, [{"a": "b", "k": "v"}, {"a": "b"}]),
        (["manifest-descriptor[linux/s390x]:k=w"], None, [{"k": "w"}, None]),
        (["manifest-descriptor[linux/arm]:k=w"], None, [{"k": "v"}, None]),
        (["index,manifest-descriptor[linux/amd64]:org.a/b:c=d"],
         {"org.a/b:c": "d"}, [{"k": "v"}, {"org.a/b:c": "d"}]),
        ([""], None, [{"k": "v"}, None]),
    ],
)  # fmt: skip
def test_annotations(
    minidocker: Minidocker, given: list[str], of_index: object, of_members: list[object]
) -> None:
    flags = [word for each in given for word in ("--annotation", each)]
    code, out, err = minidocker(*CREATE, "--dry-run", *flags, f"{APP}:index", f"{APP}:one")
    assert (code, err) == (0, "")
    made = json.loads(out)
    assert made.get("annotations") == of_index
    assert [each.get("annotations") for each in made["manifests"]] == of_members


def test_a_list_of_docker_has_no_annotations(minidocker: Minidocker) -> None:
    code, out, _ = minidocker(*CREATE, "--dry-run", "--annotation", "index:a=b", f"{APP}:one")
    assert (code, "annotations" in out) == (0, False)


def test_descriptors_and_names_from_files(
    minidocker: Minidocker, registry: FakeRegistry, tmp_path: Path
) -> None:
    one = registry.manifests["app", "one"]
    registry.manifests["app", one.digest] = one
    described = {
        "digest": one.digest,
        "platform": {"os": "linux", "architecture": "riscv64"},
        "annotations": {"x": "y"},
    }
    (tmp_path / "descriptor").write_text(json.dumps(described))
    (tmp_path / "name").write_text(f"{APP}:two")
    files = ["-f", str(tmp_path / "descriptor"), "--file", str(tmp_path / "name")]
    assert minidocker(*CREATE, "-t", f"{APP}:new", *files, f"{APP}:oci").code == 0
    assert listed(registry, "app", "new") == ["riscv64", "arm64", "s390x"]
    assert registry.manifests["app", "new"].members()[0]["annotations"] == {"x": "y"}


def test_a_dry_run_prints_the_manifest(minidocker: Minidocker, registry: FakeRegistry) -> None:
    before = dict(registry.manifests)
    code, out, err = minidocker(*CREATE, "--dry-run", f"{APP}:one", f"{APP}:two")
    assert (code, err, registry.manifests) == (0, "", before)
    assert [each["platform"]["architecture"] for each in json.loads(out)["manifests"]] == ["amd64", "arm64"]


@pytest.mark.parametrize("kind", ["none", "quiet"])
def test_without_progress(minidocker: Minidocker, kind: str) -> None:
    assert minidocker(*CREATE, "--progress", kind, "-t", f"{APP}:new", f"{APP}:one") == (0, "", "")


DIGEST = "sha256:" + "0" * 64
SOURCE = 'failed to parse source "{}", valid sources are digests, references and descriptors: {}'
EXPECTED = "expected type and optional platform in square brackets"
NONE_MATCHES = "none of the manifests match the provided platforms"
WRITES = "this writes to a registry, not to the engine, so {} cannot prevent it"


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
        ([], ["--progress", "tty", "-t", f"{APP}:new", f"{APP}:one"],
         "failed to get console: provided file is not a console"),
        ([], ["--progress", "nope", "-t", f"{APP}:new", f"{APP}:one"], "invalid progress mode nope"),
        ([], ["--dry-run", "-f", "no-file"], "open no-file: no such file or directory"),
        ([], ["--dry-run", f"{APP}:one", "reg.example/copy:1", DIGEST],
         f'multiple repositories specified, cannot infer repository for "{DIGEST}"'),
        ([], ["--dry-run", "sha256:22"], SOURCE.format("sha256:22", "invalid checksum digest length")),
        ([], ["--dry-run", "{"], SOURCE.format("{", "unexpected end of JSON input")),
        ([], ["--dry-run", "{}"], SOURCE.format("{}", 'a descriptor needs the field "digest"')),
        ([], ["--dry-run", "-p", "a/b/c/d", f"{APP}:one"],
         'invalid platform "a/b/c/d": "a/b/c/d": cannot parse platform specifier: invalid argument'),
        ([], ["--dry-run", "-p", "linux/s390x", f"{APP}:both"], NONE_MATCHES),
        ([], ["--dry-run", "-p", "linux/s390x", "--prefer-index=false", f"{APP}:one"],
         "input platform linux/amd64 does not match any of the provided platforms"),
        ([], ["--dry-run", "--annotation", "a", f"{APP}:oci"],
         'failed to parse annotations: invalid annotation "a", expected key=value'),
        ([], ["--dry-run", "--annotation", "a:b=c", f"{APP}:oci"],
         'failed to parse annotations: unknown annotation type "a"'),
        ([], ["--dry-run", "--annotation", "index[x:b=c", f"{APP}:oci"],
         'failed to parse annotations: invalid annotation type "index[x", ' + EXPECTED),
        ([], ["--dry-run", "--annotation", "a=b", f"{APP}:oci"], '"" annotations are not supported yet'),
        ([], ["--dry-run", "--annotation", "manifest:a=b", f"{APP}:oci"],
         '"manifest" annotations are not supported yet'),
        ([], ["--dry-run", "--annotation", "index-descriptor:a=b", f"{APP}:oci"],
         '"index-descriptor" annotations are invalid while creating an image'),
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
