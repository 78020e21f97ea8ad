"""What a flag is: its spelling, its value's syntax, the daemon it needs; and the error of a wrong one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import Enum
from typing import Any, NamedTuple

from engineclient.golang.strconv import parse_bool
from engineclient.versions import is_before

Syntax = Callable[[str], object]
"""Reads one occurrence of a flag's value, raising ValueError with docker's reason."""


class Stage(Enum):
    """Where docker notices an error, which decides the exit status and the lines under it."""

    OPTIONS = "options"
    """The options of run and create taken together: status 125; `docker: ` before, the hint after."""
    REQUEST = "request"
    """While making the request, like a daemon's error: run as OPTIONS, every other command as COMMAND."""
    COMMAND = "command"
    """The command itself: status 1, the text alone."""


class OptionError(ValueError):
    """A flag, or a combination of flags, that docker refuses before it asks the daemon.

    The text is docker's own, without the `docker: ` before it and the lines about usage after it.
    """

    def __init__(self, text: str, stage: Stage = Stage.OPTIONS) -> None:
        super().__init__(text)
        self.stage = stage

    def exit_status(self, command: str) -> int:
        """Docker's exit status when this ends `run`, `create` or another command."""
        if self.stage is Stage.REQUEST:
            return 125 if command == "run" else 1
        return 1 if self.stage is Stage.COMMAND else 125


@contextmanager
def as_stage(stage: Stage) -> Iterator[None]:
    """Errors that values of `run` share with another command have that command's stage."""
    try:
        yield
    except OptionError as error:
        if error.stage is not Stage.OPTIONS:
            raise
        raise OptionError(str(error), stage) from None


class FlagSyntax(NamedTuple):
    """One flag of a command: what `text`, `texts`, `number` and `switch` declare."""

    spelling: str
    """As docker writes it in messages: `-m, --memory`."""
    syntax: Syntax | None = None
    """None takes any text as it is."""
    since: str | None = None
    """The first API version that knows it, when that is newer than 1.40."""
    os_type: str | None = None
    """The only daemon operating system that has it."""
    repeated: bool = False
    """It may be given several times, and its value is a list."""
    default: bool | None = None
    """Its value when it was not given; a repeated flag has an empty list then."""

    @property
    def name(self) -> str:
        """The long name, without dashes."""
        return self.spelling.rpartition("--")[2]


def text(
    spelling: str, syntax: Syntax | None = None, *, since: str | None = None, os_type: str | None = None
) -> Any:
    """A flag with a value, as `syntax` reads it; None when it was not given."""
    return FlagSyntax(spelling, syntax, since, os_type)


def texts(spelling: str, syntax: Syntax | None = None, *, since: str | None = None) -> Any:
    """A flag that may be repeated: a list of what `syntax` reads of each occurrence."""
    return FlagSyntax(spelling, syntax, since, repeated=True)


def number(spelling: str, syntax: Syntax, *, since: str | None = None, os_type: str | None = None) -> Any:
    """A flag that is a whole number; None when it was not given."""
    return FlagSyntax(spelling, syntax, since, os_type)


def switch(spelling: str, *, default: bool | None = False) -> Any:
    """A boolean flag; default None where "not given" differs from false."""
    return FlagSyntax(spelling, parse_bool, default=default)


class Flags:
    """The flags of a command, declared as a dataclass declares its fields; an instance holds what a user gave.

    >>> class RenameFlags(Flags):
    ...     force: bool = switch("-f, --force")
    >>> RenameFlags().force
    False

    Not the standard library's dataclass: for the hundred flags of `run` that writes and compiles a constructor of two
    hundred lines whenever the program starts.
    """

    def __init__(self, **given: Any) -> None:
        for name, flag in declared(type(self)).items():
            setattr(self, name, given.pop(name) if name in given else [] if flag.repeated else flag.default)
        if given:
            raise TypeError(f"{type(self).__name__} has no flag {', '.join(given)}")

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and vars(other) == vars(self)

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return (
            f"{type(self).__name__}({', '.join(f'{name}={value!r}' for name, value in vars(self).items())})"
        )


def declared(command: Flags | type[Flags]) -> dict[str, FlagSyntax]:
    """The flags of a command by name, those of its bases first."""
    line = command.__mro__ if isinstance(command, type) else type(command).__mro__
    return {
        name: flag
        for each in reversed(line)
        for name, flag in vars(each).items()
        if isinstance(flag, FlagSyntax)
    }


def require_support(flags: Flags, *, api_version: str, os_type: str = "linux") -> None:
    """Raise OptionError, a line a flag, if flags were given that this daemon does not have."""
    problems: list[str] = []
    for name, flag in sorted(declared(flags).items(), key=lambda pair: pair[1].name):
        if getattr(flags, name) in (None, []):
            continue
        if flag.since and is_before(api_version, flag.since):
            problems.append(
                f'"--{flag.name}" requires API version {flag.since}, '
                f"but the Docker daemon API version is {api_version}"
            )
        elif flag.os_type and flag.os_type != os_type:
            problems.append(
                f'"--{flag.name}" is only supported on a Docker daemon running on {flag.os_type}, '
                f"but the Docker daemon is running on {os_type}"
            )
    if problems:
        raise OptionError("\n".join(problems), Stage.COMMAND)
