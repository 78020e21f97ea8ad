"""Find the engine that the global options and the environment name, in docker's order of precedence."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final, TypeVar

from engineclient.cli.failures import Failure, advice_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from engineclient import Engine
    from engineclient.cli.global_options import GlobalOptions
    from engineclient.connect.hosts import Endpoint
    from engineclient.connect.tls import TLSConfig
    from engineclient.events import Emit
    from engineclient.transport.dry_run import Show

T = TypeVar("T")

_FAILED: Final = "Failed to initialize"
_TO_CONNECT: Final = 60.0  # seconds; for an answer a command waits as long as it takes, as docker does


def connect(options: GlobalOptions, on_event: Emit | None = None, *, unsent: Show | None = None) -> Engine:
    """Connect to the engine that the options, or else the environment, name; `on_event` receives its events.

    With `unsent` nothing is sent that could change the engine: that function receives it.

    Raises:
        Failure: they name none that this client can connect to.

    """
    from engineclient import Engine, Timeout

    show = unsent
    if options.dry_run:
        from engineclient.cli.observing.dry_run import show_unsent as show

    def make(endpoint: Endpoint) -> Engine:
        return Engine(
            endpoint,
            read_only=options.read_only,
            dry_run=show,
            on_event=on_event,
            headers=headers_of(options),
            timeout=Timeout(silence=None, connect=_TO_CONNECT),
        )

    return connected(options, make)[1]


def connected(options: GlobalOptions, make: Callable[[Endpoint], T]) -> tuple[Endpoint, T]:
    """Resolve the endpoint that the options name, and apply `make` to it; return both.

    Raises:
        Failure: they name none that this client can connect to. The text names the step that failed, as docker does.

    """
    from engineclient.errors import InvalidContext, InvalidHost, InvalidTLS, UnusableHost

    if "," in options.context:
        raise Failure(
            f"{_FAILED}: this command works on one engine, and --context names several: {options.context}"
        )
    try:
        endpoint = resolve(options)
    except UnusableHost as error:
        raise Failure(f"{_FAILED}: {error}") from error
    except (InvalidContext, InvalidHost, InvalidTLS) as error:
        raise Failure(
            f"{_FAILED}: unable to resolve docker endpoint: {error}", advice=advice_of(error)
        ) from error
    try:
        return endpoint, make(endpoint)
    except (InvalidHost, InvalidTLS) as error:
        raise Failure(f"{_FAILED}: {error}", advice=advice_of(error)) from error


def resolve(options: GlobalOptions) -> Endpoint:
    """The endpoint that the options, or else the environment, name.

    Raises:
        InvalidHost, InvalidContext, InvalidTLS: they name none, or are malformed.

    """
    from engineclient.connect import hosts, resolve as rules

    folder = options.config or rules.config_folder()
    name = context_name(options)
    if name == hosts.DEFAULT_CONTEXT:
        return rules.default_endpoint(host_of(options), tls_of(options), os.environ)
    return rules.context_endpoint(name, folder)


def headers_of(options: GlobalOptions) -> dict[str, str]:
    """The headers that the environment, or else config.json, adds to every request.

    Raises:
        InvalidHost: one of them cannot be sent.

    """
    from engineclient.connect import resolve as rules
    from engineclient.connect.configfile import ConfigFile
    from engineclient.connect.headers import custom_headers

    config = ConfigFile(options.config or rules.config_folder())
    return custom_headers(config.content.get("HttpHeaders", {}), os.environ)


def context_name(options: GlobalOptions) -> str:
    """The name of the context in use. There may be no such context."""
    from engineclient.connect import resolve as rules

    host = "given" if options.hosts else ""  # even an empty -H overrides the context in use
    return rules.context_name(options.context, host, os.environ, options.config or rules.config_folder())


def tls_of(options: GlobalOptions) -> TLSConfig | None:
    """The TLS configuration of the options, which applies to the context `default` only."""
    if not (options.tls or options.tlsverify or "tlsverify" in options.given):
        return None
    from engineclient.connect.tls import of_flags

    return of_flags(
        tls=options.tls,
        verify=options.tlsverify,
        ca=options.tlscacert,
        cert=options.tlscert,
        key=options.tlskey,
        given=options.given,
    )


def host_of(options: GlobalOptions) -> str | None:
    """The host of -H, or None.

    Raises:
        InvalidHost: -H is given more than once.

    """
    from engineclient.errors import InvalidHost

    if len(options.hosts) > 1:
        raise InvalidHost("Specify only one -H")
    return options.hosts[0] if options.hosts else None
