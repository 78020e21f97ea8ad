"""The noun `stack`: a flag that docker accepts before and after the names of its commands, and ignores."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from engineclient.cli.command import HELP
from engineclient.cli.flag_types import STRING
from engineclient.cli.flags import Flag
from engineclient.cli.root import Group

if TYPE_CHECKING:
    from collections.abc import Sequence

    import click

ORCHESTRATOR: Final = Flag("--orchestrator", STRING, deprecated="option will be ignored", ignored=True)


class StackGroup(Group):
    """The commands of stacks."""

    flags: Sequence[Flag] = (ORCHESTRATOR, HELP)

    def _error_usage(self, ctx: click.Context) -> str:
        return f"{ctx.command_path} [OPTIONS]"
