from __future__ import annotations

from typing import Any

import httpx
import pytest

from engineclient import ConnectionFailed, Engine
from engineclient.cli.app import App
from engineclient.cli.global_options import GlobalOptions
from engineclient.cli.root import Root
from engineclient.cli.several_engines import each_engine
from engineclient.commands.program import run
from engineclient.commands.table import NOUNS, TABLE
from engineclient.engine_group import Engines

CONTAINERS = {"a": ["web", "db"], "b": ["cache"]}


def container(name: str) -> dict[str, Any]:
    return {
        "Id": name * 12, "Names": [f"/{name}"], "Image": "busybox", "ImageID": "sha256:1", "Command": "sh", "Created": 0,
        "Ports": [], "Labels": {}, "State": "running", "Status": "Up", "NetworkSettings": {"Networks": {}}, "Mounts": [],
    }  # fmt: skip


def engine_of(name: str) -> Engine:
    def answer(_: httpx.Request) -> httpx.Response:
        if name not in CONTAINERS:
            raise httpx.ConnectError("refused")
        return httpx.Response(200, json=[container(each) for each in CONTAINERS[name]])

    return Engine(transport=httpx.MockTransport(answer), api_version="1.50")


def call(capsys: pytest.CaptureFixture[str], *args: str) -> tuple[int, str, str]:
    def connect(options: GlobalOptions, _: object) -> Engine:
        return engine_of(options.context or options.hosts[0])

    code = run(args, App(connect), Root(TABLE, NOUNS))
    out, err = capsys.readouterr()
    return code, out, err


def test_a_column_tells_whose(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = call(capsys, "--context", "a,b", "ps", "--format", "table {{.Names}}\t{{.State}}")
    assert (code, out) == (
        0,
        "CONTEXT   NAMES     STATE\na         web       running\na         db        running\nb         cache     running\n",
    )
    assert call(capsys, "--context", "a,b", "ps")[1].startswith("CONTEXT   CONTAINER ID ")


def test_templates_and_json_can_tell_too(capsys: pytest.CaptureFixture[str]) -> None:
    assert (
        call(capsys, "-H", "a", "-H", "b", "ps", "--format", "{{.Context}}:{{.Names}}")[1]
        == "a:web\na:db\nb:cache\n"
    )
    assert '"Context":"b"' in call(capsys, "--context", "a,b", "ps", "--format", "json")[1]
    assert len(call(capsys, "--context", "a,b", "ps", "-q")[1].split()) == 3


def test_one_that_fails_does_not_keep_the_others(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = call(capsys, "--context", "a,dead", "ps", "--format", "{{.Names}}")
    assert (code, out) == (1, "web\ndb\n")
    assert err.startswith("dead: ")


def test_a_bad_format_is_one_error_each(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = call(capsys, "--context", "a,b", "ps", "--format", "{{.Nope}}")
    assert (code, out) == (1, "")
    assert "a: failed to execute template" in err


def test_the_conversation_with_several_is_not_shown(capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = call(capsys, "--context", "a,b", "--curl", "ps")
    assert (code, "--curl shows the conversation with one engine" in err) == (1, True)


def test_each_engine() -> None:
    assert [each.context for each in each_engine(GlobalOptions(context="a,b,")).values()] == ["a", "b"]
    assert list(each_engine(GlobalOptions(hosts=("x", "y")))) == ["x", "y"]


def test_engines_in_a_program() -> None:
    with Engines({name: engine_of(name) for name in ("a", "b", "dead")}) as engines:
        found = engines.each(lambda engine: len(engine.containers.list()))
    assert (found["a"], found["b"]) == (2, 1)
    assert isinstance(found["dead"], ConnectionFailed)
