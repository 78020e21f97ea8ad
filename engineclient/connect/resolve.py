"""Chooses the engine: --context, -H, DOCKER_HOST, DOCKER_CONTEXT, the current context, docker's default socket."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from engineclient.connect import hosts
from engineclient.connect.hosts import DEFAULT_CONTEXT, Endpoint
from engineclient.errors import InvalidHost

if TYPE_CHECKING:
    from collections.abc import Mapping

    from engineclient.connect.tls import TLSConfig


def config_folder(environ: Mapping[str, str] = os.environ) -> str:
    """Docker's configuration directory: DOCKER_CONFIG, or `~/.docker`."""
    return environ.get("DOCKER_CONFIG") or os.path.join(os.path.expanduser("~"), ".docker")  # noqa: PTH111, PTH118


def context_name(context: str | None, host: str | None, environ: Mapping[str, str], config_dir: str) -> str:
    """The name of the context to use, which may not exist. An empty `context` or `host` counts as not given.

    `--context` takes precedence; then any host, which is the context `default`; then DOCKER_CONTEXT; then
    `currentContext` of config.json.
    """
    if context:
        return context
    if host or environ.get("DOCKER_HOST"):
        return DEFAULT_CONTEXT
    return environ.get("DOCKER_CONTEXT") or _in_use(config_dir) or DEFAULT_CONTEXT


def resolve(
    host: str | None = None,
    *,
    context: str | None = None,
    tls: TLSConfig | None = None,
    environ: Mapping[str, str] = os.environ,
    config_dir: str | os.PathLike[str] | None = None,
) -> Endpoint:
    """The endpoint given by the arguments, or else by the environment or the current context.

    Args:
        host: `unix:///path`, `tcp://host:port`, `ssh://user@host`, `recording:name`; excludes `context`.
        context: the name of a context, which has its own host and TLS settings.
        tls: the TLS settings for a host that is not from a context; by default those of DOCKER_TLS, DOCKER_TLS_VERIFY
            and DOCKER_CERT_PATH.
        environ: the environment.
        config_dir: docker's configuration directory.

    Raises:
        InvalidHost: the host is malformed, or of a kind that is not supported.
        InvalidContext: there is no such context, or it is broken.
        InvalidTLS: a certificate or key file cannot be read.
    """
    if host and context:
        raise InvalidHost("conflicting options: cannot specify both --host and --context")
    folder = os.fspath(config_dir or config_folder(environ))
    name = context_name(context, host, environ, folder)
    if name == DEFAULT_CONTEXT:
        return default_endpoint(host or None, tls or _tls_of(environ), environ)
    return context_endpoint(name, folder)


def located(
    host: str | Endpoint | None, context: str | None, tls: TLSConfig | None, *, alone: bool = False
) -> Endpoint:
    """The endpoint for the arguments of an `Engine`; with `alone`, environment and files are not used.

    Raises:
        the errors of `resolve`.
    """
    if isinstance(host, Endpoint):
        return host
    if alone:
        return hosts.with_tls(hosts.parse(host or ""), tls)
    return resolve(host, context=context, tls=tls)


def default_endpoint(host: str | None, tls: TLSConfig | None, environ: Mapping[str, str]) -> Endpoint:
    """The endpoint of the context `default`: `host`, or else DOCKER_HOST, or else docker's default socket.

    Raises:
        InvalidHost: the host is malformed, or of a kind that is not supported.
        InvalidTLS: a certificate or key file cannot be read.
    """
    if tls is not None:
        tls.files()  # docker reads them for every host, even if it uses no TLS
    given = environ.get("DOCKER_HOST", "") if host is None else host  # an empty -H means docker's own socket
    found = hosts.parse(given, tls=tls is not None)
    return hosts.with_tls(found, tls)


def context_endpoint(name: str, config_dir: str) -> Endpoint:
    """The endpoint of a context in the store.

    Raises:
        InvalidContext: there is no such context, or it is broken.
        InvalidHost: its host is malformed, or of a kind that is not supported.
    """
    from engineclient.connect.contexts import ContextStore

    store = ContextStore(config_dir)
    context = store.get(name)
    tls = store.tls_config(context)
    return hosts.with_tls(hosts.endpoint_of(context.host or hosts.DEFAULT_HOST, name=name, tls=tls), tls)


def _tls_of(environ: Mapping[str, str]) -> TLSConfig | None:
    if not (environ.get("DOCKER_TLS") or environ.get("DOCKER_TLS_VERIFY")):
        return None
    from engineclient.connect.tls import of_environment

    return of_environment(environ, config_folder(environ))


def _in_use(config_dir: str) -> str:
    if not os.path.exists(f"{config_dir}/config.json"):  # noqa: PTH110  # most users have none, and reading one needs imports
        return ""
    from engineclient.connect.configfile import ConfigFile

    return ConfigFile(config_dir).text("currentContext")
