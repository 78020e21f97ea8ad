"""`compose up`, `scale` and `start`: flags that exclude each other, waiting, and explanations."""

from __future__ import annotations

import pytest

from engineclient.commands.compose.up import attached_services
from engineclient.procedures.compose import conditions
from tests.commands.compose.programs import Program
from tests.compose.support import project

ALONE = (
    "--detach cannot be combined with --abort-on-container-exit, --abort-on-container-failure, --attach, "
    "--attach-dependencies or --watch"
)
WAIT = "--wait cannot be combined with --abort-on-container-exit, --attach or --attach-dependencies"


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conditions, "_POLL", 0.0)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("-d --abort-on-container-exit", ALONE),
        ("-d --abort-on-container-failure", ALONE),
        ("-d --exit-code-from db", ALONE),
        ("-d --attach db", ALONE),
        ("-d --attach-dependencies", ALONE),
        ("-d --watch", ALONE),
        ("--wait --attach db", WAIT),
        ("--wait --abort-on-container-exit", WAIT),
        ("--wait --watch", ALONE.replace("--detach", "--wait")),
        (
            "--abort-on-container-exit --abort-on-container-failure",
            "--abort-on-container-failure cannot be combined with --abort-on-container-exit",
        ),
        ("--build --no-build", "--build and --no-build are incompatible"),
        ("--force-recreate --no-recreate", "--force-recreate and --no-recreate are incompatible"),
        ("-V --no-recreate", "--no-recreate and --renew-anon-volumes are incompatible"),
        ("--always-recreate-deps --no-recreate", "--always-recreate-deps and --no-recreate are incompatible"),
        ("--no-build --watch", "--no-build and --watch are incompatible"),
        ("--attach db --attach-dependencies", "cannot combine --attach and --attach-dependencies"),
        ("--attach nope", "cannot attach to services not included in up: nope"),
        ("--exit-code-from nope", "no such service: nope: not found"),
        ("--scale db", 'invalid --scale option "db". Should be SERVICE=NUM'),
        ("--scale db=x", 'strconv.Atoi: parsing "x": invalid syntax'),
        ("--scale nope=2", "no such service: nope: not found"),
        ("--pull sometimes", 'invalid --pull option "sometimes"'),
    ],
)
def test_flags_that_are_refused(compose: Program, words: str, message: str) -> None:
    assert compose("up", *words.split()) == (1, "", f"{message}\n")
    assert compose.memory.requests == []


TEXT = "services: {a: {image: x, depends_on: [b]}, b: {image: x}, c: {image: x, attach: false}}"


@pytest.mark.parametrize(
    ("services", "given", "shown", "watched"),
    [
        ([], {}, ["a", "b"], ["a", "b"]),
        (["a"], {}, ["a"], ["a"]),
        (["a"], {"attach_dependencies": True}, ["a", "b"], ["a"]),
        ([], {"attach": ["c"]}, ["c"], ["c"]),
        (["a"], {"attach": ["b"]}, ["b"], ["a"]),
        ([], {"no_attach": ["a"]}, ["b"], ["b"]),
        ([], {"no_attach": ["a", "b"]}, ["a", "b", "c"], ["a", "b", "c"]),
    ],
)
def test_whose_output_is_shown_and_whose_end_is_waited_for(
    services: list[str], given: dict[str, object], shown: list[str], watched: list[str]
) -> None:
    flags = {"attach": [], "no_attach": [], "attach_dependencies": False, **given}
    assert [*map(list, attached_services(project(TEXT), services, flags))] == [shown, watched]


def test_wait_ends_when_all_are_healthy(compose: Program) -> None:
    ended = compose("up", "--wait")
    assert ended.code == 0
    assert " Container p-web-1  Waiting\n" in ended.err
    assert " Container p-web-1  Healthy\n" in ended.err


@pytest.mark.parametrize(
    ("prepare", "message"),
    [
        (lambda memory: memory.unhealthy.add("web"), "container p-web-1 is unhealthy"),
        (lambda memory: memory.exits.update(web=0), "container p-web-1 exited (0)"),
    ],
    ids=["unhealthy", "ended"],
)
def test_wait_fails_with_the_container(compose: Program, prepare: object, message: str) -> None:
    prepare(compose.memory)  # type: ignore[operator]
    ended = compose("up", "-d", "--wait")
    assert (ended.code, ended.err.splitlines()[-1]) == (1, message)


def test_wait_takes_the_end_of_what_another_one_waits_for(compose: Program) -> None:
    compose.write(
        "services: {init: {image: busybox}, web: {image: busybox, "
        "depends_on: {init: {condition: service_completed_successfully}}}}"
    )
    compose.memory.exits["init"] = 0
    assert compose("up", "-d", "--wait").code == 0


def test_wait_gives_up_in_time(compose: Program) -> None:
    compose.memory.starting.add("web")
    ended = compose("up", "-d", "--wait", "--wait-timeout", "1")
    assert (ended.code, ended.err.splitlines()[-1]) == (1, "application not healthy after 1s")


def test_start_waits_too(compose: Program) -> None:
    compose("create")
    compose.memory.unhealthy.add("db")
    ended = compose("start", "--wait")
    assert (ended.code, ended.err.splitlines()[-1]) == (1, "container p-db-1 is unhealthy")


def test_explain_tells_what_changed(compose: Program) -> None:
    compose("up", "-d")
    compose.write(
        'services: {db: {image: busybox, environment: {A: "1"}}, web: {image: busybox, depends_on: [db]}}'
    )
    told = compose("up", "-d", "--explain").err.splitlines()
    assert told[:3] == [
        "Network p_default is left alone: unchanged",
        "Container p-db-1 is recreated: its definition changed",
        '    environment.A: nothing -> "1"',
    ]
    assert "Container p-web-1 is left alone: unchanged and running" in told


def test_scale(compose: Program) -> None:
    assert compose("scale", "db=2").code == 0
    assert compose.memory.state() == {"p-db-1": "running", "p-db-2": "running"}
    assert compose("scale", "db=1", "web=1").code == 0
    assert compose.memory.state() == {"p-db-1": "running", "p-web-1": "running"}


@pytest.mark.parametrize(
    ("word", "message"),
    [
        ("db", "invalid scale specifier: db"),
        ("db=x", "invalid scale specifier: can't parse replica value as int: db=x"),
        ("nope=1", "no such service: nope"),
    ],
)
def test_scales_that_are_refused(compose: Program, word: str, message: str) -> None:
    assert compose("scale", word) == (1, "", f"{message}\n")


def test_one_name_is_for_one_container(compose: Program) -> None:
    compose.write("services: {db: {image: busybox, container_name: mine}}")
    ended = compose("up", "-d", "--scale", "db=2")
    assert ended.code == 1
    assert 'The "db" service is using the custom container name "mine"' in ended.err
