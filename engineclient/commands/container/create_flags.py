"""The flags that run and create share: their help is here, their syntax in `options.create`."""

from __future__ import annotations

from typing import Final

from engineclient.cli.option_flags import Words, flags_of
from engineclient.cli.platform_flag import DEFAULT_PLATFORM
from engineclient.commands.container.limits import LIMITS
from engineclient.options.create import RunFlags

# by field of RunFlags
_WORDS: Final = LIMITS | {
    "add_host": Words("list", "Add a line to the container's hosts file (host:ip)"),
    "annotation": Words("map", "Annotation for the OCI runtime", "map[]"),
    "attach": Words("list", "Attach to stdin, stdout or stderr"),
    "blkio_weight_device": Words("list", "Relative weight of block IO on one device (path:weight)", "[]"),
    "cap_add": Words("list", "Add a Linux capability"),
    "cap_drop": Words("list", "Drop a Linux capability"),
    "cgroup_parent": Words("string", "Parent cgroup of the container's cgroup"),
    "cgroupns": Words("string", "Cgroup namespace: host or private"),
    "cidfile": Words("string", "Write the container's id to this file"),
    "cpu_count": Words("int", "Number of CPUs (Windows)"),
    "cpu_percent": Words("int", "Share of CPU in percent (Windows)"),
    "device": Words("list", "Device of the host to add"),
    "device_cgroup_rule": Words("list", "Rule for the cgroup's list of allowed devices"),
    "device_read_bps": Words("list", "Maximum bytes per second to read from a device", "[]"),
    "device_read_iops": Words("list", "Maximum reads per second from a device", "[]"),
    "device_write_bps": Words("list", "Maximum bytes per second to write to a device", "[]"),
    "device_write_iops": Words("list", "Maximum writes per second to a device", "[]"),
    "dns": Words("list", "Address of a DNS server"),
    "dns_option": Words("list", "Option for the DNS resolver"),
    "dns_search": Words("list", "DNS search domain"),
    "domainname": Words("string", "NIS domain name of the container"),
    "entrypoint": Words("string", "Program to run, instead of the image's"),
    "env": Words("list", "Set an environment variable"),
    "env_file": Words("list", "Set the environment variables in this file"),
    "expose": Words("list", "Port or range of ports to expose"),
    "gpus": Words("gpu-request", "GPUs to add ('all' for all of them)"),
    "group_add": Words("list", "Additional group of the process"),
    "health_cmd": Words("string", "Command that checks the container's health"),
    "health_interval": Words("duration", "Time between two checks (ms|s|m|h)", "0s"),
    "health_retries": Words("int", "Failed checks in a row that make the container unhealthy"),
    "health_start_interval": Words(
        "duration", "Time between two checks in the start period (ms|s|m|h)", "0s"
    ),
    "health_start_period": Words("duration", "Time to start before failed checks count (ms|s|m|h)", "0s"),
    "health_timeout": Words("duration", "Maximum time of one check (ms|s|m|h)", "0s"),
    "hostname": Words("string", "Host name of the container"),
    "init": Words("", "Run an init process that forwards signals and reaps processes"),
    "interactive": Words("", "Keep stdin open"),
    "io_maxbandwidth": Words("bytes", "Maximum bytes per second on the system drive (Windows)"),
    "io_maxiops": Words("uint", "Maximum IO operations per second on the system drive (Windows)"),
    "ip": Words("string", "IPv4 address (such as 172.30.100.104)"),
    "ip6": Words("string", "IPv6 address (such as 2001:db8::33)"),
    "ipc": Words("string", "IPC namespace to use"),
    "isolation": Words("string", "Isolation technology (Windows)"),
    "kernel_memory": Words("bytes", "Limit of kernel memory"),
    "label": Words("list", "Set a label"),
    "label_file": Words("list", "Set the labels in this file"),
    "link": Words("list", "Link to another container"),
    "link_local_ip": Words("list", "Link-local address"),
    "log_driver": Words("string", "Driver that stores the container's output"),
    "log_opt": Words("list", "Option for the log driver"),
    "mac_address": Words("string", "MAC address (such as 92:d0:c6:0a:29:33)"),
    "memory_swappiness": Words("int", "Memory swappiness (0 to 100)", "-1"),
    "mount": Words("mount", "Mount a volume, a path of the host, or a tmpfs"),
    "name": Words("string", "Name of the container"),
    "network": Words("network", "Network to connect to"),
    "network_alias": Words("list", "Additional name in the network"),
    "no_healthcheck": Words("", "Disable the health check of the image"),
    "oom_kill_disable": Words("", "Do not let the kernel kill the container when memory is exhausted"),
    "oom_score_adj": Words("int", "Adjust the OOM score (-1000 to 1000)"),
    "pid": Words("string", "PID namespace to use"),
    "platform": Words(
        "string", "Platform of the image, if the engine can run several", variable=DEFAULT_PLATFORM
    ),
    "privileged": Words("", "Give the container all capabilities and devices of the host"),
    "publish": Words("list", "Publish a port on the host"),
    "publish_all": Words("", "Publish all exposed ports on random ports of the host"),
    "read_only": Words("", "Mount the root file system read-only"),
    "restart": Words("string", "Restart policy, for when the container exits", '"no"'),
    "rm": Words("", "Remove the container and its anonymous volumes when it exits"),
    "runtime": Words("string", "OCI runtime to use"),
    "security_opt": Words("list", "Security option"),
    "shm_size": Words("bytes", "Size of /dev/shm"),
    "stop_signal": Words("string", "Signal that stops the container"),
    "stop_timeout": Words("int", "Seconds to wait after that signal before the container is killed"),
    "storage_opt": Words("list", "Option for the storage driver"),
    "sysctl": Words("map", "Set a kernel parameter", "map[]"),
    "tmpfs": Words("list", "Mount a tmpfs at this path"),
    "tty": Words("", "Allocate a terminal"),
    "ulimit": Words("ulimit", "Set a ulimit", "[]"),
    "user": Words("string", "User to run as (<name|uid>[:<group|gid>])"),
    "userns": Words("string", "User namespace to use"),
    "uts": Words("string", "UTS namespace to use"),
    "volume": Words("list", "Mount a volume or a path of the host"),
    "volume_driver": Words("string", "Driver of the container's volumes"),
    "volumes_from": Words("list", "Mount the volumes of another container"),
    "workdir": Words("string", "Working directory in the container"),
}

_FORMER: Final = {"--dns-opt": "dns_option", "--net": "network", "--net-alias": "network_alias"}
"""Spellings that docker still accepts, but no longer shows."""


CREATE_FLAGS: Final = flags_of(RunFlags, _WORDS, _FORMER)
