"""push without any I/O: what it sends, and what it makes of the records."""

from __future__ import annotations

from typing import Any

import pytest

from engineclient.errors import InvalidReference
from engineclient.models.images import Progress
from engineclient.procedures.push import Pushed, push
from tests.procedures.engine import Engine

REFERENCE = "host.example:5000/team/web"
PUSH = f"POST /images/{REFERENCE}/push"
DIGEST = f"sha256:{'a' * 64}"


def pushing(*records: dict[str, Any], **arguments: Any) -> tuple[Engine, Any]:
    engine = Engine(streams={PUSH: [[Progress(record) for record in records]]})
    return engine, engine.perform(push(REFERENCE, **arguments))


DOCKER: list[dict[str, Any]] = [
    {"status": "Pushing", "id": "0123", "progressDetail": {"current": 1, "total": 2}},
    {"status": f"1.2: digest: {DIGEST} size: 527"},
    {"progressDetail": {}, "aux": {"Tag": "1.2", "Digest": DIGEST, "Size": 527}},
]
PODMAN: list[dict[str, Any]] = [
    {"status": "Writing manifest"},
    {"status": f"1.2: digest: {DIGEST} size: 427"},
]


@pytest.mark.parametrize(("records", "size"), [(DOCKER, 527), (PODMAN, 427)], ids=["docker", "podman"])
def test_what_the_registry_has_now(records: list[dict[str, Any]], size: int) -> None:
    assert pushing(*records)[1] == [Pushed(f"{REFERENCE}:1.2", DIGEST, size)]


def test_one_item_a_tag() -> None:
    records = [{"aux": {"Tag": tag, "Digest": DIGEST, "Size": 1}} for tag in ("1", "2")]
    engine, pushed = pushing(*records, all_tags=True)
    assert [each.reference for each in pushed] == [f"{REFERENCE}:1", f"{REFERENCE}:2"]
    assert "tag" not in engine.requests[PUSH].query


def test_every_record_is_shown() -> None:
    shown = list[Progress]()
    pushing(*DOCKER, progress=shown.append)
    assert [record.raw for record in shown] == DOCKER


@pytest.mark.parametrize("auth", ["secret", lambda: "secret"], ids=["text", "function"])
def test_credentials_are_in_the_header(auth: Any) -> None:
    engine, _ = pushing(auth=auth)
    assert engine.requests[PUSH].headers["X-Registry-Auth"] == "secret"


def test_a_digest_is_not_pushed() -> None:
    with pytest.raises(InvalidReference, match="cannot push a digest reference"):
        Engine().perform(push(f"web@{DIGEST}"))
