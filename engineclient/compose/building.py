"""How the image of a service is built: the parameters of the engine's build."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from engineclient.archive.git import is_git_url, is_url
from engineclient.compose import labels
from engineclient.compose.errors import ComposeError
from engineclient.compose.model import Build, Service
from engineclient.compose.project import Project
from engineclient.compose.shortforms import join
from engineclient.versions import COMPOSE

if TYPE_CHECKING:
    from pathlib import PurePath

_INLINE: Final = "type=inline"
_HOST: Final = "network.host"


class Building(NamedTuple):
    """An image to build.

    Attributes:
        service: the service that it is built for.
        image: its name.
        labels: those that the file gives it.
        context: the directory, or a URL that the engine fetches.
        remote: whether it is a URL.
        dockerfile: its path, absolute; of a URL relative to what it leads to.
        inline: the Dockerfile itself, "" if it is a file.
        secrets: by id, the file (a path), or the value itself if that is of the environment.
        ssh: the paths of the sockets of SSH agents by id, "" for that of the environment.
        parameters: of `images.build`.

    """

    service: str
    image: str
    labels: Mapping[str, str]
    context: str
    remote: bool
    dockerfile: str
    inline: str
    secrets: dict[str, PurePath | str]
    ssh: dict[str, str]
    parameters: dict[str, Any]


def building(
    project: Project, service: Service, image: str, *, no_cache: bool = False, pull: bool = False
) -> Building:
    """What builds the image of a service.

    Raises:
        ComposeError: the service's `build` has something that is not supported; the message names it.

    """
    build = service.build
    assert build is not None
    at = ("services", service.name, "build")
    for key, why in _unsupported(build):
        raise ComposeError(
            f'service "{service.name}" uses build.{key}, which is not supported: {why}', (*at, key)
        )
    remote = is_url(build.context) or is_git_url(build.context)
    if remote and build.dockerfile_inline:
        raise ComposeError(
            f'service "{service.name}" has a dockerfile_inline for {build.context}, which is not supported: '
            "use a file in it",
            (*at, "dockerfile_inline"),
        )
    own = {
        labels.PROJECT: project.name,
        labels.SERVICE: service.name,
        labels.VERSION: COMPOSE,
    }
    arguments = {
        name: project.environment.get(name) if value is None else value for name, value in build.args.items()
    }
    if build.cache_to:
        arguments["BUILDKIT_INLINE_CACHE"] = "1"
    hosts = [f"{host}:{each}" for host, addresses in build.extra_hosts.items() for each in addresses]
    dockerfile = build.dockerfile or "Dockerfile"
    parameters: dict[str, Any] = {
        "tags": [image, *build.tags],
        "buildargs": {name: value for name, value in arguments.items() if value is not None} or None,
        "labels": {**build.labels, **own},
        "target": build.target or None,
        "platform": next(iter(build.platforms), service.platform) or None,
        "pull": build.pull or pull,
        "nocache": build.no_cache or no_cache,
        "networkmode": build.network or None,
        "extrahosts": hosts or None,
        "shmsize": build.shm_size or None,
        "cachefrom": list(build.cache_from) or None,
        "ulimits": [
            {"Name": name, "Soft": each.soft or each.single, "Hard": each.hard or each.single}
            for name, each in sorted(build.ulimits.items())
        ]
        or None,
    }
    path = dockerfile if dockerfile.startswith("/") or remote else join(build.context, dockerfile)
    secrets = {each.target or each.source: _secret(project, service, each.source) for each in build.secrets}
    return Building(
        service=service.name,
        image=image,
        labels=build.labels,
        context=build.context,
        remote=remote,
        dockerfile=path,
        inline=build.dockerfile_inline,
        secrets=secrets,
        ssh=dict(build.ssh),
        parameters=parameters,
    )


def _unsupported(build: Build) -> Iterator[tuple[str, str]]:
    """The keys that the engine's own builder cannot do, and why."""
    if build.additional_contexts:
        yield "additional_contexts", "the engine's builder takes one context: copy into it what is needed"
    if any(each != _INLINE for each in build.cache_to):
        yield "cache_to", f"the engine's builder keeps its cache itself, or in the image: {_INLINE}"
    if any(each != _HOST for each in build.entitlements):
        yield "entitlements", f"the engine's builder grants none but {_HOST}"
    if build.privileged:
        yield "privileged", "the engine's builder grants no more rights to RUN"
    for key in ("provenance", "sbom"):
        if getattr(build, key) not in ("", "false"):
            yield key, "the engine's builder makes no attestations"
    if len(build.platforms) > 1:
        yield "platforms", "the engine's builder builds for one platform at a time: name one"


def _secret(project: Project, service: Service, name: str) -> PurePath | str:
    secret = project.secrets.get(name)
    if secret is not None and secret.file:
        from pathlib import PurePath

        return PurePath(secret.file)
    if secret is not None and secret.environment:
        return project.environment.get(secret.environment, "")
    raise ComposeError(
        f'service "{service.name}" is built with the secret "{name}", which has neither a file nor a variable',
        ("services", service.name, "build", "secrets"),
    )
