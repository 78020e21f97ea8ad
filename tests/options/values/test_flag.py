"""What is declared of flags, and which of them a daemon does not have."""

from __future__ import annotations

import pytest

from engineclient.golang.strconv import int64
from engineclient.options.values.flag import (
    Flags,
    OptionError,
    Stage,
    declared,
    number,
    require_support,
    switch,
    text,
    texts,
)


class Given(Flags):
    size: int | None = text("-s, --size", int)
    note: list[str] = texts("--note", str.upper, since="1.43")
    cpus: int | None = number("--cpus", int64, os_type="windows")
    rm: bool = switch("--rm")


def test_the_long_name_is_the_last_of_the_spelling() -> None:
    assert [flag.name for flag in declared(Given).values()] == ["size", "note", "cpus", "rm"]


def test_what_was_not_given() -> None:
    assert Given() == Given(size=None, note=[], cpus=None, rm=False)


def test_flags_that_were_given_share_no_list() -> None:
    assert Given().note is not Given().note


def test_a_flag_that_is_not_declared() -> None:
    with pytest.raises(TypeError, match="Given has no flag speed"):
        Given(speed=1)


def test_the_flags_of_a_base_come_first() -> None:
    class More(Given):
        force: bool = switch("-f, --force")

    assert [*declared(More)] == ["size", "note", "cpus", "rm", "force"]


@pytest.mark.parametrize(
    ("flags", "api_version", "os_type", "problems"),
    [
        (Given(), "1.40", "linux", ""),
        (Given(size=1, rm=True), "1.40", "linux", ""),
        (Given(note=["a"]), "1.43", "linux", ""),
        (
            Given(note=["a"]),
            "1.42",
            "linux",
            '"--note" requires API version 1.43, but the Docker daemon API version is 1.42',
        ),
        (Given(cpus=0), "1.43", "windows", ""),
        (
            Given(cpus=0, note=["a"]),
            "1.9",
            "linux",
            (
                '"--cpus" is only supported on a Docker daemon running on windows, '
                "but the Docker daemon is running on linux\n"
                '"--note" requires API version 1.43, but the Docker daemon API version is 1.9'
            ),
        ),
    ],
)
def test_require_support(flags: Given, api_version: str, os_type: str, problems: str) -> None:
    said = ""
    try:
        require_support(flags, api_version=api_version, os_type=os_type)
    except OptionError as error:
        said = str(error)
    assert said == problems


@pytest.mark.parametrize(
    ("stage", "command", "status"),
    [
        (Stage.OPTIONS, "create", 125),
        (Stage.REQUEST, "run", 125),
        (Stage.REQUEST, "create", 1),
        (Stage.COMMAND, "run", 1),
    ],
)
def test_exit_status(stage: Stage, command: str, status: int) -> None:
    assert OptionError("x", stage).exit_status(command) == status
