"""The context in use: context use and context show, and context rm, which may remove it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

from engineclient.cli.arity import ANY, at_least
from engineclient.cli.command import command
from engineclient.cli.connection import context_name
from engineclient.cli.failures import Failure
from engineclient.cli.flag_types import BOOL
from engineclient.cli.flags import flag
from engineclient.cli.printing.batch import print_one_by_one
from engineclient.commands.context.known_contexts import KnownContexts
from engineclient.connect.contexts import check_name
from engineclient.connect.hosts import DEFAULT_CONTEXT
from engineclient.errors import ContextNotFound

if TYPE_CHECKING:
    from engineclient.cli.app import App

_CURRENT: Final = "currentContext"


@command("CONTEXT", ANY)
def use(app: App, *names: str) -> None:
    """Set the default context in config.json."""
    if len(names) != 1:
        raise Failure(f"accepts 1 arg(s), received {len(names)}")
    name = names[0]
    if name != DEFAULT_CONTEXT:
        check_name(name)
        KnownContexts(app).store.get(name)
    _keep(app, "" if name == DEFAULT_CONTEXT else name)
    app.out.line(name)
    app.err.line(f'Current context is now "{name}"')
    if name != DEFAULT_CONTEXT and os.environ.get("DOCKER_HOST"):
        app.err.line(
            f'Warning: DOCKER_HOST environment variable overrides the active context. To use "{name}", '
            "either set the global --context flag, or unset DOCKER_HOST environment variable."
        )


@command()
def show(app: App) -> None:
    """Print the name of the context in use, whether it exists or not."""
    app.out.line(context_name(app.options))


@command("CONTEXT [CONTEXT...]", at_least(1))
@flag("-f, --force", BOOL, "Also remove the context in use, and ignore missing contexts")
def rm(app: App, *names: str, force: bool) -> None:
    """Remove contexts."""
    known = KnownContexts(app)

    def remove(name: str) -> None:
        if name == DEFAULT_CONTEXT:
            raise Failure(f'context "{DEFAULT_CONTEXT}" cannot be removed')
        if not force:
            try:
                known.store.get(name)
            except ContextNotFound as error:
                raise Failure(f'context "{name}" does not exist') from error
            except ValueError:
                pass  # a broken context may be removed
        if name == known.current:
            if not force:
                raise Failure(f'context "{name}" is in use, set -f flag to force remove')
            _keep(app, "")
        known.store.remove(name)

    print_one_by_one(app, names, remove)


def _keep(app: App, name: str) -> None:
    config = app.config
    if config.text(_CURRENT) != name:
        config.content[_CURRENT] = name
        config.save()
