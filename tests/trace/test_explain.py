"""The story, line by line: of recordings, of what goes wrong, and of what tries to draw on the terminal."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from engineclient.events import Data, Elided, End, Event, Request, Response
from engineclient.recording.library import recordings
from engineclient.recording.recording import Recording
from engineclient.trace.daemon_events import DaemonEvent
from engineclient.trace.event_order import EventOrder
from engineclient.trace.exchanges import Exchange
from engineclient.trace.explain import Explainer
from engineclient.trace.fields import brief
from engineclient.trace.trace import Trace

JSON = (("content-type", "application/json"),)
ID = "945f1a66f01f" + "0" * 52


def story(
    events: list[Event | DaemonEvent],
    *,
    timed: bool = True,
    width: int = 100,
    colour: bool = False,
    failed: bool = False,
    everything: bool = False,
) -> list[str]:
    lines: list[str] = []
    explainer = Explainer(lines.append, timed=timed, width=width, colour=colour, everything=everything)
    order = EventOrder(
        lambda item: explainer.daemon_event(item) if isinstance(item, DaemonEvent) else explainer.event(item)
    )
    for event in events:
        order.daemon_event(event) if isinstance(event, DaemonEvent) else order.event(event)
    order.release()
    explainer.end(failed=failed)
    return lines


def told(events: list[Event | DaemonEvent]) -> list[str]:
    """The lines that tell what passed, without notes, the times left out."""
    return [
        re.sub(r" +", " ", line[:6] + line[16:]).strip()
        for line in story(events)
        if re.match(r".{4}[→←◂▸■✗◆]", line)
    ]


def request(
    method: str, path: str, body: Any = None, *, exchange: int = 1, at: float = 0.0, **more: Any
) -> Request:
    data = b"" if body is None else json.dumps(body).encode()
    return Request(exchange, at, method, path, "1.51", body=data, **more)


def answered(
    status: int, body: Any = None, *, exchange: int = 1, at: float = 0.0, framing: Any = "length"
) -> list[Event]:
    data: list[Event] = (
        [] if body is None else [Data(exchange, at, "daemon", json.dumps(body).encode() + b"\n")]
    )
    return [
        Response(exchange, at, status, JSON, framing),
        *data,
        End(exchange, at, "daemon", "complete"),
    ]


RECORDINGS = dict(recordings(Path(__file__).parents[2]))


def test_the_client_pulls_and_asks_again(trace: Trace) -> None:
    assert told([*trace.events]) == [
        "1 → POST /containers/create?name=web",
        "1 ← 404 Not Found · 10 ms · No such image: hi",
        "2 → POST /images/create?fromImage=busybox",
        "2 ← 200 OK · 80 ms · the answer goes on",
        "2 ◂ a: Pulling",
        "2 ◂ a: Done",
        "2 ■ the answer ends: 2 records, 55B",
        "3 → POST /containers/create?name=web",
        "3 ← 201 Created · 10 ms · Id=945f1a66f01f",
        "4 → POST /containers/945f1a66f01f/attach",
        "4 ← 101 Switching Protocols · 10 ms",
        "5 → POST /containers/945f1a66f01f/start",
        "5 ← 204 No Content · 10 ms",
        '4 ▸ stdin 3B "in\ufffd"',
        "4 ▸ end of the input",
        '4 ◂ stdout 3B "hi\\n"',
        "4 ■ the engine closes the connection: 2 frames, 6B",
        "6 → PUT /containers/945f1a66f01f/archive",
        "6 ✗ the connection ends without an answer",
    ]


@pytest.mark.parametrize("name", RECORDINGS)
def test_every_recording_has_a_story_in_which_each_request_has_its_note(name: str) -> None:
    events = Recording.load(RECORDINGS[name]).events()
    requests = [event for event in events if isinstance(event, Request)]
    assert len([line for line in told([*events]) if "→" in line]) == len(requests)
    assert [event.path for event in requests if Exchange.of(event).note is None] == []


def test_without_times_none_are_shown(trace: Trace) -> None:
    lines = story([*trace.events], timed=False)
    assert not [line for line in lines if re.search(r"\d m?s\b", line)]
    assert "  3 →  POST /containers/create?name=web" in lines


def test_a_note_is_told_once(trace: Trace) -> None:
    lines = story([*trace.events])
    assert sum("Makes a container of an image and settings." in line for line in lines) == 1
    assert sum("The engine does not pull by itself" in line for line in lines) == 1
    assert sum("Here HTTP ends" in line for line in lines) == 1


def test_what_is_behind_the_api_is_called_background_and_has_no_time(trace: Trace) -> None:
    for line in story([*trace.events]):
        if "Background" in line:
            assert line.startswith(" " * 16 + "Background: ")


@pytest.mark.parametrize("width", [40, 60, 80, 110, 500])
def test_notes_fit_the_width(trace: Trace, width: int) -> None:
    lines = story([*trace.events], width=width)
    notes = [line for line in lines if line.startswith(" " * 16)]
    assert max(map(len, notes)) <= min(width, 110)


FRAME = b"\x01\x00\x00\x00\x00\x00\x00\x03hi\n"
UPGRADED = Response(1, 0.1, 101, (("content-type", "application/vnd.docker.multiplexed-stream"),), "hijack")
ATTACH = Request(1, 0.0, "POST", f"/containers/{ID}/attach", "1.51")
PULL = Request(1, 0.0, "POST", "/images/create", "1.51", (("fromImage", "a"),))

CASES: dict[str, tuple[list[Event | DaemonEvent], list[str]]] = {
    "an answer of one thing is told with it, in one line": (
        [request("GET", "/containers/web/json"), *answered(200, {"Id": ID, "State": {"ExitCode": 0}}, at=0.025)],
        ["1 → GET /containers/web/json", "1 ← 200 OK · 25 ms · Id=945f1a66f01f ExitCode=0"],
    ),
    "a list is counted": (
        [request("GET", "/containers/json"), *answered(200, [{}, {}])],
        ["1 → GET /containers/json", "1 ← 200 OK · 0.0 ms · 2 entries"],
    ),
    "an error is its message": (
        [request("GET", "/containers/web/json"), *answered(500, {"message": "on\x1b[31m fire"})],
        ["1 → GET /containers/web/json", "1 ← 500 Internal Server Error · 0.0 ms · on\\u001b[31m fire"],
    ),
    "no answer": (
        [request("GET", "/info"), End(1, 0.1, "daemon", "close")],
        ["1 → GET /info", "1 ✗ the connection ends without an answer"],
    ),
    "half an answer": (
        [request("GET", "/info"), Response(1, 0.1, 200, JSON, "length"), End(1, 0.1, "daemon", "close")],
        ["1 → GET /info", "1 ✗ the connection ends inside its answer"],
    ),
    "the client hangs up": (
        [request("GET", "/events"), Response(1, 0.1, 200, JSON, "chunked"), End(1, 0.1, "client", "close")],
        ["1 → GET /events", "1 ← 200 OK · 100 ms · the answer goes on", "1 ■ the client hangs up: 0 records, 0B"],
    ),
    "frames both ways": (
        [
            ATTACH,
            UPGRADED,
            Data(1, 0.2, "client", b"in\x1b"),
            End(1, 0.2, "client", "half-close"),
            Data(1, 0.2, "daemon", FRAME[:5]),
            Data(1, 0.2, "daemon", FRAME[5:] + b"\x02" + FRAME[1:]),
            End(1, 0.3, "daemon", "close"),
        ],
        [
            "1 → POST /containers/945f1a66f01f/attach",
            "1 ← 101 Switching Protocols · 100 ms",
            '1 ▸ stdin 3B "in\\u001b"',
            "1 ▸ end of the input",
            '1 ◂ stdout 3B "hi\\n"',
            '1 ◂ stderr 3B "hi\\n"',
            "1 ■ the engine closes the connection: 3 frames, 9B",
        ],
    ),
    "progress, each step of a layer once": (
        [
            PULL,
            Response(1, 0.1, 200, JSON, "chunked"),
            Data(1, 0.2, "daemon", b'{"status":"Downloading","id":"a","progressDetail":{"current":1}}\r\n{"stat'),
            Data(1, 0.2, "daemon", b'us":"Downloading","id":"a"}\r\n{"error":"no space"}\r\n'),
            End(1, 0.3, "daemon", "complete"),
        ],
        [
            "1 → POST /images/create?fromImage=a",
            "1 ← 200 OK · 100 ms · the answer goes on",
            "1 ◂ a: Downloading",
            "1 ◂ no space",
            "1 ■ the answer ends: 3 records, 117B",
        ],
    ),
    "what comes after the end": (
        [
            request("POST", "/images/load"),
            *answered(400, {"message": "no archive"}),
            Data(1, 0.2, "client", b"late"),
            End(1, 0.2, "client", "complete"),
        ],
        ["1 → POST /images/load", "1 ← 400 Bad Request · 0.0 ms · no archive"],
    ),
    "bytes that are no HTTP": (
        [Request(1, 0.0, "", "", complete=False), Data(1, 0.0, "client", b"\x00ab"), Data(1, 0.0, "daemon", b"no")],
        ["1 → bytes that are no HTTP", '1 ▸ stdin 3B "\\u0000ab"', '1 ◂ stdout 2B "no"'],
    ),
    "the daemon's own times, once the object has a name here": (
        [
            request("POST", "/containers/create", {"Image": "a"}),
            DaemonEvent(0.02, "container", "create", ID, {"name": "web"}),
            DaemonEvent(0.02, "container", "create", "f" * 64, {"name": "other"}),
            *answered(201, {"Id": ID}, at=0.03),
            DaemonEvent(0.04, "network", "connect", "n", {"container": ID, "type": "bridge"}),
        ],
        [
            "1 → POST /containers/create",
            "◆ container create name=web",
            "1 ← 201 Created · 30 ms · Id=945f1a66f01f",
            "◆ network connect container=945f1a66f01f type=bridge",
        ],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_told(name: str) -> None:
    events, expected = CASES[name]
    assert told(events) == expected


def test_the_fields_of_a_body_that_say_something() -> None:
    body = {
        "Image": "busybox",
        "Cmd": ["echo", "two words"],
        "Env": ["TOKEN=hunter2"],
        "AttachStdout": True,
        "Tty": False,
        "HostConfig": {"AutoRemove": True, "MemorySwappiness": -1, "NetworkMode": "default", "Memory": 0},
    }
    lines = [line.strip() for line in story([request("POST", "/containers/create", body)], width=110)]
    assert lines[2] == 'Image=busybox  Cmd=["echo", "two words"]'
    assert '-e, --env, --env-file → Env=["TOKEN=***"]' in lines
    assert "--rm → HostConfig.AutoRemove=true" in lines
    assert not [line for line in lines if "HostConfig.Memory" in line or "Tty" in line]
    everything = story([request("POST", "/containers/create", body)], width=110, everything=True)
    assert any("-t, --tty → Tty=false" in line for line in everything)


def test_a_field_comes_with_what_it_does_and_how_to_see_it() -> None:
    body = {"HostConfig": {"ReadonlyRootfs": True}}
    create = request("POST", "/containers/create", body, query=(("name", "web"),))
    lines = [line.strip() for line in story([create])]
    place = lines.index("--read-only → HostConfig.ReadonlyRootfs=true")
    assert lines[place + 1].startswith("The container's root file system is mounted read-only")
    assert "See it yourself: minidocker exec web touch /x" in lines[place:]


def test_what_shows_an_unnamed_container_waits_for_its_id() -> None:
    body = {"HostConfig": {"ReadonlyRootfs": True}}
    refused = [request("POST", "/containers/create", body), *answered(404, {"message": "No such image: x"})]
    created = [
        request("POST", "/containers/create", body, exchange=2),
        *answered(201, {"Id": ID}, exchange=2),
    ]
    lines = [line.strip() for line in story([*refused, *created])]
    assert sum("See it yourself" in line for line in lines) == 1
    after = lines.index("See it yourself:")
    assert lines[after - 1].startswith("2 ←")
    assert lines[after + 1] == f"--read-only: minidocker exec {ID[:12]} touch /x"
    assert not [line for line in lines if "CONTAINER" in line]


def test_no_command_is_shown_for_a_container_that_a_request_does_not_name() -> None:
    resize = request("POST", f"/exec/{ID}/resize", query=(("h", "24"), ("w", "80")))
    lines = [line.strip() for line in story([resize, *answered(200)])]
    assert "-t, --tty → h=24" in lines
    assert not [line for line in lines if "See it yourself" in line]


def test_one_command_is_shown_once() -> None:
    body = {"HostConfig": {"RestartPolicy": {"Name": "on-failure", "MaximumRetryCount": 3}}}
    lines = story([request("POST", "/containers/create", body), *answered(201, {"Id": ID})])
    assert sum("RestartCount" in line for line in lines) == 1


@pytest.mark.parametrize(
    ("path", "query", "name"),
    [
        ("/commit", (("repo", "docker.io/library/mine"), ("tag", "2"), ("comment", "x")), "mine:2"),
        ("/commit", (("repo", "registry.example/mine"), ("comment", "x")), "registry.example/mine"),
        ("/commit", (("comment", "x"),), "IMAGE"),
    ],
)
def test_the_name_of_a_new_image(path: str, query: tuple[tuple[str, str], ...], name: str) -> None:
    lines = [line.strip() for line in story([request("POST", path, query=query)])]
    assert f"See it yourself: minidocker history {name}" in lines


@pytest.mark.parametrize("content", [b"hosts\0\0\0", Elided(2048, "0" * 64)])
def test_an_archive_is_a_size_behind_the_status(content: bytes | Elided) -> None:
    head = Response(1, 0.0, 200, (("content-type", "application/x-tar"),), "chunked")
    get = request("GET", "/containers/web/archive", query=(("path", "/etc/hosts"),))
    lines = story([get, head, Data(1, 0.0, "daemon", content), End(1, 0.0, "daemon", "complete")])
    (answer,) = [line for line in lines if "←" in line or "◂" in line]
    assert answer.endswith("8B" if isinstance(content, bytes) else "2.048kB")


def test_a_failure_names_its_request() -> None:
    start: list[Event | DaemonEvent] = [
        request("POST", f"/containers/{ID}/start"),
        *answered(500, {"message": "no"}),
    ]
    lines = story(start, failed=True)
    named = "The command failed at request 1, POST /containers/945f1a66f01f/start: 500 Internal Server Error."
    assert named in " ".join(line.strip() for line in lines)


@pytest.mark.parametrize(("remove", "by_engine"), [(True, True), (False, False)])
def test_only_with_rm_the_engine_removed_the_container(remove: bool, by_engine: bool) -> None:
    create = request("POST", "/containers/create", {"HostConfig": {"AutoRemove": remove}})
    gone = DaemonEvent(0.2, "container", "destroy", ID, {})
    lines = story([create, *answered(201, {"Id": ID}, at=0.1), gone])
    assert any("With --rm" in line for line in lines) is by_engine


def test_lines_are_broken_at_words_and_digests_cut_in_the_middle() -> None:
    digest = "sha256:" + "ab" * 32
    pull: list[Event | DaemonEvent] = [
        PULL,
        Response(1, 0.1, 200, JSON, "chunked"),
        Data(1, 0.2, "daemon", json.dumps({"status": f"Digest: {digest}"}).encode() + b"\n"),
    ]
    lines = story(pull, width=60)
    assert max(map(len, lines)) <= 60
    assert any(line.endswith("Digest: sha256:abababab…abab") for line in lines)


def test_a_flood_of_frames_is_counted_not_shown() -> None:
    flood: list[Event | DaemonEvent] = [Data(1, 0.2, "daemon", FRAME) for _ in range(1000)]
    lines = told([ATTACH, UPGRADED, *flood, End(1, 0.3, "daemon", "close")])
    assert len(lines) == 2 + 13 + 1
    assert lines[-2:] == [
        "1 ◂ … and so on; the rest is counted at the end",
        "1 ■ the engine closes the connection: 1000 frames, 3kB",
    ]


def test_colour_is_only_there_if_it_is_wanted() -> None:
    events: list[Event | DaemonEvent] = [
        request("GET", "/info"),
        *answered(200, {"ServerVersion": "\x1b[2J"}),
    ]
    assert "\x1b" not in "".join(story(events))
    coloured = "".join(story(events, colour=True))
    assert "\x1b[1mGET\x1b[0m" in coloured
    assert "\x1b[2J" not in coloured


def test_what_comes_by_a_websocket_is_read_out_of_its_frames() -> None:
    asked = request(
        "GET", "/containers/web/attach/ws", query=(("stdout", "1"),), headers=(("upgrade", "websocket"),)
    )
    lines = told(
        [
            asked,
            Response(1, 0.1, 101, (), "hijack"),
            Data(1, 0.2, "daemon", b"\x82\x03hi\n"),
            End(1, 0.3, "daemon", "close"),
        ]
    )
    assert any('stdout 3B "hi\\n"' in line for line in lines), lines


@pytest.mark.parametrize(
    ("path", "cut"),
    [
        (f"/containers/{ID}/json", f"/containers/{ID[:12]}/json"),
        ("/services/1saohsd5c8vu5zyrcoi9apy5y/update", "/services/1saohsd5c8vu/update"),
        (f"/containers/{'a' * 25}/json", f"/containers/{'a' * 25}/json"),
    ],
)
def test_ids_are_cut_to_twelve_digits(path: str, cut: str) -> None:
    assert brief(path) == cut
