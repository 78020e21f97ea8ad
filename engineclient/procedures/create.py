"""create = create; or, if the image is missing, pull + create."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal

from engineclient.api.containers import argv, create_container
from engineclient.calls import Call, Steps
from engineclient.errors import NotFound
from engineclient.models.body import Json, body_needs, environment, to_json
from engineclient.values import Data
from engineclient.versions import Gate
from engineclient.wire.references import Reference, is_image_id

if TYPE_CHECKING:
    from engineclient.api.registry_auth import Auth
    from engineclient.models.containers import ContainerConfig, ContainerCreated
    from engineclient.models.images import Progress
    from engineclient.options.settings import Labels, Ports, Volumes

Pull = Literal["missing", "always", "never"]


def common_settings(
    *,
    env: Mapping[str, str | None] | Sequence[str] | None,
    ports: Ports | None,
    volumes: Volumes | None,
    labels: Labels | None,
    network: str | None,
    memory: int | str | None,
    restart: str | None,
    user: int | str | None,
    workdir: str | None,
    remove: bool = False,
) -> dict[str, Any]:
    """The fields of the body of `POST /containers/create` for the settings that `run` and `create` take as arguments."""
    body: dict[str, Any] = {} if env is None else {"Env": environment(env)}
    given = (ports, volumes, labels, network, memory, restart, user, workdir)
    if any(value is not None for value in given):
        from engineclient.options.settings import settings  # most runs set none

        body |= settings(
            ports=ports,
            volumes=volumes,
            labels=labels,
            network=network,
            memory=memory,
            restart=restart,
            user=user,
            workdir=workdir,
            directory=_directory(),
            remove=remove,
        )
    return body


def _directory() -> str:
    """The caller's working directory, "" if it was removed."""
    try:
        return os.getcwd()  # noqa: PTH109  # a text is needed
    except OSError:
        return ""


class Creation(Data):
    """A container to create, and how its image is fetched.

    Attributes:
        body: the whole body of `POST /containers/create`, including `Image` and `Cmd`.
        name: the name of the container; None for a generated one.
        platform: the required platform, `os/arch`.
        reference: the parsed `Image`, if it was parsed already.
        pull: pull the image if it is missing, always, or never.
        auth: credentials for pulling, or a function that returns them when needed, as in `pull`.
        needs: the arguments in use that need a certain API version.
    """

    body: Json
    name: str | None = None
    platform: str | None = None
    reference: Reference | None = None
    pull: Pull = "missing"
    auth: Auth | Callable[[], Auth] | None = None
    needs: tuple[Gate, ...] = ()

    @property
    def image(self) -> str:
        """The reference or the id of the image."""
        image: str = self.body["Image"]
        return image

    def call(self) -> Call[ContainerCreated]:
        """The request that creates it."""
        return create_container(self.body, name=self.name, platform=self.platform, needed=self.needs)


def create(
    image: str,
    command: Sequence[str] | None = None,
    *,
    name: str | None = None,
    platform: str | None = None,
    env: Mapping[str, str | None] | Sequence[str] | None = None,
    ports: Ports | None = None,
    volumes: Volumes | None = None,
    labels: Labels | None = None,
    network: str | None = None,
    memory: int | str | None = None,
    restart: str | None = None,
    user: int | str | None = None,
    workdir: str | None = None,
    config: ContainerConfig | Json | None = None,
    pull: Pull = "missing",
    auth: Auth | Callable[[], Auth] | None = None,
    progress: Callable[[Progress], None] | None = None,
    missing: Callable[[str], None] | None = None,
) -> Steps[ContainerCreated]:
    """Create a container without starting it; pull its image if it is missing. `POST /containers/create`.

    The arguments are those of `run`.

    Raises:
        NotFound: there is no such image, on the engine or in its registry.
        StreamError: the pull failed.
        Conflict: the name is taken.
        ValueError: a port, a volume or another setting is malformed; the text is docker's.
    """
    common = common_settings(
        env=env,
        ports=ports,
        volumes=volumes,
        labels=labels,
        network=network,
        memory=memory,
        restart=restart,
        user=user,
        workdir=workdir,
    )
    creation = Creation(
        body=body_of(image, command, to_json(config or {}), common),
        name=name,
        platform=platform,
        pull=pull,
        auth=auth,
        needs=body_needs(config),
    )
    return (yield from create_from(creation, progress=progress, missing=missing))


def create_from(
    creation: Creation,
    *,
    progress: Callable[[Progress], None] | None = None,
    missing: Callable[[str], None] | None = None,
) -> Steps[ContainerCreated]:
    """Create the container of `creation`; pull its image if it is missing.

    Args:
        creation: the container.
        progress: called with each record of a pull.
        missing: called with the image if it must be pulled.
    """
    if creation.pull == "always":
        yield from _pull(creation, progress)
    try:
        return (yield from creation.call())
    except NotFound:
        # The engine does not pull by itself: the client does, and then creates again.
        if creation.pull != "missing" or is_image_id(creation.image):
            raise
        if missing is not None:
            missing(creation.image)
        yield from _pull(creation, progress)
        return (yield from creation.call())


def _pull(creation: Creation, progress: Callable[[Progress], None] | None) -> Steps[None]:
    from engineclient.procedures.pull import pull  # mostly the image is here

    image = creation.reference or creation.image
    return pull(image, platform=creation.platform, auth=creation.auth, progress=progress)


def body_of(image: str, command: Sequence[str] | None, config: Json, defaults: Json) -> dict[str, Any]:
    """The body of create: image and command, `defaults` by their names in the API, and over all of it `config`."""
    body: dict[str, Any] = {"Image": image, "Cmd": argv(command), **defaults, **config}
    if "HostConfig" in defaults:
        body["HostConfig"] = {**defaults["HostConfig"], **(config.get("HostConfig") or {})}
    return body
