"""`compose run`: run a command in a new container of a service."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engineclient.cli.arity import at_least
from engineclient.cli.failures import Failure
from engineclient.cli.flag_types import BOOL, LIST, STRING, list_of
from engineclient.cli.flags import Flag, flags
from engineclient.commands.compose.command import compose_command
from engineclient.commands.compose.creation import NO_FLAGS, build_missing, chosen, up_options
from engineclient.commands.compose.programs import with_programs_run
from engineclient.commands.compose.project import complaining, is_from_registry
from engineclient.golang.quoting import quote
from engineclient.options.values.env import valued, variable

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from engineclient.cli.app import App
    from engineclient.compose.model import Service
    from engineclient.models.containers import ContainerCreated
    from engineclient.streams import Duplex


@compose_command("[OPTIONS] SERVICE [COMMAND] [ARGS...]", at_least(1), interspersed=False)
@flags(
    Flag("--build", BOOL, "Build images first"),
    Flag("--cap-add", LIST, "Capability to add"),
    Flag("--cap-drop", LIST, "Capability to drop"),
    Flag("-d, --detach", BOOL, "Run the container in the background and print its ID"),
    Flag("--entrypoint", STRING, "Entrypoint to use instead of the image's", default=None),
    Flag("-e, --env", list_of(variable), "Set an environment variable"),
    Flag("--env-from-file", LIST, "Set the environment variables in a file"),
    Flag("-i, --interactive", BOOL, "Keep standard input open", default=True),
    Flag("-l, --label", LIST, "Set a label", former={"labels": ""}),
    Flag("--name", STRING, "Name of the container"),
    Flag("-T, --no-TTY", BOOL, "Do not allocate a terminal", default=None, dest="no_tty"),
    Flag("--no-deps", BOOL, "Do not start the services that it depends on"),
    Flag("-p, --publish", LIST, "Publish a port"),
    Flag("--pull", STRING, 'When to pull images first ("always", "missing", "never")', default="policy"),
    Flag("-q, --quiet", BOOL, "Do not show the progress"),
    Flag("--quiet-build", BOOL, "Do not show the output of builds"),
    Flag("--quiet-pull", BOOL, "Do not show the progress of pulls"),
    Flag("--remove-orphans", BOOL, "Remove containers of services that are not in the files"),
    Flag("--rm", BOOL, "Remove the container when it exits"),
    Flag("-P, --service-ports", BOOL, "Publish the ports of the service"),
    Flag("-t, --tty", BOOL, "Allocate a terminal", default=True, hidden=True),
    Flag("--use-aliases", BOOL, "Use the service's names on its networks"),
    Flag("-u, --user", STRING, "User that runs the command"),
    Flag("-v, --volume", LIST, "Mount a directory or a volume", former={"volumes": ""}),
    Flag("-w, --workdir", STRING, "Working directory of the command"),
)
def run(app: App, service: str, *command: str, **given: Any) -> int:
    """Run a command in a new container of a service."""
    from engineclient.cli.terminal import Detached, Session, check_tty
    from engineclient.commands.compose.running import quiet
    from engineclient.procedures.compose.one_off import OneOff, run as procedure
    from engineclient.procedures.run import RunHooks

    if given["publish"] and given["service_ports"]:
        raise Failure("--service-ports and --publish are incompatible")
    tty = wants_terminal(app.given_flags, given)
    if app.group_options["dry_run"]:
        raise Failure("interactive run is not supported in dry-run mode")
    given = {**NO_FLAGS, **given}
    if given["quiet"]:
        quiet(app)
    project = chosen(app, (service,), given)
    if is_from_registry(app):
        from engineclient.commands.compose.remote_confirmation import confirm_remote

        confirm_remote(app, project, yes=given["yes"])
    build_missing(app, project, given, silent=given["quiet_build"])
    with complaining(app):
        declared = project.service(service)
        if declared.provider is not None:
            raise Failure(
                f"service {quote(service)} has a provider and no containers: name a service with an image or a build"
            )
    project = with_programs_run(app, project, quiet_pull=given["quiet_pull"])
    declared = project.service(service)
    check_tty(stdin=given["interactive"], tty=tty)
    one_off = OneOff(
        slug=secrets.token_hex(32),
        changes=changes_of(declared, command, given, tty=tty),
        name=given["name"],
        service_ports=given["service_ports"],
        use_aliases=given["use_aliases"],
        remove=given["rm"],
        interactive=given["interactive"],
        detach=given["detach"],
        labels=dict(each.partition("=")[::2] for each in given["label"]),
    )
    with Session(app, tty=tty, stdin=given["interactive"] and not given["detach"]) as session:

        def created(container: ContainerCreated) -> None:
            if not given["detach"]:
                session.begin(forward_to=container.id)

        def talk(duplex: Duplex) -> None:
            session.hold(duplex)

        try:
            with complaining(app):
                ended = app.engine().perform(
                    procedure(
                        project,
                        service,
                        one_off,
                        up_options(app, project, (), given),
                        RunHooks(created=created, talk=talk),
                    )
                )
        except Detached:
            return 0
    if given["detach"]:
        app.out.line(ended.id)
    if ended.exit_code:
        app.err.line()
    return ended.exit_code


def wants_terminal(flags: Collection[str], given: Mapping[str, Any]) -> bool:
    """Whether the container gets a terminal: as the flags say, or else if standard output and input are terminals.

    Args:
        flags: the flags that were given.
        given: the values of all flags.

    Raises:
        Failure: the flags contradict each other.
    """
    if "tty" in flags:
        if "no-TTY" in flags:
            raise Failure("--tty and --no-TTY can't be used together")
        return bool(given["tty"])
    if given["no_tty"] is not None:
        return not given["no_tty"]
    return os.isatty(1) and ("interactive" in flags or os.isatty(0))


def changes_of(
    service: Service, command: tuple[str, ...], given: dict[str, Any], *, tty: bool
) -> dict[str, Any]:
    """The fields of the service that the command and the flags change, with their new values."""
    from engineclient.compose.shellwords import split

    changes: dict[str, Any] = {"tty": tty}
    if command:
        changes["command"] = command
    if given["entrypoint"] is not None:
        changes["entrypoint"] = tuple(split(given["entrypoint"]))
        changes.setdefault("command", ())
    variables = [valued(each, os.environ) for each in given["env"]]
    if given["env_from_file"]:
        variables = [*_of_files(given["env_from_file"]), *variables]
    if variables:
        pairs = {
            name: value if equals else None
            for name, equals, value in (each.partition("=") for each in variables)
        }
        changes["environment"] = {**service.environment, **pairs}
    for flag, key in (("user", "user"), ("workdir", "working_dir")):
        if given[flag]:
            changes[key] = given[flag]
    for flag in ("cap_add", "cap_drop"):
        if given[flag]:
            changes[flag] = (*getattr(service, flag), *given[flag])
    if given["publish"]:
        changes["ports"] = _records("ports", given["publish"])
    if given["volume"]:
        changes["volumes"] = (*service.volumes, *_records("volumes", given["volume"]))
    return changes


def _of_files(paths: list[str]) -> list[str]:
    """The variables of env files, as NAME=VALUE."""
    from engineclient.compose.dotenv import parse
    from engineclient.golang.files import file_error

    found: dict[str, str] = {}
    for path in paths:
        try:
            text = Path(path).read_text("utf-8", "surrogateescape")
            found = parse(text, lambda _name: None, lambda _warning: None, found)
        except OSError as error:
            raise Failure(file_error(path, error)) from error
        except ValueError as error:
            raise Failure(f"failed to read {path}: {error}") from error
    return [f"{name}={value}" for name, value in found.items()]


def _records(key: str, texts: list[str]) -> tuple[Any, ...]:
    """Convert ports or volumes in short form to records, as if a compose file had them under `key`."""
    from engineclient.compose.canonical import canonical
    from engineclient.compose.model import Service
    from engineclient.compose.paths import Where, resolve

    directory = os.getcwd()  # noqa: PTH109
    tree = canonical({"services": {"it": {key: texts}}}, lambda _text: None)
    tree = resolve(tree, Where(directory, os.environ.get("HOME", ""), lambda _text: None, os.path.realpath))
    service = Service.read(tree["services"]["it"], "services[it]")
    return tuple(getattr(service, key))
