"""Registries, as this machine and as the engine reach them: a GET of `/v2/`, and a look for an image."""

from __future__ import annotations

import os
import re
import socket
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from engineclient.doctor.facts import Facts, Registry
from engineclient.errors import APIError, EngineError

if TYPE_CHECKING:
    from engineclient.engine import Engine

HUB: Final = "registry-1.docker.io"
_HUB_IMAGE: Final = "hello-world"
_PATIENCE: Final = 5.0  # seconds


def looked_up(host: str, *, asked_for: bool) -> Registry:
    """A registry, and its addresses in the DNS of this machine."""
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
    """`facts`, with what this machine and the engine met at the registries."""
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
    """What our own HTTPS client meets: "" if the registry answers, be it that it wants a login."""
    import httpx  # the client of what is no engine

    if registry.dns_error and not any(name.lower().endswith("_proxy") for name in os.environ):
        return registry.dns_error
    try:
        response = httpx.get(f"https://{registry.host}/v2/", timeout=_PATIENCE)
    except httpx.HTTPError as error:
        return str(error) or type(error).__name__
    except OSError as error:  # a certificate's file that SSL_CERT_FILE names
        return str(error)
    return "" if response.status_code in (200, 401) else f"{response.status_code} {response.reason_phrase}"


def _by_engine(engine: Engine, host: str) -> str | None:
    """What the engine meets when it looks for an image there; that there is none of that name is an answer."""
    name = _HUB_IMAGE if host == HUB else f"{host}/{_HUB_IMAGE}"
    try:
        engine.distribution.inspect(name)
    except APIError as error:
        text = error.message
        answered = error.status in (401, 403, 404) or any(
            words in text
            for words in ("manifest unknown", "not found", "unauthorized", "denied", "no basic auth")
        )
        if re.search(r"^(page )?not found$|^Path .* is not supported$", text.strip(), re.IGNORECASE):
            return None  # an engine without that route: podman
        return "" if answered and "no such host" not in text else text
    except EngineError as error:
        return str(error)
    return ""
