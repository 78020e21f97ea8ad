"""Starting services whose containers, or whose dependencies' containers, do not exist."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from engineclient.compose import ComposeError, labels
from engineclient.compose.progress import ignore
from engineclient.compose.selection import dependencies
from engineclient.compose.state import Container
from engineclient.procedures.compose.lifecycle import start
from tests.compose.support import project
from tests.procedures.engine import Engine

WEB = Container(
    {
        "Id": "w1",
        "Names": ["/p-web-1"],
        "State": "exited",
        "Labels": {labels.SERVICE: "web", labels.NUMBER: "1", labels.DEPENDS_ON: "db:service_healthy:false"},
    }
)
START = "POST /containers/w1/start"


@pytest.mark.parametrize(
    ("services", "message"),
    [
        ([], "could not find db: not found"),
        (["web"], "no such service: db"),
        (["nope"], 'no such service: "nope": not found'),
    ],
)
def test_by_name(services: Sequence[str], message: str) -> None:
    with pytest.raises(ComposeError) as raised:
        Engine().perform(start(None, "p", [WEB], dependencies(None, [WEB]), services, report=ignore))
    assert raised.value.message == message


@pytest.mark.parametrize(("required", "scale"), [("true", 1), ("false", 1), ("true", 0)])
def test_by_files(required: str, scale: int) -> None:
    found = project(
        "services: {web: {image: x, depends_on: {db: {condition: service_healthy, "
        f"required: {required}}}}}}}, db: {{image: x, scale: {scale}}}}}"
    )
    engine, warnings = Engine({START: ""}), list[str]()
    steps = start(found, "p", [WEB], dependencies(found, [WEB]), ["web"], report=ignore, warn=warnings.append)
    if required == "true" and scale:
        with pytest.raises(ComposeError, match="^web is missing dependency db$"):
            engine.perform(steps)
        return
    engine.perform(steps)
    assert engine.seen == [START]
    assert warnings == (["web is missing dependency db"] if scale else [])
