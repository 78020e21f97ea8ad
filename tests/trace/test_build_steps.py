"""The steps of a build as its answer tells them, from recorded conversations and from hostile ones."""

from __future__ import annotations

from typing import Any

import pytest

from engineclient.recording.library import open_recording
from engineclient.trace.build_steps import BuildStep, finished, is_report, steps
from engineclient.trace.exchanges import Conversation
from engineclient.trace.names import Names
from engineclient.trace.part import Part
from engineclient.trace.sentences import sentence

BUILDS = [
    ("tour/build-1", '"tour-site:1": 3 steps were carried out, 0 were found in the cache.'),
    ("tour/build-3", '"tour-site:1": 0 steps were carried out, 3 were found in the cache.'),
    ("tour/build-4", '"tour-site:2": 2 steps were carried out, 1 was found in the cache.'),
]


def build(name: str) -> tuple[Any, list[Part]]:
    events = open_recording(name).events()
    found = Conversation(events).exchanges
    return next(pair for pair in found if pair[0].request.path == "/build")


@pytest.mark.parametrize(("name", "told"), BUILDS)
def test_a_build_of_buildkits(name: str, told: str) -> None:
    exchange, parts = build(name)
    assert sentence(exchange, parts, Names()) == told


def test_the_classic_builders_words() -> None:
    texts = [
        "Step 1/2 : FROM busybox", "\n", " ---> 0a\n", "Step 2/2 : RUN true", "\n", " ---> Using cache\n",
    ]  # fmt: skip
    parts = [Part(0, "daemon", "record", b'{"stream":%s}' % _json(text)) for text in texts]
    assert steps(parts) == [BuildStep("2/2 RUN true", cached=True)]


def _json(text: str) -> bytes:
    import json

    return json.dumps(text).encode()


@pytest.mark.parametrize("aux", [None, 7, "no base64", "AAAA", {"ID": "x"}])
def test_a_report_that_is_none_tells_nothing(aux: object) -> None:
    record = {"id": "moby.buildkit.trace", "aux": aux}
    assert is_report(record)
    assert finished(record) == []
