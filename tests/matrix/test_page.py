"""The page of what each engine cannot do, from results; and reading pytest's reports."""

from __future__ import annotations

import pytest

from tests.matrix.engines import Outcome, read, refused
from tests.matrix.own import CONTAINERD_STORE, stores
from tests.matrix.page import page

OUTCOMES = [
    Outcome("a", "Docker", "28.5", "1.51", "overlay2", refused("1.51"), {}, (9, 0, 0), [], {}),
    Outcome(
        "b", "Podman", "5.4", "1.41", "overlay", refused("1.41"),
        {"swarm.inspect": "503 no swarm"}, (7, 1, 1), ["no systemd"], {"tests.test_x": "why"},
    ),
]  # fmt: skip


def test_what_an_engine_is_not_sent() -> None:
    assert refused("1.51")["Images.attestations"] == "API 1.55"
    assert "Containers.stop(signal)" not in refused("1.51")
    assert refused("1.41")["Containers.stop(signal)"] == "API 1.42"


@pytest.mark.parametrize(
    ("version", "expected"),
    [
        ("Docker version 20.10.24+dfsg1, build 5d6db84", [()]),
        ("Docker version 28.5.2, build ecc694264d", [(), (CONTAINERD_STORE,)]),
    ],
)
def test_the_image_stores_of_a_version(version: str, expected: object) -> None:
    assert stores(version) == expected


def test_the_page_has_each_engine() -> None:
    text = page(OUTCOMES)
    assert "| Docker 28.5 | 1.51 | overlay2 | 9 | 0 | 0 |" in text
    assert "| `Containers.stop(signal)` | API 1.42 | yes | refused |" in text
    assert "### Docker 28.5 (overlay2)" in text
    assert "- `swarm.inspect`: 503 no swarm" in text
    assert "- Tests left out: no systemd." in text
    assert "- Test that failed: `tests.test_x`: why" in text


def test_a_report_is_read() -> None:
    report = """<testsuites><testsuite>
      <testcase classname="a" name="b"/><testcase classname="a" name="c"><failure message="why&#10;more"/></testcase>
      <testcase classname="a" name="d"><skipped message="because"/></testcase>
    </testsuite></testsuites>"""
    assert read(report) == ((1, 1, 1), ["because"], {"a.c": "why"})
