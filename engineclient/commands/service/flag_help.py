"""The help of the flags of `service create` and `service update`."""

from __future__ import annotations

from typing import Final

from engineclient.cli.option_flags import Words

_MILLISECONDS: Final = "(ms|s|m|h)"
_NANOSECONDS: Final = "(ns|us|ms|s|m|h)"

_HEALTH: Final = {
    "health_cmd": Words("string", "Command that checks whether a container is healthy"),
    "health_interval": Words("duration", f"Time between two checks {_MILLISECONDS}"),
    "health_retries": Words("int", "Failed checks in a row that make a container unhealthy"),
    "health_start_interval": Words(
        "duration", f"Time between two checks while a container starts {_MILLISECONDS}"
    ),
    "health_start_period": Words("duration", f"Time to start before failed checks count {_MILLISECONDS}"),
    "health_timeout": Words("duration", f"Time a check may take {_MILLISECONDS}"),
}


def _rollout(kind: str, noun: str) -> dict[str, Words]:
    actions = '("pause", "continue")' if kind == "rollback" else '("pause", "continue", "rollback")'
    return {
        f"{kind}_delay": Words("duration", f"Delay between the tasks of {noun} {_NANOSECONDS}"),
        f"{kind}_failure_action": Words("string", f"What to do if {noun} fails {actions}"),
        f"{kind}_max_failure_ratio": Words("float", f"Fraction of tasks that may fail in {noun} (0 to 1)"),
        f"{kind}_monitor": Words(
            "duration", f"Time to watch each new task of {noun} for failures {_NANOSECONDS}"
        ),
        f"{kind}_order": Words("string", f'Order of {noun} ("start-first", "stop-first")'),
        f"{kind}_parallelism": Words("uint", f"Number of tasks replaced at once in {noun} (0 for all)"),
    }


_ROLLOUT_DEFAULTS: Final = {
    "delay": "0s",
    "failure_action": '"pause"',
    "max_failure_ratio": "0",
    "monitor": "5s",
    "order": '"stop-first"',
    "parallelism": "1",
}

_COMMON: Final = {
    "cap_add": Words("list", "Add a Linux capability"),
    "cap_drop": Words("list", "Drop a Linux capability"),
    "credential_spec": Words("credential-spec", "Credential spec of a managed service account (Windows)"),
    "detach": Words("", "Exit immediately instead of waiting for the service to converge"),
    "endpoint_mode": Words(
        "string", "What the service's name resolves to: one address (vip) or those of its tasks (dnsrr)"
    ),
    "entrypoint": Words("command", "Entrypoint, instead of the image's"),
    **_HEALTH,
    "hostname": Words("string", "Host name of the containers"),
    "init": Words("", "Run an init process in each container, which forwards signals and reaps processes"),
    "isolation": Words("string", "Isolation mode of the containers"),
    "limit_cpu": Words("decimal", "CPU limit of each task"),
    "limit_memory": Words("bytes", "Memory limit of each task"),
    "limit_pids": Words("int", "Process limit of each task (default 0 = unlimited)"),
    "log_driver": Words("string", "Log driver of the service"),
    "log_opt": Words("list", "Option for the log driver"),
    "max_concurrent": Words(
        "uint", "Number of tasks of a job that run at the same time (default equal to --replicas)"
    ),
    "no_healthcheck": Words("", "Do not check the health of containers"),
    "no_resolve_image": Words("", "Do not query the registry for the digest and the platforms of the image"),
    "oom_score_adj": Words("int", "Adjust the OOM score (-1000 to 1000)"),
    "quiet": Words("", "Show no progress"),
    "read_only": Words("", "Mount the containers' root file systems read-only"),
    "replicas": Words("uint", "Number of tasks"),
    "replicas_max_per_node": Words("uint", "Maximum number of tasks on a node (default 0 = unlimited)"),
    "reserve_cpu": Words("decimal", "CPUs to reserve for a task"),
    "reserve_memory": Words("bytes", "Memory to reserve for a task"),
    "restart_condition": Words(
        "string", 'When a task is replaced after its end ("none", "on-failure", "any")'
    ),
    "restart_delay": Words("duration", f"Time before a task is replaced {_NANOSECONDS}"),
    "restart_max_attempts": Words("uint", "Maximum number of times a task is replaced"),
    "restart_window": Words("duration", f"Time window in which replacements are counted {_NANOSECONDS}"),
    **_rollout("rollback", "a rollback"),
    "stop_grace_period": Words("duration", f"Time before a container is killed {_NANOSECONDS}"),
    "stop_signal": Words("string", "Signal that stops a container"),
    "tty": Words("", "Give the containers a terminal"),
    **_rollout("update", "an update"),
    "user": Words("string", "User to run as: name or UID[:group or GID]"),
    "with_registry_auth": Words("", "Send the nodes the credentials for the registry"),
    "workdir": Words("string", "Working directory in the containers"),
}

_CREATE_DEFAULTS: Final = {
    "endpoint_mode": '"vip"',
    "restart_condition": '"any"',
    "restart_delay": "5s",
    "stop_grace_period": "10s",
    **{
        f"{kind}_{name}": shown
        for kind in ("rollback", "update")
        for name, shown in _ROLLOUT_DEFAULTS.items()
    },
}

CREATE_WORDS: Final = {
    **{name: words.replace(shown=_CREATE_DEFAULTS.get(name, words.shown)) for name, words in _COMMON.items()},
    "config": Words("config", "Config to mount in the containers"),
    "constraint": Words("list", "Constraint that nodes must meet (such as node.labels.disk==ssd)"),
    "container_label": Words("list", "Label of the containers"),
    "dns": Words("list", "DNS server"),
    "dns_option": Words("list", "Option for DNS"),
    "dns_search": Words("list", "Search domain for DNS"),
    "env": Words("list", "Environment variable"),
    "env_file": Words("list", "File of environment variables"),
    "generic_resource": Words("list", "User-defined resource to reserve"),
    "group": Words("list", "Additional group of the containers' user"),
    "host": Words("list", "Host name and its address (host:ip)"),
    "label": Words("list", "Label of the service"),
    "mode": Words("string", 'Mode ("replicated", "global", "replicated-job", "global-job")', '"replicated"'),
    "mount": Words("mount", "Volume, bind mount or tmpfs to mount in the containers"),
    "name": Words("string", "Name of the service"),
    "network": Words("network", "Network to connect to"),
    "placement_pref": Words(
        "pref", "Preference for the distribution of tasks (such as spread=node.labels.zone)"
    ),
    "publish": Words("port", "Publish a port"),
    "secret": Words("secret", "Secret to mount in the containers"),
    "sysctl": Words("list", "Kernel parameter of the containers"),
    "ulimit": Words("ulimit", "Ulimit of the containers", "[]"),
}

UPDATE_WORDS: Final = {
    **_COMMON,
    "health_start_interval": Words("duration", "Accepted for compatibility with docker, without effect"),
    "max_concurrent": Words("uint", "Accepted for compatibility with docker, without effect"),
    "args": Words("command", "Arguments of the command"),
    "config_add": Words("config", "Add or change a config"),
    "config_rm": Words("list", "Remove a config"),
    "constraint_add": Words("list", "Add a constraint that nodes must meet"),
    "constraint_rm": Words("list", "Remove a constraint"),
    "container_label_add": Words("list", "Add or change a label of the containers"),
    "container_label_rm": Words("list", "Remove a label of the containers by its key"),
    "dns_add": Words("list", "Add a DNS server"),
    "dns_option_add": Words("list", "Add an option for DNS"),
    "dns_option_rm": Words("list", "Remove an option for DNS"),
    "dns_rm": Words("list", "Remove a DNS server"),
    "dns_search_add": Words("list", "Add a search domain for DNS"),
    "dns_search_rm": Words("list", "Remove a search domain for DNS"),
    "env_add": Words("list", "Add or change an environment variable"),
    "env_rm": Words("list", "Remove an environment variable"),
    "force": Words("", "Replace all tasks, even if nothing else changes"),
    "generic_resource_add": Words("list", "Add a user-defined resource to reserve"),
    "generic_resource_rm": Words("list", "Remove a user-defined resource to reserve"),
    "group_add": Words("list", "Add a group of the containers' user"),
    "group_rm": Words("list", "Remove a group of the containers' user"),
    "host_add": Words("list", "Add a host name and its address (host:ip)"),
    "host_rm": Words("list", "Remove a host name and its address (host:ip)"),
    "image": Words("string", "Image of the service"),
    "label_add": Words("list", "Add or change a label of the service"),
    "label_rm": Words("list", "Remove a label of the service by its key"),
    "mount_add": Words("mount", "Add or change a mount"),
    "mount_rm": Words("list", "Remove a mount by its path in the container"),
    "network_add": Words("network", "Add a network"),
    "network_rm": Words("list", "Remove a network"),
    "placement_pref_add": Words("pref", "Add a preference for the distribution of tasks"),
    "placement_pref_rm": Words("pref", "Remove a preference"),
    "publish_add": Words("port", "Add or change a published port"),
    "publish_rm": Words("port", "Remove a published port by the port in the container"),
    "rollback": Words("", "Return to the definition before the last update"),
    "secret_add": Words("secret", "Add or change a secret"),
    "secret_rm": Words("list", "Remove a secret"),
    "sysctl_add": Words("list", "Add or change a kernel parameter"),
    "sysctl_rm": Words("list", "Remove a kernel parameter"),
    "ulimit_add": Words("ulimit", "Add or change a ulimit", "[]"),
    "ulimit_rm": Words("list", "Remove a ulimit"),
}
