"""`compose attach`, `commit` and `export`: the commands of the same names for a container of a service."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from engineclient.cli.app import App
from engineclient.cli.arity import Arity, at_least
from engineclient.cli.failures import Failure
from engineclient.cli.flag_types import BOOL, INT, LIST, STRING
from engineclient.cli.flags import flag
from engineclient.commands.compose.command import compose_command
from engineclient.commands.compose.progress import reporter
from engineclient.commands.compose.project import complaining
from engineclient.commands.compose.running import containers, named
from engineclient.compose.progress import Event
from engineclient.compose.selection import one_of_service

if TYPE_CHECKING:
    from engineclient.compose.state import Container

_INDEX = flag("--index", INT, "Number of the container, if the service has several")


def _running(app: App, service: str, index: int) -> Container:
    target = named(app)
    with complaining(app):
        return one_of_service(containers(app, target.name, all=False), service, index)


@compose_command("[OPTIONS] SERVICE", at_least(1))
@flag("--detach-keys", STRING, "Keys that detach from the container (default ctrl-p,ctrl-q)")
@_INDEX
@flag("--no-stdin", BOOL, "Do not attach standard input")
@flag("--sig-proxy", BOOL, "Forward signals to the process (without a terminal only)", default=True)
def attach(
    app: App, service: str, *_more: str, detach_keys: str, index: int, no_stdin: bool, sig_proxy: bool
) -> int:
    """Connect this terminal to a running container of a service."""
    container = _running(app, service, index)
    words = ["attach", f"--no-stdin={no_stdin}".lower(), f"--sig-proxy={sig_proxy}".lower()]
    words += [f"--detach-keys={detach_keys}"] if detach_keys else []
    inner = App(lambda _options, on_event: app.connect(on_event))
    code = app.run([*words, container.id], inner)
    if code:
        app.err.line()
    return code


@compose_command("[OPTIONS] SERVICE [REPOSITORY[:TAG]]", Arity(1, 2))
@flag("-a, --author", STRING, 'Author (such as "Ada Lovelace <ada@example.com>")')
@flag("-c, --change", LIST, "Dockerfile instruction to apply to the image")
@_INDEX
@flag("-m, --message", STRING, "Commit message, kept in the history of the image")
@flag("-p, --pause", BOOL, "Pause the container while committing", default=True)
def commit(
    app: App,
    service: str,
    reference: str = "",
    *,
    author: str,
    change: list[str],
    index: int,
    message: str,
    pause: bool,
) -> None:
    """Make an image from the changes in a container of a service."""
    container = _running(app, service, index)
    report, text = reporter(app, "Committing"), f"Commit {container.name}"
    report(Event(container.name, "Committing", text))
    made = app.engine().containers.commit(
        container.id,
        reference or None,
        comment=message or None,
        author=author or None,
        changes=change,
        pause=pause,
    )
    report(Event(container.name, f"Committed as {made.id}", text))


@compose_command("[OPTIONS] SERVICE", at_least(1))
@_INDEX
@flag("-o, --output", STRING, "File to write to, instead of standard output")
def export(app: App, service: str, *_more: str, index: int, output: str) -> None:
    """Write the file system of a container of a service as a tar archive."""
    from engineclient.cli.printing.archive_file import write_archive

    container = _running(app, service, index)
    if (folder := os.path.dirname(output)) and not os.path.isdir(folder):  # noqa: PTH112, PTH120
        raise Failure(f'failed to export container: invalid output path: directory "{folder}" does not exist')
    report = reporter(app, "Exporting")
    event = Event(container.name, "Exporting", f"export {container.name} to {output}")

    write_archive(
        app,
        output,
        "export container",
        lambda: (report(event), app.engine().containers.export(container.id))[1],
    )
