"""`compose publish`: store the files of a project as an artifact in a registry."""

from __future__ import annotations

import time
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from engineclient.cli.arity import exactly
from engineclient.cli.failures import Failure
from engineclient.cli.flag_types import BOOL, STRING
from engineclient.cli.flags import flag
from engineclient.cli.image_copy import copy_image
from engineclient.cli.registries import fetch
from engineclient.commands.compose.command import compose_command
from engineclient.commands.compose.config import with_image_digests
from engineclient.commands.compose.creation import confirmation
from engineclient.commands.compose.progress import reporter
from engineclient.commands.compose.project import complaining, load, local_files
from engineclient.commands.compose.push import push_images
from engineclient.commands.compose.remote import registry_of_projects
from engineclient.compose.artifact import (
    EMPTY,
    VERSIONS,
    Layer,
    application,
    compose_file,
    manifest,
)
from engineclient.compose.progress import Event
from engineclient.compose.publish_checks import check_images, questions
from engineclient.compose.published import published_layers
from engineclient.errors import InvalidReference
from engineclient.registry.errors import Refused, RegistryError, Unreachable
from engineclient.registry.manifests import digest_of
from engineclient.wire.references import Reference, parse

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engineclient.cli.app import App
    from engineclient.compose import Project
    from engineclient.registry.manifests import Manifest
    from engineclient.transport.registry_client import RegistryClient

_OF_LOGIN: Final = (
    HTTPStatus.UNAUTHORIZED,
    HTTPStatus.FORBIDDEN,
    HTTPStatus.PROXY_AUTHENTICATION_REQUIRED,
)


@compose_command("[OPTIONS] REPOSITORY[:TAG]", exactly(1), arity_with_usage=True)
@flag("--app", BOOL, "Also copy the images of the services to the repository", dest="with_images")
@flag(
    "--oci-version",
    STRING,
    f"Version of the image specification ({', '.join(VERSIONS)}; default: what the registry takes)",
)
@flag("--resolve-image-digests", BOOL, "Also publish an override file with the digests of the images")
@flag("--with-env", BOOL, "Publish environment variables and the files of env_file, too")
@flag(
    "-y, --yes",
    BOOL,
    "Answer yes to all questions",
    former={"y": "--y is deprecated, please use --yes instead"},
)
def publish(
    app: App,
    repository: str,
    *,
    with_images: bool,
    oci_version: str,
    resolve_image_digests: bool,
    with_env: bool,
    yes: bool,
) -> None:
    """Publish the files of a project in a registry, for `--file oci://REPOSITORY`."""
    from engineclient.compose import Options

    files = local_files(app)
    with complaining(app):
        project = load(app, Options(discard_env_files=False)).with_profiles(["*"])
        layers = published_layers(project, files, with_env=with_env)
        check_images(project)
        if not yes:
            for question in questions(project, files, with_env=with_env):
                if not confirmation(app, question):
                    return
    push_images(app, project)
    if resolve_image_digests or with_images:
        layers.append(compose_file("image-digests.yaml", with_image_digests(app, project).encode()))
    report = reporter(app)
    report(Event(repository, "", "publishing"))
    if not app.group_options["dry_run"]:
        try:
            reference = parse(repository).with_default_tag()
        except InvalidReference as error:
            raise Failure(str(error)) from error
        try:
            images = _image_names(project) if with_images else []
            _publish(app, reference, layers, oci_version, images)
        except (RegistryError, ValueError) as error:
            report(Event(repository, "", "publishing", failed=True))
            raise Failure(_text(error)) from error
    report(Event(repository, "", "published"))


def _image_names(project: Project) -> list[Reference]:
    names = [each.image for _, each in sorted(project.services.items())]
    return [parse(name).with_default_tag() for name in names]


def _publish(
    app: App, reference: Reference, layers: Sequence[Layer], version: str, images: Sequence[Reference]
) -> None:
    """Store the files and the manifest of a project and, if `images` are given, copies of them and their index.

    Raises:
        RegistryError: a request to a registry failed.
        ValueError: `version` is not a version of the image specification.

    """
    from engineclient.transport.registry_client import Blob

    with registry_of_projects(app, reference) as registry:
        for content in (EMPTY, *(each.content for each in layers)):
            digest = digest_of(content)
            if not registry.has_blob(reference.path, digest):
                registry.put_blob(reference.path, digest, Blob(iter([content]), len(content)))
        if version and version not in VERSIONS:
            raise ValueError(f"unsupported OCI version: {version}")
        try:
            made = _put(registry, reference, layers, version or VERSIONS[-1])
        except Refused as error:
            if version or error.code in _OF_LOGIN or error.code >= HTTPStatus.INTERNAL_SERVER_ERROR:
                raise
            made = _put(registry, reference, layers, VERSIONS[0])  # the registry does not know the later one
        if images:
            index = application(made, [(each, _copied(app, each, registry, reference)) for each in images])
            registry.put_manifest(reference.path, index.digest, index)


def _put(registry: RegistryClient, reference: Reference, layers: Sequence[Layer], version: str) -> Manifest:
    created = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    made = manifest(layers, version, created)
    registry.put_manifest(reference.path, reference.tag, made)
    return made


def _copied(app: App, image: Reference, registry: RegistryClient, place: Reference) -> Manifest:
    """Copy an image to the repository of the project, and return its manifest."""
    with registry_of_projects(app, image) as source:
        found = fetch(source, image)
        copy_image(source, image, registry, place, found.digest)
    return found


def _text(error: Exception) -> str:
    return f"failed to do request: {error}" if isinstance(error, Unreachable) else str(error)
