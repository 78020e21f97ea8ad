"""The commands that change the state of containers: what they ask, what they print, how they end."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.commands.engine import Minidocker

NO_B = "Error response from daemon: No such container: b"


@pytest.mark.parametrize(
    ("line", "request_of"),
    [
        ("start", "POST /containers/{}/start"),
        ("stop", "POST /containers/{}/stop"),
        ("stop -t 3 -s INT", "POST /containers/{}/stop?t=3&signal=INT"),
        ("stop --timeout=0", "POST /containers/{}/stop?t=0"),
        ("restart -t -1", "POST /containers/{}/restart?t=-1"),
        ("kill", "POST /containers/{}/kill"),
        ("kill -s HUP", "POST /containers/{}/kill?signal=HUP"),
        ("pause", "POST /containers/{}/pause"),
        ("unpause", "POST /containers/{}/unpause"),
        ("rm", "DELETE /containers/{}"),
        ("rm -fvl", "DELETE /containers/{}?v=1&link=1&force=1"),
    ],
)
def test_each_is_asked_for_and_named_and_errors_come_last(
    minidocker: Minidocker, line: str, request_of: str
) -> None:
    minidocker.answers = {request_of.format(name): 204 for name in "ac"}
    ended = minidocker(*line.split(), "a", "b", "c")
    assert sorted(minidocker.asked) == [request_of.format(name) for name in "abc"]
    assert ended.out == "a\nc\n"
    assert ended.err.startswith(NO_B)


@pytest.mark.parametrize(
    ("line", "code", "err"),
    [
        ("start b", 1, f"{NO_B}\nError: failed to start containers: b\n"),
        ("stop b", 1, f"{NO_B}\n"),
        ("rm b", 1, f"{NO_B}\n"),
        ("rm -f b", 0, f"{NO_B}\n"),
        ("rm /", 1, "container name cannot be empty\n"),
        ("rename b x", 1, f"{NO_B}\nError: failed to rename container named b\n"),
        ("wait b", 1, f"{NO_B}\n"),
        ("start -a x y", 1, "you cannot start and attach multiple containers at once\n"),
    ],
)
def test_failures(minidocker: Minidocker, line: str, code: int, err: str) -> None:
    assert minidocker(*line.split()) == (code, "", err)


@pytest.mark.parametrize("command", ["stop", "restart"])
def test_the_timeout_has_two_flags_and_takes_one(minidocker: Minidocker, command: str) -> None:
    ended = minidocker(command, "--time", "1", "--timeout", "2", "a")
    assert ended.err == "conflicting options: cannot specify both --timeout and --time\n"
    assert minidocker.asked == []


@pytest.mark.parametrize("command", ["stop", "kill", "pause", "wait", "start"])
def test_an_empty_name_is_no_request(minidocker: Minidocker, command: str) -> None:
    assert minidocker(command, "").err.startswith("invalid container name or ID: value is empty\n")
    assert minidocker.asked == []


@pytest.mark.parametrize("names", [("", "x"), ("a", " ")])
def test_rename_wants_two_names(minidocker: Minidocker, names: tuple[str, str]) -> None:
    assert minidocker("rename", *names).err == "Error: Neither old nor new names may be empty\n"


def test_wait_prints_codes(minidocker: Minidocker) -> None:
    minidocker.answers = {
        f"POST /containers/{name}/wait": {"StatusCode": code} for name, code in (("a", 0), ("c", 137))
    }
    assert minidocker("wait", "a", "b", "c") == (1, "0\n137\n", f"{NO_B}\n")


def test_rm_takes_the_slash_of_a_name_away_and_prints_it(minidocker: Minidocker) -> None:
    minidocker.answers = {"DELETE /containers/a": 204}
    assert minidocker("rm", "/a").out == "/a\n"


def test_update_sends_limits_and_ends_with_warnings(minidocker: Minidocker) -> None:
    minidocker.answers = {"POST /containers/a/update": {"Warnings": ["no swap", "no cpu"]}}
    assert minidocker("update", "-m", "64m", "--restart", "always", "a") == (0, "a\nno swap\nno cpu\n", "")
    body: dict[str, Any] = json.loads(minidocker.bodies[0])
    assert (body["Memory"], body["RestartPolicy"]["Name"]) == (64 << 20, "always")


def test_update_wants_a_flag(minidocker: Minidocker) -> None:
    assert minidocker("update", "a").err == "you must provide one or more flags when using this command\n"
