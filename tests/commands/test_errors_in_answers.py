"""Commands on an engine that answers 200 and then an error, in every form that engines use."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from engineclient import Engine
from engineclient.cli.app import App
from engineclient.cli.root import Root
from engineclient.commands.program import run
from engineclient.commands.table import NOUNS, TABLE

if TYPE_CHECKING:
    from engineclient.cli.global_options import GlobalOptions
    from engineclient.events import Emit

FORMS: dict[str, dict[str, Any]] = {
    "podman": {"cause": "the cause", "message": "it failed", "response": 500},
    "docker": {"message": "it failed"},
    "progress": {"errorDetail": {"message": "it failed"}, "error": "it failed"},
    "old progress": {"error": "it failed"},
}
STREAMS = (
    "events --until 1s",
    "pull -q busybox",
    "push -q busybox",
    "load -q -i {file}",
    "import {file}",
    "logs web",
)
ANSWERS = (
    "container prune -f",
    "image prune -f",
    "network prune -f",
    "volume prune -f",
    "builder prune -f",
    "wait web",
    "top web",
    "diff web",
    "commit web",
    "ps",
    "images",
)


def end(words: str, form: str) -> int:
    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("/containers/web/json"):
            return httpx.Response(200, json={"Id": "web", "Config": {"Tty": False}})
        return httpx.Response(200, content=json.dumps(FORMS[form]).encode() + b"\n")

    def connect(_: GlobalOptions, on_event: Emit | None) -> Engine:
        return Engine(transport=httpx.MockTransport(answer), api_version="1.51", on_event=on_event)

    return run(words.split(" "), App(connect), Root(TABLE, NOUNS))


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("words", STREAMS)
def test_a_stream_ends_with_the_error(words: str, form: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert end(words.format(file=__file__), form) == 1
    assert capsys.readouterr().err == "it failed\n"


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("words", ANSWERS)
def test_an_answer_is_the_error(words: str, form: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert end(words, form) == 1
    assert capsys.readouterr().err == "Error response from daemon: it failed\n"


@pytest.mark.parametrize("form", FORMS)
def test_a_build_that_failed_so_does_not_exit_with_a_status_of_http(
    form: str, tmp_path: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "Dockerfile").write_text("FROM busybox\n")
    monkeypatch.setenv("DOCKER_BUILDKIT", "0")
    assert end(f"build -q {tmp_path}", form) == 1
    assert capsys.readouterr().err.endswith("it failed\n")
