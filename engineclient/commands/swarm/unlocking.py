"""swarm unlock and unlock-key: the key that locked managers need after a restart."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from engineclient.cli.command import command
from engineclient.cli.failures import PROGRAM, Failure, text_of
from engineclient.cli.flag_types import BOOL
from engineclient.cli.flags import flag, flags
from engineclient.cli.printing.prompt import no_echo
from engineclient.commands.swarm.flags import QUIET_TOKEN
from engineclient.errors import EngineError
from engineclient.models.conformity import checked

if TYPE_CHECKING:
    from engineclient.cli.app import App


@command("")
def unlock(app: App) -> None:
    """Unlock this manager with a key from standard input."""
    engine = app.engine()
    swarm = engine.info().swarm
    state = (swarm and swarm.state) or "inactive"
    if state == "inactive":
        raise Failure("Error: This node is not part of a swarm")
    if state != "locked":
        raise Failure("Error: swarm is not locked")
    engine.swarm.unlock(_key(app))


def _key(app: App) -> str:
    if sys.stdin.isatty():
        app.out.write("Enter unlock key: ")
        with no_echo(sys.stdin.fileno()):
            key = sys.stdin.readline().rstrip("\n")
        app.out.line()
        return key
    return sys.stdin.readline().strip()


@command("[OPTIONS]")
@flags(QUIET_TOKEN)
@flag("--rotate", BOOL, "Create a new key")
def unlock_key(app: App, *, quiet: bool, rotate: bool) -> None:
    """Print the key that unlocks managers."""
    engine = app.engine()
    if rotate:
        swarm = engine.swarm.inspect()
        encryption = swarm.spec.encryption_config
        if encryption is None or not encryption.auto_lock_managers:
            raise Failure("cannot rotate because autolock is not turned on")
        engine.swarm.update(checked(swarm.spec), version=swarm.version.index, rotate_manager_unlock_key=True)
        if not quiet:
            app.out.line("Successfully rotated manager unlock key.")
    if quiet:
        app.out.line(_unlock_key(app))
    else:
        show_unlock_key(app)


def show_unlock_key(app: App) -> None:
    """Print the key and what it is for.

    Raises:
        Failure: no key is set.

    """
    key = _unlock_key(app)
    app.out.line(
        f"To unlock a swarm manager after it restarts, run the `{PROGRAM} swarm unlock`\n"
        f"command and provide the following key:\n\n    {key}\n\n"
        "Remember to store this key in a password manager, since without it you\n"
        "will not be able to restart the manager."
    )


def _unlock_key(app: App) -> str:
    try:
        key = app.engine().swarm.unlock_key().unlock_key
    except EngineError as error:
        raise Failure(f"could not fetch unlock key: {text_of(error)}") from error
    if not key:
        raise Failure("no unlock key is set")
    return key
