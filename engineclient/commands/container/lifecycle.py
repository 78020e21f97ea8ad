"""start, stop, restart, kill, pause, unpause, wait, rm and rename: change the state of containers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engineclient.api.containers import containers
from engineclient.cli.arity import at_least, exactly
from engineclient.cli.command import command
from engineclient.cli.completion import container_names
from engineclient.cli.failures import Failure, of_several, text_of
from engineclient.cli.flag_types import BOOL, INT, STRING
from engineclient.cli.flags import Flag, flag, flags
from engineclient.cli.printing.batch import at_once, one_by_one, print_at_once, print_one_by_one
from engineclient.commands.container.attach import start_attached
from engineclient.errors import EngineError, NotFound
from engineclient.versions import is_before

if TYPE_CHECKING:
    from engineclient.calls import Steps
    from engineclient.cli.app import App
    from engineclient.cli.printing.batch import Error

SOME = "[OPTIONS] CONTAINER [CONTAINER...]"


@command(SOME, at_least(1), complete=container_names("created", "exited"))
@flag("-a, --attach", BOOL, "Attach to stdout and stderr, and forward signals")
@flag("--checkpoint", STRING, unsupported="checkpoints are an experiment of the engine's")
@flag("--checkpoint-dir", STRING, unsupported="checkpoints are an experiment of the engine's")
@flag("--detach-keys", STRING, "Keys that detach from the container (default ctrl-p,ctrl-q)")
@flag("-i, --interactive", BOOL, "Attach to stdin")
def start(app: App, name: str, *others: str, attach: bool, interactive: bool, detach_keys: str) -> int | None:
    """Start containers, or start one and attach to it."""
    if attach or interactive:
        if others:
            raise Failure("you cannot start and attach multiple containers at once")
        return start_attached(app, name, interactive=interactive, detach_keys=detach_keys)
    failed: dict[str, Error] = {}
    for started, error in one_by_one((name, *others), app.engine().containers.start):
        if error is None:
            app.out.line(started)
        else:
            app.err.line(of_several([error]).text)
            failed[started] = error
    if failed:
        *_, last = failed.values()
        raise Failure(f"Error: failed to start containers: {', '.join(failed)}") from last
    return None


STOP_FLAGS = flags(
    Flag("-s, --signal", STRING, "Signal that stops the containers"),
    Flag(
        "-t, --timeout", INT, "Seconds to wait after that signal before a container is killed", default=None
    ),
    Flag("--time", INT, default=None, deprecated="use --timeout instead"),
)


@command(SOME, at_least(1), complete=container_names("running", "paused"))
@STOP_FLAGS
def stop(app: App, *names: str, signal: str, timeout: int | None, time: int | None) -> None:
    """Stop containers, all concurrently."""
    seconds = _one_timeout(timeout, time)
    known = _known_signal(app, signal)
    print_at_once(app, names, lambda name: containers.stop(name, t=seconds, signal=known))


@command(SOME, at_least(1), complete=container_names())
@STOP_FLAGS
def restart(app: App, *names: str, signal: str, timeout: int | None, time: int | None) -> None:
    """Stop and start containers, one after the other."""
    seconds = _one_timeout(timeout, time)
    act, known = app.engine().containers.restart, _known_signal(app, signal)
    print_one_by_one(app, names, lambda name: act(name, t=seconds, signal=known))


def _one_timeout(timeout: int | None, time: int | None) -> int | None:
    """The timeout, by whichever of its two flags is given."""
    if timeout is not None and time is not None:
        raise Failure("conflicting options: cannot specify both --timeout and --time")
    return time if timeout is None else timeout


def _known_signal(app: App, signal: str) -> str | None:
    """The signal to send; None before API 1.42, whose engines take the container's own, as docker does."""
    return signal if signal and not is_before(app.engine().api_version, "1.42") else None


@command(SOME, at_least(1), complete=container_names("running"))
@flag("-s, --signal", STRING, "Signal to send (default KILL)")
def kill(app: App, *names: str, signal: str) -> None:
    """Send a signal to containers, all concurrently."""
    print_at_once(app, names, lambda name: containers.kill(name, signal=signal or None))


@command("CONTAINER [CONTAINER...]", at_least(1), complete=container_names("running"))
def pause(app: App, *names: str) -> None:
    """Pause containers, all concurrently."""
    print_at_once(app, names, containers.pause)


@command("CONTAINER [CONTAINER...]", at_least(1), complete=container_names("paused"))
def unpause(app: App, *names: str) -> None:
    """Resume paused containers, all concurrently."""
    print_at_once(app, names, containers.unpause)


@command("CONTAINER [CONTAINER...]", at_least(1), complete=container_names("running"))
def wait(app: App, *names: str) -> None:
    """Wait for containers, one after the other, and print each exit code when it is known."""
    engine = app.engine()

    def act(name: str) -> None:
        app.out.line(str(engine.containers.wait(name).status_code))

    errors = [error for _, error in one_by_one(names, act) if error is not None]
    if errors:
        raise of_several(errors)


@command(SOME, at_least(1), complete=container_names())
@flag("-f, --force", BOOL, "Kill running containers first, and ignore missing ones")
@flag("-l, --link", BOOL, "Remove the link of that name, not the container")
@flag("-v, --volumes", BOOL, "Remove the anonymous volumes as well")
def rm(app: App, *names: str, force: bool, link: bool, volumes: bool) -> None:
    """Remove containers, all concurrently."""
    errors: list[Error] = []

    def remove(name: str) -> Steps[None]:
        id = name.strip("/")
        if not id:
            raise Failure("container name cannot be empty")
        yield from containers.remove(id, force=force, volumes=volumes, link=link)

    def report(name: str, error: Error | None) -> None:
        match error:
            case None:
                app.out.line(name)
            case NotFound() if force:
                app.err.line(text_of(error))
            case _:
                errors.append(error)

    at_once(app.engine(), names, remove, report)
    if errors:
        raise of_several(errors)


@command("CONTAINER NEW_NAME", exactly(2), complete=container_names())
def rename(app: App, old: str, new: str) -> None:
    """Rename a container."""
    old, new = old.strip(), new.strip()
    if not old or not new:
        raise Failure("Error: Neither old nor new names may be empty")
    try:
        app.engine().containers.rename(old, new)
    except EngineError as error:
        raise Failure(f"{text_of(error)}\nError: failed to rename container named {old}") from error
