"""Rotations: which services are updated, with what, and what is removed afterwards."""

from __future__ import annotations

from typing import Any

import pytest

from engineclient.errors import NotFound
from engineclient.procedures.rotation import Rotated, RotationFailed, rotate_config, rotate_secret
from tests.procedures.engine import Engine

SECRETS, CREATE = "GET /secrets", "POST /secrets/create"


def secret(name: str) -> dict[str, Any]:
    spec = {"Name": name, "Labels": {"a": "b"}, "Driver": None}
    return {"ID": f"id-{name}", "Version": {"Index": 1}, "Spec": spec}


def service(name: str, *secrets: str, status: dict[str, str] | None = None) -> dict[str, Any]:
    references = [
        {"File": {"Name": "key", "Mode": 292}, "SecretID": f"id-{each}", "SecretName": each}
        for each in secrets
    ]
    return {
        "ID": f"id-{name}",
        "Version": {"Index": 4},
        "Spec": {
            "Name": name,
            "TaskTemplate": {"ContainerSpec": {"Image": "x:1", "Secrets": references}},
            "Mode": {"Replicated": {"Replicas": 1}},
            "UpdateConfig": {"Monitor": 1},
        },
        "UpdateStatus": status,
    }


def engine(*services: dict[str, Any], secrets: tuple[str, ...] = ("key", "key.2", "keyring")) -> Engine:
    found = {f"GET /services/{each['ID']}": each for each in services}
    created = {"ID": "id-new"}
    task = {"ID": "t", "Slot": 1, "NodeID": "n", "DesiredState": "running", "Status": {"State": "running"}}
    return Engine(
        {
            SECRETS: [*map(secret, secrets)],
            CREATE: created,
            "GET /services": [*services],
            "GET /tasks": [task],
            "GET /nodes": [{"ID": "n", "Status": {"State": "ready"}}],
            **found,
            **{f"POST /services/{each['ID']}/update": {} for each in services},
        }
    )


DONE = {"State": "completed"}


def test_the_next_number_takes_the_place_of_all_before() -> None:
    swarm = engine(
        service("web", "key", status=DONE), service("db", "keyring"), service("api", "key.2", status=DONE)
    )
    rotated = swarm.perform(rotate_secret("key", b"n3w"))
    assert rotated == Rotated("key.3", "id-new", ("api", "web"), ("key", "key.2"))
    assert swarm.requests[CREATE].json == {"Name": "key.3", "Labels": {"a": "b"}, "Data": "bjN3"}
    assert [each for each in swarm.seen if each.startswith(("POST", "DELETE"))] == [
        CREATE,
        "POST /services/id-api/update",
        "POST /services/id-web/update",
        "DELETE /secrets/id-key",
        "DELETE /secrets/id-key.2",
    ]


def test_the_file_keeps_its_name() -> None:
    swarm = engine(service("web", "keyring", "key", status=DONE))
    swarm.perform(rotate_secret("key", b"n3w"))
    body = swarm.requests["POST /services/id-web/update"].json
    assert isinstance(body, dict)
    assert body["TaskTemplate"]["ContainerSpec"]["Secrets"] == [
        {"File": {"Name": "key", "Mode": 292}, "SecretID": "id-keyring", "SecretName": "keyring"},
        {"File": {"Name": "key", "Mode": 292}, "SecretID": "id-new", "SecretName": "key.3"},
    ]


def test_without_waiting_the_old_ones_stay() -> None:
    swarm = engine(service("web", "key"))
    assert swarm.perform(rotate_secret("key", b"n3w", wait=False)).removed == ()


def test_a_service_that_is_rolled_back_ends_it() -> None:
    status = {"State": "rollback_completed", "Message": "rollback completed"}
    swarm = engine(service("web", "key", status=status))
    with pytest.raises(RotationFailed, match="service web: rollback completed"):
        swarm.perform(rotate_secret("key", b"n3w"))
    assert not [each for each in swarm.seen if each.startswith("DELETE")]


def test_there_must_be_something_to_rotate() -> None:
    with pytest.raises(NotFound, match="secret key not found"):
        engine(secrets=("keyring", "key.x", "key.0")).perform(rotate_secret("key", b"n3w"))


def test_configs_alike() -> None:
    found = {"ID": "id-site", "Version": {"Index": 1}, "Spec": {"Name": "site"}}
    swarm = Engine({"GET /configs": [found], "POST /configs/create": {"ID": "id-new"}, "GET /services": []})
    assert swarm.perform(rotate_config("site", b"x")) == Rotated("site.2", "id-new", (), ("site",))
