"""Two registries of a theme: one that is open to all, with a few small images in it, and an empty one with a password.

Both are Debian's docker-registry; each client has them anew, so that it finds what the other one has found.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from tests.engines import processes, registry, rest
from tests.engines.images import MANIFEST, Entry, Image, digest, layer

MISSING: Final = "needs docker-registry, which is not on PATH"
_HOST: Final = "ENGINECLIENT_TEST_REGISTRY_HOST"
_NOWHERE: Final = {"REGISTRY": "127.0.0.1:1", "PRIVATE": "127.0.0.1:1"}
_REPOSITORY: Final = "dt-registries/app"
_USERS: Final = (
    "me:$2b$04$5rbOQhOAdmufc/dRZFhdGejl82C7Hg7AkXKdLDkNXHP.CZW3zK0nC\n"  # the password: open sesame
)
_DOCKER_LIST: Final = "application/vnd.docker.distribution.manifest.list.v2+json"
_OCI_IMAGE: Final = "application/vnd.oci.image.manifest.v1+json"
_OCI_INDEX: Final = "application/vnd.oci.image.index.v1+json"
_SECONDS: Final = 10  # for a registry to answer


def at_hand() -> bool:
    """Whether there is a docker-registry to start."""
    return shutil.which("docker-registry", path=processes.command_path()) is not None


@contextmanager
def running(architecture: str) -> Iterator[Mapping[str, str]]:
    """The addresses of both by the names that scripts have for them; without docker-registry nothing listens there.

    Of the images some are for the engine's `architecture`, and the others for some that few engines have. Both registries
    listen where ENGINECLIENT_TEST_REGISTRY_HOST says: at an address of this machine that the engine reaches too, by
    default on loopback.
    """
    if not at_hand():
        yield _NOWHERE
        return
    with ExitStack() as stack:
        directory = Path(stack.enter_context(TemporaryDirectory(prefix="registries-")))
        users = directory / "users"
        users.write_text(_USERS)
        open_to_all = stack.enter_context(_serving(directory / "open"))
        private = stack.enter_context(_serving(directory / "private", users))
        _fill(f"http://{open_to_all}", architecture)
        yield {"REGISTRY": open_to_all, "PRIVATE": private}


@contextmanager
def _serving(directory: Path, users: Path | None = None) -> Iterator[str]:
    directory.mkdir()
    file, address = registry.configured(directory, os.environ.get(_HOST, "127.0.0.1"), users)
    with (directory / "log").open("wb") as log:
        process = subprocess.Popen(
            ["docker-registry", "serve", str(file)],
            env={"PATH": processes.command_path(), "HOME": str(directory)}, stdout=log, stderr=log,
        )  # fmt: skip
    try:
        end = time.monotonic() + _SECONDS
        while not _is_up(address) and time.monotonic() < end:
            time.sleep(0.02)
        yield address
    finally:
        process.terminate()
        process.wait()


def _is_up(address: str) -> bool:
    with suppress(OSError):
        return rest.request(f"http://{address}", "GET", "/v2/")[0] in (200, 401)
    return False


def _fill(url: str, architecture: str) -> None:
    """Images with the tags `own`, `other` and `oci`, and lists of them, `list` and `index`."""
    own = _put(url, "own", architecture, MANIFEST)
    other = _put(url, "other", "ppc64le", MANIFEST)
    oci = _put(url, "oci", "s390x", _OCI_IMAGE)
    both = [_on(own, architecture), _on(other, "ppc64le")]
    _put_list(url, "list", _DOCKER_LIST, {"manifests": both})
    annotated = {**_on(oci, "s390x"), "annotations": {"org.example.kind": "main frame"}}
    _put_list(
        url, "index", _OCI_INDEX, {"manifests": [*both, annotated], "annotations": {"org.example.all": "yes"}}
    )


def _put(url: str, tag: str, architecture: str, kind: str) -> dict[str, Any]:
    """Store an image of one small file; its descriptor."""
    file = Entry("file", data=f"for {architecture}\n".encode())
    image = Image(_REPOSITORY, [], architecture, [layer([file])], {"Cmd": ["/file"]})
    manifest, blobs = image.packed()
    if kind != MANIFEST:
        manifest = (
            manifest.replace(MANIFEST.encode(), kind.encode())
            .replace(
                b"application/vnd.docker.container.image.v1+json", b"application/vnd.oci.image.config.v1+json"
            )
            .replace(
                b"application/vnd.docker.image.rootfs.diff.tar.gzip",
                b"application/vnd.oci.image.layer.v1.tar+gzip",
            )
        )
    for blob in blobs:
        registry.put_blob(url, _REPOSITORY, blob)
    registry.put_manifest(url, _REPOSITORY, tag, kind, manifest)
    return {"mediaType": kind, "digest": digest(manifest), "size": len(manifest)}


def _on(descriptor: dict[str, Any], architecture: str) -> dict[str, Any]:
    return {**descriptor, "platform": {"architecture": architecture, "os": "linux"}}


def _put_list(url: str, tag: str, kind: str, content: dict[str, Any]) -> None:
    manifest = json.dumps({"schemaVersion": 2, "mediaType": kind, **content}).encode()
    registry.put_manifest(url, _REPOSITORY, tag, kind, manifest)
