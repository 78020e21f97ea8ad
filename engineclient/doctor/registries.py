"""Checks how this machine and the engine reach registries: by a GET of `/v2/`, and by looking up an image."""

from __future__ import annotations

import os
import socket
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from engineclient.doctor.facts import Facts, Registry
from engineclient.errors import APIError, EngineError, UnsupportedByEngine

if TYPE_CHECKING:
    from engineclient.engine import Engine

HUB: Final = "registry-1.docker.io"
_HUB_IMAGE: Final = "hello-world"
_PATIENCE: Final = 5.0  # seconds


def looked_up(host: str, *, asked_for: bool) -> Registry:
    """A registry with its addresses in the DNS of this machine."""
    name, _, port = host.partition(":")
    try:
        found = socket.getaddrinfo(name, int(port or 443), type=socket.SOCK_STREAM)
    except (OSError, ValueError) as error:
        return Registry(
            host=host, asked_for=asked_for, dns_error=getattr(error, "strerror", None) or str(error)
        )
    return Registry(
        host=host, asked_for=asked_for, addresses=[*dict.fromkeys(str(each[4][0]) for each in found)]
    )


def with_registries(facts: Facts, engine: Engine | None) -> Facts:
    """`facts` with the results of requests to the registries from this machine and from the engine."""
    return replace(
        facts,
        registries=[
            replace(
                each,
                by_client=_by_client(each),
                by_engine=None if engine is None else _by_engine(engine, each.host),
            )
            for each in facts.registries
        ],
    )


def _by_client(registry: Registry) -> str:
    """The error of a request from this machine; "" if the registry answers, even if it requires a login."""
    import httpx  # used for everything that is not an engine

    from engineclient.transport.bounded_http import fetched

    if registry.dns_error and not any(name.lower().endswith("_proxy") for name in os.environ):
        return registry.dns_error
    try:
        with httpx.Client(timeout=_PATIENCE) as client:
            response = fetched(client, "GET", f"https://{registry.host}/v2/", seconds=_PATIENCE * 2)
    except httpx.HTTPError as error:
        return str(error) or type(error).__name__
    except OSError as error:  # the certificate file in SSL_CERT_FILE cannot be read
        return str(error)
    return "" if response.status_code in (200, 401) else f"{response.status_code} {response.reason_phrase}"


def _by_engine(engine: Engine, host: str) -> str | None:
    """The error of a request from the engine, which looks up an image; "" also if the registry does not know the image."""
    name = _HUB_IMAGE if host == HUB else f"{host}/{_HUB_IMAGE}"
    try:
        engine.distribution.inspect(name)
    except UnsupportedByEngine:
        return None  # podman
    except APIError as error:
        text = error.message
        answered = error.status in (401, 403, 404) or any(
            words in text
            for words in ("manifest unknown", "not found", "unauthorized", "denied", "no basic auth")
        )
        return "" if answered and "no such host" not in text else text
    except EngineError as error:
        return str(error)
    return ""
