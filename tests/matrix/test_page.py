"""The page of what each engine cannot do, made of outcomes; and what is read of a report."""

from __future__ import annotations

from tests.matrix.engines import Outcome, read, refused
from tests.matrix.page import page

OUTCOMES = [
    Outcome("a", "Docker", "28.5", "1.51", "overlay2", refused("1.51"), {}, (9, 0, 0), [], []),
    Outcome(
        "b", "Podman", "5.4", "1.41", "overlay", refused("1.41"),
        {"swarm.inspect": "503 no swarm"}, (7, 1, 1), ["no systemd"], ["tests.test_x"],
    ),
]  # fmt: skip


def test_what_an_engine_is_not_sent() -> None:
    assert refused("1.51")["Images.attestations"] == "API 1.55"
    assert "Containers.stop(signal)" not in refused("1.51")
    assert refused("1.41")["Containers.stop(signal)"] == "API 1.42"


def test_the_page_has_each_engine() -> None:
    text = page(OUTCOMES)
    assert "| Docker 28.5 | 1.51 | overlay2 | 9 | 0 | 0 |" in text
    assert "| `Containers.stop(signal)` | API 1.42 | yes | refused |" in text
    assert "- `swarm.inspect`: 503 no swarm" in text
    assert "- Tests left out: no systemd." in text
    assert "- Test that failed: `tests.test_x`." in text


def test_a_report_is_read() -> None:
    report = """<testsuites><testsuite>
      <testcase classname="a" name="b"/><testcase classname="a" name="c"><failure/></testcase>
      <testcase classname="a" name="d"><skipped message="why"/></testcase>
    </testsuite></testsuites>"""
    assert read(report) == ((1, 1, 1), ["why"], ["a.c"])
