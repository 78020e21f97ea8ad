"""What the flags become, held against what docker itself sent or said for the same command line."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlencode

import pytest

from engineclient.options.container import CreateRequest, RunFlags, container_create
from engineclient.options.flag import Flag, OptionError, Stage, declared
from engineclient.options.network_create import NetworkCreateFlags, network_create
from engineclient.options.networks import NetworkConnectFlags, network_connect
from engineclient.options.update import UpdateFlags, container_update
from engineclient.options.volume_create import VolumeCreateFlags, volume_create

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

F = TypeVar("F")
Case = dict[str, Any]

HERE = Path(__file__).parent
DIRECTORY = "/home/user/project"
CREATE = json.loads((HERE / "docker_create.json").read_text())
COMMANDS = json.loads((HERE / "docker_commands.json").read_text())
SYNONYMS = {"net": "network", "net-alias": "network-alias", "dns-opt": "dns-option"}


def titled(cases: list[Case]) -> list[Any]:
    return [
        pytest.param(case, id=" ".join([case.get("command", ""), case.get("api", ""), *case["argv"]]))
        for case in cases
    ]


def read_argv(flags: type[F], argv: list[str]) -> tuple[F, list[str]]:
    """A small stand-in for the command line: the flags before the first positional, and the rest."""
    by_spelling = {
        spelling: (name, flag)
        for name, flag in declared(flags).items()  # type: ignore[arg-type]
        for spelling in (f"--{flag.name}", flag.spelling[:2])
    }
    found: dict[str, Any] = {}
    rest = list(argv)
    while rest and rest[0].startswith("-") and rest[0] != "-":
        for spelling, value in occurrences(rest, by_spelling):
            name, flag = by_spelling[spelling]
            read = flag.read(value)
            keep = read if isinstance(read, int) and not takes_text(flags, name) else value
            found[name] = [*found.get(name, []), value] if takes_list(flags, name) else keep
    return flags(**found), rest


def occurrences(rest: list[str], by_spelling: dict[str, tuple[str, Flag]]) -> Iterator[tuple[str, str]]:
    argument = rest.pop(0)
    if argument.startswith("--"):
        name, equals, value = argument[2:].partition("=")
        spelling = f"--{SYNONYMS.get(name, name)}"
        if is_switch(by_spelling[spelling][1]):
            yield spelling, value if equals else "true"
        else:
            yield spelling, value if equals else rest.pop(0)
        return
    for letter in argument[1:]:
        if not is_switch(by_spelling[f"-{letter}"][1]):
            yield f"-{letter}", rest.pop(0)
            return
        yield f"-{letter}", "true"


def is_switch(flag: Flag) -> bool:
    return getattr(flag.syntax, "__name__", "") == "parse_bool"


def takes_text(flags: type, name: str) -> bool:
    return "str" in flags.__annotations__[name]


def takes_list(flags: type, name: str) -> bool:
    return "Sequence" in flags.__annotations__[name]


def read_file(name: str) -> bytes:
    if name == ".":
        raise IsADirectoryError(21, "Is a directory")
    if name not in CREATE["files"]:
        raise FileNotFoundError(2, "No such file or directory")
    return CREATE["files"][name].encode(errors="surrogateescape")


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
    return case.get("api", "1.50")  # the newest that docker 28.2 speaks


def expected(case: Case) -> dict[str, Any]:
    body = CREATE["default"] | case["body"]
    for key in ("HostConfig", "NetworkingConfig"):
        body[key] = CREATE["default"][key] | body[key]
    return body


def unordered(body: dict[str, Any]) -> dict[str, Any]:
    """Docker sends these in the order of a Go map, which is none; ours is checked by test_env and test_volumes."""
    host = body["HostConfig"]
    env, binds = sorted(body["Env"] or []), sorted(host["Binds"] or [])
    return body | {"Env": env, "HostConfig": host | {"Binds": binds}}


SENT = [case for case in CREATE["cases"] if "body" in case]
REFUSED = [case for case in CREATE["cases"] if "error" in case]


@pytest.mark.parametrize("case", titled(SENT))
def test_container_body(case: Case) -> None:
    assert unordered(create(case).body) == unordered(expected(case))


@pytest.mark.parametrize("case", titled(SENT))
def test_container_body_has_docker_s_order_of_fields(case: Case) -> None:
    ours, docker_s = create(case).body, expected(case)
    assert [key for key in ours if key in docker_s] == [*ours]
    common = [key for key in CREATE["default"]["HostConfig"] if key in ours["HostConfig"]]
    assert [key for key in ours["HostConfig"] if key in CREATE["default"]["HostConfig"]] == common


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
    with pytest.raises(OptionError) as refused:
        create(case)
    assert_refused(refused.value, case)


@pytest.mark.parametrize("case", titled([case for case in COMMANDS["cases"] if "body" in case]))
def test_command_body(case: Case) -> None:
    assert in_subnet_order(command(case)) == in_subnet_order(case["body"])


@pytest.mark.parametrize("case", titled([case for case in COMMANDS["cases"] if "error" in case]))
def test_command_refused(case: Case) -> None:
    with pytest.raises(OptionError) as refused:
        command(case)
    assert_refused(refused.value, case)


def in_subnet_order(body: dict[str, Any]) -> dict[str, Any]:
    """Docker sends subnets in the order of a Go map, which is none."""
    ipam = body.get("IPAM")
    return body | {"IPAM": ipam | {"Config": sorted(ipam["Config"], key=str)}} if ipam else body


def assert_refused(error: OptionError, case: Case) -> None:
    assert str(error) == case["error"]
    assert error.exit_status(case.get("command", "create")) == case["status"]
    under = {Stage.FLAG: "usage", Stage.OPTIONS: "hint"}
    assert under.get(error.stage, "") == case["follows"]


def test_the_cases_name_every_flag() -> None:
    spelled = " ".join(argument for case in CREATE["cases"] for argument in case["argv"])
    missing = [
        flag.spelling
        for flag in declared(RunFlags).values()
        if not any(re.search(rf"(^| ){spelling}\b", spelled) for spelling in flag.spelling.split(", "))
    ]
    assert missing == ["-d, --detach"] or missing == []
