"""The Go structs that docker 28 decodes inspected objects into. Templates find fields beyond them in the JSON."""

from __future__ import annotations

from typing import Final

from engineclient.golang.structs import Schema

# ruff: noqa: E501  # a struct a line

INSPECTED: Final = Schema("""
container.InspectResponse *ContainerJSONBase{ ID=Id Created Path Args:[]string State:*State Image ResolvConfPath HostnamePath HostsPath LogPath Name RestartCount:int Driver Platform MountLabel ProcessLabel AppArmorProfile ExecIDs:[]string HostConfig:*HostConfig GraphDriver:GraphDriver SizeRw:*int SizeRootFs:*int } Mounts:[]MountPoint Config:*Config NetworkSettings:*NetworkSettings ImageManifestDescriptor:*Descriptor
State Status Running:bool Paused:bool Restarting:bool OOMKilled:bool Dead:bool Pid:int ExitCode:int Error StartedAt FinishedAt Health:*Health
Health Status FailingStreak:int Log:[]*HealthcheckResult
HealthcheckResult Start:time End:time ExitCode:int Output
GraphDriver Data:map[]string Name
MountPoint Type Name Source Destination Driver Mode RW:bool Propagation
Descriptor MediaType=mediaType Digest=digest Size=size:int URLs=urls:[]string Annotations=annotations:map[]string Data=data Platform=platform:*Platform ArtifactType=artifactType
Platform Architecture=architecture OS=os OSVersion=os.version OSFeatures=os.features:[]string Variant=variant
Config Hostname Domainname User AttachStdin:bool AttachStdout:bool AttachStderr:bool ExposedPorts:map[nat.Port]empty Tty:bool OpenStdin:bool StdinOnce:bool Env:[]string Cmd:[]string Healthcheck:*Healthcheck ArgsEscaped:bool Image Volumes:map[]empty WorkingDir Entrypoint:[]string NetworkDisabled:bool MacAddress OnBuild:[]string Labels:map[]string StopSignal StopTimeout:*int Shell:[]string
Healthcheck Test:[]string Interval:duration Timeout:duration StartPeriod:duration StartInterval:duration Retries:int
HostConfig Binds:[]string ContainerIDFile LogConfig:LogConfig NetworkMode PortBindings:map[nat.Port][]PortBinding RestartPolicy:RestartPolicy AutoRemove:bool VolumeDriver VolumesFrom:[]string ConsoleSize:[]int Annotations:map[]string CapAdd:[]string CapDrop:[]string CgroupnsMode DNS=Dns:[]string DNSOptions=DnsOptions:[]string DNSSearch=DnsSearch:[]string ExtraHosts:[]string GroupAdd:[]string IpcMode Cgroup Links:[]string OomScoreAdj:int PidMode Privileged:bool PublishAllPorts:bool ReadonlyRootfs:bool SecurityOpt:[]string StorageOpt:map[]string Tmpfs:map[]string UTSMode UsernsMode ShmSize:int Sysctls:map[]string Runtime Isolation Resources{ CPUShares=CpuShares:int Memory:int NanoCPUs=NanoCpus:int CgroupParent BlkioWeight:int BlkioWeightDevice:[]*WeightDevice BlkioDeviceReadBps:[]*ThrottleDevice BlkioDeviceWriteBps:[]*ThrottleDevice BlkioDeviceReadIOps:[]*ThrottleDevice BlkioDeviceWriteIOps:[]*ThrottleDevice CPUPeriod=CpuPeriod:int CPUQuota=CpuQuota:int CPURealtimePeriod=CpuRealtimePeriod:int CPURealtimeRuntime=CpuRealtimeRuntime:int CpusetCpus CpusetMems Devices:[]DeviceMapping DeviceCgroupRules:[]string DeviceRequests:[]DeviceRequest KernelMemory:int KernelMemoryTCP:int MemoryReservation:int MemorySwap:int MemorySwappiness:*int OomKillDisable:*bool PidsLimit:*int Ulimits:[]*Ulimit CPUCount=CpuCount:int CPUPercent=CpuPercent:int IOMaximumIOps:int IOMaximumBandwidth:int } Mounts:[]Mount MaskedPaths:[]string ReadonlyPaths:[]string Init:*bool
LogConfig Type Config:map[]string
PortBinding HostIP=HostIp HostPort
RestartPolicy Name MaximumRetryCount:int
WeightDevice={Path}:{Weight} Path Weight:int
ThrottleDevice={Path}:{Rate} Path Rate:int
DeviceMapping PathOnHost PathInContainer CgroupPermissions
DeviceRequest Driver Count:int DeviceIDs:[]string Capabilities:[][]string Options:map[]string
Ulimit={Name}={Soft}:{Hard} Name Hard:int Soft:int
Mount Type Source Target ReadOnly:bool Consistency BindOptions:*any VolumeOptions:*any ImageOptions:*any TmpfsOptions:*any ClusterOptions:*any
NetworkSettings NetworkSettingsBase{ Bridge SandboxID SandboxKey Ports:map[nat.Port][]PortBinding HairpinMode:bool LinkLocalIPv6Address LinkLocalIPv6PrefixLen:int SecondaryIPAddresses:[]Address SecondaryIPv6Addresses:[]Address } DefaultNetworkSettings{ EndpointID Gateway GlobalIPv6Address GlobalIPv6PrefixLen:int IPAddress IPPrefixLen:int IPv6Gateway MacAddress } Networks:map[]*Endpoint
Address Addr PrefixLen:int
Endpoint IPAMConfig:*EndpointIPAM Links:[]string Aliases:[]string MacAddress DriverOpts:map[]string GwPriority:int NetworkID EndpointID Gateway IPAddress IPPrefixLen:int IPv6Gateway GlobalIPv6Address GlobalIPv6PrefixLen:int DNSNames:[]string
EndpointIPAM IPv4Address IPv6Address LinkLocalIPs:[]string
image.InspectResponse ID=Id RepoTags:[]string RepoDigests:[]string Parent Comment Created? Container? ContainerConfig:*Config? DockerVersion Author Config:*ImageConfig Architecture Variant? Os OsVersion? Size:int VirtualSize:int? GraphDriver:GraphDriver RootFS:RootFS Metadata:Metadata Descriptor:*Descriptor? Manifests:[]any?
ImageConfig ImageConfig{ User? ExposedPorts:map[]empty? Env:[]string? Entrypoint:[]string? Cmd:[]string? Volumes:map[]empty? WorkingDir? Labels:map[]string? StopSignal? ArgsEscaped:bool? } DockerOCIImageConfigExt{ Healthcheck:*Healthcheck? OnBuild:[]string? Shell:[]string? }
RootFS Type Layers:[]string
Metadata LastTagTime:time
network.Inspect Name ID=Id Created:time Scope Driver EnableIPv4:bool EnableIPv6:bool IPAM:IPAM Internal:bool Attachable:bool Ingress:bool ConfigFrom:ConfigReference ConfigOnly:bool Containers:map[]EndpointResource Options:map[]string Labels:map[]string Peers:[]Peer Services:map[]any
IPAM Driver Options:map[]string Config:[]IPAMConfig
IPAMConfig Subnet IPRange Gateway AuxAddress=AuxiliaryAddresses:map[]string
ConfigReference Network
EndpointResource Name EndpointID MacAddress IPv4Address IPv6Address
Peer Name IP
volume.Volume ClusterVolume:*any CreatedAt Driver Labels:map[]string Mountpoint Name Options:map[]string Scope Status:map[]any UsageData:*UsageData
UsageData RefCount:int Size:int
types.Plugin Config:PluginConfig Enabled:bool ID=Id Name PluginReference Settings:PluginSettings
PluginConfig Args:PluginConfigArgs Description DockerVersion Documentation Entrypoint:[]string Env:[]PluginEnv Interface:PluginConfigInterface IpcHost:bool Linux:PluginConfigLinux Mounts:[]PluginMount Network:PluginConfigNetwork PidHost:bool PropagatedMount User:PluginConfigUser WorkDir Rootfs=rootfs:*PluginConfigRootfs
PluginConfigArgs Description Name Settable:[]string Value:[]string
PluginEnv Description Name Settable:[]string Value:*string
PluginConfigInterface ProtocolScheme Socket Types:[]any
PluginConfigLinux AllowAllDevices:bool Capabilities:[]string Devices:[]PluginDevice
PluginDevice Description Name Path:*string Settable:[]string
PluginMount Description Destination Name Options:[]string Settable:[]string Source:*string Type
PluginConfigNetwork Type
PluginConfigUser GID:int UID:int
PluginConfigRootfs DiffIds=diff_ids:[]string Type=type
PluginSettings Args:[]string Devices:[]PluginDevice Env:[]string Mounts:[]PluginMount
""", {
    **{name: f"container.{name}" for name in (
        "State", "Health", "HealthcheckResult", "MountPoint", "Config", "HostConfig", "LogConfig", "RestartPolicy",
        "DeviceMapping", "DeviceRequest", "Ulimit", "NetworkSettings",
    )},
    **{name: f"network.{name}" for name in ("Address", "IPAM", "IPAMConfig", "ConfigReference", "EndpointResource")},
    "Endpoint": "network.EndpointSettings", "EndpointIPAM": "network.EndpointIPAMConfig", "Peer": "network.PeerInfo",
    "GraphDriver": "storage.DriverData", "Descriptor": "v1.Descriptor", "Platform": "v1.Platform",
    "Healthcheck": "v1.HealthcheckConfig", "PortBinding": "nat.PortBinding", "Mount": "mount.Mount",
    "WeightDevice": "blkiodev.WeightDevice", "ThrottleDevice": "blkiodev.ThrottleDevice",
    "ImageConfig": "dockerspec.DockerOCIImageConfig", "RootFS": "image.RootFS", "Metadata": "image.Metadata",
    "UsageData": "volume.UsageData",
})  # fmt: skip

TYPES: Final = {
    "container": "container.InspectResponse",
    "image": "image.InspectResponse",
    "network": "network.Inspect",
    "volume": "volume.Volume",
    "plugin": "types.Plugin",
}
"""The struct of each kind of object that docker decodes into one."""
