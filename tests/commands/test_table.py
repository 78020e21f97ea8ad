from __future__ import annotations

from collections import Counter

import pytest

from engineclient.cli.command import Command
from engineclient.cli.root import load
from engineclient.cli.table import Entry, by_noun
from engineclient.commands.table import COMMON, NOUNS, TABLE

NAMES = [name for entry in TABLE for name in entry.accepted()]


def test_no_name_stands_for_two_commands() -> None:
    assert [name for name, count in Counter(NAMES).items() if count > 1] == []


@pytest.mark.parametrize("name", [name for name in NAMES if " " in name])
def test_every_noun_is_known(name: str) -> None:
    assert name.split()[0] in NOUNS


@pytest.mark.parametrize("entry", TABLE, ids=lambda entry: entry.names)
def test_every_command_is_where_the_table_says(entry: Entry) -> None:
    assert isinstance(load(entry), Command)


def test_names_in_a_noun() -> None:
    entry = Entry("image ls, image list, images", "", "", silent="image show")
    assert by_noun([entry]) == {
        "image": [("ls", entry), ("list", entry), ("show", entry)],
        "": [("images", entry)],
    }


def test_common_commands_need_not_exist_but_have_one_place() -> None:
    assert len(set(COMMON)) == len(COMMON)


def test_a_command_below_another() -> None:
    above, below = Entry("a b", "", "x:y"), Entry("a b c", "", "x:z")
    assert by_noun([above, below]) == {"a": [("b", above), ("b c", below)]}
