"""Shared by record, replay and proxy: the engine's socket, and messages about the sockets that they serve."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from engineclient.cli.failures import PROGRAM, Failure

if TYPE_CHECKING:
    from pathlib import Path

    from engineclient.cli.app import App


def at_a_socket(app: App) -> str:
    """The path of the engine's socket.

    Raises:
        Failure: the engine is not at a unix socket.

    """
    endpoint = app.engine().endpoint
    if endpoint.kind != "unix":
        raise Failure(f"only an engine at a unix socket can be recorded or proxied, not {endpoint}")
    return endpoint.address


def listening_at(app: App, path: Path, what: str) -> None:
    """Print the address for clients, in a form that can be pasted into a shell."""
    app.err.line(f"{PROGRAM}: {what}: export DOCKER_HOST=unix://{path.absolute()}")


def cannot_listen(path: str, error: OSError) -> Failure:
    """The failure for a socket at `path` that cannot be served."""
    return Failure(f"cannot listen at {path}: {error.strerror or os.strerror(error.errno or 0).lower()}")


def not_in_a_dry_run(app: App, what: str) -> None:
    """Refuse a command whose requests do not go through our own transport.

    Raises:
        Failure: this is a dry run.

    """
    if app.options.dry_run:
        raise Failure(
            f"{what} runs another program's requests, which cannot be made a dry run; use --read-only"
        )
