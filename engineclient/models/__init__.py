"""Typed views of the engine's JSON, and request bodies, in files by the tags of the Engine API.

    from engineclient.models import ContainerSummary, Healthcheck, Mount

Each is imported when it is first used.
"""

from __future__ import annotations

# Not imported from typing, which is slow
TYPE_CHECKING = False

if TYPE_CHECKING:
    from typing import Any

    from engineclient.models.auth_config import (
        AuthConfig as AuthConfig,
    )
    from engineclient.models.cluster import (
        ClusterObject as ClusterObject,
        DiscreteResource as DiscreteResource,
        Driver as Driver,
        DriverView as DriverView,
        GenericResource as GenericResource,
        GenericResourceView as GenericResourceView,
        JobIteration as JobIteration,
        NamedResource as NamedResource,
        ObjectCreated as ObjectCreated,
        ObjectVersion as ObjectVersion,
        PortView as PortView,
        ResourcesView as ResourcesView,
        TLSInfo as TLSInfo,
    )
    from engineclient.models.cluster_volumes import (
        AccessMode as AccessMode,
        CapacityRange as CapacityRange,
        ClusterVolume as ClusterVolume,
        ClusterVolumeSpec as ClusterVolumeSpec,
        InspectedAccessMode as InspectedAccessMode,
        InspectedClusterVolumeSpec as InspectedClusterVolumeSpec,
        MountVolume as MountVolume,
        Topology as Topology,
        TopologyRequirement as TopologyRequirement,
        TopologyView as TopologyView,
        VolumeSecret as VolumeSecret,
    )
    from engineclient.models.configs import (
        Config as Config,
        ConfigSpec as ConfigSpec,
    )
    from engineclient.models.container_answers import (
        Change as Change,
        ContainerCommitted as ContainerCommitted,
        ContainerCreated as ContainerCreated,
        ContainersPruned as ContainersPruned,
        ContainerUpdated as ContainerUpdated,
        ContainerWaited as ContainerWaited,
        PathStat as PathStat,
        Top as Top,
    )
    from engineclient.models.container_config import (
        ContainerConfig as ContainerConfig,
        Healthcheck as Healthcheck,
        NetworkingConfig as NetworkingConfig,
        UpdateConfig as UpdateConfig,
    )
    from engineclient.models.container_summary import (
        ContainerSummary as ContainerSummary,
        MountPoint as MountPoint,
        Port as Port,
    )
    from engineclient.models.containers import (
        ContainerInspect as ContainerInspect,
        ContainerState as ContainerState,
        Health as Health,
        HealthcheckResult as HealthcheckResult,
        NetworkSettings as NetworkSettings,
        PublishedPort as PublishedPort,
    )
    from engineclient.models.descriptors import (
        Descriptor as Descriptor,
        Platform as Platform,
    )
    from engineclient.models.disk_usage import (
        BuildCache as BuildCache,
        BuildCacheUsage as BuildCacheUsage,
        ContainersUsage as ContainersUsage,
        DiskUsage as DiskUsage,
        ImagesUsage as ImagesUsage,
        Usage as Usage,
        VolumesUsage as VolumesUsage,
    )
    from engineclient.models.distribution import (
        DistributionInspect as DistributionInspect,
    )
    from engineclient.models.endpoint_settings import (
        EndpointIPAM as EndpointIPAM,
        EndpointSettings as EndpointSettings,
    )
    from engineclient.models.exec import (
        ExecConfig as ExecConfig,
        ExecCreated as ExecCreated,
        ExecInspect as ExecInspect,
        ExecProcess as ExecProcess,
    )
    from engineclient.models.host_config import (
        BindOptions as BindOptions,
        DeviceMapping as DeviceMapping,
        DeviceRequest as DeviceRequest,
        HostConfig as HostConfig,
        ImageOptions as ImageOptions,
        LogConfig as LogConfig,
        Mount as Mount,
        PortBinding as PortBinding,
        Resources as Resources,
        RestartPolicy as RestartPolicy,
        ThrottleDevice as ThrottleDevice,
        TmpfsOptions as TmpfsOptions,
        Ulimit as Ulimit,
        VolumeDriver as VolumeDriver,
        VolumeOptions as VolumeOptions,
        WeightDevice as WeightDevice,
    )
    from engineclient.models.identity import (
        Attestation as Attestation,
        Identity as Identity,
        Signature as Signature,
        SignatureTimestamp as SignatureTimestamp,
        Signer as Signer,
    )
    from engineclient.models.images import (
        BuildCachePruned as BuildCachePruned,
        HistoryItem as HistoryItem,
        ImageDeleted as ImageDeleted,
        ImageInspect as ImageInspect,
        ImageManifest as ImageManifest,
        ImagesPruned as ImagesPruned,
        ImageSummary as ImageSummary,
        Progress as Progress,
        SearchResult as SearchResult,
    )
    from engineclient.models.info import (
        Info as Info,
    )
    from engineclient.models.inspected import (
        GraphDriver as GraphDriver,
        ImageConfig as ImageConfig,
        InspectedConfig as InspectedConfig,
        InspectedDevice as InspectedDevice,
        InspectedDeviceRequest as InspectedDeviceRequest,
        InspectedHealthcheck as InspectedHealthcheck,
        InspectedHostConfig as InspectedHostConfig,
        InspectedLogConfig as InspectedLogConfig,
        InspectedMount as InspectedMount,
        InspectedPortBinding as InspectedPortBinding,
        InspectedRestartPolicy as InspectedRestartPolicy,
        InspectedThrottleDevice as InspectedThrottleDevice,
        InspectedUlimit as InspectedUlimit,
        InspectedWeightDevice as InspectedWeightDevice,
        Storage as Storage,
    )
    from engineclient.models.inspected_task import (
        InspectedAttachment as InspectedAttachment,
        InspectedConfigReference as InspectedConfigReference,
        InspectedContainerSpec as InspectedContainerSpec,
        InspectedFileTarget as InspectedFileTarget,
        InspectedPlacement as InspectedPlacement,
        InspectedPluginSpec as InspectedPluginSpec,
        InspectedPrivileges as InspectedPrivileges,
        InspectedSecretReference as InspectedSecretReference,
        InspectedTaskResources as InspectedTaskResources,
        InspectedTaskRestartPolicy as InspectedTaskRestartPolicy,
        InspectedTaskSpec as InspectedTaskSpec,
    )
    from engineclient.models.networks import (
        IPAM as IPAM,
        ConfigFrom as ConfigFrom,
        ConfigReference as ConfigReference,
        EndpointConfig as EndpointConfig,
        EndpointIPAMConfig as EndpointIPAMConfig,
        IPAMConfig as IPAMConfig,
        IPAMPool as IPAMPool,
        IPAMPoolConfig as IPAMPoolConfig,
        NetworkConfig as NetworkConfig,
        NetworkContainer as NetworkContainer,
        NetworkCreated as NetworkCreated,
        NetworkInspect as NetworkInspect,
        NetworkService as NetworkService,
        NetworksPruned as NetworksPruned,
        NetworkStatus as NetworkStatus,
        NetworkSummary as NetworkSummary,
        NetworkTask as NetworkTask,
        Peer as Peer,
        SubnetStatus as SubnetStatus,
    )
    from engineclient.models.nodes import (
        EngineDescription as EngineDescription,
        Node as Node,
        NodeDescription as NodeDescription,
        NodeSpec as NodeSpec,
    )
    from engineclient.models.plugins import (
        Plugin as Plugin,
        PluginConfig as PluginConfig,
        PluginDevice as PluginDevice,
        PluginMount as PluginMount,
        PluginPrivilege as PluginPrivilege,
        PluginSettings as PluginSettings,
        Privilege as Privilege,
    )
    from engineclient.models.secrets import (
        Secret as Secret,
        SecretSpec as SecretSpec,
    )
    from engineclient.models.service_spec import (
        EndpointPort as EndpointPort,
        EndpointSpec as EndpointSpec,
        Replicated as Replicated,
        ReplicatedJob as ReplicatedJob,
        RolloutConfig as RolloutConfig,
        ServiceMode as ServiceMode,
        ServiceSpec as ServiceSpec,
    )
    from engineclient.models.services import (
        InspectedEndpointSpec as InspectedEndpointSpec,
        InspectedRollout as InspectedRollout,
        InspectedServiceMode as InspectedServiceMode,
        InspectedServiceSpec as InspectedServiceSpec,
        Service as Service,
        ServiceCreated as ServiceCreated,
        ServiceUpdated as ServiceUpdated,
    )
    from engineclient.models.stats import (
        BlkioEntry as BlkioEntry,
        BlkioStats as BlkioStats,
        CpuStats as CpuStats,
        CpuUsage as CpuUsage,
        MemoryStats as MemoryStats,
        NetworkStats as NetworkStats,
        PidsStats as PidsStats,
        Stats as Stats,
        StorageStats as StorageStats,
        Throttling as Throttling,
    )
    from engineclient.models.swarm import (
        CAConfig as CAConfig,
        Cluster as Cluster,
        DispatcherConfig as DispatcherConfig,
        EncryptionConfig as EncryptionConfig,
        ExternalCA as ExternalCA,
        InspectedSwarmSpec as InspectedSwarmSpec,
        OrchestrationConfig as OrchestrationConfig,
        RaftConfig as RaftConfig,
        SwarmInit as SwarmInit,
        SwarmInspect as SwarmInspect,
        SwarmJoin as SwarmJoin,
        SwarmSpec as SwarmSpec,
        TaskDefaults as TaskDefaults,
        UnlockKey as UnlockKey,
    )
    from engineclient.models.system import (
        Actor as Actor,
        Authenticated as Authenticated,
        Component as Component,
        Event as Event,
        Ping as Ping,
        Version as Version,
    )
    from engineclient.models.task_spec import (
        AppArmorOpts as AppArmorOpts,
        AttachmentSpec as AttachmentSpec,
        ContainerSpec as ContainerSpec,
        CredentialSpec as CredentialSpec,
        DNSConfig as DNSConfig,
        FileTarget as FileTarget,
        Limits as Limits,
        NetworkAttachment as NetworkAttachment,
        Placement as Placement,
        PlacementPreference as PlacementPreference,
        PluginPrivilegeGrant as PluginPrivilegeGrant,
        PluginSpec as PluginSpec,
        Privileges as Privileges,
        Reservations as Reservations,
        SeccompOpts as SeccompOpts,
        SecretReference as SecretReference,
        SELinuxContext as SELinuxContext,
        SpreadOver as SpreadOver,
        SwarmConfigReference as SwarmConfigReference,
        TaskPlatform as TaskPlatform,
        TaskResources as TaskResources,
        TaskRestartPolicy as TaskRestartPolicy,
        TaskSpec as TaskSpec,
    )
    from engineclient.models.tasks import (
        ClusterIPAM as ClusterIPAM,
        ClusterNetwork as ClusterNetwork,
        Task as Task,
        TaskAttachment as TaskAttachment,
        TaskStatus as TaskStatus,
    )
    from engineclient.models.volumes import (
        Volume as Volume,
        VolumeConfig as VolumeConfig,
        VolumeList as VolumeList,
        VolumesPruned as VolumesPruned,
    )

# The names that each file defines
_FILES = {
    "auth_config": "AuthConfig",
    "cluster": (
        "ClusterObject DiscreteResource Driver DriverView GenericResource GenericResourceView "
        "JobIteration NamedResource ObjectCreated ObjectVersion PortView ResourcesView TLSInfo"
    ),
    "cluster_volumes": (
        "AccessMode CapacityRange ClusterVolume ClusterVolumeSpec InspectedAccessMode "
        "InspectedClusterVolumeSpec MountVolume Topology TopologyRequirement TopologyView VolumeSecret"
    ),
    "configs": "Config ConfigSpec",
    "container_answers": (
        "Change ContainerCommitted ContainerCreated ContainerUpdated ContainerWaited ContainersPruned "
        "PathStat Top"
    ),
    "container_config": "ContainerConfig Healthcheck NetworkingConfig UpdateConfig",
    "container_summary": "ContainerSummary MountPoint Port",
    "containers": "ContainerInspect ContainerState Health HealthcheckResult NetworkSettings PublishedPort",
    "descriptors": "Descriptor Platform",
    "disk_usage": "BuildCache BuildCacheUsage ContainersUsage DiskUsage ImagesUsage Usage VolumesUsage",
    "distribution": "DistributionInspect",
    "endpoint_settings": "EndpointIPAM EndpointSettings",
    "exec": "ExecConfig ExecCreated ExecInspect ExecProcess",
    "host_config": (
        "BindOptions DeviceMapping DeviceRequest HostConfig ImageOptions LogConfig Mount PortBinding "
        "Resources RestartPolicy ThrottleDevice TmpfsOptions Ulimit VolumeDriver VolumeOptions "
        "WeightDevice"
    ),
    "identity": "Attestation Identity Signature SignatureTimestamp Signer",
    "images": (
        "BuildCachePruned HistoryItem ImageDeleted ImageInspect ImageManifest ImageSummary ImagesPruned "
        "Progress SearchResult"
    ),
    "info": "Info",
    "inspected": (
        "GraphDriver ImageConfig InspectedConfig InspectedDevice InspectedDeviceRequest "
        "InspectedHealthcheck InspectedHostConfig InspectedLogConfig InspectedMount InspectedPortBinding "
        "InspectedRestartPolicy InspectedThrottleDevice InspectedUlimit InspectedWeightDevice Storage"
    ),
    "inspected_task": (
        "InspectedAttachment InspectedConfigReference InspectedContainerSpec InspectedFileTarget "
        "InspectedPlacement InspectedPluginSpec InspectedPrivileges InspectedSecretReference "
        "InspectedTaskResources InspectedTaskRestartPolicy InspectedTaskSpec"
    ),
    "networks": (
        "ConfigFrom ConfigReference EndpointConfig EndpointIPAMConfig IPAM IPAMConfig IPAMPool "
        "IPAMPoolConfig NetworkConfig NetworkContainer NetworkCreated NetworkInspect NetworkService "
        "NetworkStatus NetworkSummary NetworkTask NetworksPruned Peer SubnetStatus"
    ),
    "nodes": "EngineDescription Node NodeDescription NodeSpec",
    "plugins": "Plugin PluginConfig PluginDevice PluginMount PluginPrivilege PluginSettings Privilege",
    "secrets": "Secret SecretSpec",
    "service_spec": "EndpointPort EndpointSpec Replicated ReplicatedJob RolloutConfig ServiceMode ServiceSpec",
    "services": (
        "InspectedEndpointSpec InspectedRollout InspectedServiceMode InspectedServiceSpec Service "
        "ServiceCreated ServiceUpdated"
    ),
    "stats": (
        "BlkioEntry BlkioStats CpuStats CpuUsage MemoryStats NetworkStats PidsStats Stats StorageStats "
        "Throttling"
    ),
    "swarm": (
        "CAConfig Cluster DispatcherConfig EncryptionConfig ExternalCA InspectedSwarmSpec "
        "OrchestrationConfig RaftConfig SwarmInit SwarmInspect SwarmJoin SwarmSpec TaskDefaults UnlockKey"
    ),
    "system": "Actor Authenticated Component Event Ping Version",
    "task_spec": (
        "AppArmorOpts AttachmentSpec ContainerSpec CredentialSpec DNSConfig FileTarget Limits "
        "NetworkAttachment Placement PlacementPreference PluginPrivilegeGrant PluginSpec Privileges "
        "Reservations SELinuxContext SeccompOpts SecretReference SpreadOver SwarmConfigReference "
        "TaskPlatform TaskResources TaskRestartPolicy TaskSpec"
    ),
    "tasks": "ClusterIPAM ClusterNetwork Task TaskAttachment TaskStatus",
    "volumes": "Volume VolumeConfig VolumeList VolumesPruned",
}
_MODULES = {name: module for module, names in _FILES.items() for name in names.split()}


def __dir__() -> list[str]:
    return sorted({*globals(), *_MODULES})


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
