"""`compose logs`: print the logs of the containers of services."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from engineclient.cli.arity import ANY
from engineclient.cli.failures import Failure, text_of
from engineclient.cli.flag_types import BOOL, INT, STRING
from engineclient.cli.flags import flag
from engineclient.cli.since_until import query_time
from engineclient.commands.compose.command import compose_command
from engineclient.commands.compose.project import complaining, warn
from engineclient.commands.compose.running import containers, named
from engineclient.golang.quoting import quote

if TYPE_CHECKING:
    from engineclient.cli.app import App
    from engineclient.compose.state import Container
    from engineclient.errors import EngineError


@compose_command("[OPTIONS] [SERVICE...]", ANY)
@flag("-f, --follow", BOOL, "Follow the output")
@flag("--index", INT, "Number of the container, if the service has several")
@flag("--no-color", BOOL, "Print without colours")
@flag("--no-log-prefix", BOOL, "Print lines without the names of containers")
@flag("--since", STRING, "Show output since a time (2013-01-02T13:23:37Z) or duration (42m)")
@flag("-n, --tail", STRING, "Number of lines from the end of the logs of each container", default="all")
@flag("-t, --timestamps", BOOL, "Print the time before each line")
@flag("--until", STRING, "Show output before a time (2013-01-02T13:23:37Z) or duration (42m)")
def logs(
    app: App,
    *services: str,
    follow: bool,
    index: int,
    no_color: bool,
    no_log_prefix: bool,
    since: str,
    tail: str,
    timestamps: bool,
    until: str,
) -> None:
    """Show the output of the containers of services."""
    from engineclient.compose.log_prefix import Prefixes
    from engineclient.compose.selection import of_services, one_of_service
    from engineclient.procedures.compose.logs import follow_logs, logs as procedure

    if index and len(services) != 1:
        raise Failure("--index requires one service to be selected")
    target = named(app, services)
    everything = containers(app, target.name)
    found = of_services(everything, services)
    if index:
        with complaining(app):
            found = [one_of_service(everything, services[0], index, one_off=False)]
    prefixes = Prefixes(coloured=coloured(app, no_color=no_color), shown=not no_log_prefix)
    names = {each.name: log_name(each) for each in found}
    prefixes.add(names.values())

    def show(name: str, _stream: str, text: bytes) -> None:
        app.out.write(prefixes.of(names[name]).encode() + text + b"\n")

    def arrived(container: Container) -> None:
        names[container.name] = log_name(container)

    def exited(name: str, code: int, restarting: bool) -> None:
        app.out.write(prefixes.exited(names[name], code, restarting=restarting))

    def unreadable(name: str, error: EngineError) -> None:
        warn(app, f"Can't retrieve logs for {quote(name)}: {text_of(error)}")

    options: dict[str, Any] = {
        "unreadable": unreadable,
        "since": query_time(since, "since"),
        "until": query_time(until, "until"),
        "tail": tail,
        "timestamps": timestamps,
    }
    if follow:
        app.engine().perform(follow_logs(target.name, services, found, show, exited, arrived, **options))
    else:
        app.engine().perform(procedure(found, show, **options))


def coloured(app: App, *, no_color: bool) -> bool:
    """Whether the names of containers are printed in colours."""
    ansi = app.group_options["ansi"]
    return not no_color and (ansi == "always" or (ansi == "auto" and app.out.is_coloured()))


def log_name(container: Container) -> str:
    """The name of a container in the prefix of its lines: SERVICE-NUMBER, or the name that the file gives it."""
    usual = f"{container.service}-{container.number}"
    return usual if container.number and container.name.endswith(usual) else container.name
