"""How answers are decoded: whole ones and streams, and which decoder is chosen."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING, Any

import pytest

from engineclient.api import framing
from engineclient.api.containers import containers
from engineclient.api.decoders import Bytes, progress
from engineclient.api.exec import exec  # noqa: A004
from engineclient.api.images import images
from engineclient.api.networks import networks
from engineclient.api.system import system
from engineclient.api.volumes import volumes
from engineclient.calls import Call, Head, StreamCall, WholeAnswer
from engineclient.errors import DecodeError, EngineError, StreamError, StreamTruncated
from engineclient.groups import Groups
from engineclient.wire.frames import Frame, Multiplexed, Raw

if TYPE_CHECKING:
    from engineclient.models.view import View
    from engineclient.streams import Decoder

MULTIPLEXED = "application/vnd.docker.multiplexed-stream"
RAW = "application/vnd.docker.raw-stream"


def head(status: int = 200, api_version: str = "1.51", **headers: str) -> Head:
    return Head(status, {name.replace("_", "-"): value for name, value in headers.items()}, api_version)


def read(call: Call[Any], body: Any = b"", status: int = 200, **headers: str) -> Any:
    """The result of `call` for an answer with this body."""
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    return call.decode(WholeAnswer(head(status, **headers), data))


def decoder_of(
    call: StreamCall[Any], *, api_version: str = "1.51", content_type: str = ""
) -> Decoder[Any] | None:
    return call.decoder(head(api_version=api_version, content_type=content_type))


@pytest.mark.parametrize(("status", "changed"), [(204, True), (304, False)])
@pytest.mark.parametrize("call", [containers.start("web"), containers.stop("web")])
def test_304_is_nothing_to_do(call: Call[bool], status: int, changed: bool) -> None:
    assert read(call, status=status) is changed


NOTHING: list[Call[None]] = [
    containers.restart("web"),
    containers.kill("web"),
    containers.pause("web"),
    containers.unpause("web"),
    containers.rename("web", "x"),
    containers.remove("web"),
    containers.resize("web", height=1, width=1),
    containers.put_archive("web", "/", b""),
    exec.start_detached("e"),
    exec.resize("e", height=1, width=1),
    images.tag("a", "b"),
    networks.connect("net", "web"),
    networks.disconnect("net", "web"),
    networks.remove("net"),
    volumes.update("data", {}, version=1),
    volumes.remove("data"),
]


@pytest.mark.parametrize("call", NOTHING, ids=lambda call: f"{call.request.method} {call.request.path}")
def test_answers_that_say_no_more_than_that_it_worked(call: Call[None]) -> None:
    assert read(call, b"whatever") is None


LISTS: list[Call[list[Any]]] = [
    containers.list(),
    containers.changes("web"),
    images.list(),
    images.history("a"),
    images.remove("a"),
    images.search("a"),
    networks.list(),
]


@pytest.mark.parametrize("call", LISTS, ids=lambda call: f"{call.request.method} {call.request.path}")
@pytest.mark.parametrize(("body", "raws"), [([], []), (None, []), ([{"a": 1}, {}], [{"a": 1}, {}])])
def test_lists_and_the_null_that_go_writes_for_an_empty_one(
    call: Call[list[View]], body: Any, raws: Any
) -> None:
    assert [view.raw for view in read(call, body)] == raws


def test_what_is_no_json_is_said_to_be_none() -> None:
    with pytest.raises(DecodeError, match=r"not JSON.*<html>"):
        read(system.version(), b"<html>")


def test_ping_is_read_from_the_headers() -> None:
    ping = read(system.ping(), b"OK", api_version="1.41", api_Version="x", libpod_api_version="5.4.0")
    assert ping.libpod == "5.4.0"


@pytest.mark.parametrize(
    ("status", "body", "token"),
    [
        (200, {"Status": "Login Succeeded", "IdentityToken": "t"}, "t"),
        (200, {"Status": "Login Succeeded", "IdentityToken": ""}, ""),
        (204, b"", None),
    ],
)
def test_a_login_with_and_without_a_token(status: int, body: Any, token: str | None) -> None:
    assert read(system.auth({}), body, status).identity_token == token


STAT = {"name": "etc", "size": 4096, "mode": 2147484141, "mtime": "2026-01-02T03:04:05Z", "linkTarget": ""}


def test_the_stat_in_a_header() -> None:
    header = base64.b64encode(json.dumps(STAT).encode()).decode()
    stat = read(containers.archive_info("web", "/etc"), x_docker_container_path_stat=header)
    assert (stat.raw, stat.is_directory, stat.is_symlink) == (STAT, True, False)


BAD_STATS: list[tuple[dict[str, Any], str]] = [
    ({}, "has no x-docker-container-path-stat"),
    ({"x_docker_container_path_stat": "%%%"}, "is not base64"),
    ({"x_docker_container_path_stat": base64.b64encode(b"{").decode()}, "is not JSON"),
]


@pytest.mark.parametrize(("headers", "message"), BAD_STATS)
def test_a_stat_that_cannot_be_read(headers: dict[str, Any], message: str) -> None:
    with pytest.raises(DecodeError, match=message):
        read(containers.archive_info("web", "/etc"), **headers)


PROGRESS: list[Any] = [
    images.pull("a"),
    images.push("a"),
    images.load(b""),
    images.import_(b""),
    images.build(b""),
]
IN_BAND: list[tuple[bytes, str, int | None]] = [
    (b'{"errorDetail":{"code":7,"message":"no space"},"error":"no space"}\n', "no space", 7),
    (b'{"errorDetail":{"message":"no space"}}\n', "no space", None),
    (b'{"error":"no space"}\n', "no space", None),  # podman, old engines
    (b'{"status":"a","error":"no space"}\n', "no space", None),
    # podman; no step's exit code
    (
        b'{"cause":"full","message":"no space","response":500}\n',
        "no space",
        None,
    ),
    (b'{"message":"no space"}\n', "no space", None),
]


@pytest.mark.parametrize("call", PROGRESS, ids=lambda call: call.request.path)
@pytest.mark.parametrize(("record", "message", "code"), IN_BAND)
def test_an_error_in_the_stream_is_raised(
    call: StreamCall[Any], record: bytes, message: str, code: int | None
) -> None:
    decoder = call.chosen(decoder_of(call))
    assert [item.status for item in decoder.feed(b'{"status":"Pulling"}\r\n')] == ["Pulling"]
    with pytest.raises(StreamError, match=f"^{message}$") as raised:
        decoder.feed(record)
    assert raised.value.code == code


def test_an_error_in_a_last_record_without_a_newline_is_raised() -> None:
    decoder = progress(head())
    assert decoder.feed(b'{"error":"no space"}') == []
    with pytest.raises(StreamError, match="no space"):
        decoder.end()


@pytest.mark.parametrize(
    "call", [system.events(), containers.stats("web"), images.pull("a")], ids=lambda call: call.request.path
)
@pytest.mark.parametrize("size", [1, 2, 7, 1000])
def test_records_come_out_whole_however_they_are_cut(call: StreamCall[View], size: int) -> None:
    records = [{"id": "a"}, {"id": "b\u2028c\u0085"}, {}]
    data = b"\n".join(json.dumps(record, ensure_ascii=False).encode() for record in records) + b"\n"
    decoder = call.chosen(decoder_of(call))
    found = [item.raw for at in range(0, len(data), size) for item in decoder.feed(data[at : at + size])]
    assert [*found, *decoder.end()] == records


def test_a_stream_that_ends_inside_a_record() -> None:
    decoder = system.events().chosen(decoder_of(system.events()))
    decoder.feed(b'{"Type":')
    with pytest.raises(StreamTruncated):
        decoder.end()


@pytest.mark.parametrize(
    "call",
    [containers.export("web"), containers.get_archive("web", "/"), images.get("a")],
    ids=lambda call: call.request.path,
)
def test_archives_pass_as_they_come(call: StreamCall[bytes]) -> None:
    decoder = call.chosen(decoder_of(call, content_type="application/x-tar"))
    assert [*decoder.feed(b"ab\n"), *decoder.feed(b""), *decoder.feed(b"\x00"), *decoder.end()] == [
        b"ab\n",
        b"\x00",
    ]


def test_a_piece_of_an_archive_is_not_copied() -> None:
    piece = b"x" * 1000
    assert Bytes().feed(piece)[0] is piece


# Content-Type, API version, what `tty` says -> decoder; None: the container must be asked.
CHOSEN: list[tuple[str, str, bool | None, type | None]] = [
    (MULTIPLEXED, "1.51", None, Multiplexed),
    (RAW, "1.51", None, Raw),
    (MULTIPLEXED + "; charset=x", "1.42", None, Multiplexed),
    (RAW, "1.42", None, Raw),
    (RAW, "1.41", None, None),  # said it of either framing
    ("", "1.41", None, None),  # podman's logs
    ("text/plain", "1.51", None, None),
    (RAW, "1.41", True, Raw),
    (RAW, "1.41", False, Multiplexed),
    ("", "1.41", True, Raw),
]


@pytest.mark.parametrize(("content_type", "api_version", "tty", "kind"), CHOSEN)
@pytest.mark.parametrize("call", [containers.logs, containers.attach], ids=["logs", "attach"])
def test_which_decoder_reads_output(
    call: Any, content_type: str, api_version: str, tty: bool | None, kind: type | None
) -> None:
    decoder = decoder_of(call("web", tty=tty), api_version=api_version, content_type=content_type)
    assert decoder is None if kind is None else isinstance(decoder, kind)


@pytest.mark.parametrize(("tty", "kind"), [(True, Raw), (False, Multiplexed)])
def test_which_decoder_the_container_asks_for(tty: bool, kind: type) -> None:
    ask = framing.by_container("web")
    assert ask.request.path == "/containers/web/json"
    assert isinstance(read(ask, {"Config": {"Tty": tty}}), kind)


EXEC: list[tuple[str, str, bool, type]] = [
    (MULTIPLEXED, "1.51", False, Multiplexed),
    (RAW, "1.51", True, Raw),
    (RAW, "1.41", False, Multiplexed),
    (RAW, "1.41", True, Raw),
    ("", "1.41", False, Multiplexed),
]


@pytest.mark.parametrize(("content_type", "api_version", "tty", "kind"), EXEC)
def test_which_decoder_reads_an_exec(content_type: str, api_version: str, tty: bool, kind: type) -> None:
    call = exec.start("e", tty=tty)
    assert isinstance(decoder_of(call, api_version=api_version, content_type=content_type), kind)


def test_a_stream_nobody_can_tell_the_framing_of() -> None:
    call = containers.logs("web")
    with pytest.raises(DecodeError, match="how its stream is framed"):
        call.chosen(None)


def test_the_engine_s_own_error_among_the_frames() -> None:
    decoder = containers.logs("web", tty=False).chosen(decoder_of(containers.logs("web", tty=False)))
    assert decoder.feed(b"\x01\0\0\0\0\0\0\x02hi") == [Frame("stdout", b"hi")]
    with pytest.raises(StreamError, match="gone"):
        decoder.feed(b"\x03\0\0\0\0\0\0\x04gone")


ODD_PROGRESS: list[tuple[bytes, type[EngineError], str]] = [
    (b"null\n", DecodeError, "not a record of progress: None"),
    (b"[]\n", DecodeError, "not a record of progress"),
    (b'{"errorDetail":"denied"}\n', StreamError, "denied"),
    (b'{"errorDetail":null,"error":"denied"}\n', StreamError, "denied"),
]


@pytest.mark.parametrize(("data", "kind", "message"), ODD_PROGRESS)
def test_an_odd_record_of_progress(data: bytes, kind: type[EngineError], message: str) -> None:
    decoder = progress(Head(200, {}, "1.51"))
    assert len(decoder.feed(b'{"status":"Pulling"}\n' + data)) == 1  # what came before it is handed over
    with pytest.raises(kind, match=message):
        decoder.end()


def test_usage_is_worked_out_of_each_record() -> None:
    call = Groups(None).stats("web", stream=False)
    decoder = call.chosen(call.decoder(head()))
    cpu = {"cpu_usage": {"total_usage": 200}, "system_cpu_usage": 1000, "online_cpus": 2}
    before = {"cpu_usage": {"total_usage": 100}, "system_cpu_usage": 500}
    memory = {"usage": 100, "limit": 1000, "stats": {"inactive_file": 40}}
    record = {"read": "", "preread": "", "cpu_stats": cpu, "precpu_stats": before, "memory_stats": memory}
    [usage] = decoder.feed(json.dumps(record).encode() + b"\n") + decoder.end()
    assert (usage.cpu_percent, usage.memory, usage.memory_percent) == (40.0, 60, 6.0)
