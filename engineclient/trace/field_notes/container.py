"""Notes on fields of `POST /containers/create` outside HostConfig: settings of the process, which an image can have."""

from __future__ import annotations

from typing import Final

from engineclient.trace.field_notes.model import FieldNote, below

__all__ = ["CONFIG"]

_HEALTH: Final = "minidocker inspect -f '{{json .State.Health}}' {c}"

_HEALTHCHECK: Final = {
    "Test": FieldNote(
        "--health-cmd, --no-healthcheck",
        'The engine runs this command inside the container again and again: exit code 0 means healthy. ["NONE"] switches '
        "the image's own check off.",
        _HEALTH,
    ),
    "Interval": FieldNote(
        "--health-interval", "Nanoseconds from the end of one check to the start of the next.", _HEALTH
    ),
    "Timeout": FieldNote(
        "--health-timeout", "Nanoseconds after which a check is killed and counts as failed.", _HEALTH
    ),
    "Retries": FieldNote(
        "--health-retries",
        "The container is unhealthy after this many failed checks in a row. The engine only reports it and restarts "
        "nothing.",
        _HEALTH,
    ),
    "StartPeriod": FieldNote(
        "--health-start-period", "Nanoseconds after the start in which failed checks do not count.", _HEALTH
    ),
    "StartInterval": FieldNote(
        "--health-start-interval", "Nanoseconds between two checks during the start period.", _HEALTH
    ),
}

CONFIG: Final = {
    "?name": FieldNote(
        "--name",
        "The name belongs to this container until it is removed. On a network of your own it is also its name in DNS.",
        "minidocker ps --all --filter name={c}",
    ),
    "?platform": FieldNote(
        "--platform",
        "Selects one variant of a multi-platform image. For a foreign CPU the kernel needs an emulator in binfmt_misc.",
        "minidocker exec {c} uname -m",
    ),
    "Hostname": FieldNote(
        "-h, --hostname",
        "The host name in the container's UTS namespace. Without the flag it is the first 12 digits of the id.",
        "minidocker exec {c} hostname",
    ),
    "Domainname": FieldNote(
        "--domainname",
        "The NIS domain name in the container's UTS namespace.",
        "minidocker exec {c} cat /proc/sys/kernel/domainname",
    ),
    "User": FieldNote(
        "-u, --user",
        "The process runs with this user and group id. Names are looked up in the image's /etc/passwd; to the kernel only "
        "the number counts, and it is the same number on the host.",
        "minidocker exec {c} id",
    ),
    "AttachStdin": FieldNote(
        "-i, -a, --attach",
        "The client announces that it will attach to the input.",
        "minidocker inspect -f '{{.Config.AttachStdin}}' {c}",
    ),
    "AttachStdout": FieldNote(
        "-a, --attach, -d, --detach",
        "Whether the client will attach to the standard output. With -d it does not, and the output goes to the log alone.",
        "minidocker logs {c}",
    ),
    "AttachStderr": FieldNote(
        "-a, --attach, -d, --detach",
        "Whether the client will attach to the standard error. With -d it does not, and the output goes to the log alone.",
        "minidocker logs {c}",
    ),
    "Tty": FieldNote(
        "-t, --tty",
        "The process gets a pseudo-terminal: it can edit lines, show colours and learn the size of the window. Standard "
        "output and error become one stream without frames.",
        "minidocker exec {c} ls -l /proc/1/fd",
    ),
    "OpenStdin": FieldNote(
        "-i, --interactive",
        "The input of the process stays open, also while no client is attached. Without it the process reads the end of "
        "its input at once.",
        "minidocker exec {c} ls -l /proc/1/fd/0",
    ),
    "StdinOnce": FieldNote(
        "-i, --interactive",
        "The input is closed for good as soon as the first attached client leaves.",
        "minidocker inspect -f '{{.Config.StdinOnce}}' {c}",
    ),
    "Env": FieldNote(
        "-e, --env, --env-file",
        "Environment variables, added to those of the image. Whoever may inspect the container can read them: no place "
        "for passwords.",
        "minidocker inspect -f '{{.Config.Env}}' {c}",
    ),
    "ExposedPorts": FieldNote(
        "--expose, -p, --publish",
        "States which ports the program listens on. This alone opens nothing; -p and -P publish.",
        "minidocker inspect -f '{{json .Config.ExposedPorts}}' {c}",
    ),
    "Volumes": FieldNote(
        "-v, --volume",
        "A path without a source: the engine creates an anonymous volume and mounts it there. --rm and rm -v remove it; "
        "otherwise it stays.",
        "minidocker inspect -f '{{json .Mounts}}' {c}",
    ),
    "WorkingDir": FieldNote(
        "-w, --workdir",
        "The process starts in this directory. The engine creates it if the image has none of that name.",
        "minidocker exec {c} pwd",
    ),
    "Entrypoint": FieldNote(
        "--entrypoint",
        "Replaces the image's program and drops its default arguments; the words behind the image become the arguments.",
        "minidocker inspect -f '{{.Path}} {{.Args}}' {c}",
    ),
    "Labels": FieldNote(
        "-l, --label, --label-file",
        "Keys and values stored with the container. The engine does nothing with them; filters and other tools read them.",
        "minidocker inspect -f '{{json .Config.Labels}}' {c}",
    ),
    "StopSignal": FieldNote(
        "--stop-signal",
        "stop sends this signal first, instead of SIGTERM.",
        "minidocker inspect -f '{{.Config.StopSignal}}' {c}",
    ),
    "StopTimeout": FieldNote(
        "--stop-timeout",
        "Seconds that stop waits after its first signal before the kernel ends the process with SIGKILL. Without the flag "
        "it is 10.",
        "minidocker inspect -f '{{.Config.StopTimeout}}' {c}",
    ),
    **below("Healthcheck", _HEALTHCHECK),
}
