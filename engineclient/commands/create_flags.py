"""The flags that run and create share: their syntax stands in `options.container`, their words for a reader here."""

from __future__ import annotations

from typing import Any, Final

from engineclient.commands.flags import Flag
from engineclient.commands.flagtypes import BOOL, FlagType, checked, checked_list
from engineclient.commands.platforms import DEFAULT_PLATFORM
from engineclient.options import flag as options
from engineclient.options.container import RunFlags

# By field of RunFlags: the word for its value (none for a switch), what it does, the default that help shows.
_WORDS: Final[dict[str, tuple[str, str, str]]] = {
    "add_host": ("list", "Add a line to the container's hosts file (host:ip)", ""),
    "annotation": ("map", "Note for the OCI runtime", "map[]"),
    "attach": ("list", "Attach to stdin, stdout or stderr", ""),
    "blkio_weight": ("uint16", "Share of block IO, 10 to 1000, or 0 for none of its own", "0"),
    "blkio_weight_device": ("list", "Share of block IO of one device", "[]"),
    "cap_add": ("list", "Give a Linux capability", ""),
    "cap_drop": ("list", "Take a Linux capability away", ""),
    "cgroup_parent": ("string", "Cgroup to put the container's below", ""),
    "cgroupns": ("string", "Cgroup namespace: host or private", ""),
    "cidfile": ("string", "Write the container's id to this file", ""),
    "cpu_count": ("int", "Number of CPUs (Windows)", ""),
    "cpu_percent": ("int", "Share of CPU in percent (Windows)", ""),
    "cpu_period": ("int", "Period of the CPU scheduler in microseconds", ""),
    "cpu_quota": ("int", "CPU time in each period, in microseconds", ""),
    "cpu_rt_period": ("int", "Period of the real-time scheduler in microseconds", ""),
    "cpu_rt_runtime": ("int", "Real-time CPU in each period, in microseconds", ""),
    "cpu_shares": ("int", "Share of CPU, beside others' shares", ""),
    "cpus": ("decimal", "Number of CPUs", ""),
    "cpuset_cpus": ("string", "CPUs to run on (0-3, 0,1)", ""),
    "cpuset_mems": ("string", "Memory nodes to use (0-3, 0,1)", ""),
    "device": ("list", "Device of the host to add", ""),
    "device_cgroup_rule": ("list", "Rule about which devices may be used", ""),
    "device_read_bps": ("list", "Most bytes a second to read from a device", "[]"),
    "device_read_iops": ("list", "Most reads a second from a device", "[]"),
    "device_write_bps": ("list", "Most bytes a second to write to a device", "[]"),
    "device_write_iops": ("list", "Most writes a second to a device", "[]"),
    "dns": ("list", "Address of a DNS server", ""),
    "dns_option": ("list", "Option for the DNS resolver", ""),
    "dns_search": ("list", "Domain to search names in", ""),
    "domainname": ("string", "NIS domain name of the container", ""),
    "entrypoint": ("string", "Program to run, instead of the image's", ""),
    "env": ("list", "Set an environment variable", ""),
    "env_file": ("list", "Set the environment variables in this file", ""),
    "expose": ("list", "Port or range of ports to expose", ""),
    "gpus": ("gpu-request", "GPUs to add ('all' for all of them)", ""),
    "group_add": ("list", "Further group of the process", ""),
    "health_cmd": ("string", "Command that tells whether the container is well", ""),
    "health_interval": ("duration", "Time between two checks (ms|s|m|h)", "0s"),
    "health_retries": ("int", "How many checks must fail in a row", ""),
    "health_start_interval": ("duration", "Time between two checks while it starts (ms|s|m|h)", "0s"),
    "health_start_period": ("duration", "Time to start in, before failures count (ms|s|m|h)", "0s"),
    "health_timeout": ("duration", "Longest time for one check (ms|s|m|h)", "0s"),
    "hostname": ("string", "Host name of the container", ""),
    "init": ("", "Run an init that passes signals on and reaps processes", ""),
    "interactive": ("", "Keep stdin open", ""),
    "io_maxbandwidth": ("bytes", "Most bytes a second for the system drive (Windows)", ""),
    "io_maxiops": ("uint", "Most operations a second for the system drive (Windows)", ""),
    "ip": ("string", "IPv4 address (such as 172.30.100.104)", ""),
    "ip6": ("string", "IPv6 address (such as 2001:db8::33)", ""),
    "ipc": ("string", "IPC namespace to use", ""),
    "isolation": ("string", "Way of isolation (Windows)", ""),
    "kernel_memory": ("bytes", "Most kernel memory", ""),
    "label": ("list", "Set a label", ""),
    "label_file": ("list", "Set the labels in this file", ""),
    "link": ("list", "Link to another container", ""),
    "link_local_ip": ("list", "Link-local address", ""),
    "log_driver": ("string", "Where the container's output is kept", ""),
    "log_opt": ("list", "Option for the log driver", ""),
    "mac_address": ("string", "MAC address (such as 92:d0:c6:0a:29:33)", ""),
    "memory": ("bytes", "Most memory", ""),
    "memory_reservation": ("bytes", "Memory it should stay below when memory is short", ""),
    "memory_swap": ("bytes", "Most memory and swap together, -1 for no limit", ""),
    "memory_swappiness": ("int", "How readily its memory is swapped, 0 to 100", "-1"),
    "mount": ("mount", "Mount a volume, a path of the host, or a tmpfs", ""),
    "name": ("string", "Name of the container", ""),
    "network": ("network", "Network to connect to", ""),
    "network_alias": ("list", "Further name in the network", ""),
    "no_healthcheck": ("", "Do not check its health, whatever the image says", ""),
    "oom_kill_disable": ("", "Do not kill it when memory is short", ""),
    "oom_score_adj": ("int", "How soon to kill it when memory is short, -1000 to 1000", ""),
    "pid": ("string", "PID namespace to use", ""),
    "pids_limit": ("int", "Most processes, -1 for no limit", ""),
    "platform": ("string", "Platform of the image, if the engine can run several", ""),
    "privileged": ("", "Give it all that the host's root may do", ""),
    "publish": ("list", "Publish a port to the host", ""),
    "publish_all": ("", "Publish all exposed ports to random ports", ""),
    "read_only": ("", "Mount its root file system read-only", ""),
    "restart": ("string", "What to do when it exits", '"no"'),
    "rm": ("", "Remove it with its anonymous volumes when it exits", ""),
    "runtime": ("string", "OCI runtime to use", ""),
    "security_opt": ("list", "Security option", ""),
    "shm_size": ("bytes", "Size of /dev/shm", ""),
    "stop_signal": ("string", "Signal that stops it", ""),
    "stop_timeout": ("int", "Seconds it has to stop", ""),
    "storage_opt": ("list", "Option for the storage driver", ""),
    "sysctl": ("map", "Set a kernel parameter", "map[]"),
    "tmpfs": ("list", "Mount a tmpfs at this path", ""),
    "tty": ("", "Give it a terminal", ""),
    "ulimit": ("ulimit", "Set a ulimit", "[]"),
    "user": ("string", "User to run as (<name|uid>[:<group|gid>])", ""),
    "userns": ("string", "User namespace to use", ""),
    "uts": ("string", "UTS namespace to use", ""),
    "volume": ("list", "Mount a volume or a path of the host", ""),
    "volume_driver": ("string", "Driver of its volumes", ""),
    "volumes_from": ("list", "Mount the volumes of another container", ""),
    "workdir": ("string", "Directory to work in", ""),
}

_OLD_NAMES: Final = {"--dns-opt": "dns_option", "--net": "network", "--net-alias": "network_alias"}
"""What docker still accepts and no longer shows."""


def _flag_of(name: str, declared: options.Flag, *, old_name: str = "") -> Flag:
    word, help, shown = _WORDS[name]
    default = RunFlags.__dataclass_fields__[name].default
    kind: FlagType[Any]
    if not word:
        kind = BOOL
    elif default == ():
        kind = checked_list(declared.syntax or str, word)
        default = []
    elif word in ("int", "uint", "uint16"):
        kind = FlagType(word, declared.syntax or int, int)
    else:
        kind = checked(declared.syntax or str, word)
    return Flag(
        old_name or declared.spelling,
        kind._replace(shows_zero=shown),
        help,
        default=default,
        dest=name,
        hidden=bool(old_name),
        variable=DEFAULT_PLATFORM if name == "platform" else "",
    )


_DECLARED: Final = options.declared(RunFlags)

CREATE_FLAGS: Final = (
    *(_flag_of(name, declared) for name, declared in _DECLARED.items() if name != "detach"),
    *(_flag_of(name, _DECLARED[name], old_name=old_name) for old_name, name in _OLD_NAMES.items()),
)
