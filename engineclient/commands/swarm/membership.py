"""swarm init, join, leave and join-token: create, join and leave a swarm, and show its join tokens."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from engineclient.cli.arity import exactly
from engineclient.cli.command import command
from engineclient.cli.failures import PROGRAM, Failure, text_of
from engineclient.cli.flag_types import BOOL, FlagType
from engineclient.cli.flags import flag, flags
from engineclient.commands.swarm.flags import MEMBERSHIP, QUIET_TOKEN, SETTINGS, settings_of
from engineclient.commands.swarm.unlocking import show_unlock_key
from engineclient.errors import APIError
from engineclient.golang.strconv import parse_uint
from engineclient.models.conformity import checked
from engineclient.options.swarm import availability as availability_of, swarm_spec
from engineclient.options.values.swarm import subnets

if TYPE_CHECKING:
    from engineclient.cli.app import App

_UINT32: FlagType[int] = FlagType("uint32", partial(parse_uint, bits=32, base=0), int)
_SUBNETS: FlagType[list[str]] = FlagType(
    "ipNetSlice", subnets, list, lambda before, more: [*before, *more], shows_zero="[]"
)
_NO_ADDRESS = ("could not choose an IP address to advertise", "could not find the system's IP address")


@command("[OPTIONS]")
@flags(*MEMBERSHIP, *SETTINGS)
@flag("--autolock", BOOL, "Lock managers, so that they need a key after a restart")
@flag("--data-path-port", _UINT32, "Port for data traffic (1024 to 49151, default 4789)")
@flag("--default-addr-pool", _SUBNETS, "Addresses for the subnets of networks, in CIDR notation")
@flag(
    "--default-addr-pool-mask-length",
    _UINT32.replace(shows_zero="24"),
    "Prefix length of those subnets",
    default=24,
)
@flag("--force-new-cluster", BOOL, "Create a new swarm from this node's state of the old one")
def init(
    app: App,
    *,
    advertise_addr: str,
    autolock: bool,
    availability: str | None,
    data_path_addr: str,
    data_path_port: int,
    default_addr_pool: list[str],
    default_addr_pool_mask_length: int,
    force_new_cluster: bool,
    listen_addr: str,
    **given: Any,
) -> None:
    """Create a swarm, and print the command with which others join it."""
    body = {
        "ListenAddr": listen_addr,
        "AdvertiseAddr": advertise_addr,
        "DataPathAddr": data_path_addr,
        "DataPathPort": data_path_port,
        "ForceNewCluster": force_new_cluster,
        "Spec": swarm_spec(settings_of({**given, "autolock": autolock or None})),
        "AutoLockManagers": autolock,
        "Availability": availability_of(availability),
        "DefaultAddrPool": default_addr_pool,
        "SubnetSize": default_addr_pool_mask_length,
    }
    try:
        node = app.engine().swarm.init(body)
    except APIError as error:
        if any(text in error.message for text in _NO_ADDRESS):
            raise Failure(f"{text_of(error)} - specify one with --advertise-addr") from error
        raise
    app.out.line(f"Swarm initialized: current node ({node}) is now a manager.\n")
    _show_join_command(app, node, "worker")
    app.out.line(
        f"To add a manager to this swarm, run '{PROGRAM} swarm join-token manager' and follow the instructions."
    )
    if autolock:
        show_unlock_key(app)


@command("[OPTIONS] HOST:PORT", exactly(1))
@flags(*MEMBERSHIP)
@flag("--token", FlagType("string", str, str), "Join token, which determines the role of the node")
def join(
    app: App,
    remote: str,
    *,
    advertise_addr: str,
    availability: str | None,
    data_path_addr: str,
    listen_addr: str,
    token: str,
) -> None:
    """Join a swarm, and print the role of this node."""
    body = {
        "ListenAddr": listen_addr,
        "AdvertiseAddr": advertise_addr,
        "DataPathAddr": data_path_addr,
        "RemoteAddrs": [remote],
        "JoinToken": token,
        "Availability": availability_of(availability),
    }
    engine = app.engine()
    engine.swarm.join(body)
    swarm = engine.info().swarm
    role = "manager" if swarm is not None and swarm.control_available else "worker"
    app.out.line(f"This node joined a swarm as a {role}.")


@command("[OPTIONS]")
@flag("-f, --force", BOOL, "Leave even if that damages or destroys the swarm")
def leave(app: App, *, force: bool) -> None:
    """Leave the swarm."""
    app.engine().swarm.leave(force=force)
    app.out.line("Node left the swarm.")


@command("[OPTIONS] (worker|manager)", exactly(1))
@flags(QUIET_TOKEN)
@flag("--rotate", BOOL, "Create a new token; the old one becomes invalid at once")
def join_token(app: App, role: str, *, quiet: bool, rotate: bool) -> None:
    """Print the command with which others join the swarm."""
    if role not in ("worker", "manager"):
        raise Failure(f"unknown role {role}")
    engine = app.engine()
    if rotate:
        swarm = engine.swarm.inspect()
        engine.swarm.update(
            checked(swarm.spec),
            version=swarm.version.index,
            rotate_worker_token=role == "worker",
            rotate_manager_token=role == "manager",
        )
        if not quiet:
            app.out.line(f"Successfully rotated {role} join token.\n")
    tokens = engine.swarm.inspect().join_tokens
    if quiet:
        app.out.line(tokens.worker if role == "worker" else tokens.manager)
        return
    info = engine.info().swarm
    _show_join_command(app, (info and info.node_id) or "", role)


def _show_join_command(app: App, node: str, role: str) -> None:
    engine = app.engine()
    manager = engine.nodes.inspect(node).manager_status
    tokens = engine.swarm.inspect().join_tokens
    if manager is None:
        return
    token = tokens.worker if role == "worker" else tokens.manager
    app.out.line(f"To add a {role} to this swarm, run the following command:\n")
    app.out.line(f"    {PROGRAM} swarm join --token {token} {manager.addr or ''}\n")
