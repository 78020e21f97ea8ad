"""Flags before the name of a command of buildx."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.commands.engine import Minidocker

NO_BUILDER = 'ERROR: no builder "nope" found\n'


@pytest.mark.parametrize(
    "words",
    [
        "buildx --builder nope du",
        "buildx --builder=nope inspect",
        "buildx -D --builder nope history ls",
        "buildx history --builder nope inspect attachment --type x",
        "buildx --builder default imagetools --builder nope inspect x",
    ],
)
def test_they_count_as_those_behind_it(minidocker: Minidocker, words: str) -> None:
    assert minidocker(*words.split()) == (1, "", NO_BUILDER)


def test_a_command_without_them_ignores_them(minidocker: Minidocker) -> None:
    assert minidocker("buildx", "--builder", "nope", "version") == minidocker("buildx", "version")


@pytest.mark.parametrize("words", ["buildx --nope ls", "buildx history --nope ls"])
def test_a_wrong_one(minidocker: Minidocker, words: str) -> None:
    ended = minidocker(*words.split())
    assert (ended.code, ended.err.splitlines()[0]) == (125, "unknown flag: --nope")
