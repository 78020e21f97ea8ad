"""A registry on loopback in place of Docker Hub: `docker-registry`, filled through its API."""

import json
import socket
from collections.abc import Iterable
from pathlib import Path

from . import rest
from .errors import EngineSetupError
from .images import MANIFEST, Image, digest
from .processes import Process, launch

_BINARY = {"Content-Type": "application/octet-stream"}


def start(directory: Path, group: Path) -> tuple[Process, str]:
    """Start a registry with its files in `directory`; returns the process and the registry's URL."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    configuration = {
        "version": "0.1",
        "storage": {"filesystem": {"rootdirectory": str(directory / "registry")}},
        "http": {"addr": f"127.0.0.1:{port}"},
        "log": {"level": "warn"},
    }
    file = directory / "registry.yml"
    file.write_text(json.dumps(configuration))  # JSON is also YAML
    process = launch(["docker-registry", "serve", str(file)], directory / "registry.log", group)
    return process, f"http://127.0.0.1:{port}"


def push(url: str, images: Iterable[Image]) -> None:
    """Push the images into the registry, below library/ as on Docker Hub."""
    for image in images:
        repository = f"/v2/library/{image.repository}"
        manifest, blobs = image.packed()
        for blob in blobs:
            _put_blob(url, repository, blob)
        for tag in image.tags:
            _send(url, "PUT", f"{repository}/manifests/{tag}", manifest, {"Content-Type": MANIFEST})


def _put_blob(url: str, repository: str, blob: bytes) -> None:
    place = _send(url, "POST", f"{repository}/blobs/uploads/").removeprefix(url)
    joint = "&" if "?" in place else "?"
    _send(url, "PUT", f"{place}{joint}digest={digest(blob)}", blob, _BINARY)


def _send(
    url: str, method: str, target: str, body: bytes = b"", headers: dict[str, str] | None = None
) -> str:
    """Send a request, which must succeed, and return the header Location."""
    status, answered, text = rest.request(url, method, target, body, headers)
    if status not in {201, 202}:
        raise EngineSetupError(f"registry: {method} {target}: {status} {text.decode(errors='replace')}")
    return answered["Location"] or ""
