from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, cast

import pytest

from engineclient.commands.app import App, GlobalOptions, Output, connect, default_config_dir
from engineclient.commands.failures import Failure, OutputClosed

if TYPE_CHECKING:
    from pathlib import Path

    from engineclient import Engine


class FakeEngine:
    def __init__(self) -> None:
        self.closed = 0

    def close(self) -> None:
        self.closed += 1


def test_engine_is_made_when_asked_for_and_closed_at_the_end() -> None:
    made: list[FakeEngine] = []

    def make(_options: GlobalOptions) -> Engine:
        made.append(FakeEngine())
        return cast("Engine", made[-1])

    with App(make) as app:
        assert made == []
        assert app.engine() is app.engine()
        assert [engine.closed for engine in made] == [0]
    assert [engine.closed for engine in made] == [1]


def test_engine_is_closed_when_a_command_fails() -> None:
    engine = FakeEngine()
    app = App(lambda _: cast("Engine", engine))

    def command() -> None:
        with app:
            app.engine()
            raise Failure("")

    with pytest.raises(Failure):
        command()
    assert engine.closed == 1


def test_engine_gets_the_options() -> None:
    seen: list[GlobalOptions] = []
    app = App(lambda options: cast("Engine", seen.append(options)))
    app.options = GlobalOptions(hosts=("unix:///x",))
    app.engine()
    assert seen == [app.options]


@pytest.mark.parametrize(
    ("options", "text"),
    [
        (GlobalOptions(hosts=("a", "b")), "Specify only one -H"),
        (GlobalOptions(context="x"), 'context "x": contexts are not supported; use -H'),
        (GlobalOptions(hosts=("foo://x",)), "unable to parse docker host `foo://x`"),
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
    app.options = GlobalOptions(config=option or default_config_dir())
    assert str(app.config_dir) == expected


class Sink(io.RawIOBase):
    """A raw stream that counts how often it is written to, or fails."""

    def __init__(self, error: OSError | None = None) -> None:
        self.writes: list[bytes] = []
        self.error = error

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        if self.error:
            raise self.error
        self.writes.append(bytes(data))
        return len(data)


def output(sink: Sink) -> tuple[Output, io.TextIOWrapper]:
    stream = io.TextIOWrapper(io.BufferedWriter(sink), encoding="ascii")
    return Output(stream), stream


def test_text_and_bytes_keep_their_order_and_go_out_at_once() -> None:
    sink = Sink()
    out, _stream = output(sink)
    out.write("é")
    out.write(b"\xff")
    out.line("x")
    assert sink.writes == ["é".encode(), b"\xff", b"x\n"]


def test_undecodable_bytes_go_out_as_they_came() -> None:
    sink = Sink()
    out, _stream = output(sink)
    out.write(b"\xff".decode("utf-8", "surrogateescape"))
    assert sink.writes == [b"\xff"]


def test_a_reader_that_left_is_no_failure_of_the_command() -> None:
    sink = Sink(BrokenPipeError(32, "Broken pipe"))
    out, stream = output(sink)
    with pytest.raises(OutputClosed):
        out.write("x")
    sink.error = None
    stream.close()


def test_a_full_disk_is_a_failure(tmp_path: Path) -> None:
    with open("/dev/full", "w") as full, pytest.raises(Failure) as failure:  # noqa: PTH123
        Output(full).write("x")
    assert "no space left on device" in failure.value.text
