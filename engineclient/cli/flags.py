"""Declare flags, and parse command lines by the rules of Go's pflag, which docker uses."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

import click

from engineclient.cli.flag_types import BOOL, FlagType
from engineclient.golang.quoting import quote

F = TypeVar("F", bound=Callable[..., object])
Completer = Callable[[click.Context, click.Parameter, str], list[Any]]

_ZERO: Any = object()
_NO_NAMES: Mapping[str, str] = {}


class FlagError(Exception):
    """A command line that a command's flags do not allow; the text is docker's."""


class Flag:
    """One flag of a command; as a decorator it adds itself to the command's function.

    `Flag("-m, --memory", BYTES, "Most memory it may use")` gives the function a keyword argument
    `memory`: the parsed value, or else `default`, or else the type's zero.

    Args:
        spelling: the names, written as help prints them.
        kind: the type of the value.
        help: the description; a newline in it stays.
        default: the value of a flag that was not given; None tells that apart from a zero that was given.
        dest: the keyword argument, if not the long name; two flags may share one.
        hidden: accepted, but not shown in help.
        variable: the environment variable with the value of a flag that was not given.
        deprecated: accepted and hidden; using it prints `Flag --x has been deprecated, <this text>`.
        ignored: accepted without effect: the command gets no value.
        unsupported: the reason why minidocker does not have a flag of docker's; using it is an error.
        obsolete: ignored and hidden; using it prints this text on standard error.
        former: names that are accepted too, and not shown; using one logs its text as a warning, unless it is empty.
        complete: proposes values to the shell, by click's protocol for `shell_complete`.

    """

    def __init__(
        self,
        spelling: str,
        kind: FlagType[Any] = BOOL,
        help: str = "",
        *,
        default: Any = _ZERO,
        dest: str | None = None,
        hidden: bool = False,
        variable: str = "",
        deprecated: str | None = None,
        ignored: bool = False,
        unsupported: str | None = None,
        obsolete: str | None = None,
        former: Mapping[str, str] = _NO_NAMES,
        complete: Completer | None = None,
    ) -> None:
        self.names: list[str] = spelling.split(", ")
        self.long: str = self.names[-1].removeprefix("--")
        self.short: str = self.names[0][1:] if len(self.names) > 1 else ""
        self.spelling = spelling
        self.kind = kind
        self.help = help
        self.initial = default
        self.dest: str = dest or self.long.replace("-", "_")
        """The keyword argument that receives the value."""
        self.hidden: bool = hidden or not (deprecated is unsupported is obsolete is None)
        self.variable = variable
        self.deprecation = deprecated
        self.ignored: bool = ignored or obsolete is not None
        self.unsupported = unsupported
        self.obsolete = obsolete
        self.former = former
        self.complete = complete

    def option(self) -> click.Option:
        """The flag as click needs it to complete command lines. Not made before: a command may have a hundred flags."""
        is_switch = self.kind.bare is not None
        return click.Option(
            (*self.names, self.dest),
            help=self.help,
            hidden=self.hidden,
            is_flag=is_switch,
            default=None,
            type=click.BOOL if is_switch else click.UNPROCESSED,
            shell_complete=self.complete,
        )

    def __call__(self, function: F) -> F:
        """Declare this flag on the function of a command."""
        return flags(self)(function)

    def start(self) -> Any:
        """The value of the flag before the command line is parsed."""
        if named := os.environ.get(self.variable) if self.variable else None:
            return self.kind.read(named)
        return self.kind.zero() if self.initial is _ZERO else self.initial

    def joined(self, before: Any, text: str) -> Any:
        """The value after `text` was given on the command line, where it was `before` until then.

        Raises:
            FlagError: the text is not of the flag's type, or the flag is not supported.

        """
        if self.unsupported is not None:
            raise FlagError(f"--{self.long} is not supported by minidocker: {self.unsupported}")
        try:
            value = self.kind.read(text)
        except ValueError as error:
            raise FlagError(f'invalid argument {quote(text)} for "{self.spelling}" flag: {error}') from None
        if self.kind.gather is None:
            return value
        return self.kind.gather(self.kind.zero() if before is None else before, value)


flag = Flag


def flags(*declared: Flag) -> Callable[[F], F]:
    """A decorator that declares several flags on a command's function; commands may share one."""

    def declare(function: F) -> F:
        vars(function).setdefault("flags", []).extend(declared)
        return function

    return declare


def flags_of(function: Callable[..., object]) -> list[Flag]:
    """The flags that decorators declared on `function`."""
    return list(getattr(function, "flags", ()))


class FlagParser:
    """Parses one command line.

    After `parse`, even if it found an error, `values` holds the flags' values, `rest` the positional arguments, and
    `given` the long names of the flags that were on the command line.

    Args:
        flags: the flags that the command has.
        interspersed: whether flags may follow the first positional argument.
        warn: called with a message for each deprecated flag, if the whole line can be parsed.
        complain: called with the text of an obsolete flag or of a former name; by default `warn`.

    """

    def __init__(
        self,
        flags: Iterable[Flag],
        *,
        interspersed: bool,
        warn: Callable[[str], None],
        complain: Callable[[str], None] | None = None,
    ) -> None:
        self.values: dict[str, Any] = {}
        self.rest: list[str] = []
        self.given: set[str] = set()
        self._long: dict[str, Flag] = {}
        self._short: dict[str, Flag] = {}
        self._interspersed = interspersed
        self._warn = warn
        self._warnings: list[str] = []
        self._complain = complain or warn
        for each in flags:
            self._long |= dict.fromkeys((each.long, *each.former), each)
            if each.short:
                self._short[each.short] = each
            if each.unsupported is None and not each.ignored:
                self.values.setdefault(each.dest, each.start())
        # docker's -h is a deprecated short form of --help where the command has no -h of its own.
        if "help" in self._long:
            self._short.setdefault("h", self._long["help"])

    def parse(self, args: Sequence[str]) -> FlagError | None:
        """Parse `args` up to the first error, and return that error, or None."""
        try:
            self._parse(args)
        except FlagError as error:
            return error
        for warning in self._warnings:
            self._warn(warning)
        return None

    def first_word(self, args: Sequence[str]) -> int | None:
        """The index of the first of `args` that is neither a flag nor its value, or None.

        What follows an unknown flag without `=` counts as its value, as in docker; so does what follows `--`.
        """
        is_value = False
        for index, arg in enumerate(args):
            if arg.startswith("--") and "=" not in arg:
                is_value = _takes_value(self._long.get(arg[2:]))
            elif len(arg) == 2 and arg[0] == "-" and arg != "-=" and _takes_value(self._short.get(arg[1])):
                is_value = True
            elif is_value:
                is_value = False
            elif len(arg) < 2 or arg[0] != "-":
                return index
        return None

    def _parse(self, args: Sequence[str]) -> None:
        pending = list(reversed(args))
        while pending:
            arg = pending.pop()
            if arg == "--":
                break
            if len(arg) < 2 or arg[0] != "-":
                self.rest.append(arg)
                if not self._interspersed:
                    break
            elif arg.startswith("--"):
                self._read_long(arg, pending)
            else:
                self._read_cluster(arg[1:], pending)
        self.rest.extend(reversed(pending))

    def _read_long(self, arg: str, pending: list[str]) -> None:
        name, equals, value = arg[2:].partition("=")
        if not name or name.startswith("-"):
            raise FlagError(f"bad flag syntax: {arg}")
        found = self._long.get(name)
        if found is None:
            raise FlagError(f"unknown flag: --{name}")
        if not equals:
            if found.kind.takes_next and pending and found.kind.fits(pending[-1]):
                value = pending.pop()
            elif found.kind.bare is not None:
                value = found.kind.bare
            elif pending:
                value = pending.pop()
            else:
                raise FlagError(f"flag needs an argument: {arg}")
        if text := found.former.get(name):
            from engineclient.golang.log_lines import warning_line  # imported here because rarely needed

            self._complain(f"{warning_line(text)}\n")
        self._set(found, value)

    def _read_cluster(self, letters: str, pending: list[str]) -> None:
        """Parse short flags in one argument (`-it`); the first that takes a value takes the rest as its value."""
        while letters:
            letter, after = letters[0], letters[1:]
            found = self._short.get(letter)
            if found is None:
                raise FlagError(f"unknown shorthand flag: {_quote_letter(letter)} in -{letters}")
            if letter != found.short:
                self._warnings.append(f"Flag shorthand -{letter} has been deprecated, use --{found.long}\n")
            if after[:1] == "=" and len(after) > 1:
                value, after = after[1:], ""
            elif found.kind.bare is not None:
                value = found.kind.bare
            elif after:
                value, after = after, ""
            elif pending:
                value = pending.pop()
            else:
                raise FlagError(f"flag needs an argument: {_quote_letter(letter)} in -{letters}")
            self._set(found, value)
            letters = after

    def _set(self, found: Flag, text: str) -> None:
        value = found.joined(self.values.get(found.dest), text)
        if found.obsolete is not None:
            self._complain(found.obsolete)
        if found.deprecation is not None:
            self._warnings.append(f"Flag --{found.long} has been deprecated, {found.deprecation}\n")
        if not found.ignored:
            self.values[found.dest] = value
            self.given.add(found.long)


def _takes_value(found: Flag | None) -> bool:
    return found is None or found.kind.bare is None


def _quote_letter(letter: str) -> str:
    """A character as Go's `%q` prints it."""
    if letter in "\"'":
        return "'\"'" if letter == '"' else r"'\''"
    return f"'{quote(letter)[1:-1]}'"
