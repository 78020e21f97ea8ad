"""The errors of registries in buildx's words."""

from __future__ import annotations

import pytest

from engineclient.cli.buildx_errors import head_text, registry_text
from engineclient.registry.errors import (
    Interrupted,
    NotAuthorized,
    Problem,
    Refused,
    RegistryError,
    Unreachable,
)

URL = "https://reg.example/v2/app/x"
NO_TOKEN = 'failed to fetch anonymous token: Get "https://auth.example/": EOF'
DENIED = "access denied, repository does not exist or may require authorization: "
READING = "httpReadSeeker: failed open: "
LISTED = [Problem("DENIED", "no way")]


def refused(method: str, status: str, *, denied: str = "") -> Refused:
    return Refused(method, URL, status, LISTED, listed=LISTED, denied=denied)


@pytest.mark.parametrize(
    ("error", "text", "at_first"),
    [
        (refused("POST", "403 Forbidden"),
         f"unexpected status from POST request to {URL}: 403 Forbidden\ndenied: no way",
         f"unexpected status from HEAD request to {URL}: 403 Forbidden"),
        (refused("HEAD", "500 Internal Server Error"),
         f"unexpected status from HEAD request to {URL}: 500 Internal Server Error",
         f"unexpected status from HEAD request to {URL}: 500 Internal Server Error"),
        (refused("GET", "500 Internal Server Error"),
         f"{READING}unexpected status from GET request to {URL}: 500 Internal Server Error\ndenied: no way",
         f"unexpected status from HEAD request to {URL}: 500 Internal Server Error"),
        (refused("GET", "404 Not Found"), f"{READING}content at {URL} not found: not found",
         "app:1: not found"),
        (refused("PUT", "401 Unauthorized", denied="insufficient_scope"),
         f"push {DENIED}server message: insufficient_scope: authorization failed",
         f"pull {DENIED}server message: insufficient_scope: authorization failed"),
        (refused("GET", "401 Unauthorized", denied="insufficient_scope"),
         f"{READING}server message: insufficient_scope: authorization failed",
         f"pull {DENIED}server message: insufficient_scope: authorization failed"),
        (NotAuthorized("POST", URL, "no password"), f"push {DENIED}authorization failed: no password",
         f"pull {DENIED}authorization failed: no password"),
        (NotAuthorized("POST", URL, "EOF", NO_TOKEN), f"failed to authorize: {NO_TOKEN}",
         f"failed to authorize: {NO_TOKEN}"),
        (Unreachable("POST", URL, "EOF"), f'failed to do request: Post "{URL}": EOF',
         f'failed to do request: Head "{URL}": EOF'),
        (Interrupted(), "unexpected EOF", "unexpected EOF"),
    ],
)  # fmt: skip
def test_words(error: RegistryError, text: str, at_first: str) -> None:
    assert registry_text(error) == text
    assert head_text(error, "app:1") == at_first
