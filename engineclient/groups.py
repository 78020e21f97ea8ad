"""All groups of endpoints, and the procedures, bound to a shell or to none."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final

from engineclient.api.system import System
from engineclient.binding import S_co, emitting, imported, streaming
from engineclient.calls import StreamCall

if TYPE_CHECKING:
    from engineclient.api.configs import Configs
    from engineclient.api.containers import Containers
    from engineclient.api.distribution import Distribution
    from engineclient.api.images import Images
    from engineclient.api.networks import Networks
    from engineclient.api.nodes import Nodes
    from engineclient.api.plugins import Plugins
    from engineclient.api.secrets import Secrets
    from engineclient.api.swarm import Swarm
    from engineclient.api.tasks import Tasks
    from engineclient.api.volumes import Volumes
    from engineclient.binding import procedure
    from engineclient.models.usage import Usage
    from engineclient.procedures.build import build, build_events
    from engineclient.procedures.copy import copy_from, copy_to
    from engineclient.procedures.create import create
    from engineclient.procedures.exec import ExecGroup
    from engineclient.procedures.files import read_file, write_file
    from engineclient.procedures.projects import ProjectGroup
    from engineclient.procedures.prune_all import prune_all
    from engineclient.procedures.pull import pull
    from engineclient.procedures.push import push
    from engineclient.procedures.run import run
    from engineclient.procedures.service_group import ServiceGroup
    from engineclient.procedures.stacks import StackGroup
    from engineclient.procedures.wait_for import wait_for, wait_healthy


class Groups(System[S_co]):
    """Every operation of an engine: system endpoints and procedures directly, all others in groups."""

    # Imported when they are first used, so that programs that need few of them start faster.

    if TYPE_CHECKING:
        run: Final = procedure(run)
        create: Final = procedure(create)
        pull: Final = procedure(pull)
        build: Final = procedure(build)
        build_events: Final = emitting(build_events)
        push: Final = procedure(push)
        copy_to: Final = procedure(copy_to)
        copy_from: Final = procedure(copy_from)
        read_file: Final = procedure(read_file)
        write_file: Final = procedure(write_file)
        wait_for: Final = procedure(wait_for)
        wait_healthy: Final = procedure(wait_healthy)
        prune_all: Final = procedure(prune_all)
    else:
        run = imported("engineclient.procedures.run")
        create = imported("engineclient.procedures.create")
        pull = imported("engineclient.procedures.pull")
        build = imported("engineclient.procedures.build")
        build_events = imported("engineclient.procedures.build", emitting)
        push = imported("engineclient.procedures.push")
        copy_to = imported("engineclient.procedures.copy")
        copy_from = imported("engineclient.procedures.copy")
        read_file = imported("engineclient.procedures.files")
        write_file = imported("engineclient.procedures.files")
        wait_for = imported("engineclient.procedures.wait_for")
        wait_healthy = imported("engineclient.procedures.wait_for")
        prune_all = imported("engineclient.procedures.prune_all")

    @streaming
    def stats(self, container: str, *, stream: bool = True) -> StreamCall[Usage]:
        """The resource usage of a container, computed as by `docker stats`, once a second. `GET /containers/{id}/stats`.

            for usage in engine.stats("web"):
                print(f"{usage.cpu_percent:.2f} % {usage.memory} of {usage.memory_limit} bytes")

        For the engine's raw counters use `containers.stats`.

        Args:
            container: id or name; a container that does not run uses nothing.
            stream: False for a single record, which takes the engine one or two seconds.

        Raises:
            NotFound: there is no such container.
        """
        from engineclient.api.containers import containers
        from engineclient.api.decoders import mapped
        from engineclient.models.usage import usage_of

        call = containers.stats(container, stream=stream)
        return StreamCall(call.request, mapped(call.decoder, usage_of))

    @cached_property
    def containers(self) -> Containers[S_co]:
        """Endpoints and streams of containers: `engine.containers.list(all=True)`."""
        from engineclient.api.containers import Containers

        return Containers(self.shell)

    @cached_property
    def exec(self) -> ExecGroup[S_co]:
        """Commands in running containers: `engine.exec.run("web", ["ls"])`."""
        from engineclient.procedures.exec import ExecGroup

        return ExecGroup(self.shell)

    @cached_property
    def images(self) -> Images[S_co]:
        """Images: list, inspect, tag, pull, push, load, export, remove."""
        from engineclient.api.images import Images

        return Images(self.shell)

    @cached_property
    def networks(self) -> Networks[S_co]:
        """Networks: create, connect, inspect, remove."""
        from engineclient.api.networks import Networks

        return Networks(self.shell)

    @cached_property
    def volumes(self) -> Volumes[S_co]:
        """Volumes: create, inspect, list, remove, prune."""
        from engineclient.api.volumes import Volumes

        return Volumes(self.shell)

    @cached_property
    def plugins(self) -> Plugins[S_co]:
        """The engine's plugins: install, enable, configure, remove."""
        from engineclient.api.plugins import Plugins

        return Plugins(self.shell)

    @cached_property
    def distribution(self) -> Distribution[S_co]:
        """Image descriptors, looked up in registries by the engine."""
        from engineclient.api.distribution import Distribution

        return Distribution(self.shell)

    @cached_property
    def compose(self) -> ProjectGroup[S_co]:
        """Compose projects: plan, up, down, and their containers."""
        from engineclient.procedures.projects import ProjectGroup

        return ProjectGroup(self.shell)

    @cached_property
    def configs(self) -> Configs[S_co]:
        """Configs of the swarm (on a manager)."""
        from engineclient.api.configs import Configs

        return Configs(self.shell)

    @cached_property
    def nodes(self) -> Nodes[S_co]:
        """Nodes of the swarm (on a manager)."""
        from engineclient.api.nodes import Nodes

        return Nodes(self.shell)

    @cached_property
    def secrets(self) -> Secrets[S_co]:
        """Secrets of the swarm (on a manager)."""
        from engineclient.api.secrets import Secrets

        return Secrets(self.shell)

    @cached_property
    def services(self) -> ServiceGroup[S_co]:
        """Services of the swarm (on a manager)."""
        from engineclient.procedures.service_group import ServiceGroup

        return ServiceGroup(self.shell)

    @cached_property
    def stacks(self) -> StackGroup[S_co]:
        """Stacks of services, deployed from compose files (on a manager)."""
        from engineclient.procedures.stacks import StackGroup

        return StackGroup(self.shell)

    @cached_property
    def swarm(self) -> Swarm[S_co]:
        """The swarm itself: initialize, join, leave, update, unlock."""
        from engineclient.api.swarm import Swarm

        return Swarm(self.shell)

    @cached_property
    def tasks(self) -> Tasks[S_co]:
        """Tasks of services (on a manager): inspect, list, logs."""
        from engineclient.api.tasks import Tasks

        return Tasks(self.shell)
