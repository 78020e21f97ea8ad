"""Environment variables from flags, files, the caller's environment and configured proxies."""

from __future__ import annotations

import pytest

from engineclient.options.values.env import environment, file_lines, proxies_for
from engineclient.options.values.flag import OptionError

ENVIRON = {"HERE": "yes", "EMPTY": ""}


def env(
    variables: list[str], *, files: dict[str, bytes] | None = None, proxies: dict[str, str] | None = None
) -> list[str]:
    held = files or {}
    return environment(held, variables, environ=ENVIRON, read_file=held.__getitem__, proxies=proxies or {})


@pytest.mark.parametrize(
    ("variables", "sent"),
    [
        ([], []),
        (["B=1", "A=2"], ["B=1", "A=2"]),
        (["B=1", "A=2", "B=3"], ["B=3", "A=2"]),
        (["HERE", "EMPTY", "GONE"], ["HERE=yes", "EMPTY=", "GONE"]),
        (["A=x=y"], ["A=x=y"]),
    ],
)
def test_variables_keep_the_order_given(variables: list[str], sent: list[str]) -> None:
    assert env(variables) == sent


def test_file_lines_come_first_and_are_kept_beside_the_flag_s() -> None:
    assert env(["A=2"], files={"one": b"A=1", "two": b"B=1"}) == ["A=1", "B=1", "A=2"]


def test_proxies_come_in_both_cases_unless_named() -> None:
    sent = env(["http_proxy=mine", "NO_PROXY"], proxies={"httpProxy": "p", "noProxy": "n", "ftpProxy": ""})
    assert sent == ["http_proxy=mine", "NO_PROXY", "HTTP_PROXY=p", "no_proxy=n"]


@pytest.mark.parametrize(
    ("host", "chosen"), [("tcp://a:1", {"httpProxy": "a"}), ("tcp://b:1", {"httpProxy": "all"})]
)
def test_proxies_of_a_daemon(host: str, chosen: dict[str, str]) -> None:
    assert proxies_for({"default": {"httpProxy": "all"}, "tcp://a:1": {"httpProxy": "a"}}, host) == chosen


def test_no_proxies_configured() -> None:
    assert proxies_for({}, "tcp://b:1") == {}


@pytest.mark.parametrize(
    ("content", "pairs"),
    [
        (b"", []),
        (b"A=1\nB=2", ["A=1", "B=2"]),
        (b"A=1\r\nB=2\r\n", ["A=1", "B=2"]),
        (b"  A=1 \n\t\n # no\n", ["A=1 "]),
        (b"\xef\xbb\xbfA=1", ["A=1"]),
        (b"A='quoted $HERE'", ["A='quoted $HERE'"]),
        (b"HERE\nGONE\nEMPTY", ["HERE=yes", "EMPTY="]),
        ("\u2003A=\u2003".encode(), ["A=\u2003"]),
    ],
)
def test_file(content: bytes, pairs: list[str]) -> None:
    assert file_lines(["f"], lambda _: content, ENVIRON.get) == pairs


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"=1", "no variable name on line '=1'"),
        (b"A B=1", "variable 'A B' contains whitespaces"),
        (b"A\t=1", "variable 'A\t' contains whitespaces"),
        (b"A=1\nB=\xff\xe9", "invalid utf8 bytes at line 2: [66 61 255 233]"),
        (b"A=" + b"x" * 65534, "bufio.Scanner: token too long"),
        (b"\nA=1\n\xef\xbb\xbf#\n=x", "no variable name on line '=x'"),
    ],
)
def test_file_refused(content: bytes, reason: str) -> None:
    with pytest.raises(OptionError) as refused:
        file_lines(["f"], lambda _: content, ENVIRON.get)
    assert str(refused.value) == f"invalid env file (f): {reason}"


def test_the_longest_line() -> None:
    line = "A=" + "x" * 65533
    assert file_lines(["f"], lambda _: line.encode(), ENVIRON.get) == [line]
