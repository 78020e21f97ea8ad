"""Registries that a command speaks to itself, without the engine: how docker's own client connects to them.

`reading` and `writing` connect as `docker manifest` does, for which a credential helper that fails is none.
"""

from __future__ import annotations

from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING

from engineclient.build.auth import Login
from engineclient.cli.credentials import credentials_of
from engineclient.cli.failures import Failure
from engineclient.connect.credentialhelper import HelperFailed
from engineclient.connect.credentials import registry_of
from engineclient.registry.addresses import host_of, is_loopback
from engineclient.registry.errors import NoSuchManifest, Refused, Unreachable
from engineclient.registry.manifests import ImageManifest, is_content_of, json_object
from engineclient.registry.platforms import platform_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engineclient.cli.app import App
    from engineclient.registry.manifests import Manifest
    from engineclient.transport.registry_client import RegistryClient
    from engineclient.wire.references import Reference


def client(
    app: App, reference: Reference, *, plain: bool = False, verified: bool = True, needs_helper: bool = True
) -> RegistryClient:
    """A client of the registry of an image, with the login that is kept for it.

    The login is looked up when the registry demands one; if its credential helper fails then, HelperFailed is raised.

    Args:
        app: has the configuration.
        reference: of the image.
        plain: by HTTP, instead of TLS.
        verified: the registry's certificate has to be valid.
        needs_helper: whether it matters that a credential helper fails; without it nobody is logged in.

    Raises:
        InvalidTLS: a certificate that is kept for it cannot be used.

    """
    from engineclient.connect.registry_certificates import certificates_folder, registry_context
    from engineclient.procedures.build_source import login_of
    from engineclient.transport.registry_client import RegistryClient

    host = host_of(reference.domain)
    context = True if plain else registry_context(host, certificates_folder(), verified=verified)

    def find_login() -> Login:
        try:
            return login_of(credentials_of(app), registry_of(reference))
        except HelperFailed:
            if needs_helper:
                raise
            return Login()

    return RegistryClient(f"{'http' if plain else 'https'}://{host}", find_login, context)


@contextmanager
def reading(app: App, reference: Reference, *, insecure: bool) -> Iterator[RegistryClient]:
    """The registry of an image, to read from: by TLS, or, only if `insecure`, by HTTP if it does not speak TLS.

    Raises:
        Failure: it cannot be reached.
        NoSuchManifest: it speaks only HTTP.

    """
    verified = not (insecure or is_loopback(reference.domain))
    try:
        with _by_tls(app, reference, verified=verified, insecure=insecure) as registry:
            yield registry
    except _OnlyHTTP as error:
        raise NoSuchManifest(reference) from error


@contextmanager
def writing(app: App, reference: Reference, *, insecure: bool) -> Iterator[RegistryClient]:
    """The registry of an image, to write to: by HTTP if it is on this machine, and otherwise as for reading.

    Raises:
        Failure: it cannot be reached.

    """
    connect = (
        _by_http
        if is_loopback(reference.domain)
        else partial(_by_tls, verified=not insecure, insecure=insecure)
    )
    with connect(app, reference) as registry:
        yield registry


class _OnlyHTTP(Failure):
    """The registry speaks HTTP without TLS, and that is not allowed."""


@contextmanager
def _by_tls(app: App, reference: Reference, *, verified: bool, insecure: bool) -> Iterator[RegistryClient]:
    """The registry by TLS; if it speaks none, and `insecure` allows it, by HTTP.

    Raises:
        _OnlyHTTP: it speaks none, and has to.
        Failure: it cannot be reached.

    """
    with client(app, reference, verified=verified, needs_helper=False) as registry:
        try:
            registry.ping()
        except Unreachable as error:
            if not error.plain:
                raise _not_configured(error) from error
            if not insecure:
                raise _OnlyHTTP(_not_configured(error).text) from error
        else:
            yield registry
            return
    with _by_http(app, reference) as registry:
        yield registry


@contextmanager
def _by_http(app: App, reference: Reference) -> Iterator[RegistryClient]:
    with client(app, reference, plain=True, needs_helper=False) as registry:
        try:
            registry.ping()
        except Unreachable as error:
            raise _not_configured(error) from error
        yield registry


def _not_configured(error: Unreachable) -> Failure:
    return Failure(f"failed to configure transport: error pinging v2 registry: {error}")


def name_of(reference: Reference) -> str:
    """What docker asks a registry for if a reference has both: the tag."""
    return reference.tag or reference.digest


def fetch(registry: RegistryClient, reference: Reference) -> Manifest:
    """The manifest that a tag or a digest names.

    Raises:
        NoSuchManifest: the registry does not know it, or does not show it to this user.
        Refused, Unreachable: the registry failed.
        Failure: the registry's answer is not what the digest says.

    """
    try:
        found = registry.manifest(reference.path, name_of(reference))
    except Refused as error:
        if error.is_unknown:
            raise NoSuchManifest(reference) from error
        raise
    if reference.digest and not is_content_of(reference.digest, found.raw):
        raise Failure(f"manifest verification failed for digest {reference.digest}")
    return found


def image_manifest(registry: RegistryClient, reference: Reference, found: Manifest) -> ImageManifest:
    """The manifest of an image with the platform that its configuration names.

    Raises:
        Failure: the configuration is not what the manifest says.

    """
    digest = found.config()
    content = registry.blob(reference.path, digest)
    if not is_content_of(digest, content):
        raise Failure(f"image config verification failed for digest {digest}")
    return ImageManifest(reference, found, platform_of(json_object(content, "an image's configuration")))
