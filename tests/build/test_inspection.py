"""The details of a build: the fields, and the text. The expected output was printed by buildx 0.29.1."""

from __future__ import annotations

import base64
from dataclasses import replace
from typing import Any

import pytest

from engineclient.build.build_names import LocalBuild
from engineclient.build.history import BuildRecord, Ended
from engineclient.build.inspection import STRUCTS, inspection, without_empty
from engineclient.build.inspection_text import build_duration, inspection_text

SECOND = 10**9
RECORD = BuildRecord("r", {"filename": "Dockerfile"}, None, None, 0, 3 * SECOND, None, {}, 1, 3, 2)


@pytest.fixture(autouse=True)
def zone(monkeypatch: pytest.MonkeyPatch) -> None:
    import time

    monkeypatch.setenv("TZ", "UTC")
    time.tzset()


def fields(attributes: dict[str, str], **more: Any) -> dict[str, Any]:
    return inspection(replace(RECORD, attributes=attributes), None, "/", now=0, **more)


def pairs(**values: str) -> list[dict[str, str]]:
    return [{"Name": name, "Value": value} for name, value in values.items()]


ATTRIBUTES: list[tuple[dict[str, str], dict[str, Any]]] = [
    ({"target": "web"}, {"Target": "web", "Name": "web"}),
    ({"platform": "linux/arm64,amd64"}, {"Platform": ["linux/arm64", "linux/amd64"]}),
    ({"context:b": "x", "context:a": "local:a"}, {"NamedContexts": pairs(a="local:a", b="x")}),
    ({"build-arg:B": "2", "build-arg:A": "1"}, {"BuildArgs": pairs(A="1", B="2")}),
    ({"label:x": "y"}, {"Labels": pairs(x="y")}),
    ({"build-arg:BUILDKIT_CONTEXT_KEEP_GIT_DIR": "1"}, {"KeepGitDir": True, "BuildArgs": []}),
    ({"context": "https://x.git", "vcs:source": "s"}, {"Context": "https://x.git", "VCSRepository": "s"}),
    ({"vcs:source": "s", "vcs:revision": "v"}, {"VCSRepository": "s", "VCSRevision": "v"}),
    ({"filename": "D", "vcs:localdir:dockerfile": "sub/x"}, {"Dockerfile": "sub/x/D"}),
    (
        {"platform": "a/b/c/d"},
        {
            "Platform": [],
            "Errors": [
                'failed to parse a/b/c/d: ("a/b/c/d": cannot parse platform specifier: invalid argument)'
            ],
        },
    ),
]


@pytest.mark.parametrize(("attributes", "expected"), ATTRIBUTES, ids=[str(each[0]) for each in ATTRIBUTES])
def test_fields(attributes: dict[str, str], expected: dict[str, Any]) -> None:
    found = fields(attributes)
    assert {name: found[name] for name in expected} == expected


@pytest.mark.parametrize(
    ("attributes", "expected"),
    [
        ({"force-network-mode": "host", "hostname": "h"}, {"Network": "host", "Hostname": "h"}),
        ({"add-hosts": "a=1,b=2"}, {"ExtraHosts": ["a=1", "b=2"]}),
        ({"no-cache": ""}, {"NoCache": True}),
        ({"no-cache": "one"}, {}),
        ({"multi-platform": "1"}, {"MultiPlatform": True}),
        ({"build-arg:BUILDKIT_MULTI_PLATFORM": "true"}, {"MultiPlatform": True}),
        ({"build-arg:SOURCE_DATE_EPOCH": "1"}, {"SourceDateEpoch": "1"}),
        ({"frontend.caps": "x", "attest:sbom": "y", "z": "1", "a": "2"}, {"RestRaw": pairs(a="2", z="1")}),
    ],
    ids=str,
)
def test_configuration(attributes: dict[str, str], expected: dict[str, Any]) -> None:
    assert without_empty(fields(attributes)["Config"]) == expected


@pytest.mark.parametrize(
    ("local", "directory", "places"),
    [
        (LocalBuild("/a/b", "/a/b/c/D"), "/a", ("b", "c/D")),
        (LocalBuild("/a/b", "/other/D"), "/x/y", ("/a/b", "/other/D")),
        (LocalBuild("/a/b", ""), "/a/b", (".", "Dockerfile")),
        (LocalBuild("/a", ""), "/a/b", ("..", "Dockerfile")),
        (LocalBuild("-", "-"), "/a", ("-", "-")),
        (LocalBuild("https://x.git", "D"), "/a", ("https://x.git", "D")),
    ],
)
def test_places(local: LocalBuild, directory: str, places: tuple[str, str]) -> None:
    found = inspection(RECORD, local, directory, now=0)
    assert (found["Context"], found["Dockerfile"]) == places


@pytest.mark.parametrize(
    ("changes", "status", "duration"),
    [
        ({}, "completed", 3 * SECOND),
        ({"completed": None}, "running", 5 * SECOND),
        ({"error": Ended(2, "bad")}, "failed", 3 * SECOND),
        ({"error": Ended(1, "given up")}, "canceled", 3 * SECOND),
    ],
)
def test_how_it_ended(changes: dict[str, Any], status: str, duration: int) -> None:
    found = inspection(replace(RECORD, **changes), None, "/", now=5 * SECOND)
    assert (found["Status"], found["Duration"]) == (status, duration)


def test_empty_fields_are_left_out() -> None:
    assert without_empty(fields({})) == {
        "Ref": "r",
        "StartedAt": "1970-01-01T00:00:00Z",
        "CompletedAt": "1970-01-01T00:00:03Z",
        "Duration": 3 * SECOND,
        "Status": "completed",
        "NumCompletedSteps": 2,
        "NumTotalSteps": 3,
        "NumCachedSteps": 1,
        "Config": {},
    }


def test_templates_see_all_fields() -> None:
    struct = STRUCTS.struct("Output", without_empty(fields({"no-cache": ""})))
    assert [*struct.fields] == [*fields({})]


@pytest.mark.parametrize(
    ("nanoseconds", "shown"),
    [
        (0, "0.0s"),
        (59_940_000_000, "59.9s"),
        (60 * SECOND, "1m  0s"),
        (3659 * SECOND + 999_999_999, "60m 59s"),
    ],
)
def test_durations(nanoseconds: int, shown: str) -> None:
    assert build_duration(nanoseconds) == shown


SHORT = """\
Ref:		r
Dockerfile:	Dockerfile

Started:	1970-01-01 00:00:00
Duration:	3.0s
Build Steps:	2/3 (33% cached)


"""
LONG = """\
Name:		web
Dockerfile:	Dockerfile
Target:		web
Platforms:	linux/amd64, linux/arm64

NAMED CONTEXT	VALUE
c		local:c

Started:	1970-01-01 00:00:00
Duration:	3.0s
Error:		Unknown bad
Build Steps:	2/3 (33% cached)

Extra Hosts:		h=1.2.3.4
Image Resolve Mode:	local
No Cache:		true

BUILD ARG	VALUE
A		b

LABEL	VALUE
x	y

Materials:
URI			DIGEST
pkg:docker/busybox	sha256:1

Attachments:
DIGEST		PLATFORM	TYPE
sha256:2			t1
sha256:3	linux/amd64	t2

Dockerfile:1
Logs:
> => [1/1] RUN x:
> one
> two

"""


def test_a_short_text() -> None:
    assert inspection_text(fields({"filename": "Dockerfile"}), with_ref=True) == SHORT


def test_a_long_text() -> None:
    attributes = {
        "filename": "Dockerfile",
        "target": "web",
        "platform": "linux/amd64,linux/arm64",
        "context:c": "local:c",
        "add-hosts": "h=1.2.3.4",
        "image-resolve-mode": "local",
        "no-cache": "",
        "build-arg:A": "b",
        "label:x": "y",
    }
    found = inspection(
        replace(RECORD, attributes=attributes, error=Ended(2, "bad")),
        None,
        "/",
        now=0,
        error={
            "Name": "[1/1] RUN x",
            "Logs": ["one", "two"],
            "Sources": base64.b64encode(b"Dockerfile:1\n").decode(),
        },
        materials=[("pkg:docker/busybox", {"sha256": "1"})],
        attachments=[
            {"Digest": "sha256:2", "Platform": "", "Type": "t1"},
            {"Digest": "sha256:3", "Platform": "linux/amd64", "Type": "t2"},
        ],
    )
    assert inspection_text(found, with_ref=False) == LONG


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        ({"completed": None}, "Duration:\t9.0s (running)\n"),
        ({"error": Ended(1, "x")}, "Status:\t\tCanceled\n"),
        ({"total_steps": 0}, "Build Steps:\t2/0 (NaN% cached)\n"),
    ],
)
def test_lines(changes: dict[str, Any], line: str) -> None:
    found = inspection(replace(RECORD, **changes), None, "/", now=9 * SECOND)
    assert line in inspection_text(found, with_ref=False)
