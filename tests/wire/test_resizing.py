"""Window sizes without a window: what happens goes in, when to ask comes out."""

from __future__ import annotations

from engineclient.wire.resizing import PAUSES, Resizing


def asked(*, taken: bool) -> Resizing:
    """One whose first request has been answered."""
    resizing = Resizing()
    resizing.asked()
    if taken:
        resizing.taken()
    else:
        assert not resizing.refused()
    return resizing


def test_nothing_is_due_before_anything_happens() -> None:
    assert Resizing().wait is None


def test_a_size_that_was_taken_is_enough() -> None:
    assert asked(taken=True).wait is None


def test_a_change_is_due_at_once() -> None:
    resizing = asked(taken=True)
    resizing.changed()
    assert resizing.wait == 0


def test_one_request_answers_a_storm() -> None:
    resizing = asked(taken=True)
    for _ in range(500):
        resizing.changed()
    resizing.asked()
    resizing.taken()
    assert resizing.wait is None


def test_a_change_during_a_request_needs_another() -> None:
    resizing = asked(taken=True)
    resizing.changed()
    resizing.asked()
    resizing.changed()
    resizing.taken()
    assert resizing.wait == 0


def test_a_terminal_that_is_being_made_is_asked_again_ten_times() -> None:
    resizing, pauses = Resizing(), list[float | None]()
    for _ in range(11):
        resizing.asked()
        last = resizing.refused()
        pauses.append(resizing.wait)
    assert (pauses, last) == ([*PAUSES, None], True)
    assert PAUSES == (0.01, 0.02, 0.03, 0.04, 0.05, 0.06, 0.07, 0.08, 0.09, 0.1)


def test_what_never_took_a_size_is_given_up_once() -> None:
    resizing = Resizing()
    given_up = []
    for _ in range(20):
        resizing.asked()
        given_up.append(resizing.refused())
    assert given_up == [False] * 10 + [True] + [False] * 9


def test_a_change_does_not_wait_for_the_pause_to_pass() -> None:
    resizing = asked(taken=False)
    resizing.changed()
    assert resizing.wait == 0


def test_a_size_taken_in_a_pause_ends_the_attempts() -> None:
    resizing = asked(taken=False)
    resizing.changed()
    resizing.asked()
    resizing.taken()
    assert resizing.wait is None


def test_a_refusal_after_a_size_was_taken_is_for_the_next_change_to_mend() -> None:
    resizing = asked(taken=True)
    resizing.changed()
    resizing.asked()
    assert not resizing.refused()
    assert resizing.wait is None
