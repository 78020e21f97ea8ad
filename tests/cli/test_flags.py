from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from engineclient.cli.flag_types import (
    BOOL,
    BYTES,
    DURATION,
    FILTER,
    FLOAT,
    INT,
    LIST,
    STRING,
    STRINGS,
    SWAP,
    UINT,
    UINT16,
    FlagType,
    list_of,
)
from engineclient.cli.flags import Flag, FlagParser, flag, flags, flags_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cli.samples import Ended

FLAGS = [
    Flag("-a, --all"),
    Flag("--color", default=True),
    Flag("-e, --env", LIST),
    Flag("-h, --hostname", STRING),
    Flag("-i, --interactive"),
    Flag("-n, --last", INT, default=-1),
    Flag("--network", STRING),
    Flag("--net", STRING, dest="network", hidden=True),
    Flag("-p, --publish", LIST),
    Flag("-t, --tty"),
    Flag("--wait-for", INT, default=None),
    Flag("--windows", STRING, unsupported="it is not Linux's"),
    Flag("--old", deprecated="it does nothing"),
    Flag("--older", obsolete=""),
    Flag("--oldest", obsolete="it did nothing\n"),
    Flag("-v, --volume", LIST, former={"volumes": "", "vol": "--vol was --volume"}),
]
START = {
    "all": False, "color": True, "env": [], "hostname": "", "interactive": False, "last": -1, "network": "",
    "publish": [], "tty": False, "wait_for": None, "old": False,
    "volume": [],
}  # fmt: skip


def parse(line: list[str], *, interspersed: bool = True) -> tuple[dict[str, Any], list[str], str, list[str]]:
    warnings: list[str] = []
    parser = FlagParser(FLAGS, interspersed=interspersed, warn=warnings.append)
    error = parser.parse(line)
    changed = {name: value for name, value in parser.values.items() if value != START[name]}
    return changed, parser.rest, str(error or ""), warnings


@pytest.mark.parametrize(
    ("line", "changed"),
    [
        ([], {}),
        (["--all"], {"all": True}),
        (["-a"], {"all": True}),
        (["--all=true"], {"all": True}),
        (["--all=T"], {"all": True}),
        (["-a=1"], {"all": True}),
        (["-a=0"], {}),
        (["--all", "--all=false"], {}),
        (["--color=F"], {"color": False}),
        (["-ait"], {"all": True, "interactive": True, "tty": True}),
        (["-it=true"], {"interactive": True, "tty": True}),
        (["-itn2"], {"interactive": True, "tty": True, "last": 2}),
        (["-n2"], {"last": 2}),
        (["-n=2"], {"last": 2}),
        (["-n", "2"], {"last": 2}),
        (["-n-2"], {"last": -2}),
        (["-n", "-2"], {"last": -2}),
        (["--last", "-2"], {"last": -2}),
        (["--last=3", "--last=4"], {"last": 4}),
        (["-p8080:80", "-p=443:443", "-p", "1:1"], {"publish": ["8080:80", "443:443", "1:1"]}),
        (["-eA=b", "--env=C=d=e", "-e=F=g"], {"env": ["A=b", "C=d=e", "F=g"]}),
        (["-e", "--all"], {"env": ["--all"]}),
        (["--env", "--"], {"env": ["--"]}),
        (["-h="], {"hostname": "="}),
        (["-h=x="], {"hostname": "x="}),
        (["--hostname="], {}),
        (["-hx"], {"hostname": "x"}),
        (["--net", "a"], {"network": "a"}),
        (["--network=a", "--net=b"], {"network": "b"}),
        (["--wait-for=0"], {"wait_for": 0}),
    ],
)
def test_values(line: list[str], changed: dict[str, Any]) -> None:
    assert parse(line) == (changed, [], "", [])


@pytest.mark.parametrize(
    ("line", "interspersed", "changed", "rest"),
    [
        (["x", "-a"], True, {"all": True}, ["x"]),
        (["x", "-a"], False, {}, ["x", "-a"]),
        (["-a", "x", "-i", "--", "-t"], False, {"all": True}, ["x", "-i", "--", "-t"]),
        (["x", "-a", "y"], True, {"all": True}, ["x", "y"]),
        (["--", "-a"], True, {}, ["-a"]),
        (["--", "-a"], False, {}, ["-a"]),
        (["x", "--", "-a", "--", "y"], True, {}, ["x", "-a", "--", "y"]),
        (["-"], True, {}, ["-"]),
        (["", "-a"], True, {"all": True}, [""]),
        (["", "-a"], False, {}, ["", "-a"]),
    ],
)
def test_positional_arguments(
    line: list[str], interspersed: bool, changed: dict[str, Any], rest: list[str]
) -> None:
    assert parse(line, interspersed=interspersed) == (changed, rest, "", [])


def test_what_was_read_before_an_error_stays() -> None:
    changed, rest, error, _ = parse(["x", "-a", "--nosuch", "-t"])
    assert (changed, rest, error) == ({"all": True}, ["x"], "unknown flag: --nosuch")


@pytest.mark.parametrize(
    ("line", "changed", "said"),
    [
        (["--older"], {}, ""),
        (["--oldest", "--older=false"], {}, "it did nothing\n"),
        (["--volumes", "a", "--volume=b", "-v", "c"], {"volume": ["a", "b", "c"]}, ""),
        (["--vol=a"], {"volume": ["a"]}, 'level=warning msg="--vol was --volume"\n'),
    ],
)
def test_what_docker_still_accepts(line: list[str], changed: dict[str, Any], said: str) -> None:
    found, _, error, warnings = parse(line)
    assert (found, error) == (changed, "")
    assert re.sub(r'^time="[^"]*" ', "", "".join(warnings)) == said


@pytest.mark.parametrize("name", ["older", "oldest"])
def test_an_obsolete_flag_is_no_argument_of_the_function(name: str) -> None:
    assert name not in FlagParser(FLAGS, interspersed=True, warn=print).values


def test_unsupported_flag_is_refused_by_name() -> None:
    _, _, error, _ = parse(["--windows=x"])
    assert error == "--windows is not supported by minidocker: it is not Linux's"


def test_unsupported_flag_is_no_argument_of_the_function() -> None:
    assert "windows" not in FlagParser(FLAGS, interspersed=True, warn=print).values


def test_an_ignored_flag_is_no_argument_of_the_function() -> None:
    warned: list[str] = []
    flag = Flag("--gone", STRING, deprecated="option will be ignored", ignored=True)
    parser = FlagParser([flag], interspersed=True, warn=warned.append)
    assert parser.parse(["--gone", "x", "y"]) is None
    assert (parser.values, parser.rest) == ({}, ["y"])
    assert warned == ["Flag --gone has been deprecated, option will be ignored\n"]


def test_deprecated_flag_warns() -> None:
    assert parse(["--old"]) == ({"old": True}, [], "", ["Flag --old has been deprecated, it does nothing\n"])


@pytest.mark.parametrize("args", [["--old", "-x"], ["--old", "--nosuch"], ["--old", "--network"]])
def test_a_line_with_an_error_has_no_warnings(args: list[str]) -> None:
    _, _, error, warnings = parse(args)
    assert (bool(error), warnings) == (True, [])


@pytest.mark.parametrize(
    ("line", "index"),
    [
        ("ls", 0),
        ("--all ls", 1),
        ("--name x ls", 2),
        ("--name=x ls", 1),
        ("--nosuch ls", None),
        ("--nosuch x ls", 2),
        ("--nosuch=x ls", 1),
        ("-z ls", None),
        ("-zz ls", 1),
        ("-z=x ls", 1),
        ("-h ls", 1),
        ("-- ls", None),
        ("-- x ls", 2),
        ("-- ls ls", 2),
        ("-- --all ls", 2),
        ("-- --name x ls", 3),
        ("- ls", 0),
        ("", None),
    ],
)
def test_the_first_word(line: str, index: int | None) -> None:
    flags = [Flag("-a, --all"), Flag("--name", STRING), Flag("--help")]
    assert FlagParser(flags, interspersed=False, warn=print).first_word(line.split()) == index


def test_h_is_help_unless_a_flag_has_the_letter() -> None:
    warnings: list[str] = []
    parser = FlagParser([Flag("--help")], interspersed=True, warn=warnings.append)
    assert parser.parse(["-h"]) is None
    assert parser.values == {"help": True}
    assert warnings == ["Flag shorthand -h has been deprecated, use --help\n"]


def test_defaults_are_not_shared_between_calls() -> None:
    for _ in range(2):
        assert parse(["-e", "A"])[0] == {"env": ["A"]}


def read(kind: FlagType[Any], *texts: str) -> Any:
    parser = FlagParser([Flag("-f, --flag", kind)], interspersed=True, warn=print)
    error = parser.parse([f"--flag={text}" for text in texts])
    return parser.values["flag"] if error is None else str(error)


@pytest.mark.parametrize(
    ("kind", "texts", "value"),
    [
        (BOOL, [], False),
        (STRING, [], ""),
        (STRING, ["a", ""], ""),
        (INT, [], 0),
        (INT, ["010"], 8),
        (INT, ["0o10"], 8),
        (INT, ["0x1f"], 31),
        (INT, ["-0b11"], -3),
        (INT, ["1_000"], 1000),
        (INT, ["+7"], 7),
        (INT, [str(2**63 - 1)], 2**63 - 1),
        (INT, [str(-(2**63))], -(2**63)),
        (UINT, [str(2**64 - 1)], 2**64 - 1),
        (UINT16, ["65535"], 65535),
        (FLOAT, ["1.5"], 1.5),
        (FLOAT, ["1e3"], 1000.0),
        (BYTES, ["64m"], 64 << 20),
        (SWAP, ["-1"], -1),
        (SWAP, ["1g"], 1 << 30),
        (DURATION, ["1m30s"], 90_000_000_000),
        (LIST, [], []),
        (LIST, ["a,b", "a,b"], ["a,b", "a,b"]),
        (STRINGS, ["a,b", '"c,d"', ""], ["a", "b", "c,d"]),
        (FILTER, [], {}),
        (FILTER, ["Status=up", " label = a=b ", "status=down", "status=up", ""],
         {"status": ["up", "down"], "label": ["a=b"]}),
        (list_of(int), ["1", "2"], [1, 2]),
    ],
)  # fmt: skip
def test_types(kind: FlagType[Any], texts: list[str], value: Any) -> None:
    assert read(kind, *texts) == value


@pytest.mark.parametrize(
    ("kind", "text", "reason"),
    [
        (INT, str(2**63), f'strconv.ParseInt: parsing "{2**63}": value out of range'),
        (UINT, "-1", 'strconv.ParseUint: parsing "-1": invalid syntax'),
        (UINT16, "65536", 'strconv.ParseUint: parsing "65536": value out of range'),
        (FLOAT, "1,5", 'strconv.ParseFloat: parsing "1,5": invalid syntax'),
        (FLOAT, " 1", 'strconv.ParseFloat: parsing " 1": invalid syntax'),
        (SWAP, "-2", "invalid size: '-2'"),
        (DURATION, "5x", 'time: unknown unit "x" in duration "5x"'),
        (FlagType("string", int, int), "x", "invalid literal for int() with base 10: 'x'"),
    ],
)
def test_type_errors(kind: FlagType[Any], text: str, reason: str) -> None:
    assert read(kind, text) == f'invalid argument "{text}" for "-f, --flag" flag: {reason}'


def test_decorators_declare_in_the_order_of_no_importance() -> None:
    shared = flags(Flag("--one"), Flag("--two"))

    @shared
    @flag("--three")
    def function() -> None: ...

    assert {each.long for each in flags_of(function)} == {"one", "two", "three"}


@pytest.mark.parametrize(
    ("line", "printed"),
    [
        (["run", "-d=0", "x", "-d"], "detach=False positional=('x', '-d')"),
        (["run", "-itd", "-uroot", "-p8080:80", "x"], "detach=True user='root' publish=['8080:80']"),
        (["exec", "a", "ls", "-l"], "positional=('a', 'ls', '-l')"),
        (["tag", "a", "-x"], "positional=('a', '-x')"),
        (["stop", "a", "-t", "3"], "timeout=3 positional=('a',)"),
        (["stop", "a"], "timeout=None positional=('a',)"),
        (["ps", "-n1", "-f", "a=b"], "last=1 filter={'a': ['b']}"),
    ],
)
def test_functions_get_typed_values(line: list[str], printed: str, call: Callable[..., Ended]) -> None:
    ended = call(*line)
    positional, given = eval(ended.out)  # the sample commands print a literal
    got = {**given, "positional": positional}
    assert (
        " ".join(f"{each.split('=')[0]}={got[each.split('=')[0]]!r}" for each in _words(printed)) == printed
    )


def _words(printed: str) -> list[str]:
    """Split at the spaces that come before a name and `=`."""
    import re

    return re.split(r" (?=\w+=)", printed)
