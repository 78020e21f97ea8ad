"""How a command ends when it does not end well: the text on stderr and the exit code, which are docker's."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Final

from engineclient.errors import APIError, EngineError, StreamTruncated, UnsupportedByEngine

if TYPE_CHECKING:
    from collections.abc import Iterable

PROGRAM: Final = "docker" if os.path.basename(sys.argv[0]) == "docker" else "minidocker"  # noqa: PTH119
"""The name that messages use: docker's own where a link of that name stands in its place."""

_NO_ENGINE: Final = ("socket-missing", "socket-dead")


class Failure(Exception):  # an ending of a command; not each is an error
    """The end of a command.

    Attributes:
        text: goes to standard error; an empty one prints nothing.
        code: goes to the shell.
        advice: the likely cause and the next command, which follow the text where hints are wanted.

    """

    def __init__(self, text: str, code: int = 1, advice: str = "") -> None:
        super().__init__(text)
        self.text = text
        self.code = code
        self.advice = advice


class OutputClosed(Exception):
    """Nobody reads our standard output or error any more."""


class Terminated(KeyboardInterrupt):
    """SIGTERM came. A kind of KeyboardInterrupt, so that what cleans up after Ctrl-C does so here too."""


def bad_flag(message: str, usage: str, path: str) -> Failure:
    """A command line whose flags cannot be read."""
    return Failure(f"{message}\n\nUsage:  {usage}\n\nRun '{path} --help' for more information", 125)


def bad_arity(complaint: str, usage: str, path: str, pointer: str) -> Failure:
    """A wrong number of positional arguments."""
    return Failure(
        f"{PROGRAM}: '{path}' {complaint}\n\nUsage:  {usage}\n\n"
        f"{pointer} '{path} --help' for more information"
    )


def unknown_command(name: str, path: str, usage: str) -> Failure:
    """No command `name` in the group that is called by `path`; `usage` is shown if there is one."""
    shown = f"Usage:  {usage}\n\n" if usage else ""
    return Failure(
        f"{PROGRAM}: unknown command: {path} {name}\n\n{shown}Run '{path} --help' for more information"
    )


def not_observable(flag: str, path: str) -> Failure:
    """A flag that shows a conversation, before a command that holds none with an engine itself."""
    return Failure(
        f"{flag} shows a command's conversation with the engine, and '{path}' has none of its own to show\n\n"
        f"Run '{path} --help' for more information"
    )


def from_run(error: EngineError | Failure, path: str, code: int) -> Failure:
    """`error` as run shows it: with the program's name in front and a pointer to the help after it."""
    text = error.text if isinstance(error, Failure) else text_of(error)
    return Failure(f"{PROGRAM}: {text}\n\nRun '{path} --help' for more information", code, advice_of(error))


def from_option(error: ValueError, path: str) -> Failure | None:
    """Docker's end for a value that the rules of the options refuse; None for any other error."""
    from engineclient.options.values.flag import OptionError

    if not isinstance(error, OptionError):
        return None
    code = error.exit_status(path.rpartition(" ")[2])
    plain = Failure(str(error), code)
    return from_run(plain, path, code) if code == 125 else plain


def of_several(errors: Iterable[EngineError | Failure]) -> Failure:
    """The end of a command that went on after errors: all of them, a line each."""
    failures = [failure_of(error) for error in errors]
    advice = dict.fromkeys(each.advice for each in failures if each.advice)
    return Failure("\n".join(each.text for each in failures), advice="\n".join(advice))


def text_of(error: EngineError) -> str:
    """The words for an error of the engine or of the way to it, docker's own first."""
    if isinstance(error, APIError):
        return f"Error response from daemon: {error.message}"
    if isinstance(error, UnsupportedByEngine):  # a flag is called as the library's argument, with hyphens
        return error.text(f"--{error.argument.replace('_', '-')}")
    if isinstance(error, StreamTruncated):
        return "unexpected EOF"  # docker's words, and no more of them
    return str(error)


def advice_of(error: BaseException) -> str:
    """The likely cause of an error and the next command, a line each; nothing if its own words are all."""
    if isinstance(error, Failure):
        return error.advice
    from engineclient.connect.causes import advice

    found = advice(error)
    if found is None:
        return ""
    lines = [found.hint]
    if found.command:
        lines.append(f"Try: {found.command}")
    if found.cause in _NO_ENGINE:
        lines.append(f"Or see it work on a recorded engine: {PROGRAM} -H recording: run hello-world")
    return "\n".join(lines)


def failure_of(error: BaseException, *, debug: bool = False) -> Failure:
    """The end that `error` makes of a command; `debug` adds the traceback of one that nobody foresaw."""
    match error:
        case Failure():
            return error
        case EngineError():
            return Failure(text_of(error), advice=advice_of(error))
        case Terminated():
            return Failure("", 143)
        case KeyboardInterrupt():
            return Failure("", 130)
        case OSError():
            return Failure(_os_text(error))
        case _:
            return Failure(_bug_text(error, debug=debug))


def _os_text(error: OSError) -> str:
    """A local failure in Go's words: `open PATH: no such file or directory`."""
    from engineclient.golang.strconv import file_error

    return (
        (error.strerror or str(error)).lower()
        if error.filename is None
        else file_error(error.filename, error)
    )


def _bug_text(error: BaseException, *, debug: bool) -> str:
    line = (
        f"{PROGRAM}: unexpected {type(error).__name__}: {error} "
        f"(a bug: please report it with what '{PROGRAM} --debug' prints)"
    )
    if not debug:
        return line
    import traceback

    return "".join(traceback.format_exception(error)) + line
