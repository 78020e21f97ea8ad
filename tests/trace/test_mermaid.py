"""The sequence diagram: every line is one that Mermaid reads, whatever passed."""

from __future__ import annotations

import re

import pytest

from engineclient.events import Data
from engineclient.recording.library import open_recording
from engineclient.trace.mermaid import render
from engineclient.trace.trace import Trace

# A message or a note of Mermaid's sequence diagrams, its text without what would end it or begin another thing.
LINE = re.compile(
    r"    (?:participant [CE] as \w+|"
    r"(?:C->>E|E-->>C|C-\)E|E--\)C|E--xC): (?P<text>.+)|"
    r"Note (?:right of E|over C,E): (?P<note>.+))"
)
ENTITY = re.compile(r"#(\d+);")


def texts(trace: Trace) -> list[str]:
    """The lines behind the head, entities read back."""
    head, *lines = render(trace).splitlines()
    assert head == "sequenceDiagram"
    found = []
    for line in lines:
        match = LINE.fullmatch(line)
        assert match, line
        text = match["text"] or match["note"] or ""
        assert not re.search(r"[;#%<>{}\[\]\"]", ENTITY.sub("", text)), line
        found.append(ENTITY.sub(lambda entity: chr(int(entity[1])), line).strip())
    return found


def test_the_whole(trace: Trace) -> None:
    assert texts(trace) == [
        "participant C as client",
        "participant E as engine",
        """C->>E: 1 POST /containers/create?name=web Image=busybox Cmd=["hi"] Env=["TOKEN=***"]""",
        "E-->>C: 1 404 Not Found No such image: hi",
        "C->>E: 2 POST /images/create?fromImage=busybox",
        "E-->>C: 2 200 OK",
        "E--)C: 2 status=Pulling id=a",
        "E--)C: 2 status=Done id=a",
        "E--)C: 2 complete",
        """C->>E: 3 POST /containers/create?name=web Image=busybox Cmd=["hi"] Env=["TOKEN=***"]""",
        "Note right of E: container create name=web image=busybox",
        "E-->>C: 3 201 Created Id=945f1a66f01f",
        "C->>E: 4 POST /containers/945f1a66f01f/attach",
        "E-->>C: 4 101 Switching Protocols",
        "Note over C,E: here HTTP ends; bytes go both ways",
        "C->>E: 5 POST /containers/945f1a66f01f/start",
        "E-->>C: 5 204 No Content",
        'C-)E: 4 stdin "in\ufffd"',
        "C-)E: 4 half-close",
        'E--)C: 4 stdout "hi\\n"',
        "Note right of E: container die exitCode=0 name=web",
        "E--)C: 4 close",
        "C->>E: 6 PUT /containers/945f1a66f01f/archive",
        "E--xC: 6 the connection ends",
    ]


def test_what_is_hostile_stays_text(hostile: Trace) -> None:
    assert any("</script><img src=x onerror" in text for text in texts(hostile))


@pytest.mark.parametrize(
    "name", ["run-hello-world", "logs-follow", "inspect", "images", "pull-error-in-band"]
)
def test_recordings(name: str) -> None:
    assert texts(Trace("e", timed=False, events=open_recording(f"docker-20.10/{name}").events()))


def test_a_flood_of_frames_is_counted(trace: Trace) -> None:
    frame = next(event for event in reversed(trace.events) if event.exchange == 4 and isinstance(event, Data))
    end = next(event for event in reversed(trace.events) if event.exchange == 4)
    events = [event for event in trace.events if event.exchange == 4 and event is not end]
    found = texts(Trace("e", events=[*events, *[frame] * 100, end]))
    assert found[-2:] == ["Note over C,E: 4 and 90 more", "E--)C: 4 close"]
