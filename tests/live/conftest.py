"""A live page with a conversation, and a browser to look at it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from engineclient.live.feed import Feed
from engineclient.live.server import LiveServer
from engineclient.live.sources import Sources
from engineclient.recording.recording import EngineInfo
from engineclient.trace.trace import Trace
from tests.trace.conftest import HOSTILE, chromium, conversation

__all__ = ["chromium"]


@pytest.fixture
def feed() -> Feed:
    return fed(conversation())


@pytest.fixture
def hostile_feed() -> Feed:
    return fed(conversation(HOSTILE.encode(), HOSTILE, HOSTILE))


def fed(trace: Trace) -> Feed:
    feed = Feed(trace.engine, tuple(trace.command))
    for event in trace.events:
        feed.event(event)
    for daemon_event in trace.daemon_events:
        feed.daemon_event(daemon_event)
    return feed


@pytest.fixture
def server(feed: Feed) -> Iterator[LiveServer]:
    with LiveServer(Sources(feed, lambda: EngineInfo("Docker", "28.5.2", "1.51"))) as server:
        yield server
