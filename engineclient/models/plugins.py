"""Plugins of the engine: views and request bodies. Source: Engine API, tag Plugin."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engineclient.models.body import Body, wire
from engineclient.models.view import Field, View, optional, required, sequence

if TYPE_CHECKING:
    from collections.abc import Sequence


class PluginMount(View):
    """A mount of the host in the plugin's file system; `settable` are the properties that a user may change."""

    name: Field[str | None] = optional(str, "Name")
    description: Field[str | None] = optional(str, "Description")
    settable: Field[list[str]] = sequence(str, "Settable")
    source: Field[str | None] = optional(str, "Source")
    destination: Field[str | None] = optional(str, "Destination")
    type: Field[str | None] = optional(str, "Type")
    options: Field[list[str]] = sequence(str, "Options")


class PluginDevice(View):
    """A device of the host that the plugin may use."""

    name: Field[str | None] = optional(str, "Name")
    description: Field[str | None] = optional(str, "Description")
    settable: Field[list[str]] = sequence(str, "Settable")
    path: Field[str | None] = optional(str, "Path")


class PluginConfig(View):
    """The configuration by the author of a plugin."""

    class Interface(View):
        """The interface between the engine and the plugin."""

        types: Field[list[str]] = sequence(str, "Types")  # `docker.volumedriver/1.0`
        socket: Field[str | None] = optional(str, "Socket")
        protocol_scheme: Field[str | None] = optional(str, "ProtocolScheme")

    class User(View):
        """The user and group that it runs as."""

        uid: Field[int | None] = optional(int, "UID")
        gid: Field[int | None] = optional(int, "GID")

    class Network(View):
        """The network in which it runs."""

        type: Field[str | None] = optional(str, "Type")

    class Linux(View):
        """Its privileges on Linux."""

        capabilities: Field[list[str]] = sequence(str, "Capabilities")
        allow_all_devices: Field[bool | None] = optional(bool, "AllowAllDevices")
        devices: Field[list[PluginDevice]] = sequence(PluginDevice, "Devices")

    class Variable(View):
        """An environment variable."""

        name: Field[str | None] = optional(str, "Name")
        description: Field[str | None] = optional(str, "Description")
        settable: Field[list[str]] = sequence(str, "Settable")
        value: Field[str | None] = optional(str, "Value")

    class Arguments(View):
        """The arguments of its command."""

        name: Field[str | None] = optional(str, "Name")
        description: Field[str | None] = optional(str, "Description")
        settable: Field[list[str]] = sequence(str, "Settable")
        value: Field[list[str]] = sequence(str, "Value")

    class RootFS(View):
        """Its layers, as digests of their content."""

        type: Field[str | None] = optional(str, "type")
        diff_ids: Field[list[str]] = sequence(str, "diff_ids")

    docker_version: Field[str | None] = optional(str, "DockerVersion")  # until API 1.51
    description: Field[str | None] = optional(str, "Description")
    documentation: Field[str | None] = optional(str, "Documentation")  # a URL
    interface: Field[Interface | None] = optional(Interface, "Interface")
    entrypoint: Field[list[str]] = sequence(str, "Entrypoint")
    work_dir: Field[str | None] = optional(str, "WorkDir")
    user: Field[User | None] = optional(User, "User")
    network: Field[Network | None] = optional(Network, "Network")
    linux: Field[Linux | None] = optional(Linux, "Linux")
    propagated_mount: Field[str | None] = optional(str, "PropagatedMount")
    ipc_host: Field[bool | None] = optional(bool, "IpcHost")
    pid_host: Field[bool | None] = optional(bool, "PidHost")
    mounts: Field[list[PluginMount]] = sequence(PluginMount, "Mounts")
    env: Field[list[Variable]] = sequence(Variable, "Env")
    args: Field[Arguments | None] = optional(Arguments, "Args")
    rootfs: Field[RootFS | None] = optional(RootFS, "rootfs")


class PluginSettings(View):
    """The settings of a plugin on this engine."""

    mounts: Field[list[PluginMount]] = sequence(PluginMount, "Mounts")
    env: Field[list[str]] = sequence(str, "Env")
    args: Field[list[str]] = sequence(str, "Args")
    devices: Field[list[PluginDevice]] = sequence(PluginDevice, "Devices")


class Plugin(View):
    """`GET /plugins/{name}/json`, and one item of `GET /plugins`."""

    id: Field[str | None] = optional(str, "Id")
    name: Field[str] = required(str, "Name")  # including the tag
    enabled: Field[bool] = required(bool, "Enabled")
    settings: Field[PluginSettings] = required(PluginSettings, "Settings")
    # The reference from which it was pulled
    plugin_reference: Field[str | None] = optional(str, "PluginReference")
    config: Field[PluginConfig] = required(PluginConfig, "Config")


class PluginPrivilege(View):
    """One item of `GET /plugins/privileges`: a privilege that the plugin requires."""

    name: Field[str | None] = optional(str, "Name")  # `network`, `mount`, `device`, `capabilities`, ...
    description: Field[str | None] = optional(str, "Description")
    value: Field[list[str]] = sequence(str, "Value")


class Privilege(Body):
    """A privilege to grant to a plugin."""

    name: str | None = wire("Name")
    description: str | None = wire("Description")
    value: Sequence[str] | None = wire("Value")
