"""create without any I/O, and what a Creation becomes on its way."""

from __future__ import annotations

from typing import Any

import pytest

from engineclient.errors import NotFound
from engineclient.models.containers import ContainerConfig, HostConfig
from engineclient.procedures.create import Creation, create, create_from
from engineclient.procedures.run import run
from engineclient.versions import Gate
from engineclient.wire import references
from tests.procedures.engine import Engine

ID = "c" * 64
CREATE, PULL = "POST /containers/create", "POST /images/create"


def engine_of(error: Exception | None = None) -> Engine:
    """One that creates a container, which ends with 0; the first create fails with the error, if there is one."""
    return Engine({CREATE: {"Id": ID, "Warnings": []}}, {CREATE: error} if error else {}, {"StatusCode": 0})


def test_the_body_is_sent_as_it_is() -> None:
    engine = engine_of()
    body = {"Image": "busybox", "Cmd": None, "Tty": True}
    created = engine.perform(create_from(Creation(body=body, name="web", platform="linux/arm64")))
    request = engine.requests[CREATE]
    assert (created.id, request.json) == (ID, body)
    assert request.query == {"name": "web", "platform": "linux/arm64"}


def test_config_wins_over_image_and_command() -> None:
    engine = engine_of()
    engine.perform(create("busybox", ["true"], config={"Image": "alpine", "Tty": True}))
    assert engine.requests[CREATE].json == {"Image": "alpine", "Cmd": ["true"], "Tty": True}


@pytest.mark.parametrize("procedure", [create, run])
def test_a_later_field_of_the_config_is_needed_of_the_engine(procedure: Any) -> None:
    engine = engine_of()
    config = ContainerConfig(host_config=HostConfig(annotations={"a": "b"}))
    engine.perform(procedure("busybox", config=config))
    assert engine.requests[CREATE].needs == (Gate("host_config.annotations", since="1.43"),)


def test_a_parsed_reference_is_not_parsed_again(monkeypatch: pytest.MonkeyPatch) -> None:
    reference = references.parse("busybox:1.37")
    monkeypatch.delattr(references, "_split_domain")  # parsing is impossible now
    engine = engine_of(NotFound(404, "No such image"))
    engine.perform(create_from(Creation(body={"Image": "busybox:1.37"}, reference=reference)))
    assert engine.seen == [CREATE, PULL, CREATE]
    assert engine.requests[PULL].query == {"fromImage": "docker.io/library/busybox", "tag": "1.37"}
