"""Flags made of the fields of a class: what the command gets is what the syntax has read, once."""

from __future__ import annotations

import pytest

from engineclient.cli.flags import FlagParser
from engineclient.cli.option_flags import Words, flags_of
from engineclient.options.values import flag
from engineclient.options.values.flag import switch, text, texts

read: list[str] = []


def length(value: str) -> int:
    read.append(value)
    if not value:
        raise ValueError("empty")
    return len(value)


class Flags(flag.Flags):
    size: int | None = text("-s, --size", length)
    note: list[int] = texts("--note", length)
    name: str | None = text("--name")
    rm: bool = switch("--rm")
    init: bool | None = switch("--init", default=None)


WORDS = {
    "size": Words("bytes", "Size"),
    "note": Words("list", "Notes", "[]"),
    "name": Words("string", "Name"),
    "rm": Words("", "Remove"),
    "init": Words("", "Init"),
}


def parsed(*args: str) -> Flags:
    parser = FlagParser(flags_of(Flags, WORDS, {"--remark": "note"}), interspersed=True, warn=pytest.fail)
    if error := parser.parse(args):
        raise error
    return Flags(**parser.values)


def test_every_occurrence_is_read_once() -> None:
    read.clear()
    flags = parsed("--size=four", "--note", "a", "--remark", "bcd", "--name", "x", "--rm")
    assert flags == Flags(size=4, note=[1, 3], name="x", rm=True)
    assert read == ["four", "a", "bcd"]


def test_what_is_not_given_is_as_the_class_has_it() -> None:
    assert parsed() == Flags()


def test_only_a_former_spelling_is_hidden() -> None:
    hidden = {each.spelling for each in flags_of(Flags, WORDS, {"--remark": "note"}) if each.hidden}
    assert hidden == {"--remark"}
