"""What record, replay and proxy say of sockets: the engine's, and those that they serve themselves."""

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
        Failure: it is not at one.

    """
    endpoint = app.engine().endpoint
    if endpoint.kind != "unix":
        raise Failure(f"only an engine at a unix socket can be stood in front of, not {endpoint}")
    return endpoint.address


def listening_at(app: App, path: Path, what: str) -> None:
    """Tell where clients find what is served, in a form that can be pasted."""
    app.err.line(f"{PROGRAM}: {what}: export DOCKER_HOST=unix://{path.absolute()}")


def cannot_listen(path: str, error: OSError) -> Failure:
    """The end of a command that cannot serve the socket at `path`."""
    return Failure(f"cannot listen at {path}: {error.strerror or os.strerror(error.errno or 0).lower()}")


def not_in_a_dry_run(app: App, what: str) -> None:
    """Refuse what would ask the engine past our own transport.

    Raises:
        Failure: this is a dry run.

    """
    if app.options.dry_run:
        raise Failure(
            f"{what} runs another program's requests, which cannot be made a dry run; use --read-only"
        )
