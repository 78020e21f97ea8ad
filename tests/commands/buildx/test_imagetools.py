"""`buildx imagetools inspect`: its text, and the fields of templates."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from engineclient.registry.manifests import OCI_IMAGE, OCI_INDEX
from tests.fake_registry import FakeRegistry, fake_registry, plain_http, refused

if TYPE_CHECKING:
    from tests.commands.engine import Minidocker

NAME = "reg.example/app"


@pytest.fixture(autouse=True)
def registry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeRegistry]:
    monkeypatch.setenv("DOCKER_CONFIG", str(tmp_path))
    monkeypatch.delenv("DOCKER_AUTH_CONFIG", raising=False)
    with fake_registry() as found:
        yield found


def platform(architecture: str, **more: str) -> dict[str, Any]:
    return {"platform": {"architecture": architecture, "os": "linux", **more}}


@pytest.fixture
def index(registry: FakeRegistry) -> FakeRegistry:
    """An index of two platforms and an attestation about the first."""
    one = registry.image("app", "one", "amd64", OCI_IMAGE)
    two = registry.image("app", "two", "arm64", OCI_IMAGE)
    statement = registry.blob("app", json.dumps({"predicate": {"builder": "b"}}).encode())
    kind = {"in-toto.io/predicate-type": "https://slsa.dev/provenance/v1"}
    layer = {"mediaType": "application/vnd.in-toto+json", **statement, "annotations": kind}
    attested = registry.manifest("app", "attested", OCI_IMAGE, {"layers": [layer]})
    of = {"annotations": {"vnd.docker.reference.digest": one.digest}}
    members = [
        (one, platform("amd64")),
        (two, {**platform("arm64", variant="v8"), "urls": ["https://u.example"]}),
        (attested, {"platform": {"architecture": "unknown", "os": "unknown"}, **of}),
    ]
    registry.list("app", "latest", members, OCI_INDEX)
    return registry


def test_the_text_of_an_index(minidocker: Minidocker, index: FakeRegistry) -> None:
    found = {tag: index.manifests["app", tag].digest for tag in ("latest", "one", "two", "attested")}
    assert minidocker("buildx", "imagetools", "inspect", NAME).out.replace(" \n", "|\n") == (
        f"Name:      {NAME}:latest\nMediaType: {OCI_INDEX}\nDigest:    {found['latest']}\n          |\nManifests:|\n"
        f"  Name:        {NAME}:latest@{found['one']}\n  MediaType:   {OCI_IMAGE}\n  Platform:    linux/amd64\n"
        "              |\n"
        f"  Name:        {NAME}:latest@{found['two']}\n  MediaType:   {OCI_IMAGE}\n  Platform:    linux/arm64/v8\n"
        "  URLs:        https://u.example\n              |\n"
        f"  Name:        {NAME}:latest@{found['attested']}\n  MediaType:   {OCI_IMAGE}\n"
        f"  Platform:    unknown/unknown\n  Annotations:|\n    vnd.docker.reference.digest: {found['one']}\n"
    )


@pytest.mark.parametrize(
    ("format", "shown"),
    [
        ("{{.Name}}", NAME),
        ("{{range $name, $_ := .Image}}{{$name}} {{end}}", "linux/amd64 linux/arm64 "),
        ('{{(index .Image "linux/arm64").Architecture}}', "arm64"),
        ("x{{range .Manifest.Manifests}}{{.Platform.Architecture}} {{end}}", "xamd64 arm64 unknown "),
        ("{{json .Provenance}}", '{\n  "linux/amd64": {\n    "SLSA": {\n      "builder": "b"\n    }\n  }\n}'),
        ("{{json .SBOM}}", "{}"),
    ],
)
def test_what_templates_see_of_an_index(
    minidocker: Minidocker, index: FakeRegistry, format: str, shown: str
) -> None:
    assert minidocker("buildx", "imagetools", "inspect", "--format", format, NAME) == (0, shown, "")


def test_the_json_of_an_image(minidocker: Minidocker, index: FakeRegistry) -> None:
    made = index.manifests["app", "one"]
    found = json.loads(
        minidocker("buildx", "imagetools", "inspect", "--format", "{{json .}}", f"{NAME}:one").out
    )
    assert found == {
        "name": f"{NAME}:one",
        "manifest": {"mediaType": OCI_IMAGE, "digest": made.digest, "size": len(made.raw)},
        "image": {
            "architecture": "amd64",
            "os": "linux",
            "config": {},
            "rootfs": {"type": "", "diff_ids": None},
        },
    }


def test_raw_is_what_the_digest_is_of(minidocker: Minidocker, index: FakeRegistry) -> None:
    assert (
        minidocker("buildx", "imagetools", "inspect", "--raw", NAME).out.encode()
        == index.manifests["app", "latest"].raw
    )


NO_FIELD = 'template: :1:2: executing "" at <.Nope>: can\'t evaluate field Nope in type imagetools.tplInput'


@pytest.mark.parametrize(
    ("args", "text"),
    [
        (["--raw", "--format", "x", NAME], "format and raw cannot be used together"),
        (["--format", "{{.Nope}}", f"{NAME}:one"], NO_FIELD),
        (["BAD"], "invalid reference format: repository name (library/BAD) must be lowercase"),
        ([f"{NAME}:none"], f"{NAME}:none: not found"),
    ],
)  # fmt: skip
def test_errors(minidocker: Minidocker, index: FakeRegistry, args: list[str], text: str) -> None:
    assert minidocker("buildx", "imagetools", "inspect", *args) == (1, "", f"ERROR: {text}\n")


HEAD = "https://reg.example/v2/app/manifests/latest"
DENIED = "pull access denied, repository does not exist or may require authorization"


PLAIN = plain_http(path="/v2/app/manifests/latest")
SCOPE = 'Bearer realm="https://reg.example/token",error="insufficient_scope"'
FAILURES = [
    ("plain", PLAIN, f'failed to do request: Head "{HEAD}": {PLAIN.reason}'),
    ("500", httpx.Response(500), f"unexpected status from HEAD request to {HEAD}: 500 Internal Server Error"),
    (
        "scope",
        refused(401, "X", "y", SCOPE),
        f"{DENIED}: server message: insufficient_scope: authorization failed",
    ),
    (
        "password",
        refused(401, "X", "y", "Basic"),
        f"{DENIED}: authorization failed: no basic auth credentials",
    ),
]


@pytest.mark.parametrize(
    ("answer", "text"), [case[1:] for case in FAILURES], ids=[case[0] for case in FAILURES]
)
def test_a_registry_that_fails(
    minidocker: Minidocker, registry: FakeRegistry, answer: Any, text: str
) -> None:
    registry.answers["GET /v2/app/manifests/latest"] = answer
    token = httpx.Response(200, json={"token": "t"})
    registry.answers["GET /token?scope=repository%3Aapp%3Apull"] = token
    ended = minidocker("buildx", "imagetools", "inspect", NAME)
    assert (ended.code, ended.err) == (1, f"ERROR: {text}\n")


def test_a_credential_helper_is_not_called_unless_the_registry_demands_a_login(
    minidocker: Minidocker, registry: FakeRegistry, tmp_path: Path
) -> None:
    (tmp_path / "config.json").write_text('{"credsStore": "no-such-helper"}')
    registry.image("app", "latest")
    assert minidocker("buildx", "imagetools", "inspect", NAME).code == 0
    registry.challenge = 'Basic realm="x"'
    ended = minidocker("buildx", "imagetools", "inspect", NAME)
    assert (ended.code, ended.err.startswith("ERROR: error getting credentials - err: ")) == (1, True)


@pytest.mark.parametrize("words", [["imagetools", "inspect"], ["du", "x"]])
def test_a_wrong_number_of_words_is_marked_as_an_error_of_buildx(
    minidocker: Minidocker, words: list[str]
) -> None:
    assert minidocker("buildx", *words).err.startswith("ERROR: minidocker: 'minidocker buildx ")
