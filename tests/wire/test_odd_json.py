"""JSON as no engine should send it: it is refused as such, or mended as Go does."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from typing import Any

import pytest

from engineclient.api import decoders
from engineclient.calls import Head
from engineclient.errors import DecodeError, StreamError
from engineclient.models.containers import ContainerSummary
from engineclient.models.stats import Stats
from engineclient.models.view import Field, View, optional, required
from engineclient.wire import pathstat
from engineclient.wire.records import Records, load_json

DEEP = b"[" * 100_000 + b"]" * 100_000


@pytest.mark.parametrize(
    "data", [DEEP, b'{"a":' * 50_000, b"NaN", b"[Infinity]", b"1e999", b"9" * 5000, b"\xff", b"{]"]
)
@pytest.mark.parametrize(
    "read", [load_json, lambda data: Records().feed(data + b"\n")], ids=["answer", "record"]
)
def test_refused(read: Callable[[bytes], Any], data: bytes) -> None:
    with pytest.raises(DecodeError):
        read(data)


@pytest.mark.parametrize(
    ("data", "value"),
    [
        (rb'"\ud800"', "\ufffd"),
        (rb'["a\udc80b", {"\ud83d": "\ud83d\ude00"}]', ["a\ufffdb", {"\ufffd": "\U0001f600"}]),
        (b'"\xff"', "\ufffd"),
        (b'"\xed\xa0\x80"', "\ufffd\ufffd\ufffd"),
    ],
)
def test_what_is_no_text_is_replaced(data: bytes, value: Any) -> None:
    assert load_json(data) == value


@pytest.mark.parametrize("text", [DEEP[:2000] + DEEP[-2000:], b"[]", b"3", b"{"])
def test_a_stat_that_is_no_object(text: bytes) -> None:
    with pytest.raises(DecodeError):
        pathstat.parse(base64.b64encode(text).decode())


@pytest.mark.parametrize("value", ["\u00e9", "!", "a", "\udcff"])
def test_a_stat_that_is_no_base64(value: str) -> None:
    with pytest.raises(DecodeError):
        pathstat.parse(value)


class Sample(View):
    text: Field[str] = required(str, "Text")
    number: Field[int] = required(int, "Number")
    share: Field[float | None] = optional(float, "Share")
    truth: Field[bool | None] = optional(bool, "Truth")


@pytest.mark.parametrize("value", [1, True, [], {}])
def test_no_text(value: Any) -> None:
    with pytest.raises(DecodeError, match="Text"):
        _ = Sample({"Text": value}).text


@pytest.mark.parametrize("value", ["2024-01-01", True, 1.5, 1 << 64, -(1 << 63) - 1, []])
def test_no_number(value: Any) -> None:
    with pytest.raises(DecodeError, match="Number"):
        _ = Sample({"Number": value}).number


@pytest.mark.parametrize(
    ("field", "value"), [("share", "1"), ("share", True), ("truth", 1), ("truth", "true")]
)
def test_neither_share_nor_truth(field: str, value: Any) -> None:
    with pytest.raises(DecodeError, match=field.capitalize()):
        getattr(Sample({field.capitalize(): value}), field)


def test_numbers_of_all_widths() -> None:
    assert [Sample({"Number": n}).number for n in (-(1 << 63), (1 << 64) - 1)] == [-(1 << 63), (1 << 64) - 1]


def test_a_date_where_a_number_belongs_names_the_field() -> None:
    with pytest.raises(DecodeError, match="ContainerSummary has an invalid Created"):
        _ = ContainerSummary({"Created": "2024-01-01T00:00:00Z"}).created


HEAD = Head(200, {}, "1.51")
PODMAN = b'{"cause":"container is stopped","message":"container is stopped","response":500}\n'


@pytest.mark.parametrize("decoder", [decoders.each(Stats), decoders.progress], ids=["stats", "progress"])
def test_podmans_error_in_a_stream_is_an_error(decoder: Callable[[Head], Any]) -> None:
    with pytest.raises(StreamError, match="container is stopped"):
        decoder(HEAD).feed(PODMAN)


@pytest.mark.parametrize("record", [None, 3, "x", []])
def test_a_record_that_is_no_object(record: Any) -> None:
    with pytest.raises(DecodeError, match="not a record"):
        decoders.each(Stats)(HEAD).feed(json.dumps(record).encode() + b"\n")
