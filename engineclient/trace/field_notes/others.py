"""Notes on fields of the bodies that create execs, networks and volumes, and of a container's endpoint in a network."""

from __future__ import annotations

from typing import Final

from engineclient.trace.field_notes.model import FieldNote, below

__all__ = ["ENDPOINT", "EXEC", "NETWORK", "VOLUME"]


def _network(field: str) -> str:
    return f"minidocker network inspect -f '{{{{json .{field}}}}}' {{c}}"


def _volume(field: str) -> str:
    return f"minidocker volume inspect -f '{{{{json .{field}}}}}' {{c}}"


_ADDRESSES: Final = "minidocker inspect -f '{{json .NetworkSettings.Networks}}' {c}"

EXEC: Final = {
    "AttachStdin": FieldNote("-i, --interactive", "The client's input goes to the command."),
    "AttachStdout": FieldNote(
        "-d, --detach", "Whether the command's standard output comes back. With -d it goes nowhere."
    ),
    "AttachStderr": FieldNote(
        "-d, --detach", "Whether the command's standard error comes back. With -d it goes nowhere."
    ),
    "Tty": FieldNote(
        "-t, --tty",
        "The command gets a pseudo-terminal of its own; standard output and error become one stream without frames.",
        "minidocker exec -t {c} tty",
    ),
    "ConsoleSize": FieldNote(
        "-t, --tty", "Height and width that its terminal begins with.", "minidocker exec -t {c} stty size"
    ),
    "Detach": FieldNote(
        "-d, --detach", "The client does not wait for the command; its exit code can be inspected later."
    ),
    "DetachKeys": FieldNote(
        "--detach-keys",
        "The engine watches the input for these keys and ends the connection; the command goes on.",
    ),
    "Env": FieldNote(
        "-e, --env, --env-file",
        "Variables for this command, added to the container's.",
        "minidocker exec -e A=1 {c} env",
    ),
    "Privileged": FieldNote(
        "--privileged",
        "All capabilities for this command, whatever the container has.",
        "minidocker exec --privileged {c} grep Cap /proc/self/status",
    ),
    "User": FieldNote(
        "-u, --user", "The command runs with this user and group id.", "minidocker exec -u 1000 {c} id"
    ),
    "WorkingDir": FieldNote(
        "-w, --workdir",
        "The command starts in this directory, which must exist.",
        "minidocker exec -w /tmp {c} pwd",
    ),
}

ENDPOINT: Final = {
    "IPAMConfig.IPv4Address": FieldNote(
        "--ip, --network",
        "A fixed address. The network needs a subnet of your choice, and the address must be free.",
        _ADDRESSES,
    ),
    "IPAMConfig.IPv6Address": FieldNote(
        "--ip6, --network",
        "A fixed IPv6 address. The network needs an IPv6 subnet of your choice.",
        _ADDRESSES,
    ),
    "IPAMConfig.LinkLocalIPs": FieldNote(
        "--link-local-ip, --network",
        "Further addresses of the interface, of the link-local range.",
        "minidocker exec {c} ip addr",
    ),
    "Aliases": FieldNote(
        "--network-alias, --alias, --network",
        "Further names in the network's DNS, which the engine answers at 127.0.0.11. Containers may share one: the answer "
        "lists them all.",
        "minidocker exec {c} cat /etc/resolv.conf",
    ),
    "Links": FieldNote("--link", "Names for other containers that only this container can use.", _ADDRESSES),
    "MacAddress": FieldNote(
        "--mac-address, --network", "The hardware address of the interface.", "minidocker exec {c} ip link"
    ),
    "DriverOpts": FieldNote(
        "--driver-opt, --network", "Options of the network's driver for this interface.", _ADDRESSES
    ),
    "GwPriority": FieldNote(
        "--gw-priority, --network",
        "The network with the highest number has the default route.",
        "minidocker exec {c} ip route",
    ),
}

_SUBNET: Final = {
    "Subnet": FieldNote(
        "--subnet",
        "The range of addresses. Without the flag the engine takes a free one from its pools.",
        _network("IPAM"),
    ),
    "IPRange": FieldNote(
        "--ip-range", "Containers get addresses from this part of the subnet only.", _network("IPAM")
    ),
    "Gateway": FieldNote(
        "--gateway", "The bridge's own address, which is the containers' default route.", "ip addr"
    ),
    "AuxiliaryAddresses": FieldNote(
        "--aux-address", "Addresses that no container gets, because others have them.", _network("IPAM")
    ),
}

NETWORK: Final = {
    "Driver": FieldNote(
        "-d, --driver",
        "bridge: a Linux bridge on this host. overlay: across the hosts of a swarm. macvlan, ipvlan: addresses in the "
        "host's own network.",
        "ip link show type bridge",
    ),
    "Scope": FieldNote("--scope", "local: this host. swarm: all its hosts.", _network("Scope")),
    "EnableIPv4": FieldNote(
        "--ipv4", "Whether interfaces get IPv4 addresses. Without the flag they do.", _network("EnableIPv4")
    ),
    "EnableIPv6": FieldNote("--ipv6", "Whether interfaces get IPv6 addresses, too.", _network("EnableIPv6")),
    "IPAM.Driver": FieldNote(
        "--ipam-driver", "Who gives out addresses; default is the engine itself.", _network("IPAM")
    ),
    "IPAM.Options": FieldNote("--ipam-opt", "Options for it.", _network("IPAM")),
    **below("IPAM.Config.[]", _SUBNET),
    "Internal": FieldNote(
        "--internal",
        "No default route and no forwarding: containers reach each other and nothing else.",
        "minidocker network inspect {c}",
    ),
    "Attachable": FieldNote(
        "--attachable",
        "In a swarm: single containers may connect, too, not only services.",
        _network("Attachable"),
    ),
    "Ingress": FieldNote(
        "--ingress",
        "The swarm's routing mesh, which spreads published ports over all nodes.",
        _network("Ingress"),
    ),
    "ConfigOnly": FieldNote(
        "--config-only",
        "Only a configuration for others to use: no container can connect.",
        _network("ConfigOnly"),
    ),
    "ConfigFrom": FieldNote(
        "--config-from", "Takes its configuration from such a network.", _network("ConfigFrom")
    ),
    "Options": FieldNote(
        "-o, --opt",
        "Options of the driver, such as com.docker.network.bridge.name for the bridge's name.",
        _network("Options"),
    ),
    "Labels": FieldNote(
        "--label", "Keys and values stored with the network; filters read them.", _network("Labels")
    ),
}

_ACCESS: Final = {
    "Scope": FieldNote(
        "--scope", "single: one node at a time. multi: several.", _volume("ClusterVolume.Spec")
    ),
    "Sharing": FieldNote(
        "--sharing",
        "none, readonly, onewriter or all: how many may use it, and how.",
        _volume("ClusterVolume.Spec"),
    ),
    "MountVolume": FieldNote("--type", "mount: it is used as a file system.", _volume("ClusterVolume.Spec")),
    "BlockVolume": FieldNote(
        "--type", "block: it is used as a bare block device.", _volume("ClusterVolume.Spec")
    ),
}

_CLUSTER: Final = {
    "Group": FieldNote(
        "--group", "Services may ask for any volume of this group.", _volume("ClusterVolume.Spec")
    ),
    **below("AccessMode", _ACCESS),
    "AccessibilityRequirements.Requisite": FieldNote(
        "--topology-required",
        "The volume must be reachable from a node of one of these segments.",
        _volume("ClusterVolume.Spec"),
    ),
    "AccessibilityRequirements.Preferred": FieldNote(
        "--topology-preferred", "Segments to try first.", _volume("ClusterVolume.Spec")
    ),
    "CapacityRange.RequiredBytes": FieldNote(
        "--required-bytes", "The least size.", _volume("ClusterVolume.Spec")
    ),
    "CapacityRange.LimitBytes": FieldNote(
        "--limit-bytes", "The greatest size.", _volume("ClusterVolume.Spec")
    ),
    "Secrets": FieldNote(
        "--secret", "Secrets of the swarm that the plugin gets.", _volume("ClusterVolume.Spec")
    ),
    "Availability": FieldNote(
        "--availability",
        "active, pause (no new use) or drain (no use at all).",
        _volume("ClusterVolume.Spec"),
    ),
}

VOLUME: Final = {
    "Driver": FieldNote(
        "-d, --driver", "local: a directory below the engine's own. Plugins bring others.", _volume("Driver")
    ),
    "DriverOpts": FieldNote(
        "-o, --opt",
        "For local these are the words of mount(8): type, device and o. The mount is made when a container first uses the "
        "volume.",
        _volume("Options"),
    ),
    "Labels": FieldNote(
        "--label", "Keys and values stored with the volume; filters read them.", _volume("Labels")
    ),
    **below("ClusterVolumeSpec", _CLUSTER),
}
