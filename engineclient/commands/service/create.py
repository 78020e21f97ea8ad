"""service create: create a service, and wait until its tasks run."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engineclient.cli.arity import at_least
from engineclient.cli.command import command
from engineclient.cli.completion import image_names, in_turn
from engineclient.cli.credentials import registry_auth
from engineclient.cli.flags import flags
from engineclient.cli.option_flags import flags_of
from engineclient.cli.printing.convergence import wait_for
from engineclient.commands.service.flag_help import CREATE_WORDS
from engineclient.commands.service.lookups import lookups_of
from engineclient.golang.files import read_file
from engineclient.options.service.create import service_create
from engineclient.options.service.flags import ServiceCreateFlags

if TYPE_CHECKING:
    from engineclient.cli.app import App


@command(
    "[OPTIONS] IMAGE [COMMAND] [ARG...]",
    at_least(1),
    interspersed=False,
    complete=in_turn(image_names),
)
@flags(*flags_of(ServiceCreateFlags, CREATE_WORDS))
def create(app: App, image: str, *args: str, **given: Any) -> None:
    """Create a service, print its id, and show the progress until it has converged."""
    wanted = ServiceCreateFlags(**given)
    engine = app.engine()
    body = service_create(
        wanted,
        image,
        args,
        api_version=engine.api_version,
        environ=os.environ,
        read_file=read_file,
        directory=str(Path.cwd()),
        lookups=lookups_of(engine),
    )
    created = engine.services.create_and_wait(
        body,
        auth=registry_auth(app, image) if wanted.with_registry_auth else None,
        resolve_image=not wanted.no_resolve_image,
        wait=False,
    )
    for warning in created.warnings:
        app.err.line(warning)
    app.out.line(created.id)
    if not wanted.detach:
        wait_for(app, created.id, quiet=wanted.quiet)
