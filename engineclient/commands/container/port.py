"""port: list the published ports of a container."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engineclient.cli.arity import between
from engineclient.cli.command import command
from engineclient.cli.completion import container_names, in_turn
from engineclient.cli.failures import Failure
from engineclient.golang.host_ports import join_host_port
from engineclient.golang.natural import natural_key
from engineclient.golang.strconv import parse_uint

if TYPE_CHECKING:
    from engineclient.cli.app import App


@command("CONTAINER [PRIVATE_PORT[/PROTO]]", between(1, 2), complete=in_turn(container_names("running")))
def port(app: App, container: str, wanted: str = "") -> None:
    """`minidocker port`: the addresses on the host of all published ports, or of one."""
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
