from __future__ import annotations

from itertools import pairwise

import pytest

from engineclient.errors import DecodeError, StreamError, StreamTruncated
from engineclient.wire.frames import Frame, Multiplexed, Raw, encode

FRAMES = [
    Frame("stdout", b"one\n"),
    Frame("stderr", b"two \xff\x00\n"),
    Frame("stdout", b""),
    Frame("stdin", b"echo"),
    Frame("stdout", b"x" * 300),
]
STREAM = b"".join(encode(frame) for frame in FRAMES)


@pytest.mark.parametrize("size", [1, 2, 7, 8, 9, 64, len(STREAM)])
def test_any_cut_gives_the_same_frames(size: int) -> None:
    decoder = Multiplexed()
    pieces = [STREAM[start : start + size] for start in range(0, len(STREAM), size)]
    assert [frame for piece in pieces for frame in decoder.feed(piece)] + decoder.end() == FRAMES


@pytest.mark.parametrize("cut", range(1, len(STREAM)))
def test_two_pieces_cut_at_every_byte(cut: int) -> None:
    decoder = Multiplexed()
    assert decoder.feed(STREAM[:cut]) + decoder.feed(STREAM[cut:]) + decoder.end() == FRAMES


ENDS = [0, *(sum(len(encode(frame)) for frame in FRAMES[: count + 1]) for count in range(len(FRAMES)))]


@pytest.mark.parametrize("cut", [place for a, b in pairwise(ENDS) for place in (a + 1, b - 1)])
def test_an_end_inside_a_frame_is_not_a_clean_end(cut: int) -> None:
    decoder = Multiplexed()
    decoder.feed(STREAM[:cut])
    with pytest.raises(StreamTruncated):
        decoder.end()


def test_type_3_is_the_daemons_own_error() -> None:
    with pytest.raises(StreamError, match="no space left"):
        Multiplexed().feed(b"\x03\0\0\0\0\0\0\x0dno space left")


@pytest.mark.parametrize("data", [b"\x04\0\0\0\0\0\0\1x", b"\1\1\0\0\0\0\0\1x", b"plain text, no header"])
def test_what_is_not_multiplexed_is_refused(data: bytes) -> None:
    with pytest.raises(DecodeError, match="not a multiplexed stream"):
        Multiplexed().feed(data)


@pytest.mark.parametrize(
    ("wire", "error"), [(b"\x03\0\0\0\0\0\0\x05alas!", StreamError), (b"plain text", DecodeError)]
)
@pytest.mark.parametrize("after", [b"", STREAM])
def test_frames_before_an_error_are_not_lost(wire: bytes, error: type[Exception], after: bytes) -> None:
    decoder = Multiplexed()
    assert decoder.feed(STREAM + wire) == FRAMES
    with pytest.raises(error):
        decoder.feed(after) if after else decoder.end()


def test_raw_is_stdout_as_it_comes() -> None:
    decoder = Raw()
    assert decoder.feed(b"\x01\x00a") + decoder.feed(b"") + decoder.end() == [Frame("stdout", b"\x01\x00a")]


@pytest.mark.parametrize("width", [1, 8, 1000])
@pytest.mark.parametrize("end", [b"\n", b""])
def test_an_error_in_the_place_of_a_frame(width: int, end: bytes) -> None:
    data = encode(Frame("stdout", b"out")) + b'{"cause":"a","message":"it failed","response":500}' + end
    decoder, found = Multiplexed(), list[Frame]()
    with pytest.raises(StreamError, match=r"^it failed$") as caught:
        for start in range(0, len(data), width):
            found += decoder.feed(data[start : start + width])
        found += decoder.end()
    assert found == [Frame("stdout", b"out")]
    assert caught.value.code == 500


@pytest.mark.parametrize(
    "data", [b'{"a":1}\n', b'{"a":1', b"{" * 70_000, b'["message"]\n', b' {"message":"x"}\n']
)
def test_other_text_in_the_place_of_a_frame(data: bytes) -> None:
    decoder = Multiplexed()
    with pytest.raises(DecodeError, match="not a multiplexed stream"):
        decoder.feed(data)
        decoder.end()
