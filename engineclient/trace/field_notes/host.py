"""Notes on fields below HostConfig: what a container shares with the host, gets from it, or is isolated from."""

from __future__ import annotations

from typing import Final

from engineclient.trace.field_notes.model import FieldNote, below

__all__ = ["HOST", "MOUNT"]

_MOUNTS: Final = "minidocker exec {c} cat /proc/self/mountinfo"
_CAPABILITIES: Final = "minidocker exec {c} grep Cap /proc/1/status"
_RESOLVER: Final = "minidocker exec {c} cat /etc/resolv.conf"
_HOSTS: Final = "minidocker exec {c} cat /etc/hosts"


def _inspect(field: str) -> str:
    return f"minidocker inspect -f '{{{{json .HostConfig.{field}}}}}' {{c}}"


def _namespace(kind: str) -> str:
    """A command that compares namespaces: two processes share one if these links are equal."""
    return (
        f"readlink /proc/$(minidocker inspect -f '{{{{.State.Pid}}}}' {{c}})/ns/{kind} /proc/self/ns/{kind}"
    )


MOUNT: Final = {
    "ReadOnly": FieldNote("--mount", "The kernel refuses writes to this mount, also root's.", _MOUNTS),
    "Consistency": FieldNote("--mount", "A wish of Docker Desktop for macOS; Linux ignores it."),
    "BindOptions.Propagation": FieldNote(
        "--mount",
        "Whether mounts made later below this path on one side appear on the other: rprivate (no), rslave (from the host "
        "only), rshared (both ways).",
        _MOUNTS,
    ),
    "BindOptions.NonRecursive": FieldNote(
        "--mount", "Only this file system is mounted, not those that are mounted below it.", _MOUNTS
    ),
    "BindOptions.ReadOnlyNonRecursive": FieldNote(
        "--mount", "Mounts below this one stay writable although it is read-only.", _MOUNTS
    ),
    "BindOptions.ReadOnlyForceRecursive": FieldNote(
        "--mount",
        "Mounts below this one must be read-only, too; a kernel before 5.12 cannot do that, and the start fails.",
        _MOUNTS,
    ),
    "VolumeOptions.NoCopy": FieldNote(
        "--mount",
        "An empty volume stays empty: the image's files at that path are not copied into it.",
        _MOUNTS,
    ),
    "VolumeOptions.Labels": FieldNote(
        "--mount", "Labels for the volume if this creates it.", "minidocker volume ls"
    ),
    "VolumeOptions.Subpath": FieldNote("--mount", "Only this directory of the volume is mounted.", _MOUNTS),
    "VolumeOptions.DriverConfig": FieldNote(
        "--mount", "The driver, and its options, for the volume if this creates it.", "minidocker volume ls"
    ),
    "ImageOptions.Subpath": FieldNote("--mount", "Only this directory of the image is mounted.", _MOUNTS),
    "TmpfsOptions.SizeBytes": FieldNote(
        "--mount",
        "The most bytes the tmpfs may hold; without it the kernel allows half of the memory.",
        _MOUNTS,
    ),
    "TmpfsOptions.Mode": FieldNote(
        "--mount", "The permissions of the tmpfs's root, as a decimal number.", _MOUNTS
    ),
}

HOST: Final = {
    "Binds": FieldNote(
        "-v, --volume",
        "A volume (NAME:PATH) or a directory of the host (/DIR:PATH) is bind-mounted in the container's mount namespace: "
        "the same files, not a copy. A directory that is missing on the host is created, owned by root.",
        _MOUNTS,
    ),
    "Mounts": FieldNote(
        "--mount",
        "As -v, spelled out: type bind is a path of the host, which must exist; volume is kept by the engine; tmpfs lives "
        "in memory.",
        _MOUNTS,
    ),
    **below("Mounts.[]", MOUNT),
    "Tmpfs": FieldNote(
        "--tmpfs",
        "A file system in memory at this path. It counts as the container's memory and is gone when it stops.",
        _MOUNTS,
    ),
    "VolumeDriver": FieldNote(
        "--volume-driver", "The driver of volumes that -v creates.", "minidocker volume ls"
    ),
    "VolumesFrom": FieldNote(
        "--volumes-from", "Every mount of the other container is made here, too, at the same path.", _MOUNTS
    ),
    "ReadonlyRootfs": FieldNote(
        "--read-only",
        "The container's root file system is mounted read-only: writes fail with EROFS, except on mounts and volumes.",
        "minidocker exec {c} touch /x",
    ),
    "StorageOpt": FieldNote(
        "--storage-opt",
        "An option of the storage driver for the writable layer. size= needs a file system with project quotas.",
        _inspect("StorageOpt"),
    ),
    "ContainerIDFile": FieldNote(
        "--cidfile",
        "The client writes the id to this file. The engine only stores the path.",
        _inspect("ContainerIDFile"),
    ),
    "LogConfig.Type": FieldNote(
        "--log-driver",
        "Where the output is kept: json-file and local write files that logs reads back, none keeps nothing, others send "
        "it on, such as syslog.",
        "minidocker inspect -f '{{.LogPath}}' {c}",
    ),
    "LogConfig.Config": FieldNote(
        "--log-opt",
        "Options of the log driver: max-size=10m starts a new file at that size, max-file=3 keeps so many.",
        _inspect("LogConfig"),
    ),
    "NetworkMode": FieldNote(
        "--network",
        "bridge or a network of yours: a network namespace of its own with one end of a veth pair, the other end at the "
        "bridge. host: the host's namespace. none: only lo. container:NAME: the namespace of that container.",
        _namespace("net"),
    ),
    "PortBindings": FieldNote(
        "-p, --publish",
        "The engine forwards the host's port to the container's: a DNAT rule of the packet filter for what comes over the "
        "network, and a process docker-proxy that holds the port on the host. Without an address it listens on all.",
        "minidocker port {c}; ss -ltnp; iptables -t nat -nL DOCKER",
    ),
    "PublishAllPorts": FieldNote(
        "-P, --publish-all",
        "Every exposed port is published at a free port of the host from the range of ip_local_port_range.",
        "minidocker port {c}",
    ),
    "Links": FieldNote(
        "--link",
        "The other container's address goes to /etc/hosts under this name. Old: containers on a network of yours find each "
        "other without it.",
        _HOSTS,
    ),
    "Dns": FieldNote(
        "--dns",
        "The DNS server in the container's resolv.conf, or behind the engine's own at 127.0.0.11.",
        _RESOLVER,
    ),
    "DnsOptions": FieldNote("--dns-option", "The line options in the container's resolv.conf.", _RESOLVER),
    "DnsSearch": FieldNote(
        "--dns-search",
        "The line search in the container's resolv.conf: domains added to short names.",
        _RESOLVER,
    ),
    "ExtraHosts": FieldNote(
        "--add-host",
        "A line in the container's /etc/hosts. host-gateway stands for the host's address at the bridge.",
        _HOSTS,
    ),
    "AutoRemove": FieldNote(
        "--rm",
        "The engine itself, not the client, removes the container and its anonymous volumes once the process has ended.",
        "minidocker ps --all",
    ),
    "ConsoleSize": FieldNote(
        "-t, --tty",
        "Height and width that the terminal begins with; resize changes them later.",
        "minidocker exec -t {c} stty size",
    ),
    "Annotations": FieldNote(
        "--annotation", "Keys and values in the configuration for the OCI runtime.", _inspect("Annotations")
    ),
    "CapAdd": FieldNote(
        "--cap-add",
        "Adds Linux capabilities to the 14 that a container has: parts of root's power, such as NET_ADMIN.",
        _CAPABILITIES,
    ),
    "CapDrop": FieldNote(
        "--cap-drop",
        "Takes Linux capabilities away: even root inside can no longer do what they allow. ALL takes every one.",
        _CAPABILITIES,
    ),
    "Privileged": FieldNote(
        "--privileged",
        "All capabilities, all devices of the host, no seccomp and no AppArmor: root inside can be root outside.",
        _CAPABILITIES,
    ),
    "SecurityOpt": FieldNote(
        "--security-opt",
        "seccomp= chooses the filter of system calls, apparmor= the profile, label= the SELinux context; no-new-privileges "
        "makes setuid programs gain nothing.",
        "minidocker exec {c} grep -E 'Seccomp|NoNewPrivs' /proc/1/status",
    ),
    "MaskedPaths": FieldNote(
        "--security-opt",
        "systempaths=unconfined: files such as /proc/kcore, which are otherwise hidden, can be read.",
        _MOUNTS,
    ),
    "ReadonlyPaths": FieldNote(
        "--security-opt",
        "systempaths=unconfined: paths such as /proc/sys, which are otherwise read-only, can be written.",
        _MOUNTS,
    ),
    "GroupAdd": FieldNote("--group-add", "Further groups of the process.", "minidocker exec {c} id"),
    "CgroupnsMode": FieldNote(
        "--cgroupns",
        "private: the container sees its own cgroup as the root of /sys/fs/cgroup. host: it sees the host's whole tree.",
        _namespace("cgroup"),
    ),
    "IpcMode": FieldNote(
        "--ipc",
        "Which IPC namespace, and so which shared memory and semaphores: private, shareable, host or container:NAME.",
        _namespace("ipc"),
    ),
    "PidMode": FieldNote(
        "--pid",
        "host: the process sees every process of the host and as root can signal them. container:NAME: those of that one.",
        _namespace("pid"),
    ),
    "UTSMode": FieldNote(
        "--uts", "host: the container has the host's name and can change it.", _namespace("uts")
    ),
    "UsernsMode": FieldNote(
        "--userns",
        "host: no user namespace even if the engine uses one by default: uid 0 inside is uid 0 outside.",
        "cat /proc/$(minidocker inspect -f '{{.State.Pid}}' {c})/uid_map",
    ),
    "OomScoreAdj": FieldNote(
        "--oom-score-adj",
        "When the whole host is out of memory, the kernel kills higher scores first; -1000 is never killed.",
        "minidocker exec {c} cat /proc/1/oom_score_adj",
    ),
    "ShmSize": FieldNote(
        "--shm-size",
        "Bytes of the tmpfs at /dev/shm; 64 MiB without the flag.",
        "minidocker exec {c} df /dev/shm",
    ),
    "Sysctls": FieldNote(
        "--sysctl",
        "Kernel parameters of the container's own namespaces, such as net.*; those of the whole host are refused.",
        "minidocker exec {c} sysctl -a",
    ),
    "Init": FieldNote(
        "--init",
        "Process 1 is a small init (docker-init, which is tini): it passes signals on and reaps orphans. The program is its "
        "child.",
        "minidocker top {c}",
    ),
    "Runtime": FieldNote(
        "--runtime",
        "The OCI runtime that starts the process, instead of runc; the engine's configuration lists them.",
        _inspect("Runtime"),
    ),
    "Isolation": FieldNote(
        "--isolation", "Windows: process or hyperv. On Linux only default is valid.", _inspect("Isolation")
    ),
}
