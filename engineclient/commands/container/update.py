"""update: change the limits of containers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from engineclient.cli.arity import at_least
from engineclient.cli.command import command
from engineclient.cli.completion import container_names
from engineclient.cli.flag_types import BYTES
from engineclient.cli.flags import Flag, flags
from engineclient.cli.option_flags import Words, flags_of
from engineclient.cli.printing.batch import print_one_by_one
from engineclient.commands.container.limits import LIMITS
from engineclient.options.update import UpdateFlags, container_update

if TYPE_CHECKING:
    from engineclient.cli.app import App

_WORDS: Final = LIMITS | {
    "restart": Words("string", "Restart policy, for when the container exits"),
}


@command("[OPTIONS] CONTAINER [CONTAINER...]", at_least(1), complete=container_names())
@flags(
    *flags_of(UpdateFlags, _WORDS),
    # current kernels no longer have this limit
    Flag("--kernel-memory", BYTES, default=None, hidden=True),
)
def update(app: App, *names: str, **given: Any) -> None:
    """`minidocker update`: update containers one after the other; print the engine's warnings at the end."""
    body = container_update(UpdateFlags(**given))
    engine = app.engine()
    warnings: list[str] = []

    def act(name: str) -> None:
        warnings.extend(engine.containers.update(name, body).warnings)

    try:
        print_one_by_one(app, names, act)
    finally:
        if warnings:
            app.out.line("\n".join(warnings))
