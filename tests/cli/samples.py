"""A command line of sample commands: docker's names, usages and flags, with functions that print their arguments."""

from __future__ import annotations

from typing import Any, NamedTuple

from engineclient.cli.app import App
from engineclient.cli.arity import ANY, NONE, at_least, at_most, between, exactly
from engineclient.cli.command import Command, command
from engineclient.cli.flag_types import (
    BOOL,
    BYTES,
    DURATION,
    FILTER,
    FLOAT,
    INT,
    LIST,
    STRING,
    STRINGS,
    UINT16,
    FlagType,
    list_of,
)
from engineclient.cli.flags import Flag, flag, flags
from engineclient.cli.root import Root
from engineclient.cli.table import Entry
from engineclient.commands.table import COMMON, NOUNS


def stream_name(text: str) -> str:
    if text.lower() not in ("stdin", "stdout", "stderr"):
        raise ValueError("valid streams are STDIN, STDOUT and STDERR")
    return text


def show(app: App, *args: str, **given: Any) -> int | None:
    app.out.line(repr((args, given)))
    return given.get("code")


def sample(usage: str, args: Any, *declared: Flag, **more: Any) -> Command:
    def function(app: App, *positional: str, **given: Any) -> int | None:
        return show(app, *positional, **given)

    return command(usage, args, **more)(flags(*declared)(function))


run = sample(
    "[OPTIONS] IMAGE [COMMAND] [ARG...]",
    at_least(1),
    Flag("-a, --attach", list_of(stream_name), "Streams to attach to"),
    Flag("--annotation", list_of(str, "map", shows_zero="map[]"), "Annotations for the runtime"),
    Flag("--blkio-weight", UINT16, "Weight of block I/O"),
    Flag("-c, --cpu-shares", INT, "Relative weight of the processor"),
    Flag("-d, --detach", BOOL, "Leave it running and print its ID"),
    Flag("-e, --env", LIST, "Environment variables"),
    Flag("--health-interval", DURATION, "Time between two checks"),
    Flag("-h, --hostname", STRING, "Its host name"),
    Flag("-i, --interactive", BOOL, "Keep its standard input open"),
    Flag("--isolation", STRING, "Kind of isolation", unsupported="only Windows has it"),
    Flag("-m, --memory", BYTES, "Most memory it may use"),
    Flag("--name", STRING, "Its name"),
    Flag("--oom-score-adj", INT, "How soon it is killed when memory runs out"),
    Flag("--pid", STRING, "PID namespace"),
    Flag("-p, --publish", LIST, "Ports to publish"),
    Flag("--rm", BOOL, "Remove it when it ends"),
    Flag("--sig-proxy", BOOL, "Pass signals on to it", default=True),
    Flag("--stop-timeout", INT, "Seconds to wait for its end", default=None),
    Flag("-t, --tty", BOOL, "Give it a terminal"),
    Flag("-u, --user", STRING, "User to run as"),
    interspersed=False,
)


@command("[OPTIONS] CONTAINER [CONTAINER...]", at_least(1), complete=lambda *_: ["web", "db"])
@flag("-f, --force", BOOL, "Kill it first if it runs")
def rm(app: App, *names: str, force: bool) -> None:
    for name in names:
        app.out.line(f"{name} {force}")


ps = sample(
    "[OPTIONS]",
    NONE,
    Flag("-f, --filter", FILTER, "Show only those that match"),
    Flag("-n, --last", INT, "Show the newest n", default=-1),
    Flag("-q, --quiet", BOOL, "Show only IDs"),
)
stop = sample(
    "[OPTIONS] CONTAINER [CONTAINER...]",
    at_least(1),
    Flag("-t, --timeout", INT, "Seconds until it is killed", default=None),
    Flag("--time", INT, dest="timeout", default=None, deprecated="use --timeout instead"),
)
exec_ = sample("[OPTIONS] CONTAINER COMMAND [ARG...]", at_least(2), interspersed=False)
rename = sample("CONTAINER NEW_NAME", exactly(2))
logs = sample("[OPTIONS] CONTAINER", exactly(1), Flag("-n, --tail", STRING, "Last lines", default="all"))
commit = sample("[OPTIONS] CONTAINER [REPOSITORY[:TAG]]", between(1, 2), interspersed=False)
tag = sample("SOURCE_IMAGE[:TAG] TARGET_IMAGE[:TAG]", exactly(2), interspersed=False)
rmi = sample("[OPTIONS] IMAGE [IMAGE...]", at_least(1))
login = sample("[OPTIONS] [SERVER]", at_most(1))
network_create = sample("[OPTIONS] NETWORK", exactly(1), Flag("--subnet", STRINGS, "Subnets in CIDR"))
volume_create = sample("[OPTIONS] [VOLUME]", at_most(1))
everything = sample(
    "[OPTIONS] [ARG...]",
    ANY,
    Flag("--float", FLOAT),
    Flag("--word", FlagType("string", stream_name, str)),
    Flag("--code", INT, default=None),
)


@command("KIND", exactly(1))
def fail(app: App, kind: str) -> None:
    errors: dict[str, BaseException] = {
        "interrupt": KeyboardInterrupt(),
        "surprise": ZeroDivisionError("division by zero"),
        "value": ValueError("no flag's"),
        "file": FileNotFoundError(2, "No such file or directory", "/no/such"),
    }
    raise errors[kind]


SAMPLES = (
    Entry("container run, run", "Start a container", f"{__name__}:run"),
    Entry("container rm, container remove, rm", "Remove containers", f"{__name__}:rm"),
    Entry("container ls, container list, container ps, ps", "List containers", f"{__name__}:ps"),
    Entry("container stop, stop", "Stop containers", f"{__name__}:stop"),
    Entry("container exec, exec", "Run one more command", f"{__name__}:exec_"),
    Entry("container rename, rename", "Rename a container", f"{__name__}:rename"),
    Entry("container logs, logs", "Show what it printed", f"{__name__}:logs"),
    Entry("container commit, commit", "Make an image of it", f"{__name__}:commit"),
    Entry("image tag, tag", "Give an image a name", f"{__name__}:tag"),
    Entry("image rm, image remove, rmi", "Remove images", f"{__name__}:rmi", silent="image rmi"),
    Entry("login", "Log in to a registry", f"{__name__}:login"),
    Entry("network create", "Create a network", f"{__name__}:network_create"),
    Entry("volume create", "Create a volume", f"{__name__}:volume_create"),
    Entry("everything", "Take anything", f"{__name__}:everything"),
    Entry("fail", "End badly", f"{__name__}:fail"),
)


class Ended(NamedTuple):
    code: int
    out: str
    err: str


def sample_root() -> Root:
    """The root of the sample program."""
    return Root(SAMPLES, NOUNS, COMMON)
