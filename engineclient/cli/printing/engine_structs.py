"""The Go structs that docker 28 decodes the engine's information, version and events into."""

from __future__ import annotations

from typing import Final

from engineclient.golang.structs import Schema

# ruff: noqa: E501  # a struct a line

ENGINE: Final = Schema(
    """
system.dockerInfo *Info{ ID Containers:int ContainersRunning:int ContainersPaused:int ContainersStopped:int Images:int Driver DriverStatus:[][]string SystemStatus:[][]string Plugins:system.PluginsInfo MemoryLimit:bool SwapLimit:bool KernelMemory:bool KernelMemoryTCP:bool CPUCfsPeriod=CpuCfsPeriod:bool CPUCfsQuota=CpuCfsQuota:bool CPUShares:bool CPUSet:bool PidsLimit:bool IPv4Forwarding:bool Debug:bool NFd:int OomKillDisable:bool NGoroutines:int SystemTime LoggingDriver CgroupDriver CgroupVersion NEventsListener:int KernelVersion OperatingSystem OSVersion OSType Architecture IndexServerAddress RegistryConfig:*registry.ServiceConfig NCPU:int MemTotal:int GenericResources:[]any DockerRootDir HTTPProxy=HttpProxy HTTPSProxy=HttpsProxy NoProxy Name Labels:[]string ExperimentalBuild:bool ServerVersion Runtimes:map[]system.RuntimeWithStatus DefaultRuntime Swarm:swarm.Info LiveRestoreEnabled:bool Isolation InitBinary ContainerdCommit:system.Commit RuncCommit:system.Commit InitCommit:system.Commit SecurityOptions:[]string ProductLicense DefaultAddressPools:[]system.NetworkAddressPool FirewallBackend:*system.FirewallInfo CDISpecDirs:[]string DiscoveredDevices:[]system.DeviceInfo Containerd:*system.ContainerdInfo Warnings:[]string } ServerErrors:[]string UserName ClientInfo:*system.clientInfo ClientErrors:[]string
system.PluginsInfo Volume:[]string Network:[]string Authorization:[]string Log:[]string
registry.ServiceConfig AllowNondistributableArtifactsCIDRs:[]string AllowNondistributableArtifactsHostnames:[]string InsecureRegistryCIDRs:[]string IndexConfigs:map[]*registry.IndexInfo Mirrors:[]string ExtraFields=-:map[]any
registry.IndexInfo Name Mirrors:[]string Secure:bool Official:bool
system.RuntimeWithStatus Runtime{ Path=path Args=runtimeArgs:[]string Type=runtimeType Options=options:map[]any } Status=status:map[]string
swarm.Info NodeID NodeAddr LocalNodeState ControlAvailable:bool Error RemoteManagers:[]swarm.Peer Nodes:int Managers:int Cluster:*swarm.ClusterInfo Warnings:[]string
swarm.Peer NodeID Addr
swarm.ClusterInfo ID Meta{ Version:swarm.Version CreatedAt:time UpdatedAt:time } Spec:swarm.Spec TLSInfo:swarm.TLSInfo RootRotationInProgress:bool DefaultAddrPool:[]string SubnetSize:int DataPathPort:int
swarm.Version={Index} Index:int
swarm.Spec Annotations{ Name Labels:map[]string } Orchestration:swarm.OrchestrationConfig Raft:swarm.RaftConfig Dispatcher:swarm.DispatcherConfig CAConfig:swarm.CAConfig TaskDefaults:swarm.TaskDefaults EncryptionConfig:swarm.EncryptionConfig
swarm.OrchestrationConfig TaskHistoryRetentionLimit:*int
swarm.RaftConfig SnapshotInterval:int KeepOldSnapshots:*int LogEntriesForSlowFollowers:int ElectionTick:int HeartbeatTick:int
swarm.DispatcherConfig HeartbeatPeriod:duration
swarm.CAConfig NodeCertExpiry:duration ExternalCAs:[]*swarm.ExternalCA SigningCACert SigningCAKey ForceRotate:int
swarm.ExternalCA Protocol URL Options:map[]string CACert
swarm.TaskDefaults LogDriver:*swarm.Driver
swarm.Driver Name Options:map[]string
swarm.EncryptionConfig AutoLockManagers:bool
swarm.TLSInfo TrustRoot CertIssuerSubject:bytes CertIssuerPublicKey:bytes
system.Commit ID Expected
system.NetworkAddressPool Base Size:int
system.FirewallInfo Driver Info:[][]string
system.DeviceInfo Source ID
system.ContainerdInfo Address Namespaces:system.ContainerdNamespaces
system.ContainerdNamespaces Containers Plugins
system.clientInfo Debug:bool clientVersion{ Platform:*platform Version APIVersion=ApiVersion DefaultAPIVersion GitCommit GoVersion Os Arch BuildTime Context PythonVersion } Plugins:[]any Warnings:[]string
system.versionInfo Client:system.clientVersion Server:*types.Version
system.clientVersion Platform:*platform Version APIVersion=ApiVersion DefaultAPIVersion GitCommit GoVersion Os Arch BuildTime Context PythonVersion
types.Version Platform:platform Components:[]types.ComponentVersion Version APIVersion=ApiVersion MinAPIVersion GitCommit GoVersion Os Arch KernelVersion Experimental:bool BuildTime
types.ComponentVersion Name Version Details:map[]string
platform Name
events.Message Status=status ID=id From=from Type Action Actor:events.Actor Scope=scope Time=time:int TimeNano=timeNano:int
events.Actor ID Attributes:map[]string
""",
    {"platform": "struct { Name string }"},
)
"""`system.dockerInfo`, `system.versionInfo`, `events.Message`, and what is in them. `PythonVersion` stands for docker's `GoVersion`."""
