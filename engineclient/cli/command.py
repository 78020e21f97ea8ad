"""A command: a function with flags and an arity, called as docker calls its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import click

from engineclient.cli import failures
from engineclient.cli.app import App
from engineclient.cli.arity import NONE, Arity
from engineclient.cli.flags import Completer, Flag, FlagParser, flags_of

HELP = Flag("--help", help="Print usage", hidden=True)
SHOWN_HELP = Flag("--help", help="Print usage")  # where -h is another flag, so that help has to list --help

Function = Callable[..., int | None]
OnEach = Callable[[App, Function, Sequence[str], dict[str, Any]], int]


def app_of(ctx: click.Context) -> App:
    """The App of the call that `ctx` belongs to."""
    app = ctx.find_object(App)
    assert app is not None, "the root command is called with obj=App()"
    return app


class Command(click.Command):
    """One command; `root.load` sets its names and its line of help from the command table.

    The function gets the App, the positional arguments and a keyword argument for each flag.
    It returns the exit code; None means 0.
    """

    def __init__(
        self,
        function: Function,
        usage: str,
        args: Arity,
        *,
        interspersed: bool = True,
        description: str = "",
        complete: Completer | None = None,
        observable: bool = True,
        several: OnEach | None = None,
    ) -> None:
        declared = flags_of(function)
        taken = any(each.short == "h" for each in declared)
        self.flags: list[Flag] = [*declared, SHOWN_HELP if taken else HELP]
        self.usage = usage
        self.arity = args
        self.interspersed = interspersed
        self.description = description
        self.observable = observable
        self.several = several
        self.spellings: list[str] = []
        self.function = function
        self.complete = complete
        super().__init__(None, add_help_option=False)

    def get_params(self, ctx: click.Context) -> list[click.Parameter]:
        """Flags and arguments as click needs them to complete command lines."""
        params: list[click.Parameter] = [each.option() for each in self.flags]
        if self.arity.most != 0:
            params.append(click.Argument(["args"], nargs=-1, shell_complete=self.complete))
        return params

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the command line by docker's rules; `--help` prints and ends it."""
        app = app_of(ctx)
        if ctx.resilient_parsing:
            super().parse_args(ctx, [])  # so that click completes words with a dash as flags
        parser = FlagParser(
            self.flags, interspersed=self.interspersed, warn=app.out.write, complain=app.err.write
        )
        error = parser.parse(args)
        ctx.params, ctx.args = parser.values, parser.rest
        app.given_flags = sorted(parser.given)
        help_wanted = parser.values.pop("help")
        if ctx.resilient_parsing:
            return parser.rest
        if error is not None:
            raise self.bad_flag(str(error), ctx)
        if help_wanted:
            app.out.write(self.get_help(ctx))
            ctx.exit()
        return parser.rest

    def invoke(self, ctx: click.Context) -> int:
        """Call the function and return its exit code."""
        complaint = self.arity.complaint(len(ctx.args))
        if complaint:
            raise self.bad_arity(complaint, ctx)
        app = app_of(ctx)
        app.path = ctx.command_path
        if app.options.observing and not self.observable:
            raise failures.not_observable(app.options.observing, ctx.command_path)
        try:
            if self.several is not None and app.options.names_several:
                return self.several(app, self.function, ctx.args, ctx.params)
            return self.function(app, *ctx.args, **ctx.params) or 0
        except ValueError as error:
            failure = failures.from_option(error, ctx.command_path)
            if failure is None:
                raise
            raise failure from error

    def bad_flag(self, error: str, ctx: click.Context) -> failures.Failure:
        """The failure for a command line whose flags cannot be parsed."""
        return failures.bad_flag(error, self.use_line(ctx), ctx.command_path)

    def bad_arity(self, complaint: str, ctx: click.Context) -> failures.Failure:
        """The failure for a wrong number of positional arguments."""
        return failures.bad_arity(complaint, self.use_line(ctx), ctx.command_path, self.arity.pointer)

    def use_line(self, ctx: click.Context) -> str:
        """`minidocker rm [OPTIONS] CONTAINER [CONTAINER...]`."""
        return f"{ctx.command_path} {self.usage}".rstrip()

    def get_help(self, ctx: click.Context) -> str:
        """The whole page of help, its newline included."""
        from engineclient.cli.help import command_page, terminal_width

        return command_page(
            self.use_line(ctx),
            self.description or self.short_help or "",
            self.spellings,
            self.flags,
            terminal_width(),
        )


def command(
    usage: str = "",
    args: Arity = NONE,
    *,
    interspersed: bool = True,
    description: str = "",
    complete: Completer | None = None,
    observable: bool = True,
    several: OnEach | None = None,
) -> Callable[[Function], Command]:
    """Make a function a command. Its names and its line of help are in the command table.

        @command("[OPTIONS] CONTAINER [CONTAINER...]", at_least(1))
        @flag("-f, --force", BOOL, "Kill it first if it runs")
        def rm(app: App, *names: str, force: bool) -> int | None: ...

    Args:
        usage: what follows the name in the usage line.
        args: how many positional arguments it takes.
        interspersed: whether flags may follow positional arguments.
        description: the long description of the help page; by default the table's line of help.
        complete: proposes positional arguments to the shell.
        observable: it makes requests itself, so that --explain, --curl and --trace have something to show.
        several: runs it if the options name several engines: `cli.several_engines.run_on_each`.

    """

    def make(function: Function) -> Command:
        return Command(
            function,
            usage,
            args,
            interspersed=interspersed,
            description=description,
            complete=complete,
            observable=observable,
            several=several,
        )

    return make
