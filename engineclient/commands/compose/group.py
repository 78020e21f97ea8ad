"""The command `compose`: its flags, and the help of its subcommands."""

from __future__ import annotations

import os
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NoReturn

from engineclient.cli.app import App
from engineclient.cli.command import HELP
from engineclient.cli.failures import PROGRAM, Failure
from engineclient.cli.flag_types import BOOL, INT, LIST, STRING
from engineclient.cli.flags import Flag, FlagParser
from engineclient.cli.root import Group
from engineclient.commands.compose.progress import MODES, mode_of
from engineclient.commands.compose.project import is_true, settings

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import click

    from engineclient.cli.table import Entry

ANSI: Final = ("never", "always", "auto")


def compose_flags() -> list[Flag]:
    """The flags between `compose` and its command."""
    progress = os.environ.get("COMPOSE_PROGRESS", "")
    env_files = [each for each in os.environ.get("COMPOSE_ENV_FILES", "").split(",") if each]
    return [
        Flag("--all-resources", BOOL, "Keep networks, volumes, secrets and configs that no service uses"),
        Flag("--ansi", STRING, 'When to use colours and cursor movement ("never", "always", "auto")', default="auto"),
        Flag("--compatibility", BOOL, "Separate the words in container names with _, as Compose 1 did"),
        Flag("--dry-run", BOOL, "Show what would be done, without doing it"),
        Flag("--env-file", LIST, "File of variables, instead of .env", default=env_files),
        Flag("-f, --file", LIST, "Compose file (repeat it to merge several)"),
        Flag("--no-ansi", BOOL, hidden=True),
        Flag("--parallel", INT, "Maximum number of operations at the same time (-1: no limit)", default=-1),
        Flag("--profile", LIST, "Profile whose services are included"),
        Flag("--progress", STRING, f"How progress is shown ({', '.join(MODES)})", default=progress),
        Flag("--project-directory", STRING, "Directory that relative paths start from"),
        Flag("-p, --project-name", STRING, "Name of the project"),
        Flag("--verbose", BOOL, hidden=True),
        Flag("-v, --version", BOOL, hidden=True),
        Flag("--workdir", STRING, hidden=True),
        HELP,
    ]  # fmt: skip


class ComposeGroup(Group):
    """The commands of compose."""

    interspersed = False

    def __init__(
        self,
        name: str,
        summary: str,
        named: Iterable[tuple[str, Entry]],
        inner: Mapping[str, Group] = MappingProxyType({}),
    ) -> None:
        self.flags: Sequence[Flag] = compose_flags()
        super().__init__(name, summary, named, inner)

    def _take(self, app: App, read: FlagParser) -> None:
        values = read.values
        app.group_options = values
        if values["verbose"]:
            app.options = app.options.replace(debug=True)
        values["settings"] = settings(app)
        values["compatibility"] = values["compatibility"] or is_true(
            values["settings"].get("COMPOSE_COMPATIBILITY", "")
        )
        if "ansi" not in read.given:
            ansi = values["settings"].get("COMPOSE_ANSI") or "auto"
            values["ansi"] = ansi if ansi in ANSI else "never"  # docker compose's meaning of an unknown value
        if (progress := values["progress"]) and progress not in MODES:
            raise Failure(f'unsupported --progress value "{progress}"')
        if values["ansi"] not in ANSI:
            raise Failure(
                f'unknown parameter "{values["ansi"]}" for --ansi, must be one of: {", ".join(ANSI)}'
            )
        if values["no_ansi"]:
            if "ansi" in read.given and values["ansi"] != "auto":
                raise Failure('cannot specify DEPRECATED "--no-ansi" and "--ansi". Please use only "--ansi"')
            app.err.line("option '--no-ansi' is DEPRECATED ! Please use '--ansi' instead.")
            values["ansi"] = values["settings"].get("COMPOSE_ANSI") or "never"
        if values["workdir"]:
            if values["project_directory"]:
                raise Failure(
                    'cannot specify DEPRECATED "--workdir" and "--project-directory". '
                    'Please use only "--project-directory" instead'
                )
            app.err.write(
                "\x1b[31moption '--workdir' is DEPRECATED at root level! "
                "Please use '--project-directory' instead.\n\x1b[0m"
            )
            values["project_directory"] = values["workdir"]
        mode_of(values["progress"], values["ansi"], terminal=False)

    def bad_flag(self, error: str, ctx: click.Context) -> Failure:
        """The error without the usage line."""
        return Failure(error)

    def _end(self, ctx: click.Context, app: App, asked: set[str], rest: Sequence[str]) -> NoReturn:
        app.out.write(self.get_help(ctx))
        if rest:
            raise Failure(f'unknown {PROGRAM} command: "compose {rest[0]}"')
        ctx.exit()

    def get_help(self, ctx: click.Context) -> str:
        """The help page, with the newline at its end."""
        from engineclient.cli.help import group_page, terminal_width

        return group_page(
            ctx.command_path, self.summary, [("Commands", self.rows())], self.flags, terminal_width()
        )
