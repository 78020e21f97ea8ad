"""Which images are pulled, by the policies of services and what the engine has."""

from __future__ import annotations

import time
from typing import Any

import pytest

from engineclient.compose import ComposeError
from engineclient.compose.progress import Event
from engineclient.procedures.compose.pull import ensure_images, refresh_after
from tests.compose.support import project
from tests.procedures.engine import Engine

PULL = "POST /images/create"
HOUR = 3_600_000_000_000


@pytest.mark.parametrize(
    ("policy", "age"),
    [
        ("daily", 24 * HOUR),
        ("weekly", 168 * HOUR),
        ("every_2h", 2 * HOUR),
        ("every_1d12h", 36 * HOUR),
        ("every_0s", 0),
        ("always", None),
        ("refresh", None),
        ("", None),
    ],
)
def test_age(policy: str, age: int | None) -> None:
    assert refresh_after(policy) == age


def tagged(seconds_ago: int) -> dict[str, Any]:
    moment = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() - seconds_ago))
    return {"Id": "i", "Metadata": {"LastTagTime": moment}}


@pytest.mark.parametrize(
    ("policy", "flag", "image", "pulled"),
    [
        ("", "", None, True),
        ("", "", tagged(0), False),
        ("missing", "", tagged(9999999), False),
        ("always", "", tagged(0), True),
        ("never", "", None, False),
        ("build", "", None, False),
        ("daily", "", tagged(90_000), True),
        ("daily", "", tagged(80_000), False),
        ("weekly", "", tagged(90_000), False),
        ("every_1s", "", tagged(60), True),
        ("daily", "", {"Id": "i"}, True),
        ("daily", "missing", tagged(90_000), False),
        ("never", "always", tagged(0), True),
    ],
)
def test_whether_it_is_pulled(policy: str, flag: str, image: dict[str, Any] | None, pulled: bool) -> None:
    made = project(f"services: {{a: {{image: x, pull_policy: '{policy or 'missing'}'}}}}")
    events: list[Event] = []
    engine = Engine({"GET /images/x/json": {"Id": "new"}}, streams={PULL: [[]]})
    present = {"x": image} if image else {}
    found = engine.perform(ensure_images(made, present, policy=flag, report=events.append))
    assert (PULL in engine.seen) is pulled
    assert found.get("x") == ({"Id": "new"} if pulled else image)
    assert [each.line() for each in events] == ([" a Pulling ", " a Pulled "] if pulled else [])


def test_an_image_for_another_platform_is_pulled() -> None:
    made = project("services: {a: {image: x, platform: linux/arm64}}")
    engine = Engine({"GET /images/x/json": {"Id": "new"}}, streams={PULL: [[]]})
    present = {"x": {"Id": "old", "Os": "linux", "Architecture": "amd64"}}
    assert engine.perform(ensure_images(made, present, report=lambda _event: None)) == {"x": {"Id": "new"}}


def test_in_a_dry_run_what_is_built_is_taken_for_built() -> None:
    made = project("services: {a: {build: .}}")
    assert Engine({}).perform(ensure_images(made, {}, report=lambda _event: None, dry_run=True)) == {}


def test_one_image_is_pulled_once() -> None:
    made = project("services: {a: {image: x}, b: {image: x}}")
    engine = Engine({"GET /images/x/json": {"Id": "new"}}, streams={PULL: [[]]})
    engine.perform(ensure_images(made, {}, report=lambda _event: None))
    assert engine.seen.count(PULL) == 1


def test_what_is_built_is_not_pulled() -> None:
    made = project("name: p\nservices: {a: {build: .}}")
    with pytest.raises(ComposeError, match='service "a" has no image p-a yet'):
        Engine({}).perform(ensure_images(made, {}, report=lambda _event: None))
