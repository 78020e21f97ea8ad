"""Declares flags: their spelling, the syntax of their value, the daemon they need; and the error for a wrong one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import Enum
from typing import Any, ClassVar

from engineclient.golang.strconv import parse_bool
from engineclient.versions import is_before

Syntax = Callable[[str], object]
"""Parses one value of a flag; raises ValueError with docker's reason."""


class Stage(Enum):
    """When docker finds an error, which decides the exit status and the lines after the message."""

    OPTIONS = "options"
    """While checking the options of run and create: status 125, `docker: ` before the message and a hint after it."""
    REQUEST = "request"
    """While making the request, like a daemon's error: as OPTIONS for run, as COMMAND for every other command."""
    COMMAND = "command"
    """In the command itself: status 1, only the message."""


class OptionError(ValueError):
    """A flag, or a combination of flags, is invalid; docker refuses it before any request.

    The message is docker's own, without the `docker: ` before it and the lines about usage after it.
    """

    def __init__(self, text: str, stage: Stage = Stage.OPTIONS) -> None:
        super().__init__(text)
        self.stage = stage

    def exit_status(self, command: str) -> int:
        """Docker's exit status for this error in `run`, `create` or another command."""
        if self.stage is Stage.REQUEST:
            return 125 if command == "run" else 1
        return 1 if self.stage is Stage.COMMAND else 125


@contextmanager
def as_stage(stage: Stage) -> Iterator[None]:
    """Set the stage of OptionErrors raised within, for commands that share values with `run`."""
    try:
        yield
    except OptionError as error:
        if error.stage is not Stage.OPTIONS:
            raise
        raise OptionError(str(error), stage) from None


class FlagSyntax:
    """One flag of a command, as declared by `text`, `texts`, `number` or `switch`.

    Attributes:
        spelling: as in docker's messages: `-m, --memory`.
        syntax: the parser of the value; None accepts any text unchanged.
        since: the first API version that has it, if that is newer than 1.40.
        os_type: the only operating system of daemons that has it.
        repeated: whether it may be given several times; its value is then a list.
        default: its value when not given; for a repeated flag that is an empty list.
    """

    __slots__ = ("default", "os_type", "repeated", "since", "spelling", "syntax")

    def __init__(
        self,
        spelling: str,
        syntax: Syntax | None = None,
        since: str | None = None,
        os_type: str | None = None,
        *,
        repeated: bool = False,
        default: bool | None = None,
    ) -> None:
        self.spelling: str = spelling
        self.syntax: Syntax | None = syntax
        self.since: str | None = since
        self.os_type: str | None = os_type
        self.repeated: bool = repeated
        self.default: bool | None = default

    @property
    def name(self) -> str:
        """The long name, without dashes."""
        return self.spelling.rpartition("--")[2]


def text(
    spelling: str, syntax: Syntax | None = None, *, since: str | None = None, os_type: str | None = None
) -> Any:
    """A flag with a value, parsed by `syntax`; None when not given."""
    return FlagSyntax(spelling, syntax, since, os_type)


def texts(spelling: str, syntax: Syntax | None = None, *, since: str | None = None) -> Any:
    """A flag that may be repeated: a list of values, each parsed by `syntax`."""
    return FlagSyntax(spelling, syntax, since, repeated=True)


def number(spelling: str, syntax: Syntax, *, since: str | None = None, os_type: str | None = None) -> Any:
    """A flag with an integer value; None when not given."""
    return FlagSyntax(spelling, syntax, since, os_type)


def switch(spelling: str, *, default: bool | None = False) -> Any:
    """A boolean flag; the default is None if "not given" differs from false."""
    return FlagSyntax(spelling, parse_bool, default=default)


class Flags:
    """The flags of a command, declared like the fields of a dataclass; an instance contains the values given.

    >>> class RenameFlags(Flags):
    ...     force: bool = switch("-f, --force")
    >>> RenameFlags().force
    False

    Not a standard dataclass: for the hundred flags of `run` that would generate and compile a constructor of two hundred
    lines at every start.
    """

    def __init__(self, **given: Any) -> None:
        for name, flag in declared(type(self)).items():
            setattr(self, name, given.pop(name) if name in given else [] if flag.repeated else flag.default)
        if given:
            raise TypeError(f"{type(self).__name__} has no flag {', '.join(given)}")

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and vars(other) == vars(self)

    __hash__: ClassVar[None]  # type: ignore[assignment]

    def __repr__(self) -> str:
        return (
            f"{type(self).__name__}({', '.join(f'{name}={value!r}' for name, value in vars(self).items())})"
        )


def declared(command: Flags | type[Flags]) -> dict[str, FlagSyntax]:
    """The flags of a command by name, those of base classes first."""
    line = command.__mro__ if isinstance(command, type) else type(command).__mro__
    return {
        name: flag
        for each in reversed(line)
        for name, flag in vars(each).items()
        if isinstance(flag, FlagSyntax)
    }


def require_support(flags: Flags, *, api_version: str, os_type: str = "linux") -> None:
    """Raise OptionError, with a line for each flag, if given flags are not supported by the daemon."""
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
