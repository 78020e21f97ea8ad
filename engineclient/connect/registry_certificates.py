"""Certificates for registries, in docker's own directory: `certs.d/HOST/` has CAs (*.crt) and pairs (*.cert, *.key)."""

from __future__ import annotations

import os
import ssl
from pathlib import Path
from typing import TYPE_CHECKING, Final

from engineclient.errors import InvalidTLS

if TYPE_CHECKING:
    from collections.abc import Mapping

_SYSTEM: Final = "/etc/docker/certs.d"


def certificates_folder(environ: Mapping[str, str] = os.environ) -> Path:
    """The directory: the system's, or, beside a rootless engine, the user's."""
    if not environ.get("ROOTLESSKIT_STATE_DIR"):
        return Path(_SYSTEM)
    config = environ.get("XDG_CONFIG_HOME") or Path(environ.get("HOME", "/"), ".config")
    return Path(config, "docker", "certs.d")


def registry_context(host: str, folder: Path, *, verified: bool = True) -> ssl.SSLContext:
    """The TLS settings for a registry: the system's CAs, and the files for the registry.

    Args:
        host: the registry's host, with its port if it has one.
        folder: the directory `certs.d`.
        verified: verify the registry's certificate.

    Raises:
        InvalidTLS: a file cannot be used. `str()` is docker's own message where docker has one.

    """
    context = ssl.create_default_context()
    if not verified:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    try:
        files = sorted((folder / host).iterdir())
    except OSError:
        return context  # there are no files for most registries
    names = {path.name for path in files}
    for path in files:
        pair = {".cert": ".key", ".key": ".cert"}.get(path.suffix)
        if pair and path.with_suffix(pair).name not in names:
            raise InvalidTLS(_missing(path, pair))
        try:
            if path.suffix == ".crt":
                context.load_verify_locations(path)
            elif path.suffix == ".cert":
                context.load_cert_chain(path, path.with_suffix(".key"))
        except (OSError, ssl.SSLError) as error:
            raise InvalidTLS(f"could not load {path}: {error.strerror or error}") from error
    return context


def _missing(path: Path, suffix: str) -> str:
    other = path.with_suffix(suffix).name
    if suffix == ".key":
        return (
            f"missing key {other} for client certificate {path.name}. "
            "CA certificates must use the extension .crt"
        )
    return f"missing client certificate {other} for key {path.name}"
