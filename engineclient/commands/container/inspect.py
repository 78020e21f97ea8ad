"""container inspect: show the details of containers."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from engineclient.api.containers import containers
from engineclient.cli.arity import at_least
from engineclient.cli.command import command
from engineclient.cli.completion import container_names
from engineclient.cli.flag_types import BOOL
from engineclient.cli.flags import flag
from engineclient.cli.printing.inspection import INSPECT_FORMAT, show_kind

if TYPE_CHECKING:
    from engineclient.cli.app import App


@command("[OPTIONS] CONTAINER [CONTAINER...]", at_least(1), complete=container_names())
@INSPECT_FORMAT
@flag("-s, --size", BOOL, "Include the sizes of the containers' files")
def inspect(app: App, *names: str, format: str, size: bool) -> None:
    """`minidocker container inspect`."""
    show_kind(app, names, format, "container", partial(containers.inspect, size=size))
