"""What a request may do, and the ways around a rule that must not work."""

from __future__ import annotations

from time import process_time

import pytest

from engineclient.api.permissions import RequestSummary, Rule, refusal

READS = [
    ("GET", "/containers/json?all=1"),
    ("GET", "/v1.41/containers/json"),
    ("GET", "/v5.4.2/images/a/b/json"),
    ("GET", "/images/docker.io%2Flibrary%2Fnginx/json"),
    ("HEAD", "/_ping"),
    ("HEAD", "/v1.51/containers/web/archive?path=%2Fetc"),
    ("GET", "/containers/web/export"),
    ("POST", "/containers/web/wait?condition=removed"),
    ("POST", "/auth"),
    ("POST", "/containers/web/attach?stream=1&stdout=1"),
    ("POST", "/containers/web/attach?stream=1&stdin=0&stdout=1"),
]
CHANGES = [
    ("POST", "/containers/create"),
    ("DELETE", "/v1.51/containers/web"),
    ("POST", "/containers/web/attach?stream=1&stdin=1"),
    ("POST", "/containers/web/attach?stdin=%31"),
    ("POST", "/containers/web/attach?stdin=false&stdin=yes"),
    ("POST", "/containers/web/attach?stdin=%1C"),  # white space to Python, a value to docker
    ("POST", "/containers/web/attach?Stdin=1"),  # Podman folds case, and so far
    ("POST", "/containers/web/attach?%C5%BFtdin=1"),
    ("GET", "/containers/web/attach/ws"),
    ("POST", "/exec/e/start"),
    ("POST", "/session"),
    ("GET", "/unheard/of"),
    ("PATCH", "/containers/json"),
    ("get", "/info"),
    ("GET", "/v1.41/v1.41/info"),
    ("POST", "/containers/a%2Fb/wait"),
    ("POST", "/containers/web%2Fwait"),
]


@pytest.mark.parametrize(("method", "target"), READS)
def test_a_read(method: str, target: str) -> None:
    assert RequestSummary(method, target, "application/json").is_read


@pytest.mark.parametrize(("method", "target"), CHANGES)
def test_what_may_change_something(method: str, target: str) -> None:
    assert not RequestSummary(method, target).is_read


@pytest.mark.parametrize(
    "form",
    [
        "application/x-www-form-urlencoded; charset=utf-8",
        " application/x-www-form-urlencoded",
        "Multipart/form-data; boundary=x",
    ],
)
def test_parameters_in_a_form_make_a_read_something_else(form: str) -> None:
    assert not RequestSummary("POST", "/containers/web/attach?stream=1&stdout=1", form).is_read


ODD = [
    "/v1.41/../containers/create",
    "/v1.41/containers/../containers/create",
    "/containers/%2e%2e/images/json",
    "/containers/.%2E/images/json",
    "/containers/./json",
    "//containers/json",
    "/containers//json",
    "/containers/json/",
    "/v1.41",
    "/v1.41/",
    "/",
    "",
    "containers/json",
    "http://docker/containers/json",
    "/containers/x%2F..%2F..%2Fimages/json",
    "/containers/x%2f%2fjson",
    "/containers/%zz/json",
    "/containers/x%0a/json",
    "/containers/x%00/json",
    "/containers/x%20y/json",
]


@pytest.mark.parametrize("target", ODD)
def test_a_path_that_may_lead_elsewhere_is_never_let_through(target: str) -> None:
    asked = RequestSummary("GET", target)
    assert (asked.readings(), asked.is_read, Rule("* /**").allows(asked)) == ([], False, False)


@pytest.mark.parametrize(
    ("rule", "method", "target", "allowed"),
    [
        ("GET /containers/**", "GET", "/containers/json", True),
        ("GET /containers/**", "GET", "/v1.51/containers/web/json?size=1", True),
        ("GET /containers/**", "GET", "/containers", True),
        ("GET /containers/**", "POST", "/containers/create", False),
        ("GET /containers/**", "GET", "/containersx/json", False),
        ("GET /containers/**", "GET", "/images/containers/json", False),
        ("GET /containers/*/json", "GET", "/containers/web/json", True),
        ("GET /containers/*/json", "GET", "/containers/web/top/json", False),
        ("GET /containers/*/json", "GET", "/containers/a%2Fb/json", False),  # docker reads it as a/b
        ("GET /containers/web-*/json", "GET", "/containers/web-1/json", True),
        ("GET /containers/web-*/json", "GET", "/containers/db-1/json", False),
        ("GET /images/**/json", "GET", "/images/json", True),
        ("GET /images/**/json", "GET", "/images/host:5000%2Fa/b/json", True),
        ("POST,DELETE /containers/*", "DELETE", "/containers/web", True),
        ("POST,DELETE /containers/*", "GET", "/containers/web", False),
        ("* /_ping", "HEAD", "/_ping", True),
        ("GET /a.b", "GET", "/axb", False),
        ("POST /containers/*/start", "POST", "/containers/create%2Fstart", False),
    ],
)
def test_a_rule(rule: str, method: str, target: str, allowed: bool) -> None:
    assert Rule(rule).allows(RequestSummary(method, target)) is allowed


@pytest.mark.parametrize("text", ["", "GET", "/containers", "GET containers", "get /info", "GET /a /b"])
def test_not_a_rule(text: str) -> None:
    with pytest.raises(ValueError, match="must be METHOD /PATH"):
        Rule(text)


@pytest.mark.parametrize(
    ("method", "target", "harmless"),
    [
        ("HEAD", "/_ping", True),
        ("GET", "/v1.41/version", True),
        ("GET", "/info", False),
        ("POST", "/_ping", False),
    ],
)
def test_harmless(method: str, target: str, harmless: bool) -> None:
    assert RequestSummary(method, target).is_harmless is harmless


@pytest.mark.parametrize(
    ("target", "path"),
    [
        ("/v1.41/containers/v1/json?a=/v2/b", "/containers/v1/json"),
        ("/containers/json", "/containers/json"),
        ("/v1.41", "/v1.41"),
        ("//v1.41/info", "//v1.41/info"),
        ("", ""),
    ],
)
def test_path(target: str, path: str) -> None:
    assert RequestSummary("GET", target).path == path


@pytest.mark.parametrize(
    ("method", "target", "headers", "length", "why"),
    [
        ("GET", "/info", [], 0, None),
        ("GET", "/info", [("Host", "d"), ("User-Agent", "x (y; z)"), ("X-Meta", "a\tb")], 0, None),
        ("POST", "/auth", [("content-type", "application/json"), ("content-length", "2")], 2, None),
        ("POST", "/auth", [("Content-Type", "application/json"), ("Transfer-Encoding", "chunked")], None, None),
        ("POST", "/containers/c/attach?stdout=1", [("Connection", "Upgrade"), ("Upgrade", "tcp")], 0, None),
        ("POST", "/containers/create", [], 0, "may change something"),
        ("GET", "/info", [], 2, "takes no body"),
        ("GET", "/info", [], None, "takes no body"),
        ("GET", "/info", [("Content-Length", "7")], 0, "not the length of its body"),
        ("POST", "/auth", [("Content-Length", "1")], 2, "not the length of its body"),
        ("POST", "/auth", [("Content-Length", "2"), ("Transfer-Encoding", "chunked")], None, "given twice"),
        ("GET", "/info", [("Transfer-Encoding", "chunked")], 0, "given twice"),
        ("GET", "/info", [("X", "é")], 0, "not plain ASCII"),
        ("GET", "/info", [("X", "a\r\nPOST /containers/create HTTP/1.1")], 0, "not plain ASCII"),
        ("GET", "/info", [("X y", "a")], 0, "not plain ASCII"),
        ("GET", "/info", [("Host", "a"), ("host", "b")], 0, "there twice"),
        ("GET", "/info", [("Upgrade", "h2c")], 0, "another protocol"),
        ("POST", "/containers/c/attach", [("Upgrade", "websocket")], 0, "another protocol"),
        ("POST", "/containers/c/attach?stdin=1", [], 0, "attaches stdin"),
        ("POST", "/auth", [("Content-Type", "application/json;x")], 2, "Content-Type"),
        ("GET", "/inf\u00f6", [], 0, "printable ASCII"),
        ("GET", "/a b", [], 0, "printable ASCII"),
        ("GET", "/containers/../info", [], 0, "not normalized"),
        ("GET", f"/containers/{'a' * 5000}/json", [], 0, "not normalized"),
    ],
)  # fmt: skip
def test_why_a_request_is_no_read(
    method: str, target: str, headers: list[tuple[str, str]], length: int | None, why: str | None
) -> None:
    reason = refusal(method, target, headers, length=length)
    assert reason is None if why is None else why in (reason or "")


@pytest.mark.parametrize(
    ("rule", "path", "allowed"),
    [
        ("/a/*-*/json", "/a/" + "-" * 4000 + "/jso", False),
        ("/a/*-*-*-*-*-*-*-*", "/a/" + "-" * 4000 + "x/y", False),
        ("/a/**/x/**/y/**/z/**/json", "/a" + "/x/y/z" * 600 + "/jso", False),
        ("/a/**/x/**/y/**/z/**/json", "/a" + "/x/y/z" * 600 + "/json", True),
        ("/a/**b*c**/d", "/a/xxbxxcxx/d", True),
        ("/**", "/" + "-" * 4000, True),
    ],
)
def test_no_path_takes_a_rule_long(rule: str, path: str, allowed: bool) -> None:
    began = process_time()
    assert Rule(f"GET {rule}").allows(RequestSummary("GET", path)) is allowed
    assert process_time() - began < 0.5
