"""The records of a compose file. The order of their fields is that of `config` and of the JSON for the config hash."""

from __future__ import annotations

from typing import Any

from engineclient.compose.kinds import Named
from engineclient.compose.model.build import Build, Ulimit
from engineclient.compose.model.deploy import (
    Deploy,
    DeviceRequest,
    DiscreteResource,
    GenericResource,
    Placement,
    Preference,
    Resource,
    Resources,
    RestartPolicy,
    UpdateConfig,
)
from engineclient.compose.model.develop import Develop, Hook, Trigger
from engineclient.compose.model.files import Config, EnvFile, Extends, FileMount, FileObject, Secret
from engineclient.compose.model.network import Ipam, Network, Pool, Port, ServiceNetwork
from engineclient.compose.model.runtime import (
    Blkio,
    CredentialSpec,
    Dependency,
    Device,
    HealthCheck,
    Logging,
    Model,
    Provider,
    ServiceModel,
    ThrottleDevice,
    WeightDevice,
)
from engineclient.compose.model.service import Service
from engineclient.compose.model.storage import (
    BindOptions,
    ImageOptions,
    Mount,
    TmpfsOptions,
    Volume,
    VolumeOptions,
)
from engineclient.compose.record import Kind

__all__ = [
    "SECTIONS",
    "BindOptions",
    "Blkio",
    "Build",
    "Config",
    "CredentialSpec",
    "Dependency",
    "Deploy",
    "Develop",
    "Device",
    "DeviceRequest",
    "DiscreteResource",
    "EnvFile",
    "Extends",
    "FileMount",
    "FileObject",
    "GenericResource",
    "HealthCheck",
    "Hook",
    "ImageOptions",
    "Ipam",
    "Logging",
    "Model",
    "Mount",
    "Network",
    "Placement",
    "Pool",
    "Port",
    "Preference",
    "Provider",
    "Resource",
    "Resources",
    "RestartPolicy",
    "Secret",
    "Service",
    "ServiceModel",
    "ServiceNetwork",
    "ThrottleDevice",
    "TmpfsOptions",
    "Trigger",
    "Ulimit",
    "UpdateConfig",
    "Volume",
    "VolumeOptions",
    "WeightDevice",
]

SECTIONS: dict[str, Kind[Any]] = {
    "services": Named(Service, complete=True),
    "networks": Named(Network, complete=True),
    "volumes": Named(Volume, complete=True),
    "secrets": Named(Secret, complete=True),
    "configs": Named(Config, complete=True),
    "models": Named(Model, complete=True),
}
"""The sections of a project, in the order in which `config` prints them."""
