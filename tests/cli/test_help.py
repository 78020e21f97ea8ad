from __future__ import annotations

import os
import re
import subprocess
from typing import TYPE_CHECKING

import pytest

from engineclient.cli.flag_types import BYTES, DURATION, INT, LIST, STRING, list_of
from engineclient.cli.flags import Flag
from engineclient.cli.help import command_lines, command_page, flag_lines, group_page, wrapped
from tests.support import NO_DOCKER_CLIENT, docker_client

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cli.samples import Ended


@pytest.mark.parametrize(
    ("flag", "line"),
    [
        (Flag("-a, --all", help="Show all"), "  -a, --all   Show all"),
        (Flag("--all", help="Show all"), "      --all   Show all"),
        (Flag("-m, --memory", BYTES, "Limit"), "  -m, --memory bytes   Limit"),
        (Flag("-e, --env", LIST, "Set"), "  -e, --env list   Set"),
        (Flag("--cpus", STRING.replace(word="decimal"), "Number"), "      --cpus decimal   Number"),
        (Flag("--proxy", help="Pass", default=True), "      --proxy   Pass (default true)"),
        (Flag("--restart", STRING, "When", default="no"), '      --restart string   When (default "no")'),
        (Flag("--last", INT, "Newest", default=-1), "      --last int   Newest (default -1)"),
        (Flag("--last", INT, "Newest", default=0), "      --last int   Newest"),
        (Flag("--last", INT, "Newest", default=None), "      --last int   Newest"),
        (Flag("--sysctl", list_of(str, "map", shows_zero="map[]"), "Set"), "      --sysctl map   Set (default map[])"),
        (Flag("--every", DURATION, "Time"), "      --every duration   Time (default 0s)"),
        (Flag("--ulimit", list_of(str, "ulimit", shows_zero="[]"), "Set"),
         "      --ulimit ulimit   Set (default [])"),
        (Flag("--old", help="Old", hidden=True), ""),
        (Flag("--old", help="Old", deprecated="use --new"), ""),
        (Flag("--old", help="Old", unsupported="not here"), ""),
    ],
)  # fmt: skip
def test_flag_line(flag: Flag, line: str) -> None:
    assert flag_lines([flag], 80) == line


def test_flags_are_sorted_and_aligned() -> None:
    flags = [
        Flag("-q, --quiet", help="Few words"),
        Flag("--filter", LIST, "Which"),
        Flag("-a, --all", help="All"),
    ]
    assert flag_lines(flags, 80).splitlines() == [
        "  -a, --all           All",
        "      --filter list   Which",
        "  -q, --quiet         Few words",
    ]


WORDS = "aaaa bbbb cccc dddd eeee ffff gggg hhhh iiii jjjj"


@pytest.mark.parametrize(
    ("text", "column", "width", "lines"),
    [
        ("short", 10, 60, ["short"]),
        (WORDS, 10, 60, [WORDS]),  # 49 characters in 50
        (WORDS, 10, 59, ["aaaa bbbb cccc dddd eeee ffff gggg hhhh", " " * 10 + "iiii jjjj"]),
        (WORDS, 10, 40, ["aaaa bbbb cccc dddd eeee", " " * 10 + "ffff gggg hhhh iiii jjjj"]),
        ("a\nb", 10, 60, ["a", " " * 10 + "b"]),
        (f"one\n{WORDS}", 10, 40,
         ["one", " " * 10 + "aaaa bbbb cccc dddd eeee", " " * 10 + "ffff gggg hhhh iiii jjjj"]),
        ("x" * 90, 10, 60, ["x" * 90]),
        # too narrow beside the flag: a block under it; too narrow for that as well: not wrapped
        (WORDS, 30, 50, ["", " " * 16 + "aaaa bbbb cccc dddd eeee", " " * 16 + "ffff gggg hhhh iiii jjjj"]),
        ("a\n" + WORDS, 30, 39, ["a", " " * 16 + WORDS]),
    ],
)  # fmt: skip
def test_wrapping(text: str, column: int, width: int, lines: list[str]) -> None:
    assert wrapped(text, column, width).split("\n") == lines


def test_names_of_commands_share_a_column_of_eleven_or_more() -> None:
    assert command_lines([("rm", "Remove")]) == "  rm          Remove"
    assert command_lines([("rm", "Remove"), ("inspect-it-all", "Show")]) == (
        "  rm             Remove\n  inspect-it-all Show"
    )


def test_page_of_a_command() -> None:
    page = command_page(
        "minidocker ps [OPTIONS]", "List", ["minidocker a", "minidocker b"], [Flag("--all")], 80
    )
    assert page == (
        "Usage:  minidocker ps [OPTIONS]\n\nList\n\n"
        "Aliases:\n  minidocker a, minidocker b\n\nOptions:\n      --all   \n"
    )


def test_page_of_a_command_without_aliases_and_flags() -> None:
    assert command_page("minidocker x", "Do", ["minidocker x"], [], 80) == "Usage:  minidocker x\n\nDo\n"


def test_page_of_a_group() -> None:
    page = group_page("minidocker image", "Images", [("Commands", [("ls", "List")])], [], 80)
    assert page == (
        "Usage:  minidocker image COMMAND\n\nImages\n\nCommands:\n  ls          List\n\n"
        "Run 'minidocker image COMMAND --help' for more information on a command.\n"
    )


ROOT_START = """\
Usage:  minidocker [OPTIONS] COMMAND

A command line for the Docker Engine, with nothing between it and the API

Common Commands:
  run         Start a container
  exec        Run one more command
  ps          List containers
  login       Log in to a registry

Management Commands:
  container   Work with containers
  image       Work with images
  network     Work with networks
  volume      Work with volumes

Commands:
  commit      Make an image of it
  everything  Take anything
"""

CONTAINER = """\
Usage:  minidocker container COMMAND

Work with containers

Commands:
  commit      Make an image of it
  exec        Run one more command
  logs        Show what it printed
  ls          List containers
  rename      Rename a container
  rm          Remove containers
  run         Start a container
  stop        Stop containers

Run 'minidocker container COMMAND --help' for more information on a command.
"""

PS = """\
Usage:  minidocker ps [OPTIONS]

List containers

Aliases:
  minidocker container ls, minidocker container list, minidocker container ps, minidocker ps

Options:
  -f, --filter filter   Show only those that match
  -n, --last int        Show the newest n (default -1)
  -q, --quiet           Show only IDs
"""

RENAME = """\
Usage:  minidocker rename CONTAINER NEW_NAME

Rename a container

Aliases:
  minidocker container rename, minidocker rename
"""

DEPRECATED_H = "Flag shorthand -h has been deprecated, use --help\n"


@pytest.mark.parametrize(
    ("line", "code", "out", "err"),
    [
        ("--help", 0, ROOT_START, ""),
        ("-h", 0, ROOT_START, DEPRECATED_H),
        ("help", 0, ROOT_START, ""),
        ("--help nosuch", 0, ROOT_START, ""),
        ("nosuch --help", 0, ROOT_START, ""),
        ("-v --help", 0, ROOT_START, ""),
        ("-D --help", 0, ROOT_START, ""),
        ("", 0, "", ROOT_START),
        ("--help=false", 0, "", ROOT_START),
        ("-D", 0, "", ROOT_START),
        ("-H a -H b", 0, "", ROOT_START),
        ("container", 0, "", CONTAINER),
        ("-- container", 0, "", CONTAINER),
        ("container --help", 0, CONTAINER, ""),
        ("container -h", 0, DEPRECATED_H + CONTAINER, ""),
        ("container nosuch --help", 0, CONTAINER, ""),
        ("container --help nosuch", 0, CONTAINER, ""),
        ("help container", 0, CONTAINER, ""),
        ("ps --help", 0, PS, ""),
        ("ps --help x", 0, PS, ""),
        ("--help ps", 0, PS, ""),
        ("-c nosuch ps --help", 0, PS, ""),
        ("ps -h", 0, DEPRECATED_H + PS, ""),
        ("help ps", 0, PS, ""),
        ("container --help ls", 0, PS.replace("ps [", "container ls ["), ""),
        ("container list --help", 0, PS.replace("ps [", "container ls ["), ""),
        ("help container ps", 0, PS.replace("ps [", "container ls ["), ""),
        ("rename --help", 0, RENAME, ""),
    ],
)
def test_where_help_goes(line: str, code: int, out: str, err: str, call: Callable[..., Ended]) -> None:
    ended = call(*line.split())
    assert ended.code == code
    assert (ended.out.startswith(out), ended.out == "") == (True, out == "")
    assert (ended.err.startswith(err), ended.err == "") == (True, err == "")


def test_help_is_shown_where_h_is_another_flag(call: Callable[..., Ended]) -> None:
    page = call("run", "--help").out
    assert (
        "\n      --help                       Print usage\n  -h, --hostname string            Its host name\n"
        in page
    )


# Below: docker's own pages, taken apart at a width where nothing is wrapped, and set again by us.

DOCKER = docker_client()


def docker_page(words: list[str], width: int) -> str:
    """A page of help as docker sets it to a terminal of that width."""
    import fcntl
    import pty
    import struct
    import termios

    ours, theirs = pty.openpty()
    try:
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, width, 0, 0))
        told = subprocess.run([DOCKER or "", *words, "--help"], stdin=theirs, capture_output=True, check=True)
        return told.stdout.decode()
    finally:
        os.close(ours)
        os.close(theirs)


FLAG_LINE = re.compile(r"  (?:(-\w), |    )(--[\w-]+)(?: (\S+))? {3,}(\S.*)")


def docker_flags(page: str) -> list[Flag]:
    """The flags on a page whose only line breaks are those of the texts themselves."""
    found: list[tuple[str, str, list[str]]] = []
    column = 0
    for line in page.partition("ptions:\n")[2].partition("\n\n")[0].splitlines():
        if match := FLAG_LINE.fullmatch(line):
            short, long, word, text = match.groups()
            column = match.start(4)
            found.append((f"{short}, {long}" if short else long, word or "", [text]))
        else:
            found[-1][2].append(line[column:])
    return [Flag(name, STRING.replace(word=word), "\n".join(text)) for name, word, text in found]


@pytest.mark.skipif(DOCKER is None, reason=NO_DOCKER_CLIENT)
@pytest.mark.parametrize("width", [0, 20, 40, 60, 80, 100, 200])
@pytest.mark.parametrize("words", ["run", "ps", "image ls", "network create", "login", ""])
def test_layout_is_dockers(words: str, width: int) -> None:
    flags = docker_flags(docker_page(words.split(), 5000))
    theirs = docker_page(words.split(), width).partition("ptions:\n")[2]
    theirs = theirs.partition("\n\nRun 'docker")[0].rstrip("\n")
    assert len(flags) > 2
    assert flag_lines(flags, width) == theirs


@pytest.mark.skipif(DOCKER is None, reason=NO_DOCKER_CLIENT)
@pytest.mark.parametrize("noun", ["container", "image", "network", "volume", "system", "context"])
def test_layout_of_groups_is_dockers(noun: str) -> None:
    theirs = docker_page([noun], 80)
    description = theirs.split("\n\n")[1]
    rows = re.findall(r"^  (\S+) +(.+)$", theirs, re.MULTILINE)
    assert group_page(f"docker {noun}", description, [("Commands", rows)], [], 80) == theirs
