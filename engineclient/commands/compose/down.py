"""`compose down`: stop and remove the objects of a project."""

from __future__ import annotations

import os
from functools import partial
from typing import TYPE_CHECKING

from engineclient.cli.arity import ANY
from engineclient.cli.failures import Failure
from engineclient.cli.flag_types import BOOL, INT, STRING
from engineclient.cli.flags import flag
from engineclient.commands.compose.command import compose_command
from engineclient.commands.compose.programs import run_providers_down
from engineclient.commands.compose.progress import reporter
from engineclient.commands.compose.project import inform, removes_orphans, warn
from engineclient.commands.compose.running import containers, limit, named, separator
from engineclient.golang.quoting import quote

if TYPE_CHECKING:
    from engineclient.cli.app import App


@compose_command("[OPTIONS] [SERVICES]", ANY)
@flag("--remove-orphans", BOOL, "Remove containers of services that are not in the files", default=None)
@flag(
    "--rmi",
    STRING,
    'Remove images of services ("local": only those that were built, "all")',
)
@flag("-t, --timeout", INT, "Seconds to wait for a container to stop before it is killed", default=None)
@flag(
    "-v, --volumes",
    BOOL,
    "Remove named volumes of the files, and anonymous volumes",
    former={"volume": "--volume is deprecated, please use --volumes"},
)
def down(
    app: App, *services: str, remove_orphans: bool | None, rmi: str, timeout: int | None, volumes: bool
) -> None:
    """Stop and remove containers and networks."""
    from engineclient.compose.teardown import DownOptions
    from engineclient.procedures.compose.down import down as procedure

    if rmi not in ("", "all", "local"):
        raise Failure(f"invalid value for --rmi: {quote(rmi)}")
    target = named(app, services)
    if target.project is None and services:
        found = containers(app, target.name)
        if not any(each.service in services and not each.one_off for each in found):
            inform(app, f'Any of the services [{" ".join(services)}] not running in project "{target.name}"')
            return
    options = DownOptions(
        services=services,
        volumes=volumes,
        images=rmi,
        remove_orphans=removes_orphans(remove_orphans, os.environ),
        separator=separator(app),
    )
    app.engine().perform(
        procedure(
            target.project or target.name,
            options,
            timeout=timeout,
            limit=limit(app),
            report=reporter(app),
            warn=partial(warn, app),
        )
    )
    if target.project is not None:
        run_providers_down(app, target.project, services)
