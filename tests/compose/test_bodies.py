"""The requests that create a project, compared with those that docker compose sent."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from engineclient.compose import ComposeError, Project, labels
from engineclient.compose.bodies import creation, network_creation, volume_creation, with_containers
from engineclient.compose.creation_context import CreationContext
from engineclient.compose.mounts import Inherited, PutFile, put_files
from tests.compose.support import MemoryFiles, project

HERE = Path(__file__).parent / "bodies"
REQUESTS = json.loads((HERE / "requests.json").read_text())
UNORDERED = ("Binds", "Mounts", "ExtraHosts", "Ulimits", "Env")


@pytest.fixture(scope="module")
def bodies() -> Project:
    files = MemoryFiles({"compose.yaml": (HERE / "compose.yaml").read_bytes()})
    return Project.load(environ={}, files=files)


def settled(value: Any) -> Any:
    """A body with the lists sorted whose order is random in docker compose."""
    if isinstance(value, dict):
        return {
            key: _sorted(each) if key in UNORDERED and each else settled(each) for key, each in value.items()
        }
    return value


def _sorted(items: list[Any]) -> list[Any]:
    return sorted(items, key=lambda each: json.dumps(each, sort_keys=True))


def _name(request: list[Any]) -> str:
    return str(parse_qs(urlsplit(request[0]).query).get("name", [request[1].get("Name")])[0])


@pytest.mark.parametrize("request_", REQUESTS, ids=_name)
def test_a_body_is_docker_composes(bodies: Project, request_: list[Any]) -> None:
    path, sent = request_
    own = sent["Labels"]
    if "/networks/" in path:
        assert settled(network_creation(bodies, own[labels.NETWORK])) == settled(sent)
        return
    if "/volumes/" in path:
        assert volume_creation(bodies, own[labels.VOLUME]) == sent
        return
    host = sent["HostConfig"]
    service = bodies.services[own[labels.SERVICE]]
    containers = {name: host["NetworkMode"].partition(":")[2] for name in ("b",) if service.name == "c"}
    containers |= dict.fromkeys(("a",), (host["VolumesFrom"] or [""])[0])
    context = CreationContext(image_id=own[labels.IMAGE], links=host["Links"] or ())
    made = creation(bodies, with_containers(service, containers), int(own[labels.NUMBER]), context)
    query = parse_qs(urlsplit(path).query)
    assert settled(made.body) == settled(sent)
    assert [made.name] == query["name"]
    assert made.platform == query.get("platform", [""])[0]


def test_every_kind_was_recorded() -> None:
    assert len(REQUESTS) == 10


def test_an_old_engine_gets_one_network_at_the_creation() -> None:
    found = project(
        "services: {a: {image: x, mac_address: '02:00:00:00:00:01', networks: {one: {priority: 1}, two: }}}\n"
        "networks: {one: , two: }\n"
    )
    made = creation(found, found.services["a"], 1, CreationContext(api_version="1.43"))
    assert list(made.body["NetworkingConfig"]["EndpointsConfig"]) == ["project_one"]
    assert list(made.connect) == ["project_two"]
    assert made.body["MacAddress"] == "02:00:00:00:00:01"


@pytest.mark.parametrize(
    ("keys", "api_version", "text"),
    [
        ("healthcheck: {start_interval: 1s}", "1.43", "can't set healthcheck.start_interval"),
        (
            "networks: {default: {interface_name: eth9}}",
            "1.48",
            "interface_name requires Docker Engine v28.1",
        ),
        (
            "volumes: [{type: image, source: i, target: /i}]",
            "1.47",
            "volume with type=image require Docker Engine v28",
        ),
        ("security_opt: [odd]", "1.51", 'invalid security-opt: "odd"'),
        (
            "security_opt: ['seccomp=nope.json']",
            "1.51",
            "opening seccomp profile (nope.json) failed: open /project",
        ),
    ],
)
def test_what_cannot_be_created_is_refused(keys: str, api_version: str, text: str) -> None:
    found = project(f"services:\n  a:\n    image: x\n    {keys}\n")
    with pytest.raises(ComposeError) as caught:
        creation(found, found.services["a"], 1, CreationContext(api_version=api_version))
    assert text in str(caught.value)


def test_a_service_whose_container_is_shared_must_have_one() -> None:
    found = project("services: {a: {image: x, network_mode: 'service:b'}, b: {image: x}}")
    with pytest.raises(
        ComposeError, match="cannot share network namespace with service b: container missing"
    ):
        with_containers(found.services["a"], {})


def test_volumes_of_the_container_that_is_replaced_are_taken_over() -> None:
    found = project("services: {a: {image: x, volumes: [/data]}}")
    context = CreationContext(inherited={"/data": Inherited("volume", "abc", read_only=False)})
    mounts = creation(found, found.services["a"], 1, context).body["HostConfig"]["Mounts"]
    assert mounts == [{"Type": "volume", "Source": "abc", "Target": "/data"}]


def test_secrets_and_configs_without_a_file_are_put_into_the_container() -> None:
    found = project(
        "services: {a: {image: x, secrets: [{source: s, uid: '5', mode: 0400}, e], configs: [c, {source: d, gid: '0'}]}}\n"
        "secrets: {s: {environment: HUSH}, e: {environment: EMPTY}}\n"
        "configs: {c: {content: text}, d: {content: more}}\n",
        HUSH="quiet",
        EMPTY="",
    )
    assert put_files(found, found.services["a"]) == [
        PutFile("/run/secrets/s", "quiet", 5, 0, 0o400, has_owner=True),
        PutFile("/c", "text"),
        PutFile("/d", "more", has_owner=True),
    ]


@pytest.mark.parametrize(
    ("keys", "message"),
    [
        (
            "read_only: true, configs: [c]",
            'cannot create config "0_c" in read-only service a: `file` is the sole supported option',
        ),
        ("secrets: [s]", 'environment variable "HUSH" required by secret "0_s" is not set'),
        ("configs: [{source: c, gid: abc}]", 'strconv.Atoi: parsing "abc": invalid syntax'),
    ],
)
def test_secrets_and_configs_that_cannot_be_put_into_the_container(keys: str, message: str) -> None:
    found = project(
        f"name: '0'\nservices: {{a: {{image: x, {keys}}}}}\n"
        "secrets: {s: {environment: HUSH}}\nconfigs: {c: {content: text}}\n"
    )
    with pytest.raises(ComposeError) as raised:
        put_files(found, found.services["a"])
    assert raised.value.message == message


@pytest.mark.parametrize(
    ("restart", "attempts"), [("on-failure:3", 3), ("on-failure:-1", -1), ("on-failure:x", 0), ("always", 0)]
)
def test_the_number_of_restarts(restart: str, attempts: int) -> None:
    found = project(f"services: {{a: {{image: x, restart: '{restart}'}}}}")
    policy = creation(found, found.services["a"], 1).body["HostConfig"]["RestartPolicy"]
    assert policy == {"Name": restart.partition(":")[0], "MaximumRetryCount": attempts}
