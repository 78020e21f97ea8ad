"""Flags made from a class of `options`: the command gets the values that its syntax has parsed, once."""

from __future__ import annotations

import pytest

from engineclient.cli.flags import FlagParser
from engineclient.cli.option_flags import Words, flags_of
from engineclient.options.values.flag import Flags, switch, text, texts

read: list[str] = []


def length(value: str) -> int:
    read.append(value)
    if not value:
        raise ValueError("empty")
    return len(value)


class CreateFlags(Flags):
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


def parsed(*args: str) -> CreateFlags:
    parser = FlagParser(
        flags_of(CreateFlags, WORDS, {"--remark": "note"}), interspersed=True, warn=pytest.fail
    )
    if error := parser.parse(args):
        raise error
    return CreateFlags(**parser.values)


def test_every_occurrence_is_read_once() -> None:
    read.clear()
    flags = parsed("--size=four", "--note", "a", "--remark", "bcd", "--name", "x", "--rm")
    assert flags == CreateFlags(size=4, note=[1, 3], name="x", rm=True)
    assert read == ["four", "a", "bcd"]


def test_flags_that_are_not_given_have_their_defaults() -> None:
    assert parsed() == CreateFlags()


def test_only_a_former_spelling_is_hidden() -> None:
    hidden = {flag.spelling for flag in flags_of(CreateFlags, WORDS, {"--remark": "note"}) if flag.hidden}
    assert hidden == {"--remark"}
