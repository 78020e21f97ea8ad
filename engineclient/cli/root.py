"""The root of the command line: global flags, groups, and loading each command when it is called."""

from __future__ import annotations

import os
from contextlib import suppress
from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NoReturn

import click

from engineclient.cli import failures
from engineclient.cli.app import App
from engineclient.cli.arity import ANY
from engineclient.cli.command import HELP, Command, app_of
from engineclient.cli.failures import PROGRAM, Failure
from engineclient.cli.flag_types import BOOL, LIST, STRING, switch_or
from engineclient.cli.flags import Flag, FlagParser
from engineclient.cli.global_options import GlobalOptions
from engineclient.cli.table import Entry, by_noun
from engineclient.connect.resolve import config_folder
from engineclient.versions import CLIENT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from click.shell_completion import CompletionItem

    from engineclient.cli.help import Row

SUMMARY = "A command line for the Docker Engine, with nothing between it and the API"
COMPLETION_VARIABLE = f"_{PROGRAM.upper()}_COMPLETE"
"""The environment variable by which a shell's completion script calls the program, in click's protocol."""

LOG_LEVELS = frozenset(("panic", "fatal", "error", "warn", "warning", "info", "debug", "trace", ""))


def global_flags() -> list[Flag]:
    """The flags before the command's name: one for each field of GlobalOptions, and --help and --version."""
    config = config_folder()
    certificates = os.environ.get("DOCKER_CERT_PATH") or config
    tls, tlsverify = (bool(os.environ.get(name)) for name in ("DOCKER_TLS", "DOCKER_TLS_VERIFY"))
    return [
        Flag("--config", STRING, "Directory of the client's configuration", default=config),
        Flag("-c, --context", STRING, "Context to connect by, instead of $DOCKER_HOST or the one in use"),
        Flag(
            "--curl", switch_or("full"),
            "Print each request as a curl command on standard error (=full: with the whole body)",
        ),
        Flag("-D, --debug", BOOL, "Print more details of errors"),
        Flag("--dry-run", BOOL, "Send only read requests; print those that could change the engine, unsent"),
        Flag(
            "--explain", switch_or("all"),
            "Explain each request and answer on standard error (=all: with every field, record and frame)",
        ),
        Flag("--hints", BOOL, "Print the likely cause and a next step after errors (default on a terminal)"),
        Flag("-H, --host", LIST, "Socket of the engine to connect to", dest="hosts"),
        Flag(
            "-l, --log-level", STRING, 'Lowest level of messages ("debug", "info", "warn", "error", "fatal")',
            default="info",
        ),
        Flag("--lang", STRING, "Language of explanations and hints, instead of $LANG (en or ko)"),
        Flag("--read-only", BOOL, "Send only read requests; fail before any other is sent"),
        Flag("--tls", BOOL, "Use TLS (--tlsverify implies it)", default=tls),
        Flag("--tlscacert", STRING, "Trust only certificates signed by this CA", default=f"{certificates}/ca.pem"),
        Flag("--tlscert", STRING, "File of the TLS certificate", default=f"{certificates}/cert.pem"),
        Flag("--tlskey", STRING, "File of the TLS key", default=f"{certificates}/key.pem"),
        Flag("--tlsverify", BOOL, "Use TLS and verify the engine", default=tlsverify),
        Flag("--trace", STRING, "Save the conversation with the engine to a file (.jsonl, .har, .mmd or .html)"),
        Flag("-v, --version", BOOL, "Print the version and quit"),
        HELP,
    ]  # fmt: skip


class Group(click.Group):
    """The commands under one noun, each loaded when it is called.

    Args:
        name: the noun; the root has none.
        summary: its line of help.
        named: its commands by each of their names; the current name of a command comes before its aliases.
        inner: the groups in it, by their names.

    """

    flags: Sequence[Flag] = (HELP,)
    interspersed = True
    """Whether flags count that follow a word that is no command."""

    def __init__(
        self,
        name: str,
        summary: str,
        named: Iterable[tuple[str, Entry]],
        inner: Mapping[str, Group] = MappingProxyType({}),
    ) -> None:
        super().__init__(name, short_help=summary, add_help_option=False)
        self.summary = summary
        self.inner = inner
        self.entries: dict[str, Entry] = {}
        self._canonical: dict[str, str] = {}
        in_use: dict[Entry, str] = {}
        for alias, entry in named:
            self._canonical[alias] = in_use.setdefault(entry, alias)
            self.entries.setdefault(in_use[entry], entry)

    def get_params(self, ctx: click.Context) -> list[click.Parameter]:
        """The flags as click needs them to complete command lines; for the path of a command it looks for arguments."""
        return [each.option() for each in self.flags] if ctx.resilient_parsing else []

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse the flags before the command's name; without a command, end with help or an error."""
        app = app_of(ctx)
        args, asked = self._after_own(ctx, app, args)
        given = self._parser(app, interspersed=self.interspersed)
        at = given.first_word(args)
        if at is not None and not self.knows(args[at]):
            if not ctx.resilient_parsing:
                self._refuse(ctx, args[at:])
            at = None
        error = given.parse(args[:at])
        asked |= {name for name, value in given.values.items() if value is True}
        if ctx.resilient_parsing:
            with suppress(Failure):
                self._take(app, given)
        else:
            self._take(app, given)
            if error is not None:
                raise self.bad_flag(str(error), ctx) if at is None else Failure(str(error))
            if at is None:
                self._end(ctx, app, asked, given.rest)
        if at is None:
            ctx.args = given.rest
        else:
            ctx.args = [args[at], *(["--help"] if "help" in asked else []), *args[at + 1 :]]
        return ctx.args

    def _parser(self, app: App, *, interspersed: bool) -> FlagParser:
        return FlagParser(self.flags, interspersed=interspersed, warn=self._warn(app), complain=app.err.write)

    def _after_own(self, ctx: click.Context, app: App, args: list[str]) -> tuple[list[str], set[str]]:
        """What follows the flags that count only before all words, and the names of the switches among them."""
        return args, set()

    def _refuse(self, ctx: click.Context, rest: Sequence[str]) -> None:
        """Fail if the words name a command of docker's that is left out on purpose."""
        root = ctx.find_root().command
        if isinstance(root, Root):
            root.refuse([*ctx.command_path.split()[1:], *rest])

    def _end(self, ctx: click.Context, app: App, asked: set[str], rest: Sequence[str]) -> NoReturn:
        """Print help or the version, or fail, as there is no command to call."""
        if "help" in asked:
            app.out.write(self.get_help(ctx))
        elif "version" in asked:
            name = "Docker" if PROGRAM == "docker" else PROGRAM  # scripts look for docker's line
            app.out.line(f"{name} version {CLIENT}")
        elif rest:
            raise self._unknown(ctx, app, rest[0])
        else:
            self._without_command(ctx, app)
        ctx.exit()

    def _unknown(self, ctx: click.Context, app: App, name: str) -> Failure:
        """The failure for a command that does not exist."""
        usage = "" if ctx.parent is None else self._error_usage(ctx)
        return failures.unknown_command(name, ctx.command_path, usage)

    def _without_command(self, ctx: click.Context, app: App) -> None:
        """Show what there is, as no command was named."""
        app.err.write(self.get_help(ctx))

    def invoke(self, ctx: click.Context) -> int:
        """Call the command that the arguments name, and give its exit code."""
        name, found, args = self.resolve_command(ctx, ctx.args)
        assert found is not None
        with found.make_context(name, args, parent=ctx) as inner:
            code: int = found.invoke(inner)
            return code

    def resolve_command(
        self,
        ctx: click.Context,
        args: list[str],
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command for the first argument, under the name that docker's messages use for it."""
        name, *rest = args
        if rest and f"{name} {rest[0]}" in self._canonical:
            name, rest = f"{name} {rest[0]}", rest[1:]
        found = self.find(name)
        return self._canonical.get(name, name) if found else None, found, rest

    def knows(self, name: str) -> bool:
        """Whether `name` is a command of the group, or a group in it."""
        return name in self._canonical or name in self.inner

    def find(self, name: str) -> click.Command | None:
        """The command of that name or alias, whose module is imported now, or the group."""
        if name in self.inner:
            return self.inner[name]
        entry = self.entries.get(self._canonical.get(name, ""))
        return load(entry) if entry else None

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The current names, without aliases, in alphabetical order."""
        return [name for name, _ in self.rows()]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """`find`, under the name that click calls."""
        return self.find(cmd_name)

    def rows(self) -> list[Row]:
        """The group's commands for a page of help."""
        groups = {name: group.summary for name, group in self.inner.items()}
        return sorted([*((name, entry.summary) for name, entry in self.entries.items()), *groups.items()])

    def get_help(self, ctx: click.Context) -> str:
        """The whole page of help, its newline included."""
        from engineclient.cli.help import group_page, terminal_width

        return group_page(ctx.command_path, self.summary, [("Commands", self.rows())], (), terminal_width())

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """The commands and flags that begin with `incomplete`, from the table alone."""
        if ctx.args:  # a command that does not exist
            return []
        from click.shell_completion import CompletionItem

        flags = click.Command.shell_complete(self, ctx, incomplete)
        return flags + [
            CompletionItem(name, help=summary)
            for name, summary in self.rows()
            if name.startswith(incomplete) and " " not in name
        ]

    def bad_flag(self, error: str, ctx: click.Context) -> Failure:
        """The failure for a command line whose flags cannot be parsed."""
        return failures.bad_flag(error, self._error_usage(ctx), ctx.command_path)

    def _take(self, app: App, read: FlagParser) -> None:
        """Store the values of the group's own flags."""

    def _warn(self, app: App) -> Callable[[str], None]:
        return app.out.write

    def _error_usage(self, ctx: click.Context) -> str:
        # docker shows the full usage line for these nouns only
        return f"{ctx.command_path} COMMAND" if ctx.info_name in ("manifest", "volume") else ctx.command_path


class Root(Group):
    """`minidocker` itself: the nouns, the commands without a noun, and the global flags.

    Args:
        entries: the command table.
        nouns: the line of help of each noun that may be in it.
        common: the commands that the page of help shows first, in this order.
        flagged: nouns with flags of their own: the `module:object` of the group that reads them.
        refused: commands that are left out on purpose, by all their words, and why.

    """

    def __init__(
        self,
        entries: Iterable[Entry],
        nouns: Mapping[str, str],
        common: Sequence[str] = (),
        flagged: Mapping[str, str] = MappingProxyType({}),
        refused: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        self.flags: Sequence[Flag] = global_flags()
        named = by_noun(entries)
        self._common = common
        self._flagged = flagged
        self._refused = refused
        self._named = named
        super().__init__("", SUMMARY, named.get("", ()))
        known = {noun: summary for noun, summary in nouns.items() if noun in named}
        self.nouns: dict[str, str] = {noun: summary for noun, summary in known.items() if " " not in noun}
        self._nested = {noun: summary for noun, summary in known.items() if " " in noun}

    def _after_own(self, ctx: click.Context, app: App, args: list[str]) -> tuple[list[str], set[str]]:
        """Parse the global flags. Those after a first `--` are parsed again, but of these only --help counts."""
        given = self._parser(app, interspersed=False)
        error = given.parse(args)
        if ctx.resilient_parsing:
            with suppress(Failure):
                self._set_options(app, given)
        else:
            self._set_options(app, given)
            if error is not None:
                raise self.bad_flag(str(error), ctx)
        return given.rest, {name for name, value in given.values.items() if value is True}

    def knows(self, name: str) -> bool:
        """Whether `name` is a command, a noun, or `help`."""
        return name in self.nouns or name == "help" or super().knows(name)

    def invoke(self, ctx: click.Context) -> int:
        """Call the command that the arguments name, and give its exit code."""
        app_of(ctx).args = ctx.args
        return super().invoke(ctx)

    def find(self, name: str) -> click.Command | None:
        """The command or the noun of that name."""
        if name == "help":
            found = Command(self._show_help, "[command]", ANY)
            found.short_help = "Show the help of a command"
            return found
        if name in self.nouns:
            return self._kind(name)(name, self.nouns[name], self._named[name], self._inner(name))
        return super().find(name)

    def rows(self) -> list[Row]:
        """Nouns and commands, for a page of help."""
        return sorted([*super().rows(), *self._noun_rows()])

    def get_help(self, ctx: click.Context) -> str:
        """The whole page of help, its newline included."""
        from engineclient.cli.help import group_page, terminal_width

        rows = dict(super().rows())
        sections = [
            ("Common Commands", [(name, rows.pop(name)) for name in self._common if name in rows]),
            ("Management Commands", self._noun_rows()),
            ("Commands", list(rows.items())),
        ]
        return group_page(ctx.command_path, self.summary, sections, self.flags, terminal_width())

    def _inner(self, noun: str) -> dict[str, Group]:
        """The groups in that of a noun: `imagetools` in `buildx`."""
        found = {name.removeprefix(f"{noun} "): name for name in self._nested if name.startswith(f"{noun} ")}
        return {
            name: self._kind(words)(name, self._nested[words], self._named[words])
            for name, words in found.items()
        }

    def _kind(self, noun: str) -> type[Group]:
        kind: type[Group] = _imported(self._flagged[noun]) if noun in self._flagged else Group
        return kind

    def refuse(self, words: Sequence[str]) -> None:
        """Fail if the words begin with a command that is left out on purpose.

        Raises:
            Failure: they do; the text says why.

        """
        for count in range(1, len(words) + 1):
            name = " ".join(words[:count])
            if name in self._refused:
                raise Failure(f"{name} is not supported by {PROGRAM}: {self._refused[name]}")

    def _show_help(self, app: App, *names: str) -> None:
        """`help container ls` prints the page of `container ls --help`."""
        at, rest = click.Context(self, info_name=PROGRAM), list(names)
        while rest and isinstance(at.command, Group) and at.command.knows(rest[0]):
            name, found, rest = at.command.resolve_command(at, rest)
            assert found is not None
            at = click.Context(found, parent=at, info_name=name)
        if rest:
            raise Failure(f"unknown help topic: {' '.join(rest)}")
        app.out.write(at.command.get_help(at))

    def _noun_rows(self) -> list[Row]:
        return sorted(self.nouns.items())

    def _set_options(self, app: App, read: FlagParser) -> None:
        values = {name: value for name, value in read.values.items() if name in GlobalOptions.__match_args__}
        app.options = GlobalOptions(**values, given=frozenset(read.given))
        if app.options.log_level.lower() not in LOG_LEVELS:
            raise Failure(f"Unable to parse logging level: {app.options.log_level}")
        if app.options.hosts and app.options.context:
            raise Failure("conflicting options: cannot specify both --host and --context")
        if app.options.dry_run and app.options.read_only:
            raise Failure("conflicting options: cannot specify both --dry-run and --read-only")
        if app.options.lang:
            from engineclient import languages

            try:
                languages.choose(app.options.lang)
            except ValueError as error:
                raise Failure(str(error)) from error
        if app.options.trace:
            from engineclient.trace.files import check

            check(app.options.trace)

    def _warn(self, app: App) -> Callable[[str], None]:
        return app.err.write

    def _error_usage(self, ctx: click.Context) -> str:
        return f"{ctx.command_path} [OPTIONS] COMMAND [ARG...]"


def load(entry: Entry) -> Command:
    """Import the command of `entry`, and set its names and its line of help from the table."""
    found: Command = _imported(entry.where)
    found.short_help = entry.summary
    found.spellings = [f"{PROGRAM} {spelling}" for spelling in entry.spellings()]
    return found


def _imported(where: str) -> Any:
    """Import `module:object`."""
    module, _, name = where.partition(":")
    return getattr(import_module(module), name)
