"""The lines of `info`, in docker's order and wording."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from engineclient.golang.durations import human_duration
from engineclient.golang.units import binary_size

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from engineclient.models.info import Info


def client_lines(client: Mapping[str, Any]) -> Iterator[str]:
    """The lines about the client, which need no engine."""
    yield "Client:"
    yield f" Version:    {client['Version']}"
    yield f" Context:    {client['Context']}"
    yield f" Debug Mode: {_yes(client['Debug'])}"


def server_lines(info: Info, *, user_name: str, debug: bool) -> Iterator[str]:
    """The lines about the engine; with `debug` also those of an engine in debug mode."""
    yield f" Containers: {info.containers}"
    yield f"  Running: {info.containers_running or 0}"
    yield f"  Paused: {info.containers_paused or 0}"
    yield f"  Stopped: {info.containers_stopped or 0}"
    yield f" Images: {info.images}"
    yield from _known(("Server Version", info.server_version), ("Storage Driver", info.driver))
    yield from (
        f"  {name}: {value}" for name, value, *_ in (pair for pair in info.driver_status if len(pair) > 1)
    )
    yield from _known(
        ("Logging Driver", info.logging_driver),
        ("Cgroup Driver", info.cgroup_driver),
        ("Cgroup Version", info.cgroup_version),
    )
    if info.plugins is not None:
        yield from _plugin_lines(info.plugins)
    yield from _list("CDI spec directories", info.cdi_spec_dirs)
    yield from _list("Discovered Devices", (f"{each.source}: {each.id}" for each in info.devices))
    yield from _swarm_lines(info.raw.get("Swarm") or {})
    if info.runtimes:
        yield f" Runtimes: {' '.join(sorted(info.runtimes))}"
        yield f" Default Runtime: {info.default_runtime or ''}"
    if info.os_type == "linux":
        yield from _linux_lines(info)
    if info.os_type == "windows":
        yield f" Default Isolation: {info.isolation or ''}"
    yield from _known(
        ("Kernel Version", info.kernel_version),
        ("Operating System", info.operating_system),
        ("OSType", info.os_type),
        ("Architecture", info.architecture),
    )
    yield f" CPUs: {info.cpus}"
    yield f" Total Memory: {binary_size(info.memory)}"
    yield from _known(("Name", info.name), ("ID", info.id))
    yield f" Docker Root Dir: {info.docker_root_dir or ''}"
    yield f" Debug Mode: {_yes(info.debug)}"
    if info.debug or debug:
        yield f"  File Descriptors: {info.file_descriptors or 0}"
        yield f"  Goroutines: {info.goroutines or 0}"
        yield f"  System Time: {info.system_time or ''}"
        yield f"  EventsListeners: {info.events_listeners or 0}"
    yield from _known(
        ("HTTP Proxy", info.http_proxy),
        ("HTTPS Proxy", info.https_proxy),
        ("No Proxy", info.no_proxy),
        ("Username", user_name),
    )
    yield from _list("Labels", info.labels)
    yield f" Experimental: {_yes(info.experimental)}"
    yield from _registry_lines(info)
    yield f" Live Restore Enabled: {_yes(info.live_restore)}"
    yield from _known(("Product License", info.product_license))
    if info.default_address_pools:
        yield " Default Address Pools:"
        for pool in info.default_address_pools:
            yield f"   Base: {pool.base}, Size: {pool.size}"


def _known(*facts: tuple[str, str | None]) -> Iterator[str]:
    return (f" {name}: {value}" for name, value in facts if value)


def _list(title: str, values: Iterable[str], indent: str = "  ") -> Iterator[str]:
    lines = [f"{indent}{value}" for value in values]
    if lines:
        yield f" {title}:"
        yield from lines


def _plugin_lines(plugins: Info.Plugins) -> Iterator[str]:
    yield " Plugins:"
    yield f"  Volume: {' '.join(plugins.volume)}"
    yield f"  Network: {' '.join(plugins.network)}"
    if plugins.authorization:
        yield f"  Authorization: {' '.join(plugins.authorization)}"
    yield f"  Log: {' '.join(plugins.log)}"


def _linux_lines(info: Info) -> Iterator[str]:
    yield f" Init Binary: {info.init_binary or ''}"
    commits = (("containerd", info.containerd_commit), ("runc", info.runc_commit), ("init", info.init_commit))
    for name, commit in commits:
        yield f" {name} version: {(commit and commit.id) or ''}"
    yield from _security_lines(info.security_options)


def _security_lines(options: Iterable[str]) -> Iterator[str]:
    """Options such as `name=seccomp,profile=builtin`; old engines send the name alone."""
    lines: list[str] = []
    for option in options:
        facts: dict[str, str] = {}
        for pair in option.split(","):
            key, _, facts[key] = pair.partition("=")
        lines.append(facts.get("name", option))
        if "profile" in facts:
            lines.append(f" Profile: {facts['profile']}")
    return _list("Security Options", lines)


def _registry_lines(info: Info) -> Iterator[str]:
    registry = info.registry
    if registry is None:
        return
    if registry.indexes or registry.insecure_cidrs:
        yield " Insecure Registries:"
        yield from (f"  {index.name}" for index in registry.indexes.values() if not index.secure)
        yield from (f"  {cidr}" for cidr in registry.insecure_cidrs)
    yield from _list("Registry Mirrors", registry.mirrors)


def _swarm_lines(swarm: Mapping[str, Any]) -> Iterator[str]:
    state = swarm.get("LocalNodeState", "")
    yield f" Swarm: {state}"
    if state in ("inactive", "locked"):
        return
    yield f"  NodeID: {swarm.get('NodeID', '')}"
    if swarm.get("Error"):
        yield f"  Error: {swarm['Error']}"
    yield f"  Is Manager: {_yes(swarm.get('ControlAvailable'))}"
    cluster: dict[str, Any] | None = swarm.get("Cluster")
    if cluster and swarm.get("ControlAvailable") and not swarm.get("Error") and state != "error":
        yield f"  ClusterID: {cluster.get('ID', '')}"
        yield f"  Managers: {swarm.get('Managers', 0)}"
        yield f"  Nodes: {swarm.get('Nodes', 0)}"
        yield from _cluster_lines(cluster)
    yield f"  Node Address: {swarm.get('NodeAddr', '')}"
    managers = sorted((each or {}).get("Addr") or "" for each in swarm.get("RemoteManagers") or ())
    if managers:
        yield "  Manager Addresses:"
        yield from (f"   {address}" for address in managers)


def _cluster_lines(cluster: Mapping[str, Any]) -> Iterator[str]:
    spec = cluster.get("Spec") or {}
    raft, authority = spec.get("Raft") or {}, spec.get("CAConfig") or {}
    if pools := cluster.get("DefaultAddrPool"):
        yield f"  Default Address Pool: {''.join(f'{pool}  ' for pool in pools)}"
        yield f"  SubnetSize: {cluster.get('SubnetSize', 0)}"
    if port := cluster.get("DataPathPort"):
        yield f"  Data Path Port: {port}"
    yield "  Orchestration:"
    retention = (spec.get("Orchestration") or {}).get("TaskHistoryRetentionLimit") or 0
    yield f"   Task History Retention Limit: {retention}"
    yield "  Raft:"
    yield f"   Snapshot Interval: {raft.get('SnapshotInterval', 0)}"
    if raft.get("KeepOldSnapshots") is not None:
        yield f"   Number of Old Snapshots to Retain: {raft['KeepOldSnapshots']}"
    yield f"   Heartbeat Tick: {raft.get('HeartbeatTick', 0)}"
    yield f"   Election Tick: {raft.get('ElectionTick', 0)}"
    yield "  Dispatcher:"
    period = (spec.get("Dispatcher") or {}).get("HeartbeatPeriod") or 0
    yield f"   Heartbeat Period: {human_duration(period)}"
    yield "  CA Configuration:"
    yield f"   Expiry Duration: {human_duration(authority.get('NodeCertExpiry') or 0)}"
    yield f"   Force Rotate: {authority.get('ForceRotate') or 0}"
    if certificate := (authority.get("SigningCACert") or "").strip():
        yield f"   Signing CA Certificate: \n{certificate}\n"
    if authority.get("ExternalCAs"):
        yield "   External CAs:"
        yield from (
            f"     {each.get('Protocol', '')}: {each.get('URL', '')}" for each in authority["ExternalCAs"]
        )
    locks = (spec.get("EncryptionConfig") or {}).get("AutoLockManagers")
    yield f"  Autolock Managers: {_yes(locks)}"
    yield f"  Root Rotation In Progress: {_yes(cluster.get('RootRotationInProgress'))}"


def _yes(value: object) -> str:
    return "true" if value else "false"
