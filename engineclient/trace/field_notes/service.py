"""Notes on fields of the bodies that create and update services."""

from __future__ import annotations

from typing import Final

from engineclient.trace.field_notes.container import CONFIG
from engineclient.trace.field_notes.host import MOUNT
from engineclient.trace.field_notes.model import FieldNote, below

__all__ = ["SERVICE", "SERVICE_UPDATE"]

_TASKS: Final = "minidocker service ps {c}"
_FIVE_SECONDS: Final = "5000000000"


def _spec(field: str) -> str:
    return f"minidocker service inspect -f '{{{{json .Spec.{field}}}}}' {{c}}"


def _container(field: str) -> str:
    return _spec(f"TaskTemplate.ContainerSpec.{field}")


_CONTAINER: Final = {
    "Image": FieldNote(
        "--image",
        "The image of the tasks. The client has asked the registry for its digest, so that every node runs the same.",
        _TASKS,
    ),
    "Labels": FieldNote(
        "--container-label",
        "Labels of the containers, apart from those of the service.",
        _container("Labels"),
    ),
    "Command": FieldNote(
        "--entrypoint", "Replaces the image's entrypoint in every task.", _container("Command")
    ),
    "Args": FieldNote("--args", "The arguments behind the entrypoint.", _container("Args")),
    "Hostname": FieldNote(
        "--hostname",
        "The name of the containers. A template such as {{.Node.Hostname}} differs by task.",
        _container("Hostname"),
    ),
    "Env": FieldNote("-e, --env, --env-file", "Variables of the processes.", _container("Env")),
    "Dir": FieldNote("-w, --workdir", "The directory that the processes start in.", _container("Dir")),
    "User": FieldNote("-u, --user", "The processes run with this user and group id.", _container("User")),
    "Groups": FieldNote("--group", "Further groups of the processes.", _container("Groups")),
    "Privileges.CredentialSpec": FieldNote(
        "--credential-spec",
        "Windows: an account of Active Directory for the containers.",
        _container("Privileges"),
    ),
    "Init": FieldNote("--init", "An init runs as process 1: it reaps zombies and passes signals on."),
    "StopSignal": FieldNote(
        "--stop-signal", "The signal that ends a task, instead of SIGTERM.", _container("StopSignal")
    ),
    "StopGracePeriod": FieldNote(
        "--stop-grace-period",
        "After the signal the node waits so long before SIGKILL.",
        _container("StopGracePeriod"),
    ),
    "TTY": FieldNote("-t, --tty", "Each container has a pseudo-terminal.", _container("TTY")),
    "ReadOnly": FieldNote(
        "--read-only", "The root file system is mounted read-only.", _container("ReadOnly")
    ),
    "Mounts": FieldNote(
        "--mount",
        "Each node mounts it by itself: a volume of that name is another one on every node, a directory must be there.",
        _container("Mounts"),
    ),
    **below("Mounts.[]", MOUNT),
    "Hosts": FieldNote(
        "--host", "Lines that the nodes add to /etc/hosts of the containers.", _container("Hosts")
    ),
    "DNSConfig.Nameservers": FieldNote(
        "--dns", "DNS servers, instead of the nodes' own.", _container("DNSConfig")
    ),
    "DNSConfig.Search": FieldNote(
        "--dns-search", "The domains that are tried behind a bare name.", _container("DNSConfig")
    ),
    "DNSConfig.Options": FieldNote(
        "--dns-option", "The line options in the containers' resolv.conf.", _container("DNSConfig")
    ),
    "Isolation": FieldNote("--isolation", "Windows: process or hyperv.", _container("Isolation")),
    "Sysctls": FieldNote(
        "--sysctl", "Values of the kernel for the containers' namespaces.", _container("Sysctls")
    ),
    "CapabilityAdd": FieldNote(
        "--cap-add", "Parts of root's power that the processes get in addition.", _container("CapabilityAdd")
    ),
    "CapabilityDrop": FieldNote(
        "--cap-drop", "Parts of root's power that are taken from the processes.", _container("CapabilityDrop")
    ),
    "Ulimits": FieldNote(
        "--ulimit", "Limits that the kernel holds each process to (setrlimit).", _container("Ulimits")
    ),
    "OomScoreAdj": FieldNote(
        "--oom-score-adj",
        "When memory runs out on the node, the kernel ends processes with high numbers first.",
        _container("OomScoreAdj"),
    ),
    "Secrets": FieldNote(
        "--secret",
        "The node puts the content into a file in memory, below /run/secrets. No environment and no image holds it.",
        _container("Secrets"),
    ),
    "Configs": FieldNote(
        "--config", "The node puts the content into a file of the container.", _container("Configs")
    ),
}

_HEALTH: Final = {path: note for path, note in CONFIG.items() if path.startswith("Healthcheck.")}

_RESOURCES: Final = {
    "Limits.NanoCPUs": FieldNote(
        "--limit-cpu", "cpu.max of each container's cgroup: so much CPU time, and no more."
    ),
    "Limits.MemoryBytes": FieldNote(
        "--limit-memory", "memory.max of each container's cgroup: beyond it the kernel kills a process."
    ),
    "Limits.Pids": FieldNote(
        "--limit-pids", "pids.max of each container's cgroup: so many processes and threads."
    ),
    "Reservations.NanoCPUs": FieldNote(
        "--reserve-cpu",
        "The scheduler looks for a node that has so much CPU left to promise; nothing is enforced.",
    ),
    "Reservations.MemoryBytes": FieldNote(
        "--reserve-memory",
        "The scheduler looks for a node that has so much memory left to promise; nothing is enforced.",
    ),
    "Reservations.GenericResources": FieldNote(
        "--generic-resource",
        "The scheduler looks for a node that has announced such things, for example GPUs.",
    ),
}

_RESTART: Final = {
    "Condition": FieldNote(
        "--restart-condition",
        "When a task that has ended gets a successor: any, on-failure, or none.",
        _TASKS,
        "any",
    ),
    "Delay": FieldNote("--restart-delay", "The pause before the successor starts.", _TASKS, _FIVE_SECONDS),
    "MaxAttempts": FieldNote(
        "--restart-max-attempts", "After so many successors the swarm gives up.", _TASKS
    ),
    "Window": FieldNote(
        "--restart-window", "Only what has ended within this time counts as an attempt.", _TASKS
    ),
}

_PLACEMENT: Final = {
    "Constraints": FieldNote(
        "--constraint", "Only nodes that fit get tasks. If none fits, the tasks stay pending.", _TASKS
    ),
    "Preferences": FieldNote(
        "--placement-pref", "Tasks are spread evenly over the values of this label of the nodes.", _TASKS
    ),
    "MaxReplicas": FieldNote(
        "--replicas-max-per-node", "No node gets more tasks of the service than that.", _TASKS
    ),
}

_MODE: Final = {
    "Replicated.Replicas": FieldNote(
        "--mode, --replicas",
        "The orchestrator keeps so many tasks running: it makes missing ones, and ends others.",
        _TASKS,
    ),
    "Global": FieldNote("--mode", "One task on every node, also on those that join later.", _TASKS),
    "ReplicatedJob": FieldNote(
        "--mode", "A job: tasks that are to end by themselves, and have no successors then.", _TASKS
    ),
    "ReplicatedJob.MaxConcurrent": FieldNote(
        "--max-concurrent, --replicas", "No more tasks of the job than that run at once.", _TASKS
    ),
    "ReplicatedJob.TotalCompletions": FieldNote(
        "--replicas", "The job is done when so many tasks have ended well.", _TASKS
    ),
    "GlobalJob": FieldNote("--mode", "A job: one task on every node, which is to end by itself.", _TASKS),
}


def _rollout(kind: str, what: str) -> dict[str, FieldNote]:
    """The notes of UpdateConfig or RollbackConfig."""
    see = _spec(what)
    return {
        "Parallelism": FieldNote(
            f"--{kind}-parallelism", "So many tasks are replaced at a time; 0 is all.", see, "1"
        ),
        "Delay": FieldNote(f"--{kind}-delay", "The pause between one group of tasks and the next.", see),
        "FailureAction": FieldNote(
            f"--{kind}-failure-action",
            "What follows when too many new tasks fail: pause, continue, or rollback.",
            see,
            "pause",
        ),
        "Monitor": FieldNote(
            f"--{kind}-monitor", "A new task that ends within this time counts as failed.", see, _FIVE_SECONDS
        ),
        "MaxFailureRatio": FieldNote(
            f"--{kind}-max-failure-ratio", "Which part of the new tasks may fail before that happens.", see
        ),
        "Order": FieldNote(
            f"--{kind}-order",
            "stop-first: the old task ends first. start-first: both run for a moment.",
            see,
            "stop-first",
        ),
    }


_ENDPOINT: Final = {
    "Mode": FieldNote(
        "--endpoint-mode",
        "vip: the service's name stands for one virtual address, and the kernel spreads connections over the tasks. dnsrr: "
        "the name stands for the addresses of all tasks.",
        "minidocker service inspect -f '{{json .Endpoint}}' {c}",
        "vip",
    ),
    "Ports": FieldNote(
        "-p, --publish",
        "ingress: every node listens on the port and passes connections on to a task, wherever it is. host: only nodes that "
        "have a task listen.",
        "minidocker service inspect -f '{{json .Endpoint.Ports}}' {c}",
    ),
}

_TEMPLATE: Final = {
    **below("ContainerSpec", {**_CONTAINER, **_HEALTH}),
    **below("Resources", _RESOURCES),
    **below("RestartPolicy", _RESTART),
    **below("Placement", _PLACEMENT),
    "Networks": FieldNote(
        "--network",
        "The tasks' containers are connected to it; the service's name is in its DNS.",
        _spec("TaskTemplate.Networks"),
    ),
    "LogDriver": FieldNote(
        "--log-driver, --log-opt",
        "Where the nodes send the containers' output.",
        _spec("TaskTemplate.LogDriver"),
    ),
    "LogDriver.Options": FieldNote(
        "--log-opt", "Options of the log driver.", _spec("TaskTemplate.LogDriver")
    ),
    "ForceUpdate": FieldNote(
        "--force",
        "A new number makes the template another one, so that all tasks are replaced although nothing else changed.",
        _TASKS,
    ),
}

_ALL: Final = {
    "Name": FieldNote(
        "--name",
        "The name of the service, which is also its name in the DNS of its networks.",
        "minidocker service ls",
    ),
    "Labels": FieldNote(
        "-l, --label", "Keys and values stored with the service; filters read them.", _spec("Labels")
    ),
    **below("TaskTemplate", _TEMPLATE),
    **below("Mode", _MODE),
    **below("UpdateConfig", _rollout("update", "UpdateConfig")),
    **below("RollbackConfig", _rollout("rollback", "RollbackConfig")),
    **below("EndpointSpec", _ENDPOINT),
}

_OF_UPDATE: Final = ("--image", "--args", "--force")

SERVICE: Final = {path: note for path, note in _ALL.items() if note.flags not in _OF_UPDATE}

_LISTS: Final = frozenset(
    (
        *(
            "config",
            "constraint",
            "container-label",
            "dns",
            "dns-option",
            "dns-search",
            "env",
            "generic-resource",
        ),
        *(
            "group",
            "host",
            "label",
            "mount",
            "network",
            "placement-pref",
            "publish",
            "secret",
            "sysctl",
            "ulimit",
        ),
    )
)
"""The flags of create that are two flags of update, which add to what there is and remove from it."""


def _of_update(note: FieldNote) -> FieldNote:
    flags: list[str] = []
    for flag in note.flags.split(", "):
        name = flag.removeprefix("--")
        if name in _LISTS:
            flags += [f"{flag}-add", f"{flag}-rm"]
        elif flag not in ("-e", "-l", "-p", "--env-file", "--mode"):
            flags.append(flag)
    return note._replace(flags=", ".join(flags or [note.flags]))


SERVICE_UPDATE: Final = {
    "?rollback": FieldNote(
        "--rollback",
        "The swarm goes back to the specification before the last update, which it has kept.",
        _TASKS,
    ),
    **{path: _of_update(note) for path, note in _ALL.items()},
}
