"""The engine itself: views and a request body. Source: Engine API, tag System.

Larger views that few commands need are in info.py and disk_usage.py, because importing them takes time.
"""

from __future__ import annotations

from engineclient.models.auth_config import AuthConfig as AuthConfig
from engineclient.models.view import Field, View, mapping, optional, required, sequence


class Ping(View):
    """The headers of `/_ping`, by lower-case name. Podman is recognized by a header with `libpod` in its name."""

    api_version: Field[str | None] = optional(str, "api-version")
    os_type: Field[str | None] = optional(str, "ostype")
    builder_version: Field[str | None] = optional(str, "builder-version")
    experimental: Field[str | None] = optional(str, "docker-experimental")
    swarm: Field[str | None] = optional(str, "swarm")
    libpod: Field[str | None] = optional(str, "libpod-api-version")
    server: Field[str | None] = optional(str, "server")


class Component(View):
    """A part of the engine in `GET /version`."""

    name: Field[str] = required(str, "Name")
    version: Field[str] = required(str, "Version")
    details: Field[dict[str, str]] = mapping(str, "Details")


class Version(View):
    """`GET /version`."""

    class Platform(View):
        """The name of the product."""

        name: Field[str | None] = optional(str, "Name")

    platform: Field[Platform | None] = optional(Platform, "Platform")
    components: Field[list[Component]] = sequence(Component, "Components")
    version: Field[str] = required(str, "Version")
    api_version: Field[str] = required(str, "ApiVersion")
    min_api_version: Field[str | None] = optional(str, "MinAPIVersion")
    git_commit: Field[str | None] = optional(str, "GitCommit")
    go_version: Field[str | None] = optional(str, "GoVersion")
    os: Field[str] = required(str, "Os")
    arch: Field[str] = required(str, "Arch")
    kernel_version: Field[str | None] = optional(str, "KernelVersion")
    experimental: Field[bool | None] = optional(bool, "Experimental")
    build_time: Field[str | None] = optional(str, "BuildTime")


class Actor(View):
    """The object that an event is about."""

    id: Field[str] = required(str, "ID")
    attributes: Field[dict[str, str]] = mapping(str, "Attributes")


class Event(View):
    """One record of `GET /events`."""

    type: Field[str] = required(str, "Type")  # container, image, network, volume, daemon, ...
    action: Field[str] = required(str, "Action")  # start, die, `health_status: healthy`, ...
    actor: Field[Actor] = required(Actor, "Actor")
    scope: Field[str | None] = optional(str, "scope")
    time: Field[int] = required(int, "time")  # unix seconds
    time_nano: Field[int] = required(int, "timeNano")  # unix time in nanoseconds


class Authenticated(View):
    """The answer to `POST /auth`: the registry accepted the credentials.

    If there is a token, use it instead of the password from now on.
    """

    status: Field[str | None] = optional(str, "Status")
    identity_token: Field[str | None] = optional(str, "IdentityToken")
