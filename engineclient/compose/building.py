"""How the image of a service is built: the parameters of the engine's build."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from engineclient.archive.git import is_git_url, is_url
from engineclient.compose import labels
from engineclient.compose.errors import ComposeError
from engineclient.compose.model import Service
from engineclient.compose.project import Project
from engineclient.compose.shortforms import join
from engineclient.options.attestations import attestations
from engineclient.options.caches import LOCAL, REGISTRY, cache_entry
from engineclient.options.frontend import unsupported_by_driver
from engineclient.versions import COMPOSE

INSECURE: Final = "security.insecure"
SERVICE: Final = "service:"
"""Stands before the name of a service whose image is a context of another one's build."""
_INLINE: Final = "type=inline"
_OFF: Final = ("", "false")


class Secret(NamedTuple):
    """Where a secret of a build comes from: the path of a file, or the name of a variable of the project's."""

    file: str = ""
    variable: str = ""


class Building(NamedTuple):
    """An image to build.

    Attributes:
        service: the service that it is built for.
        image: its name.
        has_own_name: whether the file gives that name; the others are never pushed.
        labels: those that the file gives it.
        context: the directory, or a URL that the engine fetches.
        remote: whether it is a URL.
        dockerfile: its path, absolute; of a URL relative to what it leads to.
        inline: the Dockerfile itself, "" if it is a file.
        secrets: by id.
        ssh: the paths of the sockets of SSH agents by id, "" for that of the environment.
        contexts: further contexts by name: the path of a directory, a URL, `docker-image://NAME`, or `service:NAME`
            for the image of another service.
        platforms: what it is built for; empty for the engine's own.
        cache_to: where the cache goes.
        entitlements: what RUN may do besides.
        attestations: statements about the image's origin to attach, such as `type=sbom`.
        parameters: of `images.build`.
        attestation_flags: those that flags of the command ask for, by type; "" for a type that they turn off.
        earlier: the services whose images are built before, though this build does not need them.

    """

    service: str
    image: str
    has_own_name: bool
    labels: Mapping[str, str]
    context: str
    remote: bool
    dockerfile: str
    inline: str
    secrets: Mapping[str, Secret]
    ssh: Mapping[str, str]
    contexts: Mapping[str, str]
    platforms: Sequence[str]
    cache_to: Sequence[str]
    entitlements: Sequence[str]
    attestations: Sequence[str]
    parameters: Mapping[str, Any]
    attestation_flags: Mapping[str, str] = MappingProxyType({})
    earlier: Sequence[str] = ()

    @property
    def needs(self) -> list[str]:
        """The services whose images are contexts of this build."""
        return [each.removeprefix(SERVICE) for each in self.contexts.values() if each.startswith(SERVICE)]


def building(
    project: Project, service: Service, image: str, *, no_cache: bool = False, pull: bool = False
) -> Building:
    """How the image of a service is built.

    Raises:
        ComposeError: a secret has no value, or a Dockerfile in the file is for a context that the engine fetches.

    """
    build = service.build
    assert build is not None
    at = ("services", service.name, "build")
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
    hosts = [f"{host}:{each}" for host, addresses in build.extra_hosts.items() for each in addresses]
    dockerfile = build.dockerfile or "Dockerfile"
    parameters: dict[str, Any] = {
        "tags": [*build.tags, image],
        "buildargs": {name: value for name, value in arguments.items() if value is not None} or None,
        "labels": {**build.labels, **own},
        "target": build.target or None,
        "platform": ",".join(build.platforms) or None,
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
        has_own_name=bool(service.image),
        labels=build.labels,
        context=build.context,
        remote=remote,
        dockerfile=path,
        inline=build.dockerfile_inline,
        secrets=secrets,
        ssh=build.ssh,
        contexts=build.additional_contexts,
        platforms=build.platforms,
        cache_to=build.cache_to,
        entitlements=[*build.entitlements, *[INSECURE] * build.privileged],
        attestations=_attestations(build.provenance, build.sbom),
        parameters=parameters,
    )


def _attestations(provenance: str, sbom: str) -> list[str]:
    """The values of bake's `attest` for the keys `provenance` and `sbom`."""
    given = {"provenance": provenance, "sbom": sbom}
    return [
        f"type={name}" if value == "true" else f"type={name},{value}"
        for name, value in given.items()
        if value not in _OFF
    ]


def records(wanted: Building) -> dict[str, str]:
    """The attestations by type, those of flags before those of the file; "" for a type that is turned off.

    Raises:
        ComposeError: one of the file cannot be read.

    """
    try:
        return {**attestations(wanted.attestations, "", ""), **wanted.attestation_flags}
    except ValueError as error:
        raise ComposeError(as_bake_says(str(error)), ("services", wanted.service, "build")) from error


def check_buildable(wanted: Building, *, has_manifests: bool = False) -> None:
    """Check that the engine's BuildKit can build it.

    Args:
        wanted: the build.
        has_manifests: the engine has the containerd image store: it keeps images of several platforms, and attestations.

    Raises:
        ComposeError: it cannot; the message is docker compose's, the hint names the service and its key.

    """
    keys = {
        "platforms": len(wanted.platforms) > 1 and ("Multi-platform build", "build-multi-platform"),
        "cache_to": any(each != _INLINE for each in wanted.cache_to)
        and ("Cache export", "build-cache-backends"),
        "provenance or sbom": ("Attestation", "attestations") if any(records(wanted).values()) else None,
    }
    for key, unsupported in keys.items():
        if unsupported and not has_manifests:
            raise ComposeError(
                as_bake_says(unsupported_by_driver(*unsupported)),
                ("services", wanted.service, "build"),
                hint=f'service "{wanted.service}": leave out {key} of its build',
            )
    if any(each["type"] == REGISTRY and not each.get("ref") for each in cache_exports(wanted)):
        raise ComposeError(
            as_bake_says("registry cache exporter requires ref"),
            ("services", wanted.service, "build", "cache_to"),
        )


def cache_exports(wanted: Building) -> list[dict[str, str]]:
    """Where the cache goes: the attributes of each place, `type` among them.

    Raises:
        ComposeError: one cannot be read.

    """
    try:
        return [cache_entry(text) for text in wanted.cache_to if text]
    except ValueError as error:
        raise ComposeError(
            as_bake_says(str(error)), ("services", wanted.service, "build", "cache_to")
        ) from error


def has_effect(cache: str) -> bool:
    """Whether a source of a cache can be read: an image, `NAME` or `type=registry,ref=NAME`, or a directory."""
    return "=" not in cache or cache_entry(cache)["type"] in (REGISTRY, LOCAL)


def check_classic(wanted: Building) -> None:
    """Check that the engine's classic builder can build it.

    Raises:
        ComposeError: it cannot; with docker compose's message.

    """
    needed = {
        "multi-arch build": len(wanted.platforms) > 1,
        "privileged mode": INSECURE in wanted.entitlements,
        "additional contexts": wanted.contexts,
        "SSH keys": wanted.ssh,
        "secrets": wanted.secrets,
    }
    for what, is_needed in needed.items():
        if is_needed:
            raise ComposeError(
                f"the classic builder doesn't support {what}, set DOCKER_BUILDKIT=1 to use BuildKit",
                ("services", wanted.service, "build"),
            )


def as_bake_says(message: str) -> str:
    """An error of BuildKit's as docker compose prints it: with an empty line after each line."""
    return "".join(f"{line}\n\n" for line in message.splitlines()).removesuffix("\n")


def in_build_order(builds: Mapping[str, Building]) -> list[Building]:
    """Order builds (by name of service) so that each comes after those whose images are its contexts, and after those that
    are to be earlier.

    Raises:
        ComposeError: two need each other.

    """
    ordered: dict[str, Building] = {}

    def add(name: str, above: tuple[str, ...]) -> None:
        if name in above:
            text = as_bake_says(f"infinite loop from {above[-1]} to {name}")
            raise ComposeError(text, ("services", name, "build"))
        for each in sorted({*builds[name].needs, *builds[name].earlier}):
            add(each, (*above, name))
        ordered.setdefault(name, builds[name])

    for name in sorted(builds):
        add(name, ())
    return list(ordered.values())


def after_dependencies(project: Project, builds: Sequence[Building]) -> list[Building]:
    """Order builds so that each comes after those of the services that its service depends on, directly or not."""
    named = {each.service: each for each in builds}

    def depends_on(name: str) -> list[str]:
        found = [name]
        for each in found:
            service = project.all_services.get(each)
            found += [other for other in (service.depends_on if service else ()) if other not in found]
        return found[1:]

    return in_build_order(
        {
            name: each._replace(earlier=[other for other in depends_on(name) if other in named])
            for name, each in named.items()
        }
    )


def _secret(project: Project, service: Service, name: str) -> Secret:
    secret = project.secrets.get(name)
    if secret is not None and (secret.file or secret.environment):
        return Secret(secret.file, secret.environment)
    raise ComposeError(
        f'service "{service.name}" is built with the secret "{name}", which has neither a file nor a variable',
        ("services", service.name, "build", "secrets"),
    )
