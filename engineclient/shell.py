"""What the two shells share: where the engine is, which API version is in use, and the groups of endpoints."""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Final

import httpx

from engineclient import versions
from engineclient.api.containers import Containers
from engineclient.api.exec import Exec
from engineclient.api.images import Images
from engineclient.api.system import System
from engineclient.calls import Request, S_co, procedure
from engineclient.errors import UnsupportedByEngine
from engineclient.procedures.exec import run as run_exec
from engineclient.procedures.pull import pull
from engineclient.procedures.run import create, run
from engineclient.transport.messages import build

if TYPE_CHECKING:
    from engineclient.api.configs import Configs
    from engineclient.api.distribution import Distribution
    from engineclient.api.networks import Networks
    from engineclient.api.nodes import Nodes
    from engineclient.api.secrets import Secrets
    from engineclient.api.swarm import Swarm
    from engineclient.api.tasks import Tasks
    from engineclient.api.volumes import Volumes
    from engineclient.procedures.services import ServiceGroup

DEFAULT_TIMEOUT: Final = 60.0
_AGENT: Final = f"engineclient/{versions.CLIENT}"


class ExecGroup(Exec[S_co]):
    """The endpoints of exec, and `run`, which is all of them in one."""

    run: Final = procedure(run_exec)


class Shell(System[S_co]):
    """The groups of endpoints and the procedures, bound to a shell that does I/O.

    Attributes:
        host: where the engine is, for messages.
        timeout: seconds that connecting, and each silence while an answer is due, may last; None for ever. Streams and
            waiting calls are not limited.

    """

    run: Final = procedure(run)
    create: Final = procedure(create)
    pull: Final = procedure(pull)

    def __init__(self, shell: S_co, host: str, timeout: float | None, api_version: str | None) -> None:
        super().__init__(shell)
        self.host = host
        self.timeout = timeout
        self.containers: Containers[S_co] = Containers(shell)
        self.exec: ExecGroup[S_co] = ExecGroup(shell)
        self.images: Images[S_co] = Images(shell)
        given = api_version or os.environ.get("DOCKER_API_VERSION") or ""
        self._api_version = given.removeprefix("v") or None

    # Imported when they are asked for: a command line that does not need them starts sooner.

    @cached_property
    def networks(self) -> Networks[S_co]:
        """Networks."""
        from engineclient.api.networks import Networks

        return Networks(self.shell)

    @cached_property
    def volumes(self) -> Volumes[S_co]:
        """Volumes."""
        from engineclient.api.volumes import Volumes

        return Volumes(self.shell)

    @cached_property
    def distribution(self) -> Distribution[S_co]:
        """What registries say of images."""
        from engineclient.api.distribution import Distribution

        return Distribution(self.shell)

    @cached_property
    def configs(self) -> Configs[S_co]:
        """Configs of the swarm."""
        from engineclient.api.configs import Configs

        return Configs(self.shell)

    @cached_property
    def nodes(self) -> Nodes[S_co]:
        """Nodes of the swarm."""
        from engineclient.api.nodes import Nodes

        return Nodes(self.shell)

    @cached_property
    def secrets(self) -> Secrets[S_co]:
        """Secrets of the swarm."""
        from engineclient.api.secrets import Secrets

        return Secrets(self.shell)

    @cached_property
    def services(self) -> ServiceGroup[S_co]:
        """Services of the swarm."""
        from engineclient.procedures.services import ServiceGroup

        return ServiceGroup(self.shell)

    @cached_property
    def swarm(self) -> Swarm[S_co]:
        """The swarm that the engine belongs to."""
        from engineclient.api.swarm import Swarm

        return Swarm(self.shell)

    @cached_property
    def tasks(self) -> Tasks[S_co]:
        """Tasks of services."""
        from engineclient.api.tasks import Tasks

        return Tasks(self.shell)

    def _build(self, request: Request, api_version: str) -> httpx.Request:
        """`request` as httpx sends it.

        Raises:
            UnsupportedByEngine: it uses a parameter that came later than the API version in use.

        """
        for what, needs in request.needs:
            if versions.is_before(api_version, needs):
                raise UnsupportedByEngine(what, needs=needs, speaks=api_version)
        return build(request, api_version, self.timeout, _AGENT)

    def _negotiated(self, headers: Mapping[str, str]) -> str:
        """Settle on a version by the headers of a ping."""
        self._api_version = versions.negotiate(headers.get("api-version", ""))
        return self._api_version
