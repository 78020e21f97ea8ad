"""The files of scripts, and the stored output."""

from __future__ import annotations

import pytest

from tests.differential import answers
from tests.differential.answers import Answer
from tests.differential.deliberate import DIFFERENCES, Difference, expected
from tests.differential.scripts import Theme, parse, themes

FILE = """\
# A note
name=x

### before
docker create --name $name

### first
docker ps
docker rm x

### second
docker images
"""


def test_a_file_is_blocks_under_their_names() -> None:
    theme = parse("some", FILE)
    start = "# A note\nname=x\n\n"
    assert theme.before == f"{start}docker create --name $name\n"
    assert {script.name: script.code for script in theme.scripts} == {
        "first": f"{start}docker ps\ndocker rm x\n",
        "second": f"{start}docker images\n",
    }
    assert [str(script) for script in theme.scripts] == ["some: first", "some: second"]
    assert not theme.alone


def test_two_blocks_of_one_name_are_refused() -> None:
    with pytest.raises(ValueError, match="some: two scripts are called 'a'"):
        parse("some", "### a\n1\n### a\n2\n")


def test_some_themes_are_alone() -> None:
    assert parse("some", "# alone: it counts what is there\n### a\n1\n").alone
    assert [theme.name for theme in themes() if theme.alone] == [
        "build",
        "prune",
        "rollouts",
        "services",
        "stack",
        "swarm",
    ]
    assert themes()[-1].alone


@pytest.mark.parametrize("theme", themes(), ids=lambda theme: theme.name)
def test_every_script_has_an_answer_and_every_answer_a_script(theme: Theme) -> None:
    assert list(answers.kept(theme.name)) == [script.name for script in theme.scripts]


@pytest.mark.parametrize("theme", themes(), ids=lambda theme: theme.name)
def test_what_scripts_name_is_found_again(theme: Theme) -> None:
    """Leftovers are recognized by the beginning of their names."""
    for script in theme.scripts:
        for word in script.code.split():
            assert not word.startswith("dt-") or word.startswith((theme.prefix, f"dt-{theme.name}")), word


@pytest.mark.parametrize(
    ("answer", "text"),
    [
        (Answer("", "", ()), "=\n"),
        (Answer("a\n", "", (0,)), "1 a\n= 0\n"),
        (Answer("a\n\nb\n", "c\n", (0, 125)), "1 a\n1\n1 b\n2 c\n= 0 125\n"),
        (Answer("a", "", (1,)), "1 a\\\n= 1\n"),
        (Answer("a \n", "", (1,)), "1 a<space>\n= 1\n"),
        (Answer("a\t\x1b[2K\r\n", "", (1,)), "1 a\\t\\x1b[2K\\r\n= 1\n"),
        (Answer("ü…\n", "", (1,)), "1 ü…\n= 1\n"),
    ],
)
def test_an_answer_as_it_is_kept(answer: Answer, text: str) -> None:
    assert str(answer) == text


@pytest.mark.parametrize("difference", DIFFERENCES, ids=lambda difference: difference.script)
def test_a_deliberate_difference_is_in_what_docker_says(difference: Difference) -> None:
    theme, _, name = difference.script.partition(": ")
    assert difference.docker in answers.kept(theme)[name]
    assert difference.docker != difference.minidocker


def test_what_minidocker_is_to_say_is_what_docker_says_but_for_the_difference() -> None:
    first = DIFFERENCES[0]
    assert expected("no: such script", "1 a\n") == "1 a\n"
    assert expected(first.script, f"{first.docker}= 0\n") == f"{first.minidocker}= 0\n"
    assert expected(first.script, "1 a\n") == "1 a\n"
