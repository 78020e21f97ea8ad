"""The config hashes, by which docker compose decides whether a container, a network or a volume still matches the file.

They are SHA-256 in hexadecimal of the JSON that `config --format json` prints, without indentation. The hashes of 2.40.3
are reproduced.
"""

from __future__ import annotations

from typing import Any

from engineclient.compose.model import Deploy, Network, Service, Volume
from engineclient.compose.order import Style
from engineclient.golang.json import encode_ordered, escape_html


def service_hash(service: Service) -> str:
    """The hash of the keys of a service that its containers depend on."""
    return _hash(hashed(service))


def hashed(service: Service) -> dict[str, Any]:
    """The keys of a service that the hash covers: not those about its build, its dependencies and its replicas."""
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
    """The hash of a volume; `driver` is `local` if the file names none."""
    return _hash(volume.replace(driver=volume.driver or "local").show(Style.JSON))


def _hash(shown: dict[str, Any]) -> str:
    from hashlib import sha256  # imported here, as it loads OpenSSL, which most commands do not need

    return sha256(escape_html(encode_ordered(shown)).encode("utf-8", "surrogateescape")).hexdigest()
