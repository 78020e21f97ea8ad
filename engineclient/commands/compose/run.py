"""`compose run`: run a command in a new container of a service."""

from __future__ import annotations

import os
import secrets
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from engineclient.cli.arity import at_least
from engineclient.cli.failures import Failure
from engineclient.cli.flag_types import BOOL, LIST, STRING
from engineclient.cli.flags import Flag, flags
from engineclient.commands.compose.command import compose_command
from engineclient.commands.compose.creation import NO_FLAGS, build_missing, chosen, up_options
from engineclient.commands.compose.programs import with_programs_run
from engineclient.commands.compose.project import complaining, is_from_registry, warn
from engineclient.golang.quoting import quote

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

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
    Flag("-e, --env", LIST, "Set an environment variable"),
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
    variables = variables_of(given["env"], given["env_from_file"], project.environment, partial(warn, app))
    check_tty(stdin=given["interactive"], tty=tty)
    one_off = OneOff(
        slug=secrets.token_hex(32),
        changes=changes_of(declared, command, given, variables=variables, tty=tty),
        name=given["name"],
        service_ports=given["service_ports"],
        use_aliases=given["use_aliases"],
        remove=given["rm"],
        interactive=given["interactive"],
        detach=given["detach"],
        labels=labels_of(given["label"]),
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


def labels_of(texts: Sequence[str]) -> dict[str, str]:
    """The labels that the flags set.

    Raises:
        Failure: one has no value.

    """
    found: dict[str, str] = {}
    for text in texts:
        name, equals, value = text.partition("=")
        if not equals:
            raise Failure("label must be set as KEY=VALUE")
        found[name] = value
    return found


def changes_of(
    service: Service,
    command: tuple[str, ...],
    given: dict[str, Any],
    *,
    variables: Mapping[str, str] = MappingProxyType({}),
    tty: bool,
) -> dict[str, Any]:
    """The fields of the service that the command and the flags change, with their new values.

    Args:
        service: the service.
        command: the command and its arguments.
        given: the values of the flags.
        variables: the variables that the flags set.
        tty: whether the container gets a terminal.

    Raises:
        Failure: the entrypoint is not a command line.

    """
    from engineclient.compose.shellwords import split

    changes: dict[str, Any] = {"tty": tty}
    if command:
        changes["command"] = command
    if given["entrypoint"] is not None:
        try:
            changes["entrypoint"] = tuple(split(given["entrypoint"]))
        except ValueError as error:
            raise Failure(str(error)) from error
        changes.setdefault("command", ())
    if variables:
        changes["environment"] = {**service.environment, **variables}
    for flag, key in (("user", "user"), ("workdir", "working_dir")):
        if given[flag]:
            changes[key] = given[flag]
    capabilities = {"cap_add": [*service.cap_add], "cap_drop": [*service.cap_drop]}
    for flag, other in (("cap_add", "cap_drop"), ("cap_drop", "cap_add")):
        if given[flag]:
            capabilities[flag] += given[flag]
            capabilities[other] = [each for each in capabilities[other] if each not in given[flag]]
            changes |= {name: tuple(found) for name, found in capabilities.items()}
    if given["publish"]:
        changes["ports"] = _records("ports", given["publish"])
    if given["volume"]:
        changes["volumes"] = (*service.volumes, *_records("volumes", given["volume"]))
    return changes


def variables_of(
    texts: Sequence[str], paths: Sequence[str], environment: Mapping[str, str], warn: Callable[[str], None]
) -> dict[str, str]:
    """The variables that `--env` and `--env-from-file` set.

    A name alone takes its value from the project's `environment`, and changes nothing if there is none. Those of `--env`
    win over those of files, and those of a file over those of later files; a file may use what is set before it.

    Raises:
        Failure: a file cannot be read.

    """
    from engineclient.compose.dotenv import parse
    from engineclient.golang.files import file_error

    found: dict[str, str] = {}
    for text in texts:
        name, equals, value = text.partition("=")
        if equals:
            found[name] = value
        elif name in environment:
            found[name] = environment[name]
    for path in paths:
        try:
            text = Path(path).read_text("utf-8", "surrogateescape")
            found = {**parse(text, found.get, warn), **found}
        except OSError as error:
            raise Failure(file_error(path, error)) from error
        except ValueError as error:
            raise Failure(f"failed to read {path}: {error}") from error
    return found


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
