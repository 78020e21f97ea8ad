"""Projects in registries, `oci://NAME`: they are copied to a cache directory, and loaded from there."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

from engineclient.cli import registries
from engineclient.compose.artifact import files_of, project_member
from engineclient.compose.errors import ComposeError
from engineclient.compose.local import ARTIFACT
from engineclient.errors import EngineError, InvalidReference
from engineclient.golang.strconv import parse_bool
from engineclient.registry.addresses import is_loopback
from engineclient.registry.errors import NoSuchManifest, Unreachable
from engineclient.registry.manifests import OCI_INDEX, is_content_of
from engineclient.wire.references import parse

if TYPE_CHECKING:
    from collections.abc import Mapping

    from engineclient.cli.app import App
    from engineclient.transport.registry_client import RegistryClient
    from engineclient.wire.references import Reference

_SWITCH: Final = "COMPOSE_EXPERIMENTAL_OCI_REMOTE"
MAIN: Final = "compose.yaml"


class RemoteProjects:
    """Copies projects from registries, each once per command.

    Args:
        app: the program, for the logins to registries.
        environ: the variables of the shell.

    """

    def __init__(self, app: App, environ: Mapping[str, str]) -> None:
        self._app = app
        self._environ = environ
        self._known: dict[str, str] = {}

    def fetch(self, path: str) -> str:
        """Copy the project `oci://NAME`, and return the path of its compose file.

        Raises:
            ComposeError: it is not a project, its registry cannot be reached, or a variable turns this off.

        """
        try:
            enabled = parse_bool(self._environ.get(_SWITCH) or "true")
        except ValueError as error:
            raise ComposeError(f"{_SWITCH} environment variable expects boolean value: {error}") from error
        if not enabled:
            raise ComposeError(f'OCI remote resource is disabled by "{_SWITCH}"')
        if path not in self._known:
            self._known[path] = self._copied(path)
        return self._known[path]

    def _copied(self, path: str) -> str:
        try:
            reference = parse(path.removeprefix(ARTIFACT)).with_default_tag()
        except InvalidReference as error:
            raise ComposeError(str(error)) from error
        try:
            with registry_of_projects(self._app, reference) as registry:
                return str(_kept(registry, reference, cache_folder(self._environ)) / MAIN)
        except NoSuchManifest:
            reason = f"{reference}: not found"
        except Unreachable as error:
            reason = f"failed to do request: {error}"
        except EngineError as error:
            if isinstance(error, ComposeError):
                raise
            reason = str(error)
        raise ComposeError(f'failed to pull OCI resource "{reference}": {reason}')


def registry_of_projects(app: App, reference: Reference) -> RegistryClient:
    """A client for the registry of a project, with TLS, or without it for a registry on this machine that has none.

    Raises:
        Unreachable: the registry cannot be reached.

    """
    registry = registries.client(app, reference)
    try:
        registry.ping()
    except Unreachable as error:
        if not error.plain or not is_loopback(reference.domain):
            raise
        return registries.client(app, reference, plain=True)
    return registry


def _kept(registry: RegistryClient, reference: Reference, cache: Path) -> Path:
    """The directory with the copy of a project, which is named after its digest; the files are fetched if it is missing."""
    manifest = registries.fetch(registry, reference)
    folder = cache / manifest.digest.partition(":")[2]
    if folder.exists():
        return folder
    if manifest.media_type == OCI_INDEX:
        digest = project_member(manifest.content, str(reference))
        manifest = registries.fetch(registry, reference._replace(tag="", digest=digest))

    def blob(digest: str) -> bytes:
        content = registry.blob(reference.path, digest)
        if not is_content_of(digest, content):
            raise ComposeError(
                f"the content of layer {digest} of {reference} does not match its digest: publish the project again"
            )
        return content

    files = files_of(manifest.content, str(reference), blob)
    _store(folder, files)
    return folder


def _store(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write the files of a copy in one step, because another command may do the same at the same time."""
    try:
        folder.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        made = Path(tempfile.mkdtemp(dir=folder.parent))  # with mode 0700
        for name, content in files.items():
            descriptor = os.open(made / name, os.O_CREAT | os.O_WRONLY, 0o600)
            with os.fdopen(descriptor, "wb") as file:
                file.write(content)
        try:
            made.rename(folder)
        except OSError:
            shutil.rmtree(made)
            if not folder.exists():
                raise
    except OSError as error:
        raise ComposeError(f"initializing remote resource cache: {error}") from error


def cache_folder(environ: Mapping[str, str]) -> Path:
    """The directory with the copies: docker compose's, so that both share them."""
    cache = environ.get("XDG_CACHE_HOME")
    return Path(cache if cache is not None else f"{environ.get('HOME', '')}/.cache", "docker-compose")
