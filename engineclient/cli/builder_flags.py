"""--builder: which builder a command works on. There is one for each context, and only that of the context in use builds."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any, Final

from engineclient.cli.connection import context_name
from engineclient.cli.failures import Failure
from engineclient.cli.flag_types import BOOL, STRING
from engineclient.cli.flags import Flag, flags
from engineclient.connect.contexts import ContextStore
from engineclient.connect.hosts import DEFAULT_CONTEXT
from engineclient.golang.quoting import quote

if TYPE_CHECKING:
    from collections.abc import Callable

    from engineclient.cli.app import App

VARIABLE: Final = "BUILDX_BUILDER"
BUILDER: Final = Flag(
    "--builder", STRING, "Name of the builder, which is that of the context in use", variable=VARIABLE
)
HIDDEN_BUILDER: Final = Flag("--builder", STRING, variable=VARIABLE, hidden=True)
"""For a command of docker's that buildx replaces by its own, which has this flag."""

DEBUG: Final = Flag("-D, --debug", BOOL, "Print more details of errors")


def debuggable(function: Callable[..., int | None]) -> Callable[..., int | None]:
    """Give a command the flag --debug, which docker's have after their names as well."""

    @wraps(function)
    def with_debug(app: App, *args: str, debug: bool, **given: Any) -> int | None:
        set_debug(app, debug=debug)
        return function(app, *args, **given)

    return flags(DEBUG)(with_debug)


def on_builder(function: Callable[..., int | None]) -> Callable[..., int | None]:
    """Give a command the flags --builder and --debug; it is carried out only if the builder is the one in use."""

    @wraps(function)
    def with_builder(app: App, *args: str, builder: str, **given: Any) -> int | None:
        check_builder(app, builder)
        return function(app, *args, **given)

    return flags(BUILDER)(debuggable(with_builder))


def set_debug(app: App, *, debug: bool) -> None:
    """Turn on what the global flag --debug does."""
    if debug:
        app.options = app.options.replace(debug=True)


def context_names(app: App) -> list[str]:
    """The names of all contexts, each of which has a builder of the same name, in order."""
    return sorted({DEFAULT_CONTEXT, *(context.name for context in ContextStore(app.config_dir).all())})


def check_builder(app: App, name: str) -> None:
    """Check that a builder is the one in use.

    Args:
        app: the call.
        name: of the builder, "" for the one in use.

    Raises:
        Failure: it is another one, or there is none; with buildx's text.

    """
    current, known = context_name(app.options), context_names(app)
    if (name or current) == current and current in known:
        return
    name = name or current
    if name in known:
        raise Failure(f'ERROR: use `docker --context={name} buildx` to switch to context "{name}"')
    raise Failure(f"ERROR: {why_unknown(app, name)}")


def why_unknown(app: App, name: str) -> str:
    """Why there is no builder of a name."""
    if name and "/" not in name and (app.config_dir / "buildx" / "instances" / name).exists():
        return f"the builder {name} was made by buildx create: only the engine's own builder is supported by minidocker"
    return f"no builder {quote(name)} found"
