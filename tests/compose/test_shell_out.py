"""The programs of a project: which are run, in what order, and the effect of their output."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence

import pytest

from engineclient.compose import ComposeError
from engineclient.compose.progress import Event
from engineclient.compose.shell_out import ShellOut
from tests.compose.support import project


class FakePrograms:
    """Simulated programs; `answers` has the output, or the output and the failure, by the program and its arguments."""

    def __init__(
        self, answers: Mapping[str, bytes | tuple[bytes, str]], *, plugins: Sequence[str] = ()
    ) -> None:
        self.answers = answers
        self.plugins = plugins
        self.calls: list[str] = []
        self._lock = threading.Lock()

    def plugin(self, name: str) -> str | None:
        return f"docker-{name}" if name in self.plugins else None

    def program(self, name: str) -> str | None:
        return None if name == "missing" else name

    def run(self, argv: Sequence[str], environ: Mapping[str, str], output: Callable[[bytes], object]) -> str:
        words = " ".join(argv)
        with self._lock:
            self.calls.append(words)
        found = self.answers.get(words, b"")
        text, failure = found if isinstance(found, tuple) else (found, "")
        output(text)
        return failure


UP = "compose --project-name=p up"


def shell_out(programs: FakePrograms, **options: bool) -> tuple[ShellOut, list[str]]:
    lines: list[str] = []

    def report(event: Event) -> None:
        lines.append(("!" if event.failed else "") + event.line().strip())

    return ShellOut(programs=programs, report=report, **options), lines


TEXT = "name: p\nservices: {%s}"
DB = TEXT % "db: {provider: {type: t, options: {a: 1}}}, web: {image: x, depends_on: [db]}"


def test_a_provider_sets_variables() -> None:
    answer = (
        b'{"type":"info","message":"works"}{"type":"debug","message":"d"}{"type":"setenv","message":"URL=u"}'
    )
    programs = FakePrograms({f"t {UP} --a=1 db": answer})
    shell, lines = shell_out(programs)
    made = shell.up(project(DB))
    assert programs.calls == ["t compose metadata", f"t {UP} --a=1 db"]
    assert lines == ["db  Creating", "db  works", "db  Created"]
    assert made.services["web"].environment == {"DB_URL": "u"}
    assert {*made.services} == {"web"}


def test_a_plugin_takes_precedence_and_is_asked_for_its_options() -> None:
    programs = FakePrograms(
        {"docker-t compose metadata": b'{"up": {"parameters": [{"name": "b"}]}}'}, plugins=["t"]
    )
    shell_out(programs)[0].up(project(DB))
    assert programs.calls == ["docker-t compose metadata", f"docker-t {UP} db"]


def test_providers_that_depend_on_another_come_after_it_with_its_variables() -> None:
    text = (
        TEXT
        % "a: {provider: {type: t}, depends_on: [b]}, b: {provider: {type: t}}, c: {image: x, depends_on: [a, b]}"
    )
    programs = FakePrograms({f"t {UP} b": b'{"type":"setenv","message":"K=v"}'})
    made = shell_out(programs)[0].up(project(text))
    assert [each.split()[-1] for each in programs.calls if "up" in each] == ["b", "a"]
    assert made.services["c"].environment == {"B_K": "v"}


@pytest.mark.parametrize(
    ("answer", "message", "last"),
    [
        (b'{"type":"error","message":"no luck"}', "no luck", "!db  no luck"),
        (b'{"type":"other","message":"x"}', "invalid response from plugin: other", "db  Creating"),
        ((b"", "exit status 4"), "failed to create service provider: exit status 4", "!db  exit status 4"),
        (b"hello", "invalid character 'h' looking for beginning of value", "db  Creating"),
    ],
)
def test_a_provider_fails(answer: bytes | tuple[bytes, str], message: str, last: str) -> None:
    shell, lines = shell_out(FakePrograms({f"t {UP} --a=1 db": answer}))
    with pytest.raises(ComposeError) as raised:
        shell.up(project(DB))
    assert (raised.value.message, lines[-1]) == (message, last)


@pytest.mark.parametrize(
    ("type", "message"),
    [
        ("missing", 'exec: "missing": executable file not found in $PATH'),
        ("compose", "'compose' is not a valid provider type"),
    ],
)
def test_there_is_no_such_provider(type: str, message: str) -> None:
    with pytest.raises(ComposeError) as raised:
        shell_out(FakePrograms({}))[0].up(project(DB.replace("type: t", f"type: {type}")))
    assert raised.value.message == message


@pytest.mark.parametrize(("services", "taken_back"), [((), ["a", "b"]), (("b",), ["b"]), (("web",), [])])
def test_providers_take_back_in_reverse_order(services: tuple[str, ...], taken_back: list[str]) -> None:
    text = TEXT % "a: {provider: {type: t}, depends_on: [b]}, b: {provider: {type: t}}, web: {image: x}"
    programs = FakePrograms({})
    shell, lines = shell_out(programs)
    shell.down(project(text), services)
    assert [each.split()[-1] for each in programs.calls if " down " in each] == taken_back
    assert lines == [f"{name}  {word}" for name in taken_back for word in ("Removing", "Removed")]


MODELS = (
    "name: p\nservices: {a: {image: x, models: [m, n]}}\n"
    "models: {m: {model: ai/m}, n: {model: ai/n, context_size: 5}}"
)
ANSWERS: dict[str, bytes | tuple[bytes, str]] = {
    "docker-model ls --json": b'[{"tags": ["ai/n"]}]',
    "docker-model status --json": b'{"endpoint": "http://u"}',
    "docker-model pull ai/m": b"half\n\nall\n",
}


@pytest.mark.parametrize("quiet", [False, True])
def test_models_are_pulled_where_they_are_missing_and_configured(quiet: bool) -> None:
    programs = FakePrograms(ANSWERS, plugins=["model"])
    shell, lines = shell_out(programs, quiet_pull=quiet)
    made = shell.up(project(MODELS))
    assert sorted(programs.calls[2:]) == [
        "docker-model configure --context-size 5 ai/n",
        "docker-model configure ai/m",
        "docker-model pull ai/m",
    ]
    shown = [] if quiet else ["m Pulling half", "m Pulling all"]
    assert [each for each in lines if each[0] == "m"] == ["m Pulling", *shown, "m Pulled", "m Configuring"]
    assert made.services["a"].environment["M_URL"] == "http://u"


@pytest.mark.parametrize(
    ("call", "message"),
    [
        ("status --json", "error checking docker-model status: exit status 1"),
        ("pull ai/m", "exit status 1"),
        ("configure ai/m", "exit status 1"),
    ],
)
def test_a_model_fails(call: str, message: str) -> None:
    programs = FakePrograms({**ANSWERS, f"docker-model {call}": (b"", "exit status 1")}, plugins=["model"])
    with pytest.raises(ComposeError) as raised:
        shell_out(programs)[0].up(project(MODELS))
    assert raised.value.message == message


def test_models_need_the_plugin() -> None:
    with pytest.raises(ComposeError, match="^'models' support requires Docker Model plugin$"):
        shell_out(FakePrograms({}))[0].up(project(MODELS))


def test_a_dry_run_runs_nothing() -> None:
    programs = FakePrograms({}, plugins=["model"])
    shell, lines = shell_out(programs, dry_run=True)
    shell.up(project(DB))
    shell.up(project(MODELS))
    assert programs.calls == []
    assert lines == ["db  Creating", "db  Created", "m Configuring", "n Configuring"]
