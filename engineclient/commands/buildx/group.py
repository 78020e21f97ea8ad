"""The nouns `buildx`, `buildx history` and `buildx imagetools`: --builder and --debug before the names of their commands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engineclient.cli.builder_flags import BUILDER, DEBUG
from engineclient.cli.command import HELP, Command
from engineclient.cli.failures import Failure
from engineclient.cli.root import Group
from engineclient.golang.quoting import quote

if TYPE_CHECKING:
    from collections.abc import Sequence

    import click

    from engineclient.cli.app import App
    from engineclient.cli.flags import Flag, FlagParser


class BuildxGroup(Group):
    """Commands of buildx. Flags before a command's name count as those after it, for a command that has them."""

    flags: Sequence[Flag] = (BUILDER, DEBUG, HELP)
    _passed: Sequence[str] = ()

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse the flags before the command's name, and put them behind it."""
        words = super().parse_args(ctx, args)
        if self._passed and words:
            behind = 2 if " ".join(words[:2]) in self.entries else 1
            known = self._flags_of(" ".join(words[:behind]))
            passed = [each for each in self._passed if each.partition("=")[0] in known]
            ctx.args = [*words[:behind], *passed, *words[behind:]]
        return ctx.args

    def _take(self, app: App, read: FlagParser) -> None:
        values = {"builder": read.values["builder"], "debug": "true" if read.values["debug"] else "false"}
        self._passed = [f"--{name}={value}" for name, value in values.items() if name in read.given]

    def _flags_of(self, name: str) -> set[str]:
        found = self.find(name)
        flags = found.flags if isinstance(found, Command | Group) else ()
        return {f"--{each.long}" for each in flags}

    def _unknown(self, ctx: click.Context, app: App, name: str) -> Failure:
        app.out.write(self.get_help(ctx))
        return Failure(f"ERROR: unknown command: {quote(name)}")

    def _without_command(self, ctx: click.Context, app: App) -> None:
        app.out.write(self.get_help(ctx))
