"""network: create, list, inspect, prune and remove networks, connect and disconnect containers."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final

from engineclient.api.networks import networks
from engineclient.cli.arity import at_least, exactly
from engineclient.cli.command import command
from engineclient.cli.completion import (
    container_names,
    in_turn,
    network_names,
)
from engineclient.cli.failures import Failure, text_of
from engineclient.cli.flag_types import BOOL, FILTER
from engineclient.cli.flags import flag, flags
from engineclient.cli.option_flags import Words, flags_of
from engineclient.cli.printing.inspection import INSPECT_FORMAT, show_kind
from engineclient.cli.printing.listing import FORMAT, join_pairs, print_list, short_id
from engineclient.cli.printing.prompt import confirmed
from engineclient.cli.printing.pruning import FORCE, SURE, prune_filters, prune_networks
from engineclient.cli.settings import setting
from engineclient.cli.several_engines import run_on_each
from engineclient.errors import EngineError, NotFound
from engineclient.golang.natural import natural_key
from engineclient.golang.times import reformat_time
from engineclient.options.network import (
    NetworkConnectFlags,
    NetworkCreateFlags,
    network_connect,
    network_create,
)
from engineclient.text.format import Column, Formatter, label_column

if TYPE_CHECKING:
    from engineclient.cli.app import App
    from engineclient.cli.printing.pruning import Filters
    from engineclient.models.networks import NetworkSummary

_TABLE: Final = r"{{.ID}}\t{{.Name}}\t{{.Driver}}\t{{.Scope}}"
_RAW: Final = r"network_id: {{.ID}}\nname: {{.Name}}\ndriver: {{.Driver}}\nscope: {{.Scope}}\n"
_ONLY_IDS: Final = {
    "": "{{.ID}}",
    "table": "{{.ID}}",
    "raw": "network_id: {{.ID}}",
}

_CREATE_WORDS: Final = {
    "attachable": Words("", "Allow containers that are not tasks of services to connect (swarm)"),
    "aux_address": Words("map", "Address reserved for the network's driver", "map[]"),
    "config_from": Words("string", "Network to copy the configuration from"),
    "config_only": Words("", "Create only a configuration for other networks"),
    "driver": Words("string", "Driver of the network", '"bridge"'),
    "gateway": Words("strings", "IPv4 or IPv6 address of a subnet's gateway"),
    "ingress": Words("", "Create the routing mesh of a swarm"),
    "internal": Words("", "Block traffic from and to the outside"),
    "ip_range": Words("strings", "Part of a subnet to assign containers' addresses from"),
    "ipam_driver": Words("string", "Driver of address management (IPAM)", '"default"'),
    "ipam_opt": Words("map", "Option for the IPAM driver", "map[]"),
    "ipv4": Words("", "Assign IPv4 addresses", "true"),
    "ipv6": Words("", "Assign IPv6 addresses"),
    "label": Words("list", "Set a label"),
    "opt": Words("map", "Option for the driver", "map[]"),
    "scope": Words("string", "Scope of the network (local or swarm)"),
    "subnet": Words("strings", "Subnet in CIDR notation"),
}

_CONNECT_WORDS: Final = {
    "alias": Words("strings", "Additional name of the container in the network"),
    "driver_opt": Words("strings", "Option for the driver of the network"),
    "gw_priority": Words(
        "int", "Gateway priority; the network with the highest provides the default gateway"
    ),
    "ip": Words("string", "IPv4 address (such as 172.30.100.104)"),
    "ip6": Words("string", "IPv6 address (such as 2001:db8::33)"),
    "link": Words("list", "Link to another container"),
    "link_local_ip": Words("strings", "Link-local address"),
}
_INGRESS_WARNING: Final = (
    "WARNING! Before removing the routing-mesh network, make sure all the nodes in your swarm run the same "
    "docker engine version. Otherwise, removal may not be effective and functionality of newly create ingress "
    "networks will be impaired.\nAre you sure you want to continue?"
)
_NETWORKS_WARNING: Final = "WARNING! This will remove all custom networks not used by at least one container."


@command("[OPTIONS] NETWORK", exactly(1))
@flags(*flags_of(NetworkCreateFlags, _CREATE_WORDS))
def create(app: App, name: str, **given: Any) -> None:
    """Create a network and print its id."""
    engine = app.engine()
    body = network_create(NetworkCreateFlags(**given), name, api_version=engine.api_version)
    app.print_made(engine.networks.create(name, config=body).id)


@command("[OPTIONS]", several=run_on_each)
@flag("-f, --filter", FILTER, 'Show only networks that meet a condition (such as "driver=bridge")')
@FORMAT
@flag("--no-trunc", BOOL, "Do not shorten IDs")
@flag("-q, --quiet", BOOL, "Show only IDs")
def ls(app: App, *, filter: dict[str, list[str]], format: str, no_trunc: bool, quiet: bool) -> None:
    """List networks."""
    source = _ONLY_IDS.get(format, format) if quiet else format or setting(app, "networksFormat")
    found = sorted(app.engine().networks.list(filters=filter), key=lambda each: natural_key(each.name))
    print_list(app, network_formatter(truncate=not no_trunc), found, source)


def network_formatter(*, truncate: bool = True) -> Formatter[NetworkSummary]:
    """The formatter of `network ls`; `truncate` shortens ids."""
    columns: dict[str, Column[NetworkSummary]] = {
        "ID": Column("NETWORK ID", lambda each: short_id(each.id) if truncate else each.id),
        "Name": Column("NAME", lambda each: each.name),
        "Driver": Column("DRIVER", lambda each: each.driver),
        "Scope": Column("SCOPE", lambda each: each.scope or ""),
        "IPv4": Column("IPV4", lambda each: _yes(each.enable_ipv4)),
        "IPv6": Column("IPV6", lambda each: _yes(each.enable_ipv6)),
        "Internal": Column("INTERNAL", lambda each: _yes(each.internal)),
        "Labels": Column("LABELS", lambda each: join_pairs(each.labels)),
        "CreatedAt": Column("CREATED AT", lambda each: reformat_time(each.created) if each.created else ""),
        "Label": label_column(lambda each: each.labels),
    }
    return Formatter("*network.networkContext", columns, _TABLE, _RAW)


def _yes(value: bool | None) -> str:
    return "true" if value else "false"


@command("NETWORK [NETWORK...]", at_least(1), complete=network_names)
@flag("-f, --force", BOOL, "Ignore networks that do not exist")
def rm(app: App, *names: str, force: bool) -> None:
    """Remove networks one after the other; print each error at once and continue."""
    networks = app.engine().networks
    failed: EngineError | None = None
    for name in names:
        try:
            ingress = networks.inspect(name).ingress
        except EngineError:
            ingress = False  # the removal below reports the error
        if ingress and not confirmed(app, _INGRESS_WARNING):
            continue
        try:
            networks.remove(name)
        except EngineError as error:
            if not (force and isinstance(error, NotFound)):
                app.err.line(text_of(error))
                failed = error
        else:
            app.out.line(name)
    if failed is not None:
        raise Failure("exit status 1") from failed


@command("[OPTIONS] NETWORK CONTAINER", exactly(2), complete=in_turn(network_names, container_names()))
@flags(*flags_of(NetworkConnectFlags, _CONNECT_WORDS))
def connect(app: App, network: str, container: str, **given: Any) -> None:
    """Connect a container to a network."""
    body = network_connect(NetworkConnectFlags(**given), container)
    app.engine().networks.connect(network, container, config=body["EndpointConfig"])


@command("[OPTIONS] NETWORK CONTAINER", exactly(2), complete=in_turn(network_names, container_names()))
@flag("-f, --force", BOOL, "Disconnect a container that the engine no longer knows")
def disconnect(app: App, network: str, container: str, *, force: bool) -> None:
    """Disconnect a container from a network."""
    app.engine().networks.disconnect(network, container, force=force)


@command("[OPTIONS] NETWORK [NETWORK...]", at_least(1), complete=network_names)
@INSPECT_FORMAT
@flag("-v, --verbose", BOOL, "Include services and tasks")
def inspect(app: App, *names: str, format: str, verbose: bool) -> None:
    """`minidocker network inspect`."""
    show_kind(app, names, format, "network", partial(networks.inspect, verbose=verbose))


@command("[OPTIONS]")
@flag("--filter", FILTER, 'Remove only networks that meet a condition (such as "until=<timestamp>")')
@FORCE
def prune(app: App, *, filter: Filters, force: bool) -> None:
    """Remove networks that no container uses."""
    filters = prune_filters(app, filter)
    if not force and not confirmed(app, f"{_NETWORKS_WARNING}\n{SURE}"):
        return
    pruned = prune_networks(app.engine(), filters)
    if pruned.text:
        app.out.line(pruned.text)
