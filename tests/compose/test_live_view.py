"""The view on a terminal, compared with that of docker compose 2.40.3 on 80 columns and 24 lines."""

from __future__ import annotations

import pytest

from engineclient.compose.live_view import LiveView
from engineclient.compose.progress import Event, State, container

UP, HIDE, SHOW = "\x1b[1A", "\x1b[0G\x1b[?25l", "\x1b[?25h"
DONE, TURNING, TIME = "\x1b[32m✔\x1b[0m", "\x1b[33m⠋\x1b[0m", "\x1b[34m{}s \x1b[0m"

BAD = "\x1b[31m\x1b[1m✘\x1b[0m"


def drawn(view: LiveView, now: float) -> str:
    return view.draw(now, 80, 24)


def test_nothing_is_drawn_before_the_first_event() -> None:
    assert drawn(LiveView("Running"), 0.0) == ""


def test_the_first_time_nothing_is_written_over() -> None:
    view = LiveView("Running")
    view.take(Event("Network tty_default", "Creating"), 0.0)
    assert drawn(view, 0.1) == (
        f"{UP}\x1b[1B{HIDE}[+] Running 0/1\n {TURNING} Network tty_default  Creating"
        f"{' ' * 43}{TIME.format('0.1')}\n{SHOW}"
    )


def test_later_all_lines_are_written_over_and_lined_up() -> None:
    view = LiveView("Running")
    view.take(Event("Network tty_default", "Creating"), 0.0)
    drawn(view, 0.1)
    view.take(Event("Network tty_default", "Created"), 0.12)
    view.take(Event("Volume tty_data", "Creating"), 0.12)
    view.take(Event("Volume tty_data", "Created"), 0.13)
    view.take(container("tty-db-1", "Creating"), 0.2)
    assert drawn(view, 0.2) == (
        f"{UP}{UP}{HIDE}[+] Running 2/3\n"
        f" {DONE} Network tty_default  \x1b[32mCreated\x1b[0m{' ' * 44}{TIME.format('0.1')}\n"
        f" {DONE} Volume tty_data      \x1b[32mCreated\x1b[0m{' ' * 44}{TIME.format('0.0')}\n"
        f" {TURNING} Container tty-db-1   Creating{' ' * 43}{TIME.format('0.0')}\n{SHOW}"
    )


def test_the_title_is_blue_when_all_that_was_drawn_is_done() -> None:
    view = LiveView("Stopping")
    view.take(container("tty-db-1", "Stopping"), 0.0)
    assert "[+] Stopping 0/1\n" in drawn(view, 0.1)
    view.take(container("tty-db-1", "Stopped"), 0.2)
    assert "\x1b[34m[+] Stopping 1/1\x1b[0m\n" in drawn(view, 0.2)


def test_the_spinner_turns_after_a_tenth_of_a_second() -> None:
    view = LiveView("Running")
    view.take(container("a", "Starting"), 0.0)
    frames = [drawn(view, now).split("\x1b[33m")[1][0] for now in (0.05, 0.15, 0.25, 0.35)]
    assert frames == ["⠋", "⠙", "⠹", "⠸"]


@pytest.mark.parametrize(
    ("event", "line"),
    [
        (Event("web", "", "Pulled"), f" {DONE} web Pulled \x1b[32m\x1b[0m"),
        (Event("web", "Interrupted"), " \x1b[33m\x1b[1m!\x1b[0m web  \x1b[33m\x1b[1mInterrupted\x1b[0m"),
        (
            Event("db", 'Get "https://registry-1.docker.io/v2/": dial tcp: lookup', "Error"),
            f' {BAD} db Error \x1b[31m\x1b[1mGet "https://registry-1.docker.io/v2/": dial tcp:...\x1b[0m',
        ),
        (
            Event("tty-web-1", "Copied", "copy f to tty-web-1:/f"),
            f" {DONE} tty-web-1 copy f to tty-web-1:/f \x1b[32mC...\x1b[0m",
        ),
    ],
    ids=["pulled", "warning", "error, shortened", "copied, shortened"],
)
def test_a_line(event: Event, line: str) -> None:
    view = LiveView("Running")
    view.take(event, 0.0)
    assert drawn(view, 0.0).splitlines()[1].startswith(line + " ")


def test_a_dry_run_has_its_prefix() -> None:
    view = LiveView("Running", prefix=" DRY-RUN MODE - ")
    view.take(container("tty-db-1", "Started"), 0.0)
    assert f" {DONE}\x1b[36m DRY-RUN MODE - \x1b[0m Container tty-db-1  \x1b[32mStarted" in drawn(view, 0.0)


def test_without_colours() -> None:
    view = LiveView("Running", coloured=False)
    view.take(container("a", "Started"), 0.0)
    assert drawn(view, 0.0).splitlines()[1].split() == ["✔", "Container", "a", "Started", "0.0s"]


def test_layers_are_below_their_service_which_shows_how_far_they_are() -> None:
    view = LiveView("Running", coloured=False)
    view.take(Event("web", "", "Pulling"), 0.0)
    view.take(Event("0123456789ab", "[=>  ] 1MB/2MB", "Downloading", "web", 1_000_000, 2_000_000), 0.0)
    view.take(Event("ba9876543210", "", "Pull complete", "web", 2_000_000, 2_000_000), 0.0)
    lines = drawn(view, 0.0).splitlines()
    assert lines[0].endswith("[+] Running 1/3")
    assert lines[1].startswith(" ⠋ web [⣤⣿]     3MB / 4MB     Pulling ")
    assert [line.split()[:3] for line in lines[2:4]] == [
        ["⠋", "0123456789ab", "Downloading"],
        ["✔", "ba9876543210", "Pull"],
    ]


def test_layers_are_left_out_where_there_is_no_room_for_them() -> None:
    view = LiveView("Running", coloured=False)
    view.take(Event("web", "", "Pulling"), 0.0)
    for number in range(30):
        view.take(Event(f"layer{number}", "", "Downloading", "web"), 0.0)
    assert len(view.draw(0.0, 80, 24).splitlines()) == 3


@pytest.mark.parametrize(
    ("event", "state"),
    [
        (container("a", "Starting"), State.WORKING),
        (container("a", "Started"), State.DONE),
        (container("a", "Error response from daemon: no"), State.ERROR),
        (container("a", 'service "i" didn\'t complete successfully: exit 5'), State.ERROR),
        (container("a", 'Skipped: optional dependency "i" failed to start'), State.WARNING),
        (Event("Network n", "Resource is still in use"), State.WARNING),
        (Event("Network n", "Warning No resource found to remove"), State.DONE),
        (Event("web", "", "Skipped - Image is already present locally"), State.DONE),
        (Event("web", "Get it", "Error"), State.ERROR),
        (Event("a-1", "Committing", "Commit a-1"), State.WORKING),
        (Event("a-1", "Committed as sha256:1", "Commit a-1"), State.DONE),
        (Event("a-1", "Exporting", "export a-1 to x"), State.WORKING),
    ],
    ids=lambda value: str(value),
)
def test_how_far_an_event_is(event: Event, state: State) -> None:
    assert event.state is state
