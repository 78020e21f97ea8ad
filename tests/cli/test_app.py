from __future__ import annotations

from typing import TYPE_CHECKING, cast

import pytest

from engineclient.cli.app import App
from engineclient.cli.connection import connect
from engineclient.cli.failures import Failure
from engineclient.cli.global_options import GlobalOptions
from engineclient.connect.hosts import Endpoint
from engineclient.connect.resolve import config_folder

if TYPE_CHECKING:
    from engineclient import Engine
    from engineclient.events import Emit


class FakeEngine:
    def __init__(self) -> None:
        self.closed = 0
        self.endpoint = Endpoint("unix", "/fake")

    def close(self) -> None:
        self.closed += 1


def test_engine_is_made_when_asked_for_and_closed_at_the_end() -> None:
    made: list[FakeEngine] = []

    def make(_options: GlobalOptions, _on_event: Emit | None) -> Engine:
        made.append(FakeEngine())
        return cast("Engine", made[-1])

    with App(make) as app:
        assert made == []
        assert app.engine() is app.engine()
        assert [engine.closed for engine in made] == [0]
    assert [engine.closed for engine in made] == [1]


def test_engine_is_closed_when_a_command_fails() -> None:
    engine = FakeEngine()
    app = App(lambda *_: cast("Engine", engine))

    def command() -> None:
        with app:
            app.engine()
            raise Failure("")

    with pytest.raises(Failure):
        command()
    assert engine.closed == 1


def test_engine_gets_the_options() -> None:
    seen: list[GlobalOptions] = []

    def make(options: GlobalOptions, _on_event: Emit | None) -> Engine:
        seen.append(options)
        return cast("Engine", FakeEngine())

    app = App(make)
    app.options = GlobalOptions(hosts=("unix:///x",))
    app.engine()
    assert seen == [app.options]


@pytest.mark.parametrize(
    ("options", "text"),
    [
        (GlobalOptions(hosts=("a", "b")), "Specify only one -H"),
        (GlobalOptions(hosts=("foo://x",)), "invalid bind address format: foo://x"),
    ],
)
def test_options_that_name_no_engine(options: GlobalOptions, text: str) -> None:
    with pytest.raises(Failure) as failure:
        connect(options)
    assert failure.value.text == f"Failed to initialize: unable to resolve docker endpoint: {text}"


@pytest.mark.parametrize(
    ("option", "variable", "home", "expected"),
    [
        ("/opt", "/env", "/home/u", "/opt"),
        ("", "/env", "/home/u", "/env"),
        ("", "", "/home/u", "/home/u/.docker"),
    ],
)
def test_configuration_directory(
    option: str, variable: str, home: str, expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOCKER_CONFIG", variable)
    monkeypatch.setenv("HOME", home)
    app = App()
    app.options = GlobalOptions(config=option or config_folder())
    assert str(app.config_dir) == expected
