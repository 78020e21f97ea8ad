"""Check credentials with a registry directly, as docker does for `login` when the engine cannot be reached."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engineclient.build.auth import Login
from engineclient.cli.failures import Failure
from engineclient.registry.addresses import host_of, is_loopback
from engineclient.registry.errors import NotAuthorized, Refused, Unreachable
from engineclient.wire.references import DEFAULT_DOMAIN

if TYPE_CHECKING:
    from engineclient.models.system import AuthConfig
    from engineclient.transport.registry_client import RegistryClient


def check_directly(wanted: AuthConfig, *, is_hub: bool) -> None:
    """Log in to a registry by TLS; one on this machine needs no valid certificate, and may use plain HTTP.

    Args:
        wanted: the credentials, with the registry's host.
        is_hub: whether they are for Docker Hub.

    Raises:
        Failure: the registry rejects them; with docker's text.
        Unreachable: it does not answer.
        InvalidTLS: a certificate in `certs.d` for this registry cannot be used.

    """
    from engineclient.connect.registry_certificates import certificates_folder, registry_context
    from engineclient.transport.registry_client import RegistryClient  # imports httpx

    domain = DEFAULT_DOMAIN if is_hub else wanted.serveraddress or ""
    host, local = host_of(domain), is_loopback(domain)
    login = Login(wanted.username or "", wanted.password or wanted.identity_token or "")
    context = registry_context(host, certificates_folder(), verified=not local)
    try:
        with RegistryClient(f"https://{host}", lambda: login, context) as registry:
            _check(registry)
    except NotAuthorized:
        raise
    except Unreachable:
        if not local:
            raise
        with RegistryClient(f"http://{host}", lambda: login) as registry:
            _check(registry)


def _check(registry: RegistryClient) -> None:
    try:
        registry.check_login()
    except Refused as error:
        raise Failure(f"login attempt to {error.url} failed with status: {error.status}") from error
