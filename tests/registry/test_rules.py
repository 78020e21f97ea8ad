"""The rules of registries: addresses, challenges, errors, platforms."""

from __future__ import annotations

import json

import pytest

from engineclient.registry.addresses import host_of, is_loopback
from engineclient.registry.challenges import Challenge, challenges, scope
from engineclient.registry.errors import Problem, Refused, problems
from engineclient.registry.platforms import may_be_listed, platform_of


@pytest.mark.parametrize(
    ("domain", "host"), [("docker.io", "registry-1.docker.io"), ("reg.example:5000", "reg.example:5000")]
)
def test_the_host_of_a_domain(domain: str, host: str) -> None:
    assert host_of(domain) == host


@pytest.mark.parametrize(
    ("domain", "local"),
    [
        ("localhost", True),
        ("localhost:5000", True),
        ("127.0.0.1:5000", True),
        ("127.8.9.1", True),
        ("[::1]:5000", True),
        ("[::1]", True),
        ("192.0.2.1:5000", False),
        ("localhost.example:5000", False),
        ("docker.io", False),
    ],
)
def test_what_is_on_this_machine(domain: str, local: bool) -> None:
    assert is_loopback(domain) is local


@pytest.mark.parametrize(
    ("header", "challenge"),
    [
        (
            'Bearer realm="https://a.example/token",service="reg",error="insufficient_scope"',
            Challenge(
                "bearer",
                {"realm": "https://a.example/token", "service": "reg", "error": "insufficient_scope"},
            ),
        ),
        ('Basic realm="a \\"b\\", c"', Challenge("basic", {"realm": 'a "b", c'})),
        ("basic realm=plain", Challenge("basic", {"realm": "plain"})),
        ("Bearer", Challenge("bearer", {})),
    ],
)
def test_challenges(header: str, challenge: Challenge) -> None:
    assert challenges([header]) == [challenge]


def test_scopes() -> None:
    assert (scope("a/b"), scope("a/b", push=True)) == ("repository:a/b:pull", "repository:a/b:pull,push")


def errors(*pairs: tuple[str, str]) -> bytes:
    return json.dumps({"errors": [{"code": code, "message": message} for code, message in pairs]}).encode()


@pytest.mark.parametrize(
    ("status", "body", "header", "expected"),
    [
        (404, errors(("NAME_UNKNOWN", "none")), "", [Problem("NAME_UNKNOWN", "none")]),
        (404, b"<html>", "", []),
        (404, b"[]", "", []),
        (404, b'{"errors": 1}', "", []),
        (401, b"", "", [Problem("UNAUTHORIZED", "authentication required")]),
        (401, b'{"details": "bad password"}', "", [Problem("UNAUTHORIZED", "bad password")]),
        (429, b'{"details": "slow"}', "", [Problem("TOOMANYREQUESTS", "slow")]),
        (500, b'{"details": "x"}', "", [Problem("UNKNOWN", "x")]),
        (
            401,
            errors(("UNAUTHORIZED", "who")),
            'Bearer error="insufficient_scope"',
            [
                Problem("DENIED", "requested access to the resource is denied"),
                Problem("UNAUTHORIZED", "who"),
            ],
        ),
        (
            401,
            b"{}",
            'Bearer error="invalid_token",error_description="old"',
            [Problem("UNAUTHORIZED", "old")],
        ),
    ],
)
def test_what_an_answer_lists_as_json(status: int, body: bytes, header: str, expected: list[Problem]) -> None:
    assert problems(status, body, challenges([header] if header else [])) == expected


@pytest.mark.parametrize(
    ("status", "code"), [(401, "UNAUTHORIZED"), (403, "DENIED"), (404, "UNKNOWN"), (429, "TOOMANYREQUESTS")]
)
def test_an_answer_as_text_is_an_error_of_its_own(status: int, code: str) -> None:
    assert problems(status, b"no\n", content_type="text/plain; charset=utf-8") == [Problem(code, "no\n")]


@pytest.mark.parametrize(
    ("status", "listed", "text", "unknown"),
    [
        ("404 Not Found", [Problem("MANIFEST_UNKNOWN", "x")], "manifest unknown: x", True),
        ("403 Forbidden", [Problem("DENIED", "no")], "denied: no", False),
        (
            "401 Unauthorized",
            [Problem("DENIED", "a"), Problem("UNAUTHORIZED", "b")],
            "errors:\ndenied: a\nunauthorized: b\n",
            False,
        ),
        (
            "500 Internal Server Error",
            [],
            "received unexpected HTTP status: 500 Internal Server Error",
            False,
        ),
        (
            "500 Internal Server Error",
            [Problem("UNKNOWN", "x")],
            "received unexpected HTTP status: 500 Internal Server Error",
            False,
        ),
        ("404 Not Found", [], "received unexpected HTTP status: 404 Not Found", True),
    ],
)
def test_a_refusal(status: str, listed: list[Problem], text: str, unknown: bool) -> None:
    refused = Refused("GET", "https://reg.example/v2/", status, listed)
    assert (str(refused), refused.is_unknown) == (text, unknown)


def test_a_platform_has_only_what_is_known() -> None:
    found = {"architecture": "arm", "variant": "v7", "os.version": "", "os.features": [], "created": "x"}
    assert platform_of(found) == {"architecture": "arm", "os": "", "variant": "v7"}


@pytest.mark.parametrize(
    ("os", "architecture", "listed"),
    [
        ("linux", "riscv64", True),
        ("windows", "amd64", True),
        ("windows", "arm64", False),
        ("", "amd64", False),
    ],
)
def test_which_platforms_a_list_may_have(os: str, architecture: str, listed: bool) -> None:
    assert may_be_listed(os, architecture) is listed
