"""The engine itself: views. Source: Engine API, tag System."""

from __future__ import annotations

from engineclient.models.view import View, mapping, optional, required, sequence


class Ping(View):
    """The headers of `/_ping`, by lower-case name. Podman tells itself by `libpod`."""

    api_version = optional(str, "api-version")
    os_type = optional(str, "ostype")
    builder_version = optional(str, "builder-version")
    experimental = optional(str, "docker-experimental")
    swarm = optional(str, "swarm")
    libpod = optional(str, "libpod-api-version")
    server = optional(str, "server")


class Component(View):
    """A part of the engine in `GET /version`."""

    name = required(str, "Name")
    version = required(str, "Version")
    details = mapping(str, "Details")


class Version(View):
    """`GET /version`."""

    class Platform(View):
        """The product."""

        name = optional(str, "Name")

    platform = optional(Platform, "Platform")
    components = sequence(Component, "Components")
    version = required(str, "Version")
    api_version = required(str, "ApiVersion")
    min_api_version = optional(str, "MinAPIVersion")
    git_commit = optional(str, "GitCommit")
    go_version = optional(str, "GoVersion")
    os = required(str, "Os")
    arch = required(str, "Arch")
    kernel_version = optional(str, "KernelVersion")
    build_time = optional(str, "BuildTime")


class Info(View):
    """`GET /info`."""

    id = optional(str, "ID")
    name = required(str, "Name")
    containers = required(int, "Containers")
    images = required(int, "Images")
    driver = required(str, "Driver")
    server_version = required(str, "ServerVersion")
    operating_system = required(str, "OperatingSystem")
    kernel_version = required(str, "KernelVersion")
    architecture = required(str, "Architecture")
    cpus = required(int, "NCPU")
    memory = required(int, "MemTotal")  # bytes
    index_server_address = optional(str, "IndexServerAddress")
    warnings = sequence(str, "Warnings")
