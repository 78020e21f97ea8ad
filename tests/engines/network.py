"""The engine's share of the host's network: a bridge, an address pool, and three firewall rules marked with its name.

The daemon itself runs with iptables off: with iptables on, its start would clear the DOCKER chains of a system docker in
the same network namespace. Its containers need only three rules, which are marked with the owner's name. The rules apply
to the pool: beside a system docker, a network with a subnet outside of the pool cannot reach the outside.
"""

import fcntl
import ipaddress
import json
import re
import shlex
import subprocess
from collections.abc import Iterable
from contextlib import suppress
from itertools import pairwise
from pathlib import Path

from .errors import EngineSetupError
from .processes import command_path

_FORWARDING = Path("/proc/sys/net/ipv4/ip_forward")
_NAMESPACE = Path("/proc/self/ns/net")
_CHAINS = [("filter", "FORWARD"), ("nat", "POSTROUTING")]


def _run(*argv: str) -> str:
    done = subprocess.run(argv, capture_output=True, text=True, env={"PATH": command_path()}, check=False)
    if done.returncode:
        raise EngineSetupError(f"{shlex.join(argv)}: {done.stderr.strip()}")
    return done.stdout


def free_pool(taken: Iterable[str]) -> ipaddress.IPv4Network:
    """The first of our /16 networks that overlaps none of those in use (in CIDR notation)."""
    networks = [ipaddress.ip_network(network, strict=False) for network in taken]
    for second in range(210, 250):
        pool = ipaddress.IPv4Network(f"10.{second}.0.0/16")
        if not any(pool.overlaps(network) for network in networks if network.version == 4):
            return pool
    raise EngineSetupError("no free network between 10.210.0.0/16 and 10.249.0.0/16")


def _routes() -> list[str]:
    """The destinations of the host's routes, except the default route."""
    listed = json.loads(_run("ip", "-4", "-json", "route", "show") or "[]")
    return [route["dst"] for route in listed if route["dst"] != "default"]


def _rules(pool: str, owner: str) -> list[tuple[str, str, list[str]]]:
    mark = ["-m", "comment", "--comment", owner]
    return [
        ("filter", "FORWARD", ["-s", pool, *mark, "-j", "ACCEPT"]),
        ("filter", "FORWARD", ["-d", pool, *mark, "-j", "ACCEPT"]),
        ("nat", "POSTROUTING", ["-s", pool, "!", "-d", pool, *mark, "-j", "MASQUERADE"]),
    ]


def create(bridge: str) -> ipaddress.IPv4Network:
    """Make the bridge and the rules; returns the address pool, whose first address is the bridge's."""
    with _NAMESPACE.open() as namespace:
        fcntl.flock(namespace, fcntl.LOCK_EX)  # another engine that starts now would choose the same pool
        pool = free_pool(_routes())
        _run("ip", "link", "add", bridge, "type", "bridge")
        _run("ip", "address", "add", f"{pool[1]}/24", "dev", bridge)
        _run("ip", "link", "set", bridge, "up")
    for table, chain, rule in _rules(str(pool), bridge):
        _run("iptables", "--wait", "-t", table, "-I", chain, *rule)
    return pool


def owned_rules(listing: str, owner: str) -> list[list[str]]:
    """The arguments that delete each rule of the owner, from the output of `iptables -S`."""
    rules = (shlex.split(line) for line in listing.splitlines() if line.startswith("-A "))
    return [["-D", *rule[1:]] for rule in rules if ("--comment", owner) in pairwise(rule)]


def destroy(bridges: Iterable[str], owner: str) -> None:
    """Remove the bridges that exist, and the owner's firewall rules."""
    for bridge in bridges:
        if Path(f"/sys/class/net/{bridge}/bridge").exists():
            _run("ip", "link", "delete", bridge)
    for table, chain in _CHAINS:
        for rule in owned_rules(_run("iptables", "--wait", "-t", table, "-S", chain), owner):
            _run("iptables", "--wait", "-t", table, *rule)


def user_bridges(data_root: Path) -> set[str]:
    """The bridges of the networks of a daemon, read from its database, so also after it was killed."""
    with suppress(FileNotFoundError):
        stored = (data_root / "network/files/local-kv.db").read_bytes()
        return {name.decode() for name in re.findall(rb'"BridgeName":"([\w.-]{1,15})"', stored)}
    return set()


def forwarding() -> str:
    """The host's ip_forward setting, which the daemon switches on."""
    return _FORWARDING.read_text().strip()


def set_forwarding(value: str) -> None:
    _FORWARDING.write_text(value)


def other_engines() -> bool:
    """Whether another dockerd, which also needs forwarding, runs in this network namespace; ours has ended by now."""
    here = _NAMESPACE.readlink()
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # it may end meanwhile
            if (process / "comm").read_text() == "dockerd\n" and (process / "ns/net").readlink() == here:
                return True
    return False
