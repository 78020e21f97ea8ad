"""The engine that a command line names: its global options and the environment, by docker's order of decisions."""

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


def connect(options: GlobalOptions, on_event: Emit | None = None, *, unsent: Show | None = None) -> Engine:
    """The engine that the options, or without them the environment, name; `on_event` receives its conversation.

    With `unsent` nothing is sent that could change the engine: that function receives it.

    Raises:
        Failure: they name none that could be reached by this client.

    """
    from engineclient import Engine

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
        )

    return connected(options, make)[1]


def connected(options: GlobalOptions, make: Callable[[Endpoint], T]) -> tuple[Endpoint, T]:
    """Where the engine is that the options name, and what `make` makes of it.

    Raises:
        Failure: they name none that could be reached by this client; the text names the step that failed, as docker's.

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
    """Where the engine is that the options, or without them the environment, name.

    Raises:
        InvalidHost, InvalidContext, InvalidTLS: they name none.

    """
    from engineclient.connect import hosts, resolve as rules

    folder = options.config or rules.config_folder()
    name = context_name(options)
    if name == hosts.DEFAULT_CONTEXT:
        return rules.default_endpoint(host_of(options), tls_of(options), os.environ)
    return rules.context_endpoint(name, folder)


def headers_of(options: GlobalOptions) -> dict[str, str]:
    """The headers that the environment, or without it config.json, adds to every request.

    Raises:
        InvalidHost: one of them cannot be sent.

    """
    from engineclient.connect import resolve as rules
    from engineclient.connect.configfile import ConfigFile
    from engineclient.connect.headers import custom_headers

    config = ConfigFile(options.config or rules.config_folder())
    return custom_headers(config.content.get("HttpHeaders", {}), os.environ)


def context_name(options: GlobalOptions) -> str:
    """The name of the context in use, which need not exist."""
    from engineclient.connect import resolve as rules

    host = "given" if options.hosts else ""  # also an empty -H leaves the context in use aside
    return rules.context_name(options.context, host, os.environ, options.config or rules.config_folder())


def tls_of(options: GlobalOptions) -> TLSConfig | None:
    """The TLS that the options ask for, which is for the context `default` alone."""
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
    """The host of -H, None without one.

    Raises:
        InvalidHost: there are several.

    """
    from engineclient.errors import InvalidHost

    if len(options.hosts) > 1:
        raise InvalidHost("Specify only one -H")
    return options.hosts[0] if options.hosts else None
