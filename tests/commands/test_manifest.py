"""manifest: local lists, and what is asked of registries. What docker prints is compared in tests/differential."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest

from engineclient.registry.manifests import OCI_IMAGE, OCI_INDEX
from tests.fake_registry import FakeRegistry, fake_registry, plain_http, refused

if TYPE_CHECKING:
    from tests.commands.engine import Minidocker

AMD64, ARM64 = "reg.example/app:amd64", "reg.example/app:arm64"
LIST = "reg.example/app:list"


@pytest.fixture(autouse=True)
def registry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeRegistry]:
    monkeypatch.setenv("DOCKER_CONFIG", str(tmp_path))
    monkeypatch.delenv("DOCKER_AUTH_CONFIG", raising=False)
    with fake_registry() as found:
        for architecture in ("amd64", "arm64"):
            found.image("app", architecture, architecture)
        yield found


@pytest.fixture
def created(minidocker: Minidocker) -> Minidocker:
    assert minidocker("manifest", "create", LIST, AMD64, ARM64) == (0, f"Created manifest list {LIST}\n", "")
    return minidocker


def platforms(minidocker: Minidocker, name: str = LIST) -> list[str]:
    found = json.loads(minidocker("manifest", "inspect", name).out)["manifests"]
    return ["/".join(each["platform"].values()) for each in found]


def test_an_image_is_shown_as_the_registry_has_it(minidocker: Minidocker, registry: FakeRegistry) -> None:
    ended = minidocker("manifest", "inspect", AMD64)
    assert json.loads(ended.out) == registry.manifests["app", "amd64"].content
    assert ended.out.startswith('{\n\t"schemaVersion": 2,\n')


def test_verbose_adds_name_platform_and_bytes(minidocker: Minidocker) -> None:
    found = json.loads(minidocker("manifest", "inspect", "-v", ARM64).out)
    assert [*found] == ["Ref", "Descriptor", "Raw", "SchemaV2Manifest"]
    assert found["Descriptor"]["platform"] == {"architecture": "arm64", "os": "linux"}


def test_the_platforms_of_a_list_are_those_that_it_names(
    minidocker: Minidocker, registry: FakeRegistry
) -> None:
    image = registry.image("app", "oci", "arm64", OCI_IMAGE)
    named = {"platform": {"architecture": "arm64", "os": "linux", "variant": "v8"}}
    registry.list("app", "index", [(image, named), (image, {})], OCI_INDEX)
    found = json.loads(minidocker("manifest", "inspect", "reg.example/app:index").out)
    assert found["mediaType"] == OCI_INDEX
    assert [each["platform"] for each in found["manifests"]] == [
        {"architecture": "arm64", "os": "linux", "variant": "v8"},
        {"architecture": "", "os": ""},
    ]


def test_a_list_is_made_changed_pushed_and_removed(created: Minidocker, registry: FakeRegistry) -> None:
    assert platforms(created) == ["amd64/linux", "arm64/linux"]
    assert created("manifest", "annotate", "--variant", "v8", LIST, ARM64) == (0, "", "")
    assert platforms(created) == ["amd64/linux", "arm64/linux/v8"]
    ended = created("manifest", "push", "-p", LIST)
    assert ended.out == f"{registry.manifests['app', 'list'].digest}\n"
    assert created("manifest", "rm", LIST) == (1, "", f"No such manifest: {LIST}\n")
    assert platforms(created) == ["amd64/linux", "arm64/linux/v8"]  # from the registry


def test_a_push_mounts_what_other_repositories_have(minidocker: Minidocker, registry: FakeRegistry) -> None:
    minidocker("manifest", "create", "reg.example/other:1", AMD64)
    registry.asked.clear()
    digest = registry.manifests["app", "amd64"].digest
    out = minidocker("manifest", "push", "reg.example/other:1").out
    assert out.startswith(f"Pushed ref reg.example/other@{digest} with digest: {digest}\nsha256:")
    assert [each.partition("?")[0] for each in registry.asked] == [
        "GET /v2/",
        "POST /v2/other/blobs/uploads/",
        "POST /v2/other/blobs/uploads/",
        f"PUT /v2/other/manifests/{digest}",
        "PUT /v2/other/manifests/1",
    ]


def test_a_blob_that_cannot_be_mounted_ends_a_push(minidocker: Minidocker, registry: FakeRegistry) -> None:
    minidocker("manifest", "create", "reg.example/other:1", AMD64)
    registry.mounts = False
    config = registry.manifests["app", "amd64"].config()
    ended = minidocker("manifest", "push", "reg.example/other:1")
    assert ended == (1, "", f"error mounting app@{config} to reg.example/other:1\n")


def test_amend_adds_to_a_list(minidocker: Minidocker) -> None:
    minidocker("manifest", "create", LIST, AMD64)
    assert minidocker("manifest", "create", LIST, ARM64).err == (
        "refusing to amend an existing manifest list with no --amend flag\n"
    )
    minidocker("manifest", "create", "-a", LIST, ARM64)
    assert platforms(minidocker) == ["amd64/linux", "arm64/linux"]


@pytest.mark.parametrize("flag", ["--read-only", "--dry-run"])
def test_a_push_is_no_request_to_the_engine(created: Minidocker, registry: FakeRegistry, flag: str) -> None:
    registry.asked.clear()
    ended = created(flag, "manifest", "push", LIST)
    assert (ended.code, registry.asked) == (1, [])
    assert (
        ended.err == f"manifest push writes to a registry, not to the engine, so {flag} cannot prevent it\n"
    )


UNKNOWN = ("404", refused(404, "MANIFEST_UNKNOWN", "x"), f"no such manifest: {AMD64}")
FAILURES = [
    UNKNOWN,
    ("401", refused(401, "UNAUTHORIZED", "x"), f"no such manifest: {AMD64}"),
    ("403", refused(403, "DENIED", "no"), "denied: no"),
    ("429", refused(429, "TOOMANYREQUESTS", "slow"), "toomanyrequests: slow"),
    ("500", httpx.Response(500), "received unexpected HTTP status: 500 Internal Server Error"),
]


@pytest.mark.parametrize(
    ("answer", "text"), [case[1:] for case in FAILURES], ids=[case[0] for case in FAILURES]
)
def test_a_registry_that_refuses(
    minidocker: Minidocker, registry: FakeRegistry, answer: httpx.Response, text: str
) -> None:
    registry.answers["GET /v2/app/manifests/amd64"] = answer
    assert minidocker("manifest", "inspect", AMD64) == (1, "", f"{text}\n")


def test_content_is_compared_with_its_digest(minidocker: Minidocker, registry: FakeRegistry) -> None:
    made = registry.manifests["app", "amd64"]
    registry.manifests["app", made.digest] = registry.manifests["app", "arm64"]
    ended = minidocker("manifest", "inspect", f"reg.example/app@{made.digest}")
    assert ended == (1, "", f"manifest verification failed for digest {made.digest}\n")
    registry.blobs["app", made.config()] = b"{}"
    ended = minidocker("manifest", "inspect", AMD64)
    assert ended == (1, "", f"image config verification failed for digest {made.config()}\n")


@pytest.mark.parametrize(("flags", "code"), [((), 1), (("--insecure",), 0)])
def test_plain_http_has_to_be_allowed(
    minidocker: Minidocker, registry: FakeRegistry, flags: tuple[str, ...], code: int
) -> None:
    registry.https_fails = plain_http()
    ended = minidocker("manifest", "inspect", *flags, AMD64)
    assert (ended.code, ended.err) == (code, "" if flags else f"no such manifest: {AMD64}\n")


def test_the_login_of_config_json_is_used(
    minidocker: Minidocker, registry: FakeRegistry, tmp_path: Path
) -> None:
    registry.challenge = 'Basic realm="x"'
    (tmp_path / "config.json").write_text(json.dumps({"auths": {"reg.example": {"auth": "bWU6cHc="}}}))
    assert minidocker("manifest", "inspect", AMD64).code == 0
    assert registry.headers[-1]["authorization"] == "Basic bWU6cHc="


def test_a_credential_helper_that_fails_is_none(
    minidocker: Minidocker, registry: FakeRegistry, tmp_path: Path
) -> None:
    """As with docker, for which nobody is logged in then."""
    (tmp_path / "config.json").write_text('{"credsStore": "no-such-helper"}')
    assert minidocker("manifest", "inspect", AMD64).code == 0
    registry.challenge = 'Basic realm="x"'
    assert minidocker("manifest", "inspect", AMD64).err == (
        'Get "https://reg.example/v2/app/manifests/amd64": no basic auth credentials\n'
    )


def test_a_list_that_cannot_be_pushed_for_want_of_a_password(
    created: Minidocker, registry: FakeRegistry
) -> None:
    registry.challenge = 'Basic realm="x"'
    assert created("manifest", "push", LIST).err == (
        f"failed to put manifest {LIST}: "
        'Put "https://reg.example/v2/app/manifests/list": no basic auth credentials\n'
    )
