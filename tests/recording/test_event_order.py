from __future__ import annotations

import pytest

from engineclient.events import Data, End, Event, Pairs, Request, Response
from engineclient.recording.event_order import settled


def event(word: str) -> Event:
    """`3?` a request, `3b` one for a connection of BuildKit's, `3!` its answer's head, `3<` the engine's data, `3>` the
    client's, `3.` `3x` ends.
    """
    exchange, kind = int(word[:-1]), word[-1]
    match kind:
        case "?":
            return Request(exchange, 0.0, "GET", "/")
        case "b":
            return Request(exchange, 0.0, "POST", "/grpc")
        case "!":
            return Response(exchange, 0.0, 200)
        case "<" | ">":
            return Data(exchange, 0.0, "daemon" if kind == "<" else "client", b"")
        case ".":
            return End(exchange, 0.0, "daemon", "complete")
        case _:
            return End(exchange, 0.0, "client", "half-close")


@pytest.mark.parametrize(
    ("happened", "order"),
    [
        ("1? 1! 1< 1. 2? 2!", "1? 1! 1< 1. 2? 2!"),
        ("1? 1! 2? 1< 2! 2.", "1? 1! 2? 2! 2. 1<"),  # output before `start` answers, or behind: one order
        ("1? 1! 2? 2! 2. 1<", "1? 1! 2? 2! 2. 1<"),
        ("1? 1! 1x 2? 2! 1<", "1? 1! 2? 2! 1x 1<"),  # stdin closed before or behind the next request
        ("1? 1! 2? 1x 2! 1<", "1? 1! 2? 2! 1x 1<"),
        ("1? 1! 1> 1x 1< 1>", "1? 1! 1> 1x 1< 1>"),  # a dialogue keeps its turns
        ("1? 1! 2? 2! 3? 2< 1<", "1? 1! 2? 2! 3? 1< 2<"),
        ("1b 1! 2b 2! 3? 2< 1< 2<", "1b 1! 2b 2! 3? 2< 1< 2<"),  # what a build asks, and what is asked for it
    ],
)
def test_settled(happened: str, order: str) -> None:
    assert settled(map(event, happened.split())) == list(map(event, order.split()))


@pytest.mark.parametrize(
    ("happened", "order"),
    [
        ("1? 1! 1< 2? 1. 2!", "1? 1! 1< 1. 2? 2!"),
        ("1? 1! 1< 1. 2? 2!", "1? 1! 1< 1. 2? 2!"),
        ("1? 1! 1< 1< 2? 1. 2!", "1? 1! 1< 1< 2? 2! 1."),  # a stream ends when it ends
    ],
)
def test_one_piece_of_json_ends_with_it(happened: str, order: str) -> None:
    json = Response(1, 0.0, 200, (("content-type", "application/json"),), "chunked")

    def events(words: str) -> list[Event]:
        return [json if word == "1!" else event(word) for word in words.split()]

    assert settled(events(happened)) == events(order)


def test_a_stream_that_told_of_an_error_ends_with_it() -> None:
    told: list[Event] = [event("1?"), event("1!"), Data(1, 0.0, "daemon", b'{"errorDetail":{}}')]
    assert settled([*told, End(1, 0.0, "client", "close")]) == settled([*told, event("1.")])


EXEC = "/exec/e1/start"


@pytest.mark.parametrize(
    ("path", "query", "attached", "kept"),
    [
        ("/containers/c/attach", (("stdout", "1"),), False, False),
        ("/containers/c/attach", (("stdin", "1"),), False, True),
        (EXEC, (), False, False),
        (EXEC, (), True, True),
    ],
)
def test_half_a_close_counts_where_the_engine_listens(
    path: str, query: Pairs, attached: bool, kept: bool
) -> None:
    close = End(2, 0.0, "client", "half-close")
    events: list[Event] = [
        Request(
            1, 0.0, "POST", "/containers/c/exec", body=b'{"AttachStdin":%s}' % str(attached).lower().encode()
        ),
        Response(1, 0.0, 201),
        Data(1, 0.0, "daemon", b'{"Id":"e1"}\n'),
        Request(2, 0.0, "POST", path, query=query),
        close,
    ]
    assert (close in settled(events)) == kept
