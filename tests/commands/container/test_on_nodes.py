"""logs and stats on several engines: `--context a,b logs web`, where web is a container or a service of a swarm."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from engineclient import Engine
from engineclient.cli.app import App
from engineclient.cli.global_options import GlobalOptions
from engineclient.cli.root import Root
from engineclient.commands.program import run
from engineclient.commands.table import NOUNS, TABLE
from engineclient.wire.frames import Frame, StreamName, encode
from tests.commands.container.test_stats import RECORD

TASKS = {
    "a": ["web.1.aaaaaaaaaaaaaaaaaaaaaaaaa"],
    "b": ["web.2.bbbbbbbbbbbbbbbbbbbbbbbbb", "web.10.ccccccccccccccccccccccccc"],
}
LINES: dict[str, list[tuple[StreamName, bytes]]] = {
    "web.1.aaaaaaaaaaaaaaaaaaaaaaaaa": [("stdout", b"one\ntw"), ("stdout", b"o\n"), ("stderr", b"bad")],
    "web.2.bbbbbbbbbbbbbbbbbbbbbbbbb": [("stdout", b"three\n")],
    "web.10.ccccccccccccccccccccccccc": [("stdout", b"four\n")],
    "single": [("stdout", b"alone\n")],
}


def answer(node: str, request: httpx.Request) -> httpx.Response:
    """What the engine of a node answers: it has the tasks of `web`, and node a the container `single`."""
    own = [*TASKS[node], *(["single"] if node == "a" else [])]
    name, *rest = [*request.url.path.split("/")[3:], ""]
    if name == "json":
        [label] = json.loads(request.url.params["filters"])["label"]
        named = TASKS[node] if label == "com.docker.swarm.service.name=web" else []
        return httpx.Response(
            200,
            json=[
                {"Id": each, "Names": [f"/{each}"], "Labels": {"com.docker.swarm.task.name": each}}
                for each in named
            ],
        )
    if rest[0] == "stats":  # by short ids
        name = next(each for each in own if each.startswith(name))
    if name not in own:
        return httpx.Response(404, json={"message": f"No such container: {name}"})
    if rest[0] == "logs":
        return httpx.Response(
            200, content=b"".join(encode(Frame(stream, data)) for stream, data in LINES[name])
        )
    if rest[0] == "stats":
        return httpx.Response(200, content=json.dumps({**RECORD, "name": f"/{name}"}).encode())
    return httpx.Response(200, json={"Id": name, "Name": f"/{name}", "Config": {"Tty": False, "Labels": {}}})


@pytest.fixture
def on_nodes(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """Run the program on the engines of the contexts a and b; the context `dead` has none."""

    def connect(options: GlobalOptions, _: object) -> Engine:
        def answered(request: httpx.Request) -> httpx.Response:
            if options.context == "dead":
                raise httpx.ConnectError("refused")
            return answer(options.context, request)

        return Engine(transport=httpx.MockTransport(answered), api_version="1.50")

    def called(*args: str) -> tuple[int, str, str]:
        code = run(args, App(connect), Root(TABLE, NOUNS))
        return code, *capsys.readouterr()

    return called


Called = Callable[..., Any]
A, B, C = "web.1.aaaaaaaaaaaa@a ", "web.2.bbbbbbbbbbbb@b ", "web.10.cccccccccccc@b"


def test_logs_of_a_service_come_from_all_nodes(on_nodes: Called) -> None:
    code, out, err = on_nodes("--context", "a,b", "logs", "web")
    assert code == 0
    assert sorted(out.splitlines()) == sorted(
        [f"{A}    | one", f"{A}    | two", f"{B}    | three", f"{C}    | four"]
    )
    assert out.index("one") < out.index("two")
    assert err == f"{A}    | bad\n"


def test_logs_of_a_container_that_one_node_has(on_nodes: Called) -> None:
    assert on_nodes("--context", "a,b", "logs", "single") == (0, "single@a    | alone\n", "")


def test_a_name_that_no_node_has(on_nodes: Called) -> None:
    assert on_nodes("--context", "a,b", "logs", "nothing")[::2] == (
        1,
        "no such container or service: nothing\n",
    )


def test_a_node_that_is_dead_does_not_keep_the_others(on_nodes: Called) -> None:
    code, out, err = on_nodes("--context", "a,dead", "logs", "single")
    assert (code, out) == (1, "single@a    | alone\n")
    assert err.startswith("dead: ")


def test_the_error_of_a_node_is_printed_while_others_are_read(capsys: pytest.CaptureFixture[str]) -> None:
    printed: list[str] = []

    def connect(options: GlobalOptions, _: object) -> Engine:
        def answered(request: httpx.Request) -> httpx.Response:
            if request.url.path.endswith("/logs"):
                if options.context == "broken":
                    raise httpx.ConnectError("refused")
                until = time.monotonic() + 5
                while "broken: " not in "".join(printed) and time.monotonic() < until:
                    printed.append(capsys.readouterr().err)
                    time.sleep(0.01)
            return answer("a", request)

        return Engine(transport=httpx.MockTransport(answered), api_version="1.50")

    assert run(("--context", "broken,a", "logs", "single"), App(connect), Root(TABLE, NOUNS)) == 1
    assert "broken: " in "".join(printed)


def test_stats_of_a_service_in_one_table(on_nodes: Called) -> None:
    code, out, _ = on_nodes(
        "--context", "a,b", "stats", "--no-stream", "--format", "{{.Context}} {{.Name}} {{.PIDs}}", "web"
    )
    assert (code, out) == (0, "".join(f"{node} {task} 4\n" for node in "ab" for task in TASKS[node]))


def test_the_table_of_stats_begins_with_the_context(on_nodes: Called) -> None:
    out = on_nodes("--context", "a,b", "stats", "--no-stream", "web")[1]
    assert [line.split()[0] for line in out.splitlines()] == ["CONTEXT", "a", "b", "b"]


def test_stats_of_a_dead_node(on_nodes: Called) -> None:
    code, out, err = on_nodes("--context", "a,dead", "stats", "--no-stream", "--format", "{{.Name}}", "web")
    assert (code, out) == (1, f"{TASKS['a'][0]}\n")
    assert err.startswith("dead: ")


def test_a_wrong_format_of_stats(on_nodes: Called) -> None:
    code, _, err = on_nodes("--context", "a,b", "stats", "--no-stream", "--format", "{{.Nope}}", "web")
    assert (code, "template" in err) == (1, True)
