"""Connect to registries directly, without the engine, by the rules of docker's own client (manifest, imagetools).

`reading` and `writing` connect as `docker manifest` does, which ignores a credential helper that fails.
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
    """A client of the registry of an image, with the stored credentials for it.

    They are read when the registry demands them; a credential helper that fails then raises HelperFailed.

    Args:
        app: the call, for its configuration.
        reference: the image.
        plain: use HTTP without TLS.
        verified: verify the registry's certificate.
        needs_helper: fail if the credential helper fails; otherwise continue without credentials.

    Raises:
        InvalidTLS: a certificate in `certs.d` for this registry cannot be used.

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
    """Yield a client that reads from the registry of an image.

    It uses TLS and verifies the certificate unless the registry is on loopback. With `insecure` the certificate is not
    verified, and a registry without TLS is read by HTTP.

    Raises:
        Failure: the registry cannot be reached.
        NoSuchManifest: the registry has no TLS, and `insecure` is not set.

    """
    verified = not (insecure or is_loopback(reference.domain))
    try:
        with _by_tls(app, reference, verified=verified, insecure=insecure) as registry:
            yield registry
    except _OnlyHTTP as error:
        raise NoSuchManifest(reference) from error


@contextmanager
def writing(app: App, reference: Reference, *, insecure: bool) -> Iterator[RegistryClient]:
    """Yield a client that writes to the registry of an image: by HTTP on loopback, otherwise as `reading` does.

    Raises:
        Failure: the registry cannot be reached, or has no TLS and `insecure` is not set.

    """
    connect = (
        _by_http
        if is_loopback(reference.domain)
        else partial(_by_tls, verified=not insecure, insecure=insecure)
    )
    with connect(app, reference) as registry:
        yield registry


class _OnlyHTTP(Failure):
    """The registry has no TLS, and `insecure` is not set."""


@contextmanager
def _by_tls(app: App, reference: Reference, *, verified: bool, insecure: bool) -> Iterator[RegistryClient]:
    """Yield a client that uses TLS, or HTTP if the registry has no TLS and `insecure` is set.

    Raises:
        _OnlyHTTP: the registry has no TLS, and `insecure` is not set.
        Failure: the registry cannot be reached.

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
    """The tag or the digest to request; the tag if the reference has both, as docker does."""
    return reference.tag or reference.digest


def fetch(registry: RegistryClient, reference: Reference) -> Manifest:
    """The manifest that a tag or a digest names.

    Raises:
        NoSuchManifest: the registry has no such manifest, or does not show it to this user.
        Refused: the registry answered with another error.
        Unreachable: there was no answer.
        Failure: the content does not match the digest.

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
    """The manifest `found` together with the platform in the image's configuration, which is fetched.

    Raises:
        Failure: the configuration does not match its digest in the manifest.

    """
    digest = found.config()
    content = registry.blob(reference.path, digest)
    if not is_content_of(digest, content):
        raise Failure(f"image config verification failed for digest {digest}")
    return ImageManifest(reference, found, platform_of(json_object(content, "an image's configuration")))
