"""What `repr` shows of views and bodies: what tells one from another, and nothing secret."""

from __future__ import annotations

from typing import Any

import pytest

from engineclient import ContainerConfig
from engineclient.models.body import Body
from engineclient.models.configs import ConfigSpec
from engineclient.models.container_summary import ContainerSummary
from engineclient.models.containers import ContainerInspect, ContainerState
from engineclient.models.inspected import InspectedConfig
from engineclient.models.secrets import SecretSpec
from engineclient.models.swarm import SwarmInspect
from engineclient.models.system import AuthConfig
from engineclient.models.view import View

ID = "5c7b6c54c52a" + "0" * 52


@pytest.mark.parametrize(
    ("view", "shown"),
    [
        (
            ContainerSummary({"Id": ID, "Names": ["/web"], "Image": "busybox", "State": "running", "Status": "Up"}),
            "ContainerSummary(id='5c7b6c54c52a', names=['/web'], state='running', status='Up', image='busybox')",
        ),
        (ContainerState({"Status": "exited", "ExitCode": 3}), "ContainerState(status='exited', exit_code=3)"),
        (ContainerInspect({"Id": "a", "Mounts": [{}, {}]}), "ContainerInspect(id='a', mounts=[2 items])"),
        (ContainerInspect({"Id": "a", "Unknown": 1}), "ContainerInspect(id='a', ...)"),
        (ContainerInspect({"Id": "x" * 80}), f"ContainerInspect(id='{'x' * 57}...')"),
        (ContainerInspect({}), "ContainerInspect()"),
        (ContainerInspect(["no", "object"]), "ContainerInspect(...)"),  # type: ignore[arg-type]
    ],
)  # fmt: skip
def test_a_view_shows_what_it_is(view: View, shown: str) -> None:
    assert repr(view) == shown


SECRET = "hunter2"


@pytest.mark.parametrize(
    "thing",
    [
        InspectedConfig({"Image": "x", "Env": [f"PASSWORD={SECRET}"]}),
        InspectedConfig({"Cmd": ["mysql", f"--password={SECRET}"]}),
        SwarmInspect.JoinTokens({"Worker": SECRET, "Manager": SECRET}),
        AuthConfig(username="me", password=SECRET, identity_token=SECRET),
        AuthConfig(auth=SECRET),
        ContainerConfig(env={"TOKEN": SECRET}),
        ContainerConfig(env=[f"TOKEN={SECRET}"]),
        ContainerConfig(host_config={"LogConfig": {"Config": {"splunk-token": SECRET}}}),
        SecretSpec(name="a", data=SECRET.encode()),
        ConfigSpec(name="a", data=SECRET.encode()),
    ],
    ids=lambda thing: type(thing).__name__,
)
def test_no_secret_is_shown(thing: View | Body) -> None:
    shown = repr(thing)
    assert shown.startswith(type(thing).__name__)
    assert SECRET not in shown


def test_a_body_shows_all_that_is_set() -> None:
    config: Any = ContainerConfig(user="1000", env={"A": None}, labels={"a": "b"})
    assert repr(config) == "ContainerConfig(user='1000', env=['A'], labels={'a': 'b'})"
