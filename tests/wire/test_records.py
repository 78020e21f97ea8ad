from __future__ import annotations

import json

import pytest

from engineclient.errors import DecodeError, StreamTruncated
from engineclient.wire.records import Records, load_json

RECORDS = [{"status": "a\u2028b\u0085c"}, {"id": "x", "n": 1}, [], "text", {"big": "y" * 500}]
LINES = [json.dumps(record, ensure_ascii=False).encode() for record in RECORDS]


@pytest.mark.parametrize("separator", [b"\n", b"\r\n", b"\n\r\n\n"])
@pytest.mark.parametrize("last", [b"", b"\n"])
@pytest.mark.parametrize("size", [1, 2, 3, 50, 10_000])
def test_records_survive_any_cut(separator: bytes, last: bytes, size: int) -> None:
    stream = separator.join(LINES) + last
    decoder = Records()
    pieces = [stream[start : start + size] for start in range(0, len(stream), size)]
    assert [record for piece in pieces for record in decoder.feed(piece)] + decoder.end() == RECORDS


def test_half_a_record_at_the_end() -> None:
    decoder = Records()
    assert decoder.feed(b'{"a":1}\n{"b"') == [{"a": 1}]
    with pytest.raises(StreamTruncated, match="inside a record"):
        decoder.end()


def test_a_line_that_is_no_json() -> None:
    with pytest.raises(DecodeError, match="<html>"):
        Records().feed(b"<html>\n")


def test_an_answer_that_is_no_json_shows_its_beginning() -> None:
    with pytest.raises(DecodeError, match="<html>.*…"):
        load_json(b"<html>" + b"x" * 500)
