from __future__ import annotations

import json
from pathlib import Path

import pytest

from engineclient.errors import DecodeError
from engineclient.events import Data, End, Event, Request, Response
from engineclient.recording.recording import EngineInfo, Recording

DATA = Path(__file__).with_name("data")
ENGINE = EngineInfo("Docker", "20.10.24", "1.41")
COMMON = (("api-version", "1.41"), ("server", "Docker/20.10.24"))


def conversation(digit: str, at: float) -> list[Event]:
    """The same run, with an id, times and a date of its own."""
    body = json.dumps({"Id": digit * 64}).encode() + b"\n"
    state = json.dumps({"Id": digit * 64, "StartedAt": f"2026-11-24T08:00:0{digit}.5Z"}).encode() + b"\n"
    return [
        Request(1, at, "POST", "/containers/create", "1.41", body=b"{}"),
        Response(1, at + 1, 201, COMMON, "length"),
        Data(1, at + 1, "daemon", body),
        End(1, at + 1, "daemon", "complete"),
        Request(2, at + 2, "GET", f"/containers/{digit * 64}/json", "1.41"),
        Response(2, at + 2, 200, COMMON, "length"),
        Data(2, at + 2, "daemon", state),
        End(2, at + 2, "daemon", "complete"),
    ]


def recorded(digit: str = "1", at: float = 0.0) -> Recording:
    return Recording.of(
        conversation(digit, at), scenario="s", engine=ENGINE, command=["docker", "x"], began=1000.0
    )


def test_recording_again_changes_nothing() -> None:
    assert recorded("1", 0.0).dumps() == recorded("2", 7.0).dumps()


def test_text() -> None:
    text = recorded().dumps()
    assert json.loads(text)["engine"]["headers"] == dict(COMMON)
    assert '{"x":2,"ask":"GET /containers/{c1}/json"},' in text.splitlines()
    assert Recording.loads(text).dumps() == text


def test_one_event_a_line() -> None:
    lines = recorded().dumps().splitlines()
    start = lines.index('"events":[')
    assert [json.loads(line.removesuffix(","))["x"] for line in lines[start + 1 : -1]] == [1, 1, 2, 2]


def test_events_come_back_with_what_was_common() -> None:
    events = Recording.loads(recorded().dumps()).events()
    responses = [event for event in events if isinstance(event, Response)]
    assert [event.headers for event in responses] == [COMMON, COMMON]
    assert [event.version for event in events if isinstance(event, Request)] == ["1.41", "1.41"]


def test_an_id_is_the_same_everywhere() -> None:
    events = recorded().events()
    created = next(json.loads(event.data)["Id"] for event in events if isinstance(event, Data) if event.data)  # type: ignore[arg-type]
    assert [event.path for event in events if isinstance(event, Request)][1] == f"/containers/{created}/json"


def test_times_are_kept_beside(tmp_path: Path) -> None:
    path = tmp_path / "engine" / "s.json"
    recorded().save(path)
    times = Recording.load(path).times
    assert times is not None
    assert (times.began, times.at) == (1000.0, [0.0, 1000.0, 2000.0, 2000.0])
    assert times.values["c1"] == "1" * 64
    path.with_suffix(".times").unlink()
    assert Recording.load(path).times is None


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"format":1}', '{"format":99}', "PK\x03\x04"])
def test_not_a_recording(text: str) -> None:
    with pytest.raises(DecodeError):
        Recording.loads(text)


@pytest.mark.parametrize("path", sorted(DATA.glob("*.json")), ids=lambda path: path.stem)
def test_a_real_one_is_written_as_it_was_read(path: Path) -> None:
    assert Recording.load(path).dumps() == path.read_text()


@pytest.mark.parametrize("path", sorted(DATA.glob("*.json")), ids=lambda path: path.stem)
def test_the_events_of_a_real_one_make_the_same_recording(path: Path) -> None:
    first = Recording.load(path)
    again = Recording.of(first.events(), scenario=first.scenario, engine=first.engine, command=first.command)
    assert again.dumps() == first.dumps()
