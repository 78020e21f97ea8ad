"""Which events are new on a connection that goes on where another was lost."""

from __future__ import annotations

from typing import Any

from engineclient.api.event_history import EventHistory
from engineclient.api.system import system
from engineclient.calls import Head, StreamCall
from engineclient.models.system import Event

SECOND = 1_000_000_000
NOW = 1_700_000_000 * SECOND


def event(at: int, action: str = "start") -> Event:
    return Event(
        {"Type": "container", "Action": action, "Actor": {"ID": "a"}, "time": at // SECOND, "timeNano": at}
    )


def history(since: str | None = None) -> EventHistory:
    def begin(moment: str) -> StreamCall[Event]:
        return system.events(since=moment)

    return EventHistory(begin, since)


def since_of(seen: EventHistory) -> Any:
    return seen.rest().request.query["since"]


def test_it_goes_on_a_second_before_the_newest() -> None:
    seen = history()
    seen.new([event(NOW), event(NOW + 5 * SECOND + 7)])
    assert since_of(seen) == "1700000004.000000007"


def test_it_does_not_go_back_behind_the_first() -> None:
    seen = history()
    seen.new([event(NOW + 5), event(NOW + 9)])
    assert since_of(seen) == "1700000000.000000005"


def test_what_comes_again_is_dropped_and_what_was_overtaken_is_not() -> None:
    seen = history()
    first, overtaken, last = event(NOW), event(NOW + 5, "die"), event(NOW + 9)
    assert seen.new([first, last]) == [first, last]
    assert seen.new([first, overtaken, last]) == [overtaken]


def test_what_arrived_is_kept_no_longer_than_it_can_come_again() -> None:
    seen = history()
    for number in range(1000):
        seen.new([event(NOW + number * SECOND)])
    assert len(seen._arrived) < 200
    assert seen.new([event(NOW + 999 * SECOND), event(NOW + 998 * SECOND)]) == []


def test_before_the_first_event_it_goes_on_at_the_users_own_moment() -> None:
    seen = history("1600000000.5")
    seen.opened(Head(200, {"date": "Tue, 14 Nov 2023 22:13:20 GMT"}, "1.51"))
    assert since_of(seen) == "1600000000.5"


def test_without_one_it_goes_on_at_the_engines_time_of_the_first_answer() -> None:
    seen = history()
    for date in ("Tue, 14 Nov 2023 22:13:20 GMT", "Tue, 14 Nov 2023 23:13:20 GMT"):
        seen.opened(Head(200, {"date": date}, "1.51"))
    assert since_of(seen) == "1700000000"


def test_without_a_date_it_goes_on_at_this_machines_time() -> None:
    seen = history()
    seen.opened(Head(200, {}, "1.51"))
    assert int(since_of(seen)) > 1_700_000_000
