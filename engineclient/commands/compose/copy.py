"""`compose cp`: copy files between the containers of a service and this machine."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from engineclient.cli.arity import exactly
from engineclient.cli.failures import Failure
from engineclient.cli.flag_types import BOOL, INT
from engineclient.cli.flags import flag
from engineclient.commands.compose.command import compose_command
from engineclient.commands.compose.progress import reporter
from engineclient.commands.compose.project import complaining
from engineclient.commands.compose.running import containers, named
from engineclient.compose.progress import Event
from engineclient.compose.selection import of_services, one_of_service
from engineclient.golang.log_lines import error_line
from engineclient.steps import All

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engineclient.calls import Steps
    from engineclient.cli.app import App
    from engineclient.compose.progress import Report
    from engineclient.compose.state import Container

_PIECE = 1 << 16


@compose_command(
    "[OPTIONS] SERVICE:SRC_PATH DEST_PATH|-\n\tminidocker compose cp [OPTIONS] SRC_PATH|- SERVICE:DEST_PATH",
    exactly(2),
    arity_with_usage=True,
)
@flag("--all", BOOL, "Also copy to containers of 'compose run'")
@flag("-a, --archive", BOOL, "Keep the user and group IDs of the files")
@flag("-L, --follow-link", BOOL, "Copy the target of a symbolic link, not the link")
@flag("--index", INT, "Number of the container, if the service has several")
def cp(
    app: App, source: str, destination: str, *, all: bool, archive: bool, follow_link: bool, index: int
) -> None:
    """Copy files out of a container of a service, or into all of them."""
    from_service, source = _parted(source)
    to_service, destination = _parted(destination)
    if from_service and to_service:
        raise Failure("copying between services is not supported")
    if not from_service and not to_service:
        raise Failure("unknown copy direction")
    found = _containers(app, from_service or to_service, index, one_off=all)
    report = reporter(app, "Copying")
    if from_service:
        _copy_from(app, found[0], source, destination, follow_link=follow_link, report=report)
    elif source == "-" and len(found) > 1:
        raise Failure("an archive from stdin goes to one container: name it with --index")
    else:

        def skipped(path: str, reason: str) -> None:
            app.err.line(error_line(f"Can't add file {path} to tar: {reason}"))

        def copied(container: Container) -> Steps[None]:
            from engineclient.procedures.copy import copy_to, extract_to

            text = f"copy {source} to {container.name}:{destination}"
            report(Event(container.name, "Copying", text))
            if source == "-":
                pieces = iter(lambda: os.read(0, _PIECE), b"")
                yield from extract_to(container.id, destination, pieces, copy_uid_gid=archive)
            else:
                yield from copy_to(
                    container.id,
                    source,
                    destination,
                    follow_link=follow_link,
                    copy_uid_gid=archive,
                    skipped=skipped,
                )
            report(Event(container.name, "Copied", text))

        app.engine().perform(All([copied(each) for each in found]))


def _containers(app: App, service: str, index: int, *, one_off: bool) -> Sequence[Container]:
    target = named(app)
    if index:
        with complaining(app):
            return [one_of_service(containers(app, target.name), service, index, one_off=False)]
    found = of_services(containers(app, target.name), (service,), one_off=one_off)
    if not found:
        raise Failure(f'no container found for service "{service}"')
    return found


def _copy_from(
    app: App, found: Container, source: str, destination: str, *, follow_link: bool, report: Report
) -> None:
    from engineclient.procedures.copy import copy_from
    from engineclient.procedures.copy_places import followed_in

    engine = app.engine()
    text = f"copy {found.name}:{source} to {destination}"
    report(Event(found.name, "Copying", text))
    if destination != "-":
        engine.perform(copy_from(found.id, source, destination, follow_link=follow_link))
    else:
        path = engine.perform(followed_in(found.id, source))[0] if follow_link else source
        with engine.containers.get_archive(found.id, path) as pieces:
            for piece in pieces:
                app.out.write(piece)
    report(Event(found.name, "Copied", text))


def _parted(argument: str) -> tuple[str, str]:
    """The service and the path of an argument; the service is "" for a path of this machine."""
    service, colon, path = argument.partition(":")
    if argument.startswith(("/", ".")) or not colon:
        return "", argument
    return service, path
