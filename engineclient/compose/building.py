"""The builds of services: their parameters, their order, and what each of the engine's builders supports."""

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
"""The prefix of an additional context that is the image of another service."""
_INLINE: Final = "type=inline"
_OFF: Final = ("", "false")


class Secret(NamedTuple):
    """The source of a build secret: the path of a file, or the name of a variable of the project."""

    file: str = ""
    variable: str = ""


class Building(NamedTuple):
    """An image to build.

    Attributes:
        service: the service that it is built for.
        image: its name.
        has_own_name: whether the file names the image; images with a generated name are never pushed.
        labels: the labels in the file.
        context: the path of the context directory, or a URL that the engine fetches.
        remote: whether the context is a URL.
        dockerfile: the path of the Dockerfile: absolute, or for a URL relative to the context.
        inline: the text of a Dockerfile in the compose file; "" if it is a file of its own.
        secrets: the secrets by id.
        ssh: the paths of the sockets of SSH agents by id; "" for the agent of the environment.
        contexts: additional contexts by name: the path of a directory, a URL, `docker-image://NAME`, or `service:NAME`
            for the image of another service.
        platforms: the platforms to build for; empty for the engine's own.
        cache_to: the cache exports, each `type=TYPE,NAME=VALUE...`.
        entitlements: further permissions of RUN, such as `security.insecure`.
        attestations: the attestations to attach, such as `type=sbom`.
        parameters: the keyword arguments of `images.build`.
        attestation_flags: the attestations given as flags of the command, by type; "" for a type that they turn off.
        earlier: the services whose images are to be built before, although this build does not use them.

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
    """The build of a service that has the key `build`.

    Args:
        project: declares the secrets, and has the variables for build arguments without a value.
        service: the service.
        image: the name of the image.
        no_cache: do not use the build cache, whatever the file says.
        pull: always look for newer base images, whatever the file says.

    Raises:
        ComposeError: a secret has no source, or `dockerfile_inline` is combined with a context that is a URL.

    """
    build = service.build
    assert build is not None
    at = ("services", service.name, "build")
    remote = is_url(build.context) or is_git_url(build.context)
    if remote and build.dockerfile_inline:
        raise ComposeError(
            f'service "{service.name}" has a dockerfile_inline for the context {build.context}, which is not supported: '
            "put the Dockerfile into the context",
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
    """The attestations of the keys `provenance` and `sbom`, in the form of bake's `attest`."""
    given = {"provenance": provenance, "sbom": sbom}
    return [
        f"type={name}" if value == "true" else f"type={name},{value}"
        for name, value in given.items()
        if value not in _OFF
    ]


def records(wanted: Building) -> dict[str, str]:
    """The attestations of a build by type, `sbom` or `provenance`; "" for a type that is turned off.

    Those given as flags override those of the file.

    Raises:
        ComposeError: an attestation in the file is malformed.

    """
    try:
        return {**attestations(wanted.attestations, "", ""), **wanted.attestation_flags}
    except ValueError as error:
        raise ComposeError(as_bake_says(str(error)), ("services", wanted.service, "build")) from error


def check_buildable(wanted: Building, *, has_manifests: bool = False) -> None:
    """Check that the engine's BuildKit supports a build.

    Args:
        wanted: the build.
        has_manifests: whether the engine has the containerd image store, which stores images of several platforms and
            attestations.

    Raises:
        ComposeError: it does not; the message is docker compose's, the hint names the service and its key.

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
    """The cache exports of a build, each as its attributes, with `type`.

    Raises:
        ComposeError: one is malformed.

    """
    try:
        return [cache_entry(text) for text in wanted.cache_to if text]
    except ValueError as error:
        raise ComposeError(
            as_bake_says(str(error)), ("services", wanted.service, "build", "cache_to")
        ) from error


def has_effect(cache: str) -> bool:
    """Whether a cache source is supported: an image (`NAME` or `type=registry,ref=NAME`) or a directory (`type=local`)."""
    return "=" not in cache or cache_entry(cache)["type"] in (REGISTRY, LOCAL)


def check_classic(wanted: Building) -> None:
    """Check that the engine's classic builder supports a build.

    Raises:
        ComposeError: it does not; with docker compose's message.

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
    """An error of BuildKit as docker compose prints it: with an empty line after each line."""
    return "".join(f"{line}\n\n" for line in message.splitlines()).removesuffix("\n")


def in_build_order(builds: Mapping[str, Building]) -> list[Building]:
    """Order builds so that each comes after the builds of its contexts and after those named in `earlier`.

    Args:
        builds: the builds by the name of the service; with each build, those that it needs.

    Raises:
        ComposeError: two builds need each other.

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
    """Order builds so that each comes after those of the services that its service depends on, directly or not.

    Raises:
        ComposeError: two builds need each other.

    """
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
        f'service "{service.name}" is built with the secret "{name}", which has no source: '
        "give it a `file` or an `environment`",
        ("services", service.name, "build", "secrets"),
    )
