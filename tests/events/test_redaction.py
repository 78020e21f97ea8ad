"""Which fields and variables are secret."""

from __future__ import annotations

from typing import Any

import pytest

from engineclient.events.redaction import (
    is_secret_field,
    redacted,
    redacted_body,
    redacted_parameter,
    secret_variable,
)


@pytest.mark.parametrize(
    ("item", "given", "hidden"),
    [
        ("K=v", [], ("K", "v")),
        ("K=a=b", [], ("K", "a=b")),
        ("K", [], None),
        ("K=", [], None),
        ("PATH=/bin", [], None),
        ("PATH=/bin", [("PATH", "/bin")], ("PATH", "/bin")),
    ],
)
def test_secret_variable(item: str, given: list[tuple[str, str]], hidden: tuple[str, str] | None) -> None:
    assert secret_variable(item, given) == hidden


@pytest.mark.parametrize(
    ("field", "ask", "secret"),
    [
        ("password", "POST /anything", True),
        ("Password", "POST /anything", True),
        ("username", "POST /auth", True),
        ("username", "GET /info", False),
        ("Data", "POST /configs/create", True),
        ("Data", "GET /info", False),
        ("Image", "POST /containers/create", False),
    ],
)
def test_is_secret_field(field: str, ask: str, secret: bool) -> None:
    assert is_secret_field(field, ask) is secret


@pytest.mark.parametrize(
    ("value", "ask", "shown"),
    [
        ({"username": "me", "n": 1}, "POST /auth", {"username": "***", "n": 1}),
        ({"username": "me"}, "GET /info", {"username": "me"}),
        ({"IdentityToken": ""}, "POST /auth", {"IdentityToken": ""}),
        ([{"Config": {"Env": ["A=b", "PATH=/bin", "C="]}}], "GET /x", [{"Config": {"Env": ["A=***", "PATH=/bin", "C="]}}]),
        ({"Env": None}, "POST /containers/create", {"Env": None}),
        ("plain", "POST /auth", "plain"),
    ],
)  # fmt: skip
def test_redacted(value: Any, ask: str, shown: Any) -> None:
    assert redacted(value, ask) == shown


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        (b'{"Env": ["A=b"]}', b'{"Env":["A=***"]}'),
        (b'{"Env": [ ]}\n', b'{"Env": [ ]}\n'),
        (b"no json \xff", b"no json \xff"),
        (b"", b""),
    ],
)
def test_a_body_without_secrets_stays_byte_for_byte(body: bytes, shown: bytes) -> None:
    assert redacted_body(body, "POST /containers/create") == shown


@pytest.mark.parametrize(
    ("name", "value", "shown"),
    [
        ("buildargs", '{"TOKEN":"hunter2","FROM_HERE":null}', '{"TOKEN": "***", "FROM_HERE": null}'),
        ("buildargs", "hunter2", "***"),
        ("buildargs", '["hunter2"]', "***"),
        ("filters", '{"name":["web"]}', '{"name":["web"]}'),
        ("remote", "https://me:hunter2@host/a.git#main", "https://***@host/a.git#main"),
        ("fromSrc", "http://hunter2@host:80/a@b", "http://***@host:80/a@b"),
        ("remote", "https://host/a@b", "https://host/a@b"),
        ("changes", "ENV TOKEN=hunter2", "ENV ***"),
        ("changes", " env TOKEN hunter2\\\n too", " env ***"),
        ("changes", "EXPOSE 80", "EXPOSE 80"),
    ],
)
def test_parameters_of_a_query(name: str, value: str, shown: str) -> None:
    assert redacted_parameter(name, value) == shown
