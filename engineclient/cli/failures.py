"""How a command fails: the text on stderr and the exit code, both as docker's."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Final

from engineclient.errors import APIError, EngineError, StreamTruncated, UnsupportedByEngine

if TYPE_CHECKING:
    from collections.abc import Iterable

PROGRAM: Final = "docker" if os.path.basename(sys.argv[0]) == "docker" else "minidocker"  # noqa: PTH119
"""The program's name in messages: `docker` when started through a link of that name."""

_NO_ENGINE: Final = ("socket-missing", "socket-dead")


class Failure(Exception):  # not every end of a command is an error, so the name has no suffix
    """The end of a command.

    Attributes:
        text: printed on standard error; nothing is printed for an empty one.
        code: the exit code.
        advice: the likely cause and what to do next, printed after the text if hints are on.

    """

    def __init__(self, text: str, code: int = 1, advice: str = "") -> None:
        super().__init__(text)
        self.text = text
        self.code = code
        self.advice = advice


class OutputClosed(Exception):
    """The reader of our standard output or error has closed it."""


class Detached(Failure):
    """The detach keys were typed; the container continues to run."""

    def __init__(self) -> None:
        super().__init__("read escape sequence")


class Terminated(KeyboardInterrupt):
    """SIGTERM was received. A KeyboardInterrupt, so that whatever cleans up after Ctrl-C does so here too."""


def bad_flag(message: str, usage: str, path: str) -> Failure:
    """The failure for a command line whose flags cannot be parsed."""
    return Failure(f"{message}\n\nUsage:  {usage}\n\nRun '{path} --help' for more information", 125)


def bad_arity(complaint: str, usage: str, path: str, pointer: str) -> Failure:
    """The failure for a wrong number of positional arguments."""
    mark = "ERROR: " if path.startswith(f"{PROGRAM} buildx ") else ""  # as buildx marks all its errors
    return Failure(
        f"{mark}{PROGRAM}: '{path}' {complaint}\n\nUsage:  {usage}\n\n"
        f"{pointer} '{path} --help' for more information"
    )


def unknown_command(name: str, path: str, usage: str) -> Failure:
    """The failure for a command `name` that the group `path` does not have; a `usage` is shown if not empty."""
    shown = f"Usage:  {usage}\n\n" if usage else ""
    return Failure(
        f"{PROGRAM}: unknown command: {path} {name}\n\n{shown}Run '{path} --help' for more information"
    )


def not_observable(flag: str, path: str) -> Failure:
    """The failure for --explain, --curl or --trace on a command that makes no requests of its own."""
    return Failure(
        f"{flag} shows a command's conversation with the engine, and '{path}' has none of its own to show\n\n"
        f"Run '{path} --help' for more information"
    )


def from_run(error: EngineError | Failure, path: str, code: int) -> Failure:
    """`error` as `run` prints it: after the program's name, followed by a pointer to the help."""
    text = error.text if isinstance(error, Failure) else text_of(error)
    return Failure(f"{PROGRAM}: {text}\n\nRun '{path} --help' for more information", code, advice_of(error))


def from_option(error: ValueError, path: str) -> Failure | None:
    """The failure for an option's value that its rules reject, as docker's; None for any other error."""
    from engineclient.options.values.flag import OptionError

    if not isinstance(error, OptionError):
        return None
    code = error.exit_status(path.rpartition(" ")[2])
    plain = Failure(str(error), code)
    return from_run(plain, path, code) if code == 125 else plain


def of_several(errors: Iterable[EngineError | Failure]) -> Failure:
    """The failure of a command that continued after errors: all of them, one a line."""
    failures = [failure_of(error) for error in errors]
    advice = dict.fromkeys(each.advice for each in failures if each.advice)
    joined = Failure("\n".join(each.text for each in failures), advice="\n".join(advice))
    joined.__cause__ = failures[0] if failures else None  # so that a hint finds what it knows
    return joined


def text_of(error: EngineError) -> str:
    """The text for an error of the engine or of the connection to it, in docker's words where docker has them."""
    if isinstance(error, APIError):
        return f"Error response from daemon: {error.message}"
    if isinstance(error, UnsupportedByEngine):  # flags are named as the library's arguments, with hyphens
        return error.text(f"--{error.argument.replace('_', '-')}")
    if isinstance(error, StreamTruncated):
        return "unexpected EOF"  # docker's words, and no more of them
    from engineclient.compose.errors import ObjectFailed

    if isinstance(error, ObjectFailed):
        return f"{error.what}: {text_of(error.cause)}"
    return str(error)


def advice_of(error: BaseException) -> str:
    """The likely cause of an error and what to do next, one a line; "" if the error has no advice."""
    if isinstance(error, Failure):
        return error.advice
    from engineclient.compose.errors import ObjectFailed
    from engineclient.connect.causes import advice
    from engineclient.languages import gettext as _  # an error is rare

    found = advice(error.cause if isinstance(error, ObjectFailed) else error)
    if found is None:
        return ""
    lines = [found.hint]
    if found.command:
        lines.append(_("Try: {command}").format(command=found.command))
    if found.cause in _NO_ENGINE:
        text = _("Or see it work on a recorded engine: {command}")
        lines.append(text.format(command=f"{PROGRAM} -H recording: run hello-world"))
    return "\n".join(lines)


def failure_of(error: BaseException, *, debug: bool = False) -> Failure:
    """The failure that `error` ends a command with; `debug` adds the traceback of an unexpected one."""
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
        case ModuleNotFoundError(name=str(name)) if not name.startswith("engineclient"):
            return Failure(
                f"{PROGRAM}: the Python package {name} is missing; in a virtual environment, "
                "`python3 -m pip install .` brings all that are needed"
            )
        case _:
            return Failure(_bug_text(error, debug=debug))


def _os_text(error: OSError) -> str:
    """A failed system call as Go words it: `open PATH: no such file or directory`."""
    from engineclient.golang.files import file_error

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
