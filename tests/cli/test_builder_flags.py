"""--builder: there is a builder for each context, and that of the context in use builds."""

from __future__ import annotations

from pathlib import Path

import pytest

from engineclient.cli.app import App
from engineclient.cli.builder_flags import check_builder, context_names
from engineclient.cli.failures import Failure
from engineclient.cli.global_options import GlobalOptions
from engineclient.connect.contexts import Context, ContextStore


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> App:
    for name in ("DOCKER_HOST", "DOCKER_CONTEXT"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DOCKER_CONFIG", str(tmp_path))
    ContextStore(tmp_path).put(Context("far", {}, {"docker": {"Host": "tcp://far:1"}}))
    (tmp_path / "buildx/instances").mkdir(parents=True)
    (tmp_path / "buildx/instances/own").touch()
    return App()


def test_there_is_one_for_each_context(app: App) -> None:
    assert context_names(app) == ["default", "far"]


@pytest.mark.parametrize(
    ("context", "builder"), [("", ""), ("", "default"), ("far", ""), ("far", "far")], ids=repr
)
def test_the_one_in_use(app: App, context: str, builder: str) -> None:
    app.options = GlobalOptions(context=context)
    check_builder(app, builder)


@pytest.mark.parametrize(
    ("context", "builder", "complaint"),
    [
        ("", "far", 'use `docker --context=far buildx` to switch to context "far"'),
        ("far", "default", 'use `docker --context=default buildx` to switch to context "default"'),
        ("", "nope", 'no builder "nope" found'),
        ("", "../x", 'no builder "../x" found'),
        ("nope", "", 'no builder "nope" found'),
        (
            "",
            "own",
            (
                "the builder own was made by buildx create: only the engine's own builder is supported by "
                "minidocker"
            ),
        ),
    ],
)
def test_others(app: App, context: str, builder: str, complaint: str) -> None:
    app.options = GlobalOptions(context=context)
    with pytest.raises(Failure) as caught:
        check_builder(app, builder)
    assert caught.value.text == f"ERROR: {complaint}"
