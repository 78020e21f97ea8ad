"""What goes on in a container: its processes, its ports, the changes in its file system."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from engineclient.commands.arity import at_least, between, exactly
from engineclient.commands.command import command
from engineclient.commands.completion import container_names, in_turn
from engineclient.commands.failures import Failure
from engineclient.options.golang import parse_uint
from engineclient.text.natural import natural_key
from engineclient.text.ports import join_host_port
from engineclient.text.table import align

if TYPE_CHECKING:
    from engineclient.commands.app import App

_COLUMN: Final = 20
_KINDS: Final = {0: "C", 1: "A", 2: "D"}  # changed, added, deleted


@command(
    "CONTAINER [ps OPTIONS]", at_least(1), interspersed=False, complete=in_turn(container_names("running"))
)
def top(app: App, container: str, *ps_args: str) -> None:
    """`minidocker top`."""
    found = app.engine().containers.top(container, ps_args=" ".join(ps_args) or None)
    rows = "".join("\t".join(row) + "\n" for row in (found.titles, *found.processes))
    app.out.write(align(rows, min_width=_COLUMN))


@command("CONTAINER [PRIVATE_PORT[/PROTO]]", between(1, 2), complete=in_turn(container_names("running")))
def port(app: App, container: str, wanted: str = "") -> None:
    """`minidocker port`: where all ports, or one, can be reached on the host."""
    ports = app.engine().containers.inspect(container).network_settings.ports
    reached = {
        key: [join_host_port(each.host_ip or "", each.host_port or "") for each in published]
        for key, published in ports.items()
    }
    if not wanted:
        lines = [f"{key} -> {address}" for key, addresses in reached.items() for address in addresses]
        lines.sort(key=natural_key)
    else:
        lines = reached.get(_port_key(wanted), [])
        if not lines:
            raise Failure(f"Error: No public port '{wanted}' published for {container}")
    app.out.write("".join(f"{line}\n" for line in lines))


def _port_key(text: str) -> str:
    """`80` as the API has it: `80/tcp`."""
    number, _, protocol = text.partition("/")
    try:
        parse_uint(number, 16)
    except ValueError as error:
        raise Failure(f"Error: invalid port ({number}): {error}") from error
    return f"{number}/{protocol or 'tcp'}"


@command("CONTAINER", exactly(1), complete=in_turn(container_names()))
def diff(app: App, container: str) -> None:
    """`minidocker diff`."""
    if not container:
        raise Failure("Container name cannot be empty")
    for change in app.engine().containers.changes(container):
        app.out.line(f"{_KINDS.get(change.kind, '')} {change.path}")
