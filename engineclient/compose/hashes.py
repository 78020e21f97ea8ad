"""The config hash: compose compares it to find out whether a container, a network or a volume still matches the file."""

from __future__ import annotations

from typing import Any

from engineclient.compose.model import Deploy, Network, Service, Volume
from engineclient.compose.order import Style
from engineclient.golang.json import encode_ordered, escape_html


def service_hash(service: Service) -> str:
    """The hash of a service: of all that makes its containers, but not of how many there are or how the image is built."""
    return _hash(hashed(service))


def hashed(service: Service) -> dict[str, Any]:
    """What the hash is taken of, by key."""
    deploy: Deploy | None = service.deploy
    made: Service = service.replace(
        build=None,
        pull_policy="",
        scale=None,
        deploy=deploy.replace(replicas=None) if deploy else None,
        depends_on={},
        profiles=(),
    )
    return made.show(Style.JSON)


def network_hash(network: Network) -> str:
    """The hash of a network."""
    return _hash(network.show(Style.JSON))


def volume_hash(volume: Volume) -> str:
    """The hash of a volume, whose driver is `local` if it has none."""
    return _hash(volume.replace(driver=volume.driver or "local").show(Style.JSON))


def _hash(shown: dict[str, Any]) -> str:
    from hashlib import sha256  # only what makes or plans containers needs it, and with it OpenSSL

    return sha256(escape_html(encode_ordered(shown)).encode("utf-8", "surrogateescape")).hexdigest()
