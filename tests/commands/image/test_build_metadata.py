"""build --metadata-file: what is known of the result, and what the engine's history adds to it."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace
from typing import Any

import pytest

from engineclient import Engine
from engineclient.build.content import READ
from engineclient.build.history import LISTEN_BUILD_HISTORY, history_request
from engineclient.build.trace import Status, VertexWarning
from engineclient.cli.failures import Failure
from engineclient.commands.image.build_metadata import (
    provenance,
    provenance_mode,
    shown_warnings,
    wants_warnings,
    write_metadata,
)
from engineclient.wire.grpc import Methods, unary
from engineclient.wire.protobuf import field, message
from tests.commands.buildkit_engine import buildkit_engine

ACCOUNT = {"builder": {"id": ""}, "buildConfig": {"a": 1}, "metadata": {"b": 2}}


@pytest.mark.parametrize(
    ("value", "mode"),
    [
        ("", "min"),
        ("min", "min"),
        ("max", "max"),
        ("disabled", "disabled"),
        ("false", "disabled"),
        ("0", "disabled"),
        ("true", "min"),
        ("MAX", "min"),
    ],
)
def test_how_much_of_the_provenance(value: str, mode: str) -> None:
    assert provenance_mode({"BUILDX_METADATA_PROVENANCE": value}) == mode


@pytest.mark.parametrize(("value", "wanted"), [("", False), ("1", True), ("false", False), ("x", False)])
def test_whether_warnings_are_wanted(value: str, wanted: bool) -> None:
    assert wants_warnings({"BUILDX_METADATA_WARNINGS": value}) is wanted


def test_warnings(monkeypatch: pytest.MonkeyPatch) -> None:
    warning = VertexWarning("v", 1, b"short")
    assert shown_warnings([warning]) == {}
    monkeypatch.setenv("BUILDX_METADATA_WARNINGS", "1")
    assert shown_warnings([]) == {}
    assert shown_warnings([warning]) == {
        "buildx.build.warnings": '[{"vertex":"v","level":1,"short":"c2hvcnQ="}]'
    }


def encoded(value: object) -> str:
    return base64.b64encode(json.dumps(value).encode()).decode()


@pytest.mark.parametrize(
    ("name", "value", "written"),
    [
        ("a", "text", '"text"'),
        ("a", '{"b":1}', '"{\\"b\\":1}"'),
        ("a", encoded({"b": 1, "a": 2}), '{\n    "b": 1,\n    "a": 2\n  }'),
        ("a", encoded([{"b": 1}]), '[\n    {\n      "b": 1\n    }\n  ]'),
        ("a", encoded({}), f'"{encoded({})}"'),
        ("a", encoded([1]), f'"{encoded([1])}"'),
        ("a", encoded({"b": "&<>"}), '{\n    "b": "\\u0026\\u003c\\u003e"\n  }'),
        ("result.json", '{"b":1}', '{\n    "b": 1\n  }'),
    ],
)
def test_values(tmp_path: Path, name: str, value: str, written: str) -> None:
    write_metadata(f"{tmp_path}/m", {name: value}, {})
    assert (tmp_path / "m").read_text() == f'{{\n  "{name}": {written}\n}}'


def test_names_are_in_order(tmp_path: Path) -> None:
    write_metadata(f"{tmp_path}/m", {"b": "1", "d": "2"}, {"c": "{}", "a": "[]"})
    assert [*json.loads((tmp_path / "m").read_text())] == ["a", "b", "c", "d"]


def test_a_directory_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(Failure) as caught:
        write_metadata(f"{tmp_path}/no/m", {}, {})
    assert caught.value.text == f"ERROR: invalid output path: stat {tmp_path}/no: no such file or directory"


@pytest.fixture
def reports() -> list[Status]:
    return []


def history(size: int) -> Methods:
    """An engine whose history has the account of build `r`, announced with a size."""
    note = message(5, field(1, "in-toto.io/predicate-type") + field(2, "https://slsa.dev/provenance/v0.2"))
    attestation = field(1, "application/vnd.in-toto+json") + field(2, "sha256:a") + field(3, size) + note
    record = message(2, field(1, "r") + message(10, message(2, attestation)))

    def listen(request: bytes) -> bytes:
        assert request == history_request("r")
        return record

    def read(request: bytes) -> bytes:
        assert request == field(1, "sha256:a")
        return field(2, json.dumps(ACCOUNT))

    return {LISTEN_BUILD_HISTORY: unary(listen), READ: unary(read)}


@pytest.fixture
def ask(tmp_path: Path, reports: list[Status]) -> Callable[[Methods], dict[str, str]]:
    def asked(methods: Methods) -> dict[str, str]:
        with (
            TemporaryDirectory(dir=tmp_path) as place,
            buildkit_engine(Path(place), methods) as host,
            Engine(host) as engine,
        ):
            app: Any = SimpleNamespace(engine=lambda: engine)
            return provenance(app, "r", reports.append)

    return asked


def test_the_provenance(ask: Any, reports: list[Status], monkeypatch: pytest.MonkeyPatch) -> None:
    assert ask(history(99)) == {"buildx.build.provenance": '{"builder":{"id":""}}'}
    began, ended = (report.vertexes[0] for report in reports)
    assert (began.name, began.completed, ended.digest) == (
        "resolving provenance for metadata file",
        None,
        began.digest,
    )
    assert ended.completed is not None
    monkeypatch.setenv("BUILDX_METADATA_PROVENANCE", "max")
    assert json.loads(ask(history(99))["buildx.build.provenance"]) == ACCOUNT


def test_it_is_turned_off(ask: Any, reports: list[Status], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BUILDX_METADATA_PROVENANCE", "disabled")
    assert (ask({}), reports) == ({}, [])


def test_an_engine_without_history(ask: Any, reports: list[Status]) -> None:
    assert (ask({}), reports) == ({}, [])


def test_content_that_is_larger_than_announced(ask: Any, reports: list[Status]) -> None:
    with pytest.raises(Failure, match="more than the 5 bytes"):
        ask(history(5))
    assert "more than the 5 bytes" in reports[-1].vertexes[0].error
