"""The provenance of builds."""

from __future__ import annotations

import json
from typing import Any

import pytest

from engineclient.build.history import BuildRecord, Descriptor, Result
from engineclient.build.provenance import as_version_02, materials_of, provenances_of, without_details
from engineclient.errors import DecodeError

V02, V1 = "https://slsa.dev/provenance/v0.2", "https://slsa.dev/provenance/v1"
IN_TOTO = "application/vnd.in-toto+json"
ACCOUNT_02: dict[str, Any] = {
    "builder": {"id": "b"},
    "buildType": "https://mobyproject.org/buildkit@v1",
    "materials": [{"uri": "pkg:docker/busybox", "digest": {"sha256": "1"}}],
    "invocation": {
        "configSource": {"uri": "u", "digest": {"sha1": "2"}, "entryPoint": "Dockerfile"},
        "parameters": {"frontend": "dockerfile.v0"},
        "environment": {"platform": "linux/amd64", "more": 1},
    },
    "buildConfig": {"llbDefinition": []},
    "metadata": {
        "buildInvocationID": "i",
        "buildStartedOn": "t1",
        "buildFinishedOn": "t2",
        "completeness": {"parameters": True, "environment": True, "materials": False},
        "reproducible": False,
        "https://mobyproject.org/buildkit@v1#metadata": {"vcs": {}},
        "https://mobyproject.org/buildkit@v1#hermetic": True,
    },
}
ACCOUNT_1: dict[str, Any] = {
    "buildDefinition": {
        "buildType": "another",
        "resolvedDependencies": [{"uri": "pkg:docker/busybox", "digest": {"sha256": "1"}, "name": "n"}],
        "externalParameters": {
            "configSource": {"uri": "u", "digest": {"sha1": "2"}, "path": "Dockerfile"},
            "request": {"frontend": "dockerfile.v0"},
        },
        "internalParameters": {
            "buildConfig": {"llbDefinition": []},
            "builderPlatform": "linux/amd64",
            "more": 1,
        },
    },
    "runDetails": {
        "builder": {"id": "b"},
        "metadata": {
            "invocationID": "i",
            "startedOn": "t1",
            "finishedOn": "t2",
            "buildkit_metadata": {"vcs": {}},
            "buildkit_hermetic": True,
            "buildkit_completeness": {"request": True, "resolvedDependencies": False},
        },
    },
}


def record(result: Result | None, results: dict[str, Result]) -> BuildRecord:
    return BuildRecord("r", {}, None, None, 0, 0, result, results, 0, 0, 0)


def attestation(kind: str, media_type: str = IN_TOTO) -> Descriptor:
    return Descriptor(media_type, "d", 1, {"in-toto.io/predicate-type": kind})


@pytest.mark.parametrize("account", [ACCOUNT_02, {"builder": {}}])
def test_version_02_stays_as_it_is(account: dict[str, Any]) -> None:
    assert json.dumps(as_version_02(json.dumps(account).encode(), V02)) == json.dumps(account)


def test_version_1_says_the_same() -> None:
    assert json.dumps(as_version_02(json.dumps(ACCOUNT_1).encode(), V1)) == json.dumps(ACCOUNT_02)


def test_an_account_that_says_nothing() -> None:
    found = as_version_02(b"{}", V1)
    assert found == {
        "builder": {"id": ""},
        "buildType": "https://mobyproject.org/buildkit@v1",
        "invocation": {"configSource": {}, "parameters": {}, "environment": {"platform": ""}},
    }


def test_without_steps_and_times() -> None:
    assert [*without_details(ACCOUNT_02)] == ["builder", "buildType", "materials", "invocation"]


@pytest.mark.parametrize(("account", "kind"), [(ACCOUNT_02, V02), (ACCOUNT_1, V1)])
def test_materials(account: dict[str, Any], kind: str) -> None:
    assert materials_of(json.dumps(account).encode(), kind) == [("pkg:docker/busybox", {"sha256": "1"})]


@pytest.mark.parametrize("account", [b"{", b"[]", b"\xff"])
def test_what_is_no_account(account: bytes) -> None:
    with pytest.raises(DecodeError, match="the provenance of a build"):
        as_version_02(account, V02)


ACCOUNTS: list[tuple[Result | None, dict[str, Result], list[str]]] = [
    (None, {}, []),
    (Result((attestation("https://spdx.dev/Document"), attestation(V02)), ()), {}, [""]),
    (Result((attestation(V1),), ()), {}, [""]),
    (Result((attestation(V02, "text/plain"),), ()), {}, []),
    (Result((), ()), {"linux/amd64": Result((attestation(V02),), ())}, []),
    (
        None,
        {"linux/amd64": Result((attestation(V02),), ()), "linux/arm64": Result((), ())},
        ["linux/amd64"],
    ),
]


@pytest.mark.parametrize(("result", "results", "platforms"), ACCOUNTS)
def test_which_results_have_one(
    result: Result | None, results: dict[str, Result], platforms: list[str]
) -> None:
    assert [platform for platform, _ in provenances_of(record(result, results))] == platforms
