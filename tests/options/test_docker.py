"""What the flags become, held against what docker itself sent or said for the same command line."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlencode

import pytest

from engineclient.cli.flags import FlagError, FlagParser
from engineclient.commands import network, volume
from engineclient.commands.container import run as container_run, update as container_update_command
from engineclient.commands.service import create as service_create_command, update as service_update_command
from engineclient.options.create import CreateRequest, RunFlags, container_create
from engineclient.options.network import (
    NetworkConnectFlags,
    NetworkCreateFlags,
    network_connect,
    network_create,
)
from engineclient.options.service.flags import ServiceCreateFlags, ServiceUpdateFlags
from engineclient.options.update import UpdateFlags, container_update
from engineclient.options.values.flag import Flags, OptionError, Stage, declared
from engineclient.options.volume import VolumeCreateFlags, volume_create

if TYPE_CHECKING:
    from collections.abc import Callable

    from engineclient.cli.command import Command

F = TypeVar("F", bound=Flags)
Case = dict[str, Any]

DECLARED: dict[type[Any], Command] = {
    RunFlags: container_run.run,
    UpdateFlags: container_update_command.update,
    NetworkCreateFlags: network.create,
    NetworkConnectFlags: network.connect,
    VolumeCreateFlags: volume.create,
    ServiceCreateFlags: service_create_command.create,
    ServiceUpdateFlags: service_update_command.update,
}

HERE = Path(__file__).parent
DIRECTORY = "/home/user/project"
CREATE = json.loads((HERE / "docker_create.json").read_text())
COMMANDS = json.loads((HERE / "docker_commands.json").read_text())


def titled(cases: list[Case]) -> list[Any]:
    return [
        pytest.param(case, id=" ".join([case.get("command", ""), case.get("api", ""), *case["argv"]]))
        for case in cases
    ]


def read_argv(flags: type[F], argv: list[str]) -> tuple[F, list[str]]:
    """The flags of a command line as minidocker reads them, and its positional arguments."""
    command = DECLARED[flags]
    parser = FlagParser(command.flags, interspersed=command.interspersed, warn=pytest.fail)
    error = parser.parse(argv)
    if error is not None:
        raise error
    known = declared(flags)
    return flags(**{name: value for name, value in parser.values.items() if name in known}), parser.rest


def read_file(name: str) -> bytes:
    if name == ".":
        raise IsADirectoryError(21, "Is a directory")
    if name not in CREATE["files"]:
        raise FileNotFoundError(2, "No such file or directory")
    text: str = CREATE["files"][name]
    return text.encode(errors="surrogateescape")


def create(case: Case) -> CreateRequest:
    flags, (image, *command) = read_argv(RunFlags, case["argv"])
    return container_create(
        flags,
        image,
        command,
        api_version=negotiated(case),
        environ=CREATE["environ"],
        read_file=read_file,
        directory=DIRECTORY,
        proxies=case.get("proxies"),
    )


def command(case: Case) -> dict[str, Any]:
    return BODIES[case["command"]](case)


def update(case: Case) -> dict[str, Any]:
    flags, _ = read_argv(UpdateFlags, case["argv"])
    return container_update(flags)


def create_network(case: Case) -> dict[str, Any]:
    flags, (name,) = read_argv(NetworkCreateFlags, case["argv"])
    return network_create(flags, name, api_version=negotiated(case))


def connect(case: Case) -> dict[str, Any]:
    flags, (_, container) = read_argv(NetworkConnectFlags, case["argv"])
    return network_connect(flags, container)


def create_volume(case: Case) -> dict[str, Any]:
    flags, name = read_argv(VolumeCreateFlags, case["argv"])
    return volume_create(flags, *name, api_version=negotiated(case))


BODIES: dict[str, Callable[[Case], dict[str, Any]]] = {
    "update": update,
    "network create": create_network,
    "network connect": connect,
    "volume create": create_volume,
}


def negotiated(case: Case) -> str:
    """The API version in use: the newest that docker 28.2 speaks, or what an older daemon has."""
    return str(case.get("api", "1.50"))


def expected(case: Case) -> dict[str, Any]:
    body: dict[str, Any] = CREATE["default"] | case["body"]
    for key in ("HostConfig", "NetworkingConfig"):
        body[key] = CREATE["default"][key] | body[key]
    return body


def in_one_order(body: dict[str, Any]) -> dict[str, Any]:
    """Docker sends these in the order of a Go map, which is none; test_env and test_volumes check ours."""
    for values in (
        body.get("Env"),
        body.get("HostConfig", {}).get("Binds"),
        body.get("IPAM", {}).get("Config"),
    ):
        if values:
            values.sort(key=str)
    return body


SENT = [case for case in CREATE["cases"] if "body" in case]
REFUSED = [case for case in CREATE["cases"] if "error" in case]


@pytest.mark.parametrize("case", titled(SENT))
def test_container_body(case: Case) -> None:
    assert in_one_order(create(case).body) == expected(case)


def test_fields_stand_in_docker_s_order() -> None:
    assert json.dumps(create(SENT[0]).body) == json.dumps(CREATE["default"])


@pytest.mark.parametrize("case", titled(SENT))
def test_container_query(case: Case) -> None:
    assert urlencode(sorted(create(case).query.items())) == case.get("query", "")


@pytest.mark.parametrize("case", titled(SENT))
def test_what_docker_says_beside_the_request(case: Case) -> None:
    request = create(case)
    logged = [f'time="" level=warning msg="{text}"\n' for text in request.deprecated]
    warned = [f"WARNING: {text}\n" for text in request.warnings]
    assert "".join(logged + warned) == case.get("said", "")


@pytest.mark.parametrize("case", titled(REFUSED))
def test_container_refused(case: Case) -> None:
    with pytest.raises((OptionError, FlagError)) as refused:
        create(case)
    assert_refused(refused.value, case)


@pytest.mark.parametrize("case", titled([case for case in COMMANDS["cases"] if "body" in case]))
def test_command_body(case: Case) -> None:
    assert in_one_order(command(case)) == case["body"]


@pytest.mark.parametrize("case", titled([case for case in COMMANDS["cases"] if "error" in case]))
def test_command_refused(case: Case) -> None:
    with pytest.raises((OptionError, FlagError)) as refused:
        command(case)
    assert_refused(refused.value, case)


def assert_refused(error: Exception, case: Case) -> None:
    assert str(error) == case["error"]
    if isinstance(error, FlagError):  # for which `failures.bad_flag` has the status
        assert (case["status"], case["follows"]) == (125, "usage")
        return
    assert isinstance(error, OptionError)
    assert error.exit_status(case.get("command", "create")) == case["status"]
    assert {Stage.OPTIONS: "hint"}.get(error.stage, "") == case["follows"]


@pytest.mark.parametrize("spelling", [flag.spelling for flag in declared(RunFlags).values()])
def test_every_flag_has_a_case(spelling: str) -> None:
    used = {argument.partition("=")[0] for case in CREATE["cases"] for argument in case["argv"]}
    clusters = {
        f"-{letter}" for argument in used if re.fullmatch("-[a-z]+", argument) for letter in argument[1:]
    }
    assert not (used | clusters).isdisjoint(spelling.split(", "))
