"""Flags and names of earlier versions of docker compose, which it still accepts."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.commands.engine import Minidocker

ALWAYS = "option '{}' is DEPRECATED and will be ignored."
PROGRESS = "--progress is a global compose flag, better use `docker compose --progress xx build ..."
BOTH = 'cannot specify DEPRECATED "{0}" and "{1}". Please use only "{1}"'
SKIPPED = " made Skipped - No image to be pulled "
DIRECTORY = "option '--workdir' is DEPRECATED at root level! Please use '--project-directory' instead."
FILE = "services: {web: {image: busybox, scale: 0}, made: {build: ., scale: 0}}"


@pytest.fixture
def compose(minidocker: Minidocker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Any]:
    (tmp_path / "compose.yaml").write_text(FILE)
    monkeypatch.chdir(tmp_path)
    minidocker.answers = {"GET /containers/json": [], "GET /volumes": {"Volumes": []}, "GET /networks": []}

    def call(line: str) -> Any:
        code, out, err = minidocker("compose", "-p", "p", *line.split())
        return code, out, re.sub(r'\x1b\[\d+m|time="[^"]*" ', "", err)

    return call


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("build --parallel --no-rm web", f"{ALWAYS.format('--parallel')}\n{ALWAYS.format('--no-rm')}\n"),
        ("build --progress quiet web", f"{PROGRESS}\n"),
        ("pull --parallel made", f"{ALWAYS.format('--parallel')}\n{SKIPPED}\n"),
        ("pull --no-parallel made", f"{ALWAYS.format('--no-parallel')}\n{SKIPPED}\n"),
        ("rm -a -f", f"{ALWAYS.format('--all')}\nNo stopped containers\n"),
        ("rm --all -f", f"{ALWAYS.format('--all')}\nNo stopped containers\n"),
        ("--workdir . config -q", f"{DIRECTORY}\n"),
        ("--no-ansi config -q", "option '--no-ansi' is DEPRECATED ! Please use '--ansi' instead.\n"),
    ],
)  # fmt: skip
def test_what_is_accepted(compose: Callable[[str], Any], line: str, said: str) -> None:
    code, _, err = compose(line)
    assert (code, err) == (0, said)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("build --progress nonsense web", 'unsupported --progress value "nonsense"'),
        ("--workdir . --project-directory . config -q", BOTH.format("--workdir", "--project-directory") + " instead"),
        ("--no-ansi --ansi always config -q", BOTH.format("--no-ansi", "--ansi")),
        ("run --tty web", "the input device is not a TTY"),
        ("run -tT web", "--tty and --no-TTY can't be used together"),
        ("exec --no-TTY web true", 'service "web" is not running'),
    ],
)  # fmt: skip
def test_what_is_refused(compose: Callable[[str], Any], line: str, message: str) -> None:
    assert compose(line) == (1, "", f"{message}\n")


@pytest.mark.parametrize(
    ("line", "warning"),
    [
        ("down --volume", "--volume is deprecated, please use --volumes"),
        ("up --no-start --y web", "--y is deprecated, please use --yes instead"),
    ],
)
def test_a_former_name_is_warned_of(compose: Callable[[str], Any], line: str, warning: str) -> None:
    assert compose(line)[2].startswith(f'level=warning msg="{warning}"\n')


@pytest.mark.parametrize(("flags", "debug"), [("", False), ("--verbose ", True)])
def test_verbose_is_debug(
    compose: Callable[[str], Any], monkeypatch: pytest.MonkeyPatch, flags: str, debug: bool
) -> None:
    # An error that nobody expects
    monkeypatch.setattr("engineclient.compose.files.LocalFiles", lambda *_: 1 // 0)
    assert ("Traceback" in compose(f"{flags}config -q")[2]) is debug
