"""Every field that a flag can set has its note: found by setting each flag and looking at what it changes in the body."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from engineclient.commands.container.exec import exec_
from engineclient.options.create import RunFlags, container_create
from engineclient.options.network import (
    NetworkConnectFlags,
    NetworkCreateFlags,
    network_connect,
    network_create,
)
from engineclient.options.update import UpdateFlags, container_update
from engineclient.options.values.flag import FlagSyntax, declared
from engineclient.options.volume import VolumeCreateFlags, volume_create
from engineclient.trace.field_notes import CLIENT, FIELD_NOTES, FieldNote, among, settings, spelled

NEWEST = "1.51"
SAMPLES: dict[str, Any] = {
    # by flag: a value that is none of its defaults; other flags are text "x"
    "--add-host": ["a:1.2.3.4"],
    "--annotation": ["a=b"],
    "-a, --attach": ["stdin"],
    "--blkio-weight": 300,
    "--blkio-weight-device": ["/dev/x:300"],
    "--cgroupns": "host",
    "--cpus": "1.5",
    "--cpu-count": 2,
    "--device": ["/dev/fuse"],
    "--device-cgroup-rule": ["c 1:3 r"],
    "--device-read-bps": ["/dev/x:1mb"],
    "--device-read-iops": ["/dev/x:10"],
    "--device-write-bps": ["/dev/x:1mb"],
    "--device-write-iops": ["/dev/x:10"],
    "--dns": ["8.8.8.8"],
    "-e, --env": ["A=b"],
    "--env-file": ["file"],
    "--expose": ["80"],
    "--gpus": ["all"],
    "--health-cmd": "true",
    "--ip": "10.0.0.2",
    "--ip6": "fd00::2",
    "--io-maxbandwidth": "1mb",
    "--kernel-memory": "10mb",
    "-l, --label": ["a=b"],
    "--label": ["a=b"],
    "--label-file": ["file"],
    "--limit-bytes": "1mb",
    "--link": ["a:b"],
    "--link-local-ip": ["169.254.1.1"],
    "--log-opt": ["a=b"],
    "--mac-address": "92:d0:c6:0a:29:33",
    "-m, --memory": "64mb",
    "--memory-reservation": "32mb",
    "--memory-swap": "128mb",
    "--memory-swappiness": 0,
    "--mount": [
        "type=bind,src=/a,dst=/b,readonly,bind-propagation=rprivate,bind-recursive=readonly,consistency=cached",
        "type=bind,src=/a,dst=/c,bind-recursive=disabled",
        "type=bind,src=/a,dst=/d,readonly,bind-recursive=writable",
        "type=volume,dst=/e,volume-nocopy,volume-subpath=x,volume-label=a=b,volume-driver=d,volume-opt=o=v",
        "type=tmpfs,dst=/f,tmpfs-size=1mb,tmpfs-mode=700",
        "type=image,src=i,dst=/g,image-subpath=x",
    ],
    "--network": [
        "name=n,alias=a,ip=1.2.3.4,ip6=fd00::2,mac-address=92:d0:c6:0a:29:33,link-local-ip=1.2.3.4,driver-opt=a=b",
        "name=m,gw-priority=1",
    ],
    "-p, --publish": ["8080:80"],
    "--required-bytes": "1mb",
    "--restart": "on-failure:3",
    "--security-opt": ["no-new-privileges", "systempaths=unconfined"],
    "--shm-size": "1mb",
    "--stop-timeout": 0,
    "--sysctl": ["net.a=1"],
    "--tmpfs": ["/x"],
    "--ulimit": ["nofile=10"],
    "-v, --volume": ["/a:/b", "/c"],
    "--driver-opt": ["a=b"],
    "--pid": "host",
    "--platform": "linux/arm64",
    "--userns": "host",
    "--uts": "host",
    "-o, --opt": ["a=b"],
    "--opt": ["a=b"],
    "--ipam-opt": ["a=b"],
    "--storage-opt": ["size=1g"],
    "--secret": ["a=b"],
    "--topology-required": ["a=b"],
    "--topology-preferred": ["a=b"],
    "--aux-address": ["a=10.0.0.9"],
    "--subnet": ["10.0.0.0/24"],
    "--ip-range": ["10.0.0.0/25"],
    "--gateway": ["10.0.0.1"],
    "--ipv4": False,
    "--ipv6": True,
    "--type": "mount",
}
BESIDE: dict[str, dict[str, Any]] = {
    # what a flag needs beside it
    "--network-alias": {"network": ["n"]},
    "--aux-address": {"subnet": ["10.0.0.0/24"]},
    "--ip-range": {"subnet": ["10.0.0.0/24"]},
    "--gateway": {"subnet": ["10.0.0.0/24"]},
    "--topology-required": {"group": "g"},
    "--topology-preferred": {"group": "g"},
    "--secret": {"group": "g"},
}


def read(command: Any, given: Mapping[str, Any]) -> Any:
    """The flags of a command with those values, which texts stand for as on a command line."""
    values = {name: _read(flag, given[name]) for name, flag in declared(command).items() if name in given}
    return command(**values)


def _read(flag: FlagSyntax, value: Any) -> Any:
    if isinstance(value, list):
        return [_read(flag, each) for each in value]
    return flag.syntax(value) if flag.syntax is not None and isinstance(value, str) else value


def create(given: Mapping[str, Any]) -> tuple[Any, Mapping[str, str]]:
    windows = any(name in given for name in ("cpu_count", "cpu_percent", "io_maxiops", "io_maxbandwidth"))
    old = "kernel_memory" in given
    request = container_create(
        read(RunFlags, given),
        "image",
        api_version="1.41" if old else NEWEST,
        os_type="windows" if windows else "linux",
        environ={},
        read_file=lambda path: b"X=y\n",
        directory="/",
        console_size=(24, 80) if given.get("tty") else (0, 0),
    )
    return request.body, request.query


def _only(body: Any) -> tuple[Any, Mapping[str, str]]:
    return body, {}


MAKERS: dict[str, tuple[Any, Callable[[Mapping[str, Any]], tuple[Any, Mapping[str, str]]]]] = {
    "ContainerCreate": (RunFlags, create),
    "ContainerUpdate": (
        UpdateFlags,
        lambda given: _only(container_update(read(UpdateFlags, given)) if given else {}),
    ),
    "NetworkCreate": (
        NetworkCreateFlags,
        lambda given: _only(network_create(read(NetworkCreateFlags, given), "n", api_version=NEWEST)),
    ),
    "NetworkConnect": (
        NetworkConnectFlags,
        lambda given: _only(network_connect(read(NetworkConnectFlags, given), "c")),
    ),
    "VolumeCreate": (
        VolumeCreateFlags,
        lambda given: _only(volume_create(read(VolumeCreateFlags, given), "v", api_version=NEWEST)),
    ),
}


def sample(command: Any, name: str) -> Any:
    flag = declared(command)[name]
    if flag.spelling in SAMPLES:
        return SAMPLES[flag.spelling]
    default = flag.default
    if default is False or name == "init":
        return True
    if flag.repeated:
        return ["x"]
    kind = command.__annotations__[name]
    if "int" in kind:
        return 7
    return "7s" if name.startswith("health_") else "x"


CASES = [
    pytest.param(operation, name, id=f"{operation} {flag.spelling}")
    for operation, (command, _) in MAKERS.items()
    for name, flag in declared(command).items()
]


@pytest.mark.parametrize(("operation", "name"), CASES)
def test_what_a_flag_sets_has_a_note_that_names_the_flag(operation: str, name: str) -> None:
    command, make = MAKERS[operation]
    flag = declared(command)[name]
    beside = BESIDE.get(flag.spelling, {})
    before = {setting.text for setting in settings(operation, *_pairs(make(beside)))}
    body, query = _pairs(make({**beside, name: sample(command, name)}))
    changed = [setting for setting in settings(operation, body, query) if setting.text not in before]
    assert [setting for setting in changed if setting.given], "sets nothing"
    assert [setting.path for setting in changed if setting.given and setting.note is None] == []
    long = flag.spelling.rpartition(" ")[2]
    assert any(long in (setting.note.flags if setting.note else "") for setting in changed), changed


def _pairs(made: tuple[Any, Mapping[str, str]]) -> tuple[Any, list[tuple[str, str]]]:
    return made[0], [*made[1].items()]


def test_every_field_of_exec_has_a_note_that_names_its_flag() -> None:
    named = " ".join(note.flags for note in FIELD_NOTES["ContainerExec"].values())
    for flag in exec_.flags:
        assert flag.long == "help" or f"--{flag.long}" in named


NOTES = {(operation, path): note for operation, notes in FIELD_NOTES.items() for path, note in notes.items()}


ALL = {" ".join(key): note for key, note in NOTES.items()} | {
    f"client {key}": note for key, note in CLIENT.items()
}


@pytest.mark.parametrize("note", ALL.values(), ids=ALL)
def test_a_note_is_sentences_and_flags(note: FieldNote) -> None:
    assert note.effect.endswith(".")
    assert all(word.startswith("-") for word in note.flags.split(", "))


def test_only_what_was_set_is_given() -> None:
    body, query = create({"memory": "64mb", "name": "web", "publish": ["8080:80"]})
    given = [setting.path for setting in settings("ContainerCreate", body, [*query.items()]) if setting.given]
    assert given == ["?name", "ExposedPorts", "Image", "HostConfig.PortBindings", "HostConfig.Memory"]


@pytest.mark.parametrize(
    ("flags", "given", "expected"),
    [
        ("-a, --attach, -d, --detach", {"--detach"}, "-d, --detach"),
        ("--ip, --network", {"--network"}, "--network"),
        ("-e, --env, --env-file", {"--env", "--env-file"}, "-e, --env, --env-file"),
        ("-a, --attach, -d, --detach", {"--name"}, "-a, --attach, -d, --detach"),
        ("-a, --attach, -d, --detach", spelled(["run", "-id", "--name=x"]), "-d, --detach"),
    ],
)
def test_of_a_fields_flags_those_that_were_given_are_shown(
    flags: str, given: set[str], expected: str
) -> None:
    assert among(flags, given) == expected
