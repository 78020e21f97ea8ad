"""A registry on loopback in place of Docker Hub: `docker-registry`, filled through its API."""

import json
import socket
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from . import rest
from .errors import EngineSetupError
from .images import MANIFEST, Image, digest
from .processes import Process, launch

_BINARY = {"Content-Type": "application/octet-stream"}


def start(directory: Path, group: Path) -> tuple[Process, str]:
    """Start a registry with its files in `directory`; returns the process and the registry's URL."""
    file, address = configured(directory)
    process = launch(["docker-registry", "serve", str(file)], directory / "registry.log", group)
    return process, f"http://{address}"


def configured(directory: Path, host: str = "127.0.0.1", users: Path | None = None) -> tuple[Path, str]:
    """Write the configuration of a registry with its files in `directory`, and choose a free port.

    Args:
        directory: for the registry's files and the configuration.
        host: the address to listen at.
        users: the file of those that may use it, with the hashes of their passwords; None for everybody.

    Returns:
        The file, and the registry's `host:port`.
    """
    with socket.create_server((host, 0)) as probe:
        address = f"{host}:{probe.getsockname()[1]}"
    configuration: dict[str, Any] = {
        "version": "0.1",
        "storage": {"filesystem": {"rootdirectory": str(directory / "registry")}},
        "http": {"addr": address},
        "log": {"level": "warn"},
    }
    if users is not None:
        configuration["auth"] = {"htpasswd": {"realm": "registry", "path": str(users)}}
    file = directory / "registry.yml"
    file.write_text(json.dumps(configuration))  # JSON is also YAML
    return file, address


def push(url: str, images: Iterable[Image]) -> None:
    """Push the images into the registry, below library/ as on Docker Hub."""
    for image in images:
        manifest, blobs = image.packed()
        for blob in blobs:
            put_blob(url, f"library/{image.repository}", blob)
        for tag in image.tags:
            put_manifest(url, f"library/{image.repository}", tag, MANIFEST, manifest)


def put_blob(url: str, repository: str, blob: bytes) -> None:
    """Store a blob."""
    place = _send(url, "POST", f"/v2/{repository}/blobs/uploads/").removeprefix(url)
    joint = "&" if "?" in place else "?"
    _send(url, "PUT", f"{place}{joint}digest={digest(blob)}", blob, _BINARY)


def put_manifest(url: str, repository: str, name: str, media_type: str, manifest: bytes) -> None:
    """Store a manifest under a tag or its digest."""
    _send(url, "PUT", f"/v2/{repository}/manifests/{name}", manifest, {"Content-Type": media_type})


def _send(
    url: str, method: str, target: str, body: bytes = b"", headers: dict[str, str] | None = None
) -> str:
    """Send a request, which must succeed, and return the header Location."""
    status, answered, text = rest.request(url, method, target, body, headers)
    if status not in {201, 202}:
        raise EngineSetupError(f"registry: {method} {target}: {status} {text.decode(errors='replace')}")
    return answered["Location"] or ""
