"""All groups of endpoints, and the procedures, bound to a shell or to none."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final

from engineclient.api.system import System
from engineclient.calls import S_co, imported

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
    from engineclient.calls import procedure
    from engineclient.procedures.create import create
    from engineclient.procedures.exec import ExecGroup
    from engineclient.procedures.pull import pull
    from engineclient.procedures.run import run
    from engineclient.procedures.services import ServiceGroup


class Groups(System[S_co]):
    """Every operation of an engine: system endpoints and procedures directly, all others in groups."""

    # Imported when they are first used, so that programs that need few of them start faster.

    if TYPE_CHECKING:
        run: Final = procedure(run)
        create: Final = procedure(create)
        pull: Final = procedure(pull)
    else:
        run = imported("engineclient.procedures.run")
        create = imported("engineclient.procedures.create")
        pull = imported("engineclient.procedures.pull")

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
        from engineclient.procedures.services import ServiceGroup

        return ServiceGroup(self.shell)

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
