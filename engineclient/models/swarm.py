"""Swarms: views and request bodies. Source: Engine API, tag Swarm. Times are in nanoseconds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engineclient.models.body import Body, Json, wire
from engineclient.models.cluster import ClusterObject, Driver, DriverView, TLSInfo
from engineclient.models.view import Field, View, mapping, optional, required, sequence

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class InspectedSwarmSpec(View):
    """The settings of a swarm."""

    class Orchestration(View):
        """The number of old tasks to keep for each slot."""

        task_history_retention_limit: Field[int | None] = optional(int, "TaskHistoryRetentionLimit")

    class Raft(View):
        """The settings of the consensus among managers."""

        snapshot_interval: Field[int | None] = optional(int, "SnapshotInterval")  # log entries
        keep_old_snapshots: Field[int | None] = optional(int, "KeepOldSnapshots")
        log_entries_for_slow_followers: Field[int | None] = optional(int, "LogEntriesForSlowFollowers")
        election_tick: Field[int | None] = optional(int, "ElectionTick")
        heartbeat_tick: Field[int | None] = optional(int, "HeartbeatTick")

    class Dispatcher(View):
        """How often nodes report to the managers."""

        heartbeat_period: Field[int | None] = optional(int, "HeartbeatPeriod")

    class CAConfig(View):
        """The settings of the certificate authority. The signing key is never returned."""

        class ExternalCA(View):
            """A certificate authority outside the swarm."""

            protocol: Field[str | None] = optional(str, "Protocol")
            url: Field[str | None] = optional(str, "URL")
            options: Field[dict[str, str]] = mapping(str, "Options")
            ca_cert: Field[str | None] = optional(str, "CACert")  # PEM

        node_cert_expiry: Field[int | None] = optional(int, "NodeCertExpiry")
        external_cas: Field[list[InspectedSwarmSpec.CAConfig.ExternalCA]] = sequence(
            ExternalCA, "ExternalCAs"
        )
        signing_ca_cert: Field[str | None] = optional(str, "SigningCACert")
        signing_ca_key: Field[str | None] = optional(str, "SigningCAKey")
        force_rotate: Field[int | None] = optional(int, "ForceRotate")

    class Encryption(View):
        """Whether managers must be unlocked after a restart."""

        auto_lock_managers: Field[bool | None] = optional(bool, "AutoLockManagers")

    class TaskDefaults(View):
        """Defaults for settings of tasks that their service does not set."""

        log_driver: Field[DriverView | None] = optional(DriverView, "LogDriver")

    name: Field[str | None] = optional(str, "Name")
    labels: Field[dict[str, str]] = mapping(str, "Labels")
    orchestration: Field[Orchestration | None] = optional(Orchestration, "Orchestration")
    raft: Field[Raft | None] = optional(Raft, "Raft")
    dispatcher: Field[Dispatcher | None] = optional(Dispatcher, "Dispatcher")
    ca_config: Field[InspectedSwarmSpec.CAConfig | None] = optional(CAConfig, "CAConfig")
    encryption_config: Field[Encryption | None] = optional(Encryption, "EncryptionConfig")
    task_defaults: Field[InspectedSwarmSpec.TaskDefaults | None] = optional(TaskDefaults, "TaskDefaults")


class Cluster(ClusterObject):
    """A swarm as `GET /info` of a manager shows it."""

    spec: Field[InspectedSwarmSpec] = required(InspectedSwarmSpec, "Spec")
    tls_info: Field[TLSInfo | None] = optional(TLSInfo, "TLSInfo")
    root_rotation_in_progress: Field[bool | None] = optional(bool, "RootRotationInProgress")
    data_path_port: Field[int | None] = optional(int, "DataPathPort")
    default_addr_pool: Field[list[str]] = sequence(str, "DefaultAddrPool")
    subnet_size: Field[int | None] = optional(int, "SubnetSize")  # prefix length


class SwarmInspect(Cluster):
    """`GET /swarm`."""

    class JoinTokens(View):
        """The tokens with which nodes join the swarm."""

        worker: Field[str] = required(str, "Worker")
        manager: Field[str] = required(str, "Manager")

    join_tokens: Field[JoinTokens] = required(JoinTokens, "JoinTokens")


class UnlockKey(View):
    """`GET /swarm/unlockkey`; the key is "" unless managers must be unlocked after a restart."""

    unlock_key: Field[str | None] = optional(str, "UnlockKey")


class OrchestrationConfig(Body):
    """The number of old tasks to keep for each slot."""

    task_history_retention_limit: int | None = wire("TaskHistoryRetentionLimit")


class RaftConfig(Body):
    """The settings of the consensus among managers."""

    snapshot_interval: int | None = wire("SnapshotInterval")
    keep_old_snapshots: int | None = wire("KeepOldSnapshots")
    log_entries_for_slow_followers: int | None = wire("LogEntriesForSlowFollowers")
    election_tick: int | None = wire("ElectionTick")
    heartbeat_tick: int | None = wire("HeartbeatTick")


class DispatcherConfig(Body):
    """How often nodes report to the managers."""

    heartbeat_period: int | None = wire("HeartbeatPeriod")


class ExternalCA(Body):
    """A certificate authority outside the swarm. The protocol is `cfssl`."""

    protocol: str | None = wire("Protocol")
    url: str | None = wire("URL")
    options: Mapping[str, str] | None = wire("Options")
    ca_cert: str | None = wire("CACert")


class CAConfig(Body):
    """The settings of the certificate authority. Increasing `force_rotate` creates a new one."""

    node_cert_expiry: int | None = wire("NodeCertExpiry")
    external_cas: Sequence[ExternalCA | Json] | None = wire("ExternalCAs")
    signing_ca_cert: str | None = wire("SigningCACert")
    signing_ca_key: str | None = wire("SigningCAKey")
    force_rotate: int | None = wire("ForceRotate")


class EncryptionConfig(Body):
    """Whether managers must be unlocked after a restart."""

    auto_lock_managers: bool | None = wire("AutoLockManagers")


class TaskDefaults(Body):
    """Defaults for settings of tasks that their service does not set."""

    log_driver: Driver | Json | None = wire("LogDriver")


class SwarmSpec(Body):
    """The settings of a swarm. An update replaces all of them."""

    name: str | None = wire("Name")  # always `default`
    labels: Mapping[str, str] | None = wire("Labels")
    orchestration: OrchestrationConfig | Json | None = wire("Orchestration")
    raft: RaftConfig | Json | None = wire("Raft")
    dispatcher: DispatcherConfig | Json | None = wire("Dispatcher")
    ca_config: CAConfig | Json | None = wire("CAConfig")
    encryption_config: EncryptionConfig | Json | None = wire("EncryptionConfig")
    task_defaults: TaskDefaults | Json | None = wire("TaskDefaults")


class _Membership(Body):
    listen_addr: str | None = wire("ListenAddr")  # `address:port`, `interface:port`
    advertise_addr: str | None = wire("AdvertiseAddr")
    data_path_addr: str | None = wire("DataPathAddr")
    availability: str | None = wire("Availability")  # `active`, `pause`, `drain`


class SwarmInit(_Membership):
    """The settings for a new swarm and its first node."""

    data_path_port: int | None = wire("DataPathPort")  # 1024 to 49151; 0 is 4789
    default_addr_pool: Sequence[str] | None = wire("DefaultAddrPool")  # CIDR
    force_new_cluster: bool | None = wire("ForceNewCluster")
    subnet_size: int | None = wire("SubnetSize")
    auto_lock_managers: bool | None = wire("AutoLockManagers")
    spec: SwarmSpec | Json | None = wire("Spec")


class SwarmJoin(_Membership):
    """The settings for joining a swarm. `remote_addrs` are managers; the `join_token` decides the role."""

    remote_addrs: Sequence[str] | None = wire("RemoteAddrs")
    join_token: str | None = wire("JoinToken")
