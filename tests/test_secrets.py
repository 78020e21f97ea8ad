"""Which fields and variables are secret."""

from __future__ import annotations

import pytest

from engineclient.secrets import is_secret_field, secret_variable


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
