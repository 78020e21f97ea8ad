"""Commands of docker that are left out: each is refused by its name, and none of them exists."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from engineclient.commands.refused import REFUSED
from engineclient.commands.table import TABLE

if TYPE_CHECKING:
    from tests.commands.engine import Minidocker

KNOWN = {name for entry in TABLE for name in entry.accepted()}


@pytest.mark.parametrize("name", REFUSED)
def test_the_name_and_the_reason_are_shown(minidocker: Minidocker, name: str) -> None:
    text = f"{name} is not supported by minidocker: {REFUSED[name]}\n"
    assert minidocker(*name.split(), "--some", "thing") == (1, "", text)


def test_nothing_is_both_refused_and_known() -> None:
    assert [
        name for name in KNOWN if name in REFUSED or any(name.startswith(f"{each} ") for each in REFUSED)
    ] == []


@pytest.mark.parametrize("words", ["nope", "builder nope", "container nope"])
def test_other_words_are_unknown(minidocker: Minidocker, words: str) -> None:
    assert f"unknown command: minidocker {words}\n" in minidocker(*words.split()).err


@pytest.mark.parametrize("words", ["buildx", "buildx history", "buildx imagetools"])
def test_other_words_are_unknown_to_buildx(minidocker: Minidocker, words: str) -> None:
    code, out, err = minidocker(*words.split(), "nope")
    assert (code, err) == (1, 'ERROR: unknown command: "nope"\n')
    assert minidocker(*words.split()) == (0, out, "")
    assert out.startswith(f"Usage:  minidocker {words} COMMAND\n")
