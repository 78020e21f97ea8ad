"""The commands of compose, which differ from others in their errors about flags and arguments."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from engineclient.cli.arity import NONE, Arity
from engineclient.cli.command import Command, Function
from engineclient.cli.connection import connect
from engineclient.cli.failures import PROGRAM, Failure, failure_of
from engineclient.cli.flag_types import BOOL
from engineclient.cli.flags import Completer, Flag, flags
from engineclient.commands.compose.progress import settle
from engineclient.commands.compose.running import limit
from engineclient.errors import EngineError
from engineclient.golang.json import encode_ordered

if TYPE_CHECKING:
    import click

_DRY_RUN = Flag("--dry-run", BOOL, "Show what would be done, without doing it", dest="dry_run")


def obsolete(spelling: str) -> Flag:
    """A flag of earlier versions that has no effect; giving it prints a warning."""
    name = spelling.split(", ")[-1]
    text = f"\x1b[31moption '{name}' is DEPRECATED and will be ignored.\n\x1b[0m"  # docker's words, for some of them
    return Flag(spelling, BOOL, obsolete=text)


class ComposeCommand(Command):
    """One command of compose."""

    arity_with_usage = (
        False  # whether the error about a wrong number of arguments has the usage line, as in docker
    )

    def bad_flag(self, error: str, ctx: click.Context) -> Failure:
        """The error without the usage line."""
        return Failure(error)

    def bad_arity(self, complaint: str, ctx: click.Context) -> Failure:
        """The error without the usage line; it names the first argument if the command takes none."""
        if self.arity_with_usage:
            return super().bad_arity(complaint, ctx)
        least, most = self.arity.least, self.arity.most
        count = len(ctx.args)
        if most == 0:
            return Failure(f'unknown command "{ctx.args[0]}" for "{PROGRAM} compose {ctx.info_name}"')
        if most is None:
            return Failure(f"requires at least {least} arg(s), only received {count}")
        if least == 0:
            return Failure(f"accepts at most {most} arg(s), received {count}")
        if least == most:
            return Failure(f"accepts {least} arg(s), received {count}")
        return Failure(f"accepts between {least} and {most} arg(s), received {count}")


def _in_json(error: Exception) -> Exception:
    """The error with its message as a JSON object, for `--progress json`; an error without a message is unchanged."""
    if not isinstance(error, (Failure, EngineError)):
        return error
    found = failure_of(error)
    if not found.text:
        return error
    return Failure(encode_ordered({"error": True, "message": found.text}), found.code)


def _ignore(_unsent: object) -> None:
    """Do not report requests that a dry run does not send: the events of progress show them."""


def compose_command(
    usage: str = "",
    args: Arity = NONE,
    *,
    interspersed: bool = True,
    description: str = "",
    complete: Completer | None = None,
    arity_with_usage: bool = False,
) -> Callable[[Function], ComposeCommand]:
    """Make a function a command of compose, with the flag --dry-run; see `command`.

    With `arity_with_usage`, the error about a wrong number of arguments has the usage line, as that of other commands.
    """

    def make(function: Function) -> ComposeCommand:
        def run(app: Any, *words: str, dry_run: bool, **given: Any) -> int | None:
            app.group_options["dry_run"] = app.group_options["dry_run"] or dry_run
            if app.group_options["dry_run"]:
                app.opener = partial(connect, unsent=_ignore)
            try:
                if function.__name__ != "version":
                    limit(app)  # as in docker compose, an invalid COMPOSE_PARALLEL_LIMIT fails any command
                return function(app, *words, **given)
            except Exception as error:
                if app.group_options["progress"] == "json":
                    raise _in_json(error) from error
                raise
            except KeyboardInterrupt:
                settle(app)
                app.err.line()  # after the ^C that a terminal shows; docker compose prints it elsewhere, too
                raise
            finally:
                settle(app)

        flags(_DRY_RUN, *getattr(function, "flags", ()))(run)
        made = ComposeCommand(
            run, usage, args, interspersed=interspersed, description=description, complete=complete
        )
        made.arity_with_usage = arity_with_usage
        return made

    return make
