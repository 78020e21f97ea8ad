"""Every field that a flag of a swarm's commands can set has its note, which names the flag."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest

from engineclient.commands.config import create as config_create
from engineclient.commands.node import update as node_update
from engineclient.commands.secret import create as secret_create
from engineclient.commands.swarm.membership import init, join
from engineclient.commands.swarm.settings import ca, update as swarm_update
from engineclient.options.service.create import service_create
from engineclient.options.service.flags import ServiceCreateFlags, ServiceUpdateFlags
from engineclient.options.service.references import Lookups
from engineclient.options.values.flag import declared
from engineclient.trace.field_notes import CLIENT, FIELD_NOTES, Setting, settings
from tests.trace.test_field_notes import read

SAMPLES: dict[str, Any] = {
    "cap_add": ["NET_ADMIN"],
    "cap_drop": ["ALL"],
    "config": ["c"],
    "constraint": ["node.role==worker"],
    "container_label": ["a=b"],
    "credential_spec": "file://x",
    "dns": ["1.2.3.4"],
    "endpoint_mode": "dnsrr",
    "entrypoint": "sh",
    "env": ["A=b"],
    "env_file": ["file"],
    "generic_resource": ["gpu=1"],
    "health_cmd": "true",
    "host": ["a:1.2.3.4"],
    "label": ["a=b"],
    "limit_cpu": "1.5",
    "limit_memory": "64mb",
    "log_opt": ["a=b"],
    "mode": "global",
    "mount": [
        "type=volume,src=v,dst=/a,readonly,volume-nocopy,volume-subpath=x,volume-label=a=b,volume-driver=d",
        "type=tmpfs,dst=/f,tmpfs-size=1mb,tmpfs-mode=700",
        "type=bind,src=/a,dst=/b,bind-propagation=rslave",
    ],
    "network": ["n"],
    "placement_pref": ["spread=node.labels.x"],
    "publish": ["8080:80"],
    "replicas": 3,
    "reserve_cpu": "0.5",
    "reserve_memory": "32mb",
    "restart_condition": "on-failure",
    "rollback_max_failure_ratio": "0.5",
    "rollback_order": "start-first",
    "secret": ["s"],
    "sysctl": ["net.a=1"],
    "ulimit": ["nofile=10"],
    "update_max_failure_ratio": "0.5",
    "update_order": "start-first",
}
BESIDE: dict[str, dict[str, Any]] = {
    # what a flag needs beside it
    "log_opt": {"log_driver": "json-file"},
    "max_concurrent": {"mode": "replicated-job"},
}
LOOKUPS = Lookups(
    network=lambda name: name,
    secrets=lambda names: dict.fromkeys(names, "1"),
    configs=lambda names: dict.fromkeys(names, "1"),
)


def create(given: dict[str, Any]) -> Any:
    return service_create(
        read(ServiceCreateFlags, given),
        "image",
        api_version="1.51",
        environ={},
        read_file=lambda path: b"X=y\n",
        directory="/",
        lookups=LOOKUPS,
    )


def sample(name: str) -> Any:
    if name in SAMPLES:
        return SAMPLES[name]
    flag = declared(ServiceCreateFlags)[name]
    kind = ServiceCreateFlags.__annotations__.get(name, "") or _inherited(name)
    if flag.repeated:
        return ["x"]
    if "bool" in kind:
        return True
    if name.rpartition("_")[2] in ("delay", "interval", "monitor", "period", "timeout", "window"):
        return "7s"
    return 7 if "int" in kind else "x"


def _inherited(name: str) -> str:
    return str(
        next(
            each.__annotations__[name] for each in ServiceCreateFlags.__mro__ if name in each.__annotations__
        )
    )


def changed(name: str) -> Iterable[Setting]:
    beside = BESIDE.get(name, {})
    before = {setting.text for setting in settings("ServiceCreate", create(beside))}
    found = settings("ServiceCreate", create({**beside, name: sample(name)}))
    return [setting for setting in found if setting.text not in before]


@pytest.mark.parametrize(
    "name",
    [
        name
        for name, flag in declared(ServiceCreateFlags).items()
        if not {flag.spelling.rpartition("--")[2], f"create {flag.spelling.rpartition('--')[2]}"}
        & CLIENT.keys()
    ],
)
def test_what_a_flag_of_service_create_sets_has_a_note_that_names_the_flag(name: str) -> None:
    found = [setting for setting in changed(name) if setting.given]
    assert found, "sets nothing"
    assert [setting.path for setting in found if setting.note is None] == []
    long = declared(ServiceCreateFlags)[name].spelling.rpartition(" ")[2]
    assert any(long in (setting.note.flags.split(", ") if setting.note else "") for setting in found), found


def named(operation: str) -> set[str]:
    """The flags that the notes of an operation name."""
    return {flag for note in FIELD_NOTES[operation].values() for flag in note.flags.split(", ")}


def handled(command: str, flag: str) -> bool:
    """Whether the client handles the flag by itself, and says so."""
    return flag in CLIENT or f"{command} {flag}" in CLIENT


def test_every_flag_of_service_update_is_named_by_a_note() -> None:
    flags = [flag.spelling.rpartition("--")[2] for flag in declared(ServiceUpdateFlags).values()]
    assert {f"--{flag}" for flag in flags if not handled("update", flag)} == named("ServiceUpdate") & {
        f"--{flag}" for flag in flags
    }


@pytest.mark.parametrize(
    ("operation", "command"),
    [
        ("SwarmInit", init),
        ("SwarmJoin", join),
        ("SwarmUpdate", swarm_update),
        ("SwarmUpdate", ca),
        ("NodeUpdate", node_update),
        ("SecretCreate", secret_create),
        ("ConfigCreate", config_create),
    ],
    ids=lambda each: each if isinstance(each, str) else "",
)
def test_every_flag_of_a_command_of_the_swarm_is_named_by_a_note(operation: str, command: Any) -> None:
    flags = {flag.long for flag in command.flags} - {"help", "detach", "quiet"}
    assert {f"--{flag}" for flag in flags} - named(operation) == set()
