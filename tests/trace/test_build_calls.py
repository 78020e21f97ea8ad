"""Calls of BuildKit in words."""

from __future__ import annotations

from typing import Any

import pytest

from engineclient.build import auth, content, filesend, filesync, secrets, ssh, upload
from engineclient.build.solve import FRONTEND_SOLVE, LIST_WORKERS, SOLVE
from engineclient.trace.build_calls import described, is_call

QUESTIONS: list[tuple[str, list[str], dict[str, Any], str]] = [
    (secrets.GET_SECRET, ["token"], {"sent": 17}, 'for the secret "token" → 17 bytes, not shown'),
    (secrets.GET_SECRET, ["token"], {"status": 5}, 'for the secret "token" → nothing'),
    (auth.CREDENTIALS, ["example.org"], {"sent": 21}, "for the login for example.org → 21 bytes, not shown"),
    (
        auth.FETCH_TOKEN,
        ["example.org", "repository:x:pull"],
        {"sent": 17},
        "for a token for example.org (repository:x:pull) → 17 bytes, not shown",
    ),
    (auth.GET_TOKEN_AUTHORITY, ["h"], {"sent": 34}, "for the key that tokens for h belong to → 34 bytes"),
    (auth.VERIFY_TOKEN_AUTHORITY, ["h"], {"sent": 1}, "for a proof of the key for h → 1 byte"),
    (ssh.CHECK_AGENT, ["default"], {}, 'whether there is an SSH agent "default" → yes'),
    (ssh.CHECK_AGENT, ["x"], {"status": 2}, 'whether there is an SSH agent "x" → nothing'),
    (ssh.FORWARD_AGENT, ["default"], {"sent": 7}, 'for the SSH agent "default" → 7 bytes, not shown'),
    (upload.PULL, [], {"sent": 5}, "for the context, an archive → 5 bytes"),
    (content.INFO, ["sha256:a"], {"sent": 5}, "whether the cache has sha256:a → 5 bytes"),
    (content.READ, ["sha256:a"], {"sent": 5}, "for sha256:a of the cache → 5 bytes"),
    (
        content.WRITE,
        ["sha256:a"],
        {"received": 5, "sent": 9},
        "to take sha256:a into the cache → 5 bytes came",
    ),
    (filesend.DIFF_COPY, [], {"received": 5}, "to take the result → 5 bytes came"),
    (
        filesync.DIFF_COPY,
        ["context", "a", "b"],
        {"sent": 9, "listed": 2, "wanted": 1},
        "for files of the context: a b → 2 paths listed, 1 file wanted, 9 bytes",
    ),
    ("/x/Y", [], {}, "for /x/Y → nothing"),
]


@pytest.mark.parametrize(("method", "given", "more", "words"), QUESTIONS, ids=[each[3] for each in QUESTIONS])
def test_a_question(method: str, given: list[str], more: dict[str, Any], words: str) -> None:
    record = {"asked": method, "for": given, "sent": 0, "received": 0, "status": 0, **more}
    assert is_call(record)
    assert described(record) == f"daemon asks {words}"


@pytest.mark.parametrize(
    ("record", "words"),
    [
        (
            {"method": SOLVE, "request": {"attributes": {"target": "web", "build-arg:A": "***"}}},
            "client asks BuildKit build: build-arg:A target=web",
        ),
        (
            {"method": FRONTEND_SOLVE, "request": {"attributes": {"requestid": "frontend.lint"}}},
            "client asks BuildKit frontend.lint: requestid=frontend.lint",
        ),
        ({"method": LIST_WORKERS, "request": {}}, "client asks BuildKit ListWorkers"),
        ({"message": "AAAA"}, ""),
        ({"status": 0}, ""),
        ({"status": 2, "error": "no such stage"}, "no such stage"),
        ({"status": -1}, "the call was given up"),
    ],
    ids=str,
)
def test_a_call(record: dict[str, Any], words: str) -> None:
    assert described({"call": 1, **record}) == words


def test_other_records() -> None:
    assert not is_call({"stream": "Step 1/2"})
    assert not is_call(None)
