"""context export and context import."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from engineclient.cli.arity import between, exactly
from engineclient.cli.command import command
from engineclient.cli.failures import Failure
from engineclient.commands.context.known_contexts import KnownContexts
from engineclient.connect import context_archive
from engineclient.connect.contexts import check_name
from engineclient.connect.hosts import DEFAULT_CONTEXT
from engineclient.errors import ContextNotFound

if TYPE_CHECKING:
    from engineclient.cli.app import App

_STREAM = "-"


@command("[OPTIONS] CONTEXT [FILE|-]", between(1, 2))
def export(app: App, name: str, file: str = "") -> None:
    """Write a context to a new file, by default `NAME.dockercontext`; `-` is standard output."""
    if name != DEFAULT_CONTEXT:
        check_name(name)
    known = KnownContexts(app)
    if file == _STREAM:
        if app.out.is_terminal():
            raise Failure("cowardly refusing to export to a terminal, specify a file path")
        app.out.write(_archive(known, name))
        return
    file = file or f"{name}.dockercontext"
    with open(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as written:  # noqa: PTH123
        written.write(_archive(known, name))
    app.err.line(f'Written file "{file}"')


@command("CONTEXT FILE|-", exactly(2))
def import_(app: App, name: str, file: str) -> None:
    """Create a context from an archive that export, or docker, has written."""
    check_name(name)
    known = KnownContexts(app)
    try:
        known.store.get(name)
    except ContextNotFound:
        pass
    else:
        raise Failure(f'context "{name}" already exists')
    if file == _STREAM:
        context_archive.import_into(known.store, name, sys.stdin.buffer)
    else:
        with Path(file).open("rb") as stream:
            context_archive.import_into(known.store, name, stream)
    app.out.line(name)
    app.err.line(f'Successfully imported context "{name}"')


def _archive(known: KnownContexts, name: str) -> bytes:
    return context_archive.export(known.get(name), known.tls(name))
