"""The Go structs that docker 28 decodes the objects of a swarm into."""

from __future__ import annotations

from typing import Final

from engineclient.golang.structs import Schema

# ruff: noqa: E501  # a struct a line

SWARM: Final = Schema(
    """
swarm.Service ID Meta{ Version:Version CreatedAt:time UpdatedAt:time } Spec:swarm.ServiceSpec PreviousSpec:*swarm.ServiceSpec Endpoint:swarm.Endpoint UpdateStatus:*UpdateStatus ServiceStatus:*ServiceStatus JobStatus:*JobStatus
Version={Index} Index:int
swarm.ServiceSpec Annotations{ Name Labels:map[]string } TaskTemplate:swarm.TaskSpec Mode:swarm.ServiceMode UpdateConfig:*UpdateConfig RollbackConfig:*UpdateConfig Networks:[]NetworkAttachment EndpointSpec:*EndpointSpec
swarm.TaskSpec ContainerSpec:*swarm.ContainerSpec PluginSpec:*any NetworkAttachmentSpec:*AttachmentSpec Resources:*Requirements RestartPolicy:*RestartPolicy Placement:*Placement Networks:[]NetworkAttachment LogDriver:*Driver ForceUpdate:int Runtime
swarm.ContainerSpec Image Labels:map[]string Command:[]string Args:[]string Hostname Env:[]string Dir User Groups:[]string Privileges:*Privileges Init:*bool StopSignal TTY:bool OpenStdin:bool ReadOnly:bool Mounts:[]Mount StopGracePeriod:*duration Healthcheck:*Healthcheck Hosts:[]string DNSConfig:*DNSConfig Secrets:[]*SecretReference Configs:[]*ConfigReference Isolation Sysctls:map[]string CapabilityAdd:[]string CapabilityDrop:[]string Ulimits:[]*Ulimit OomScoreAdj:int
Privileges CredentialSpec:*CredentialSpec SELinuxContext:*SELinuxContext Seccomp:*Profile AppArmor:*Mode NoNewPrivileges:bool
CredentialSpec Config File Registry
SELinuxContext Disable:bool User Role Type Level
Profile Mode Profile
Mode Mode
Mount Type Source Target ReadOnly:bool Consistency BindOptions:*any VolumeOptions:*any ImageOptions:*any TmpfsOptions:*any ClusterOptions:*any
Healthcheck Test:[]string Interval:duration Timeout:duration StartPeriod:duration StartInterval:duration Retries:int
DNSConfig Nameservers:[]string Search:[]string Options:[]string
SecretReference File:*FileTarget SecretID SecretName
ConfigReference File:*FileTarget Runtime:*empty ConfigID ConfigName
FileTarget Name UID GID Mode:int
Ulimit={Name}={Soft}:{Hard} Name Hard:int Soft:int
AttachmentSpec ContainerID
Requirements Limits:*Limit Reservations:*Resources
Limit NanoCPUs:int MemoryBytes:int Pids:int
Resources NanoCPUs:int MemoryBytes:int GenericResources:[]GenericResource
GenericResource NamedResourceSpec:*NamedResource DiscreteResourceSpec:*DiscreteResource
NamedResource Kind Value
DiscreteResource Kind Value:int
RestartPolicy Condition Delay:*duration MaxAttempts:*int Window:*duration
Placement Constraints:[]string Preferences:[]Preference MaxReplicas:int Platforms:[]Platform
Preference Spread:*SpreadOver
SpreadOver SpreadDescriptor
Platform Architecture OS
NetworkAttachment Target Aliases:[]string DriverOpts:map[]string
Driver Name Options:map[]string
swarm.ServiceMode Replicated:*Replicated Global:*GlobalService ReplicatedJob:*ReplicatedJob GlobalJob:*GlobalService
Replicated Replicas:*int
ReplicatedJob MaxConcurrent:*int TotalCompletions:*int
UpdateConfig Parallelism:int Delay:duration FailureAction Monitor:duration MaxFailureRatio:any Order
EndpointSpec Mode Ports:[]Port
Port Name Protocol TargetPort:int PublishedPort:int PublishMode
swarm.Endpoint Spec:EndpointSpec Ports:[]Port VirtualIPs:[]VirtualIP
VirtualIP NetworkID Addr
UpdateStatus State StartedAt:*time CompletedAt:*time Message
ServiceStatus RunningTasks:int DesiredTasks:int CompletedTasks:int
JobStatus JobIteration:Version LastExecution:time
swarm.Node ID Meta{ Version:Version CreatedAt:time UpdatedAt:time } Spec:swarm.NodeSpec Description:swarm.NodeDescription Status:NodeStatus ManagerStatus:*ManagerStatus
swarm.NodeSpec Annotations{ Name Labels:map[]string } Role Availability
swarm.NodeDescription Hostname Platform:Platform Resources:Resources Engine:EngineDescription TLSInfo:TLSInfo CSIInfo:[]any
EngineDescription EngineVersion Labels:map[]string Plugins:[]PluginDescription
PluginDescription Type Name
TLSInfo TrustRoot CertIssuerSubject:bytes CertIssuerPublicKey:bytes
NodeStatus State Message Addr
ManagerStatus Leader:bool Reachability Addr
swarm.Secret ID Meta{ Version:Version CreatedAt:time UpdatedAt:time } Spec:swarm.SecretSpec
swarm.SecretSpec Annotations{ Name Labels:map[]string } Data:bytes Driver:*Driver Templating:*Driver
swarm.Config ID Meta{ Version:Version CreatedAt:time UpdatedAt:time } Spec:swarm.ConfigSpec
swarm.ConfigSpec Annotations{ Name Labels:map[]string } Data:bytes Templating:*Driver
GlobalService
""",
    {
        "AttachmentSpec": "NetworkAttachmentSpec",
        "DiscreteResource": "DiscreteGenericResource",
        "FileTarget": "SecretReferenceFileTarget",
        "Healthcheck": "v1.HealthcheckConfig",
        "Mode": "AppArmorOpts",
        "Mount": "mount.Mount",
        "NamedResource": "NamedGenericResource",
        "NetworkAttachment": "NetworkAttachmentConfig",
        "Port": "PortConfig",
        "Preference": "PlacementPreference",
        "Profile": "SeccompOpts",
        "Replicated": "ReplicatedService",
        "Requirements": "ResourceRequirements",
        "Ulimit": "units.Ulimit",
        "VirtualIP": "EndpointVirtualIP",
    },
    package="swarm",
)

SWARM_TYPES: Final = {
    "service": "swarm.Service",
    "node": "swarm.Node",
    "secret": "swarm.Secret",
    "config": "swarm.Config",
}
"""The struct of each kind of object."""
