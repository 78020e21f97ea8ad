"""Command lines that docker refuses: the same words and exit code, each also put to docker 28.2.2 itself."""

from __future__ import annotations

import shlex
import subprocess
from typing import TYPE_CHECKING, NamedTuple

import pytest

from tests.support import NO_DOCKER_CLIENT, docker_client

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cli.samples import Ended

USAGES = {
    "docker": "docker [OPTIONS] COMMAND [ARG...]",
    "docker help": "docker help [command]",
    "docker container": "docker container",
    "docker run": "docker run [OPTIONS] IMAGE [COMMAND] [ARG...]",
    "docker container run": "docker container run [OPTIONS] IMAGE [COMMAND] [ARG...]",
    "docker rm": "docker rm [OPTIONS] CONTAINER [CONTAINER...]",
    "docker container rm": "docker container rm [OPTIONS] CONTAINER [CONTAINER...]",
    "docker ps": "docker ps [OPTIONS]",
    "docker container ls": "docker container ls [OPTIONS]",
    "docker stop": "docker stop [OPTIONS] CONTAINER [CONTAINER...]",
    "docker exec": "docker exec [OPTIONS] CONTAINER COMMAND [ARG...]",
    "docker rename": "docker rename CONTAINER NEW_NAME",
    "docker logs": "docker logs [OPTIONS] CONTAINER",
    "docker commit": "docker commit [OPTIONS] CONTAINER [REPOSITORY[:TAG]]",
    "docker tag": "docker tag SOURCE_IMAGE[:TAG] TARGET_IMAGE[:TAG]",
    "docker rmi": "docker rmi [OPTIONS] IMAGE [IMAGE...]",
    "docker image rm": "docker image rm [OPTIONS] IMAGE [IMAGE...]",
    "docker login": "docker login [OPTIONS] [SERVER]",
    "docker network create": "docker network create [OPTIONS] NETWORK",
    "docker volume create": "docker volume create [OPTIONS] [VOLUME]",
}


class Refusal(NamedTuple):
    line: str
    code: int
    err: str


def flag(line: str, path: str, message: str) -> Refusal:
    hint = f"Run '{path} --help' for more information"
    return Refusal(line, 125, f"{message}\n\nUsage:  {USAGES[path]}\n\n{hint}\n")


def value(line: str, path: str, argument: str, spelling: str, message: str) -> Refusal:
    return flag(line, path, f'invalid argument {argument} for "{spelling}" flag: {message}')


def arity(line: str, path: str, message: str, pointer: str) -> Refusal:
    hint = f"{pointer} '{path} --help' for more information"
    return Refusal(line, 1, f"docker: '{path}' {message}\n\nUsage:  {USAGES[path]}\n\n{hint}\n")


def unknown(line: str, path: str) -> Refusal:
    group = path.rpartition(" ")[0]
    usage = "" if group == "docker" else f"Usage:  {group}\n\n"
    return Refusal(
        line, 1, f"docker: unknown command: {path}\n\n{usage}Run '{group} --help' for more information\n"
    )


def bool_error(text: str) -> str:
    return f'strconv.ParseBool: parsing "{text}": invalid syntax'


def int_error(text: str, reason: str = "invalid syntax") -> str:
    return f'strconv.ParseInt: parsing "{text}": {reason}'


def uint_error(text: str, reason: str = "invalid syntax") -> str:
    return f'strconv.ParseUint: parsing "{text}": {reason}'


HUGE = "99999999999999999999"

REFUSALS = [
    # unknown flags
    flag("--x", "docker", "unknown flag: --x"),
    flag("--x ps", "docker", "unknown flag: --x"),
    flag("-x", "docker", "unknown shorthand flag: 'x' in -x"),
    flag("-Dx", "docker", "unknown shorthand flag: 'x' in -x"),
    flag("nosuch --x", "docker", "unknown flag: --x"),
    flag("help --x", "docker help", "unknown flag: --x"),
    flag("container --x", "docker container", "unknown flag: --x"),
    flag("container -x", "docker container", "unknown shorthand flag: 'x' in -x"),
    flag("container --x ls", "docker container", "unknown flag: --x"),
    flag("container nosuch --x", "docker container", "unknown flag: --x"),
    flag("rm --nosuch a", "docker rm", "unknown flag: --nosuch"),
    flag("rm a --nosuch", "docker rm", "unknown flag: --nosuch"),
    flag("rm --nosuch=1 a", "docker rm", "unknown flag: --nosuch"),
    flag("rm --fo a", "docker rm", "unknown flag: --fo"),
    flag("rm --Force a", "docker rm", "unknown flag: --Force"),
    flag("rm -x", "docker rm", "unknown shorthand flag: 'x' in -x"),
    flag("rm -fx a", "docker rm", "unknown shorthand flag: 'x' in -x"),
    flag("rm -xf a", "docker rm", "unknown shorthand flag: 'x' in -xf"),
    flag("rm -f= a", "docker rm", "unknown shorthand flag: '=' in -="),
    flag("rm -'\"' a", "docker rm", "unknown shorthand flag: '\"' in -\""),
    flag('rm -"\'" a', "docker rm", "unknown shorthand flag: '\\'' in -'"),
    flag("rm '-\\' a", "docker rm", "unknown shorthand flag: '\\\\' in -\\"),
    flag("rm '-\n' a", "docker rm", "unknown shorthand flag: '\\n' in -\n"),
    flag("rm '--a\nb'", "docker rm", "unknown flag: --a\nb"),
    flag("container rm --x", "docker container rm", "unknown flag: --x"),
    flag("container remove --x", "docker container rm", "unknown flag: --x"),
    flag("ps -D", "docker ps", "unknown shorthand flag: 'D' in -D"),
    flag("ps -H x", "docker ps", "unknown shorthand flag: 'H' in -H"),
    flag("-D ps -v", "docker ps", "unknown shorthand flag: 'v' in -v"),
    flag("run --help --nosuch", "docker run", "unknown flag: --nosuch"),
    # bad syntax and missing values
    flag("run --=x a", "docker run", "bad flag syntax: --=x"),
    flag("run --= a", "docker run", "bad flag syntax: --="),
    flag("run ---x a", "docker run", "bad flag syntax: ---x"),
    flag("-H", "docker", "flag needs an argument: 'H' in -H"),
    flag("--host", "docker", "flag needs an argument: --host"),
    flag("nosuch -H", "docker", "flag needs an argument: 'H' in -H"),
    flag("run -c", "docker run", "flag needs an argument: 'c' in -c"),
    flag("run -itc", "docker run", "flag needs an argument: 'c' in -c"),
    flag("run -h", "docker run", "flag needs an argument: 'h' in -h"),
    flag("run --cpu-shares", "docker run", "flag needs an argument: --cpu-shares"),
    flag("run --pid=x --pid", "docker run", "flag needs an argument: --pid"),
    flag("container ls -q --filter", "docker container ls", "flag needs an argument: --filter"),
    # values
    value("--version=x", "docker", '"x"', "-v, --version", bool_error("x")),
    value("--debug=maybe ps", "docker", '"maybe"', "-D, --debug", bool_error("maybe")),
    value("rm --help=x", "docker rm", '"x"', "--help", bool_error("x")),
    value("rm -f=5 a", "docker rm", '"5"', "-f, --force", bool_error("5")),
    value("rm --force=5 a", "docker rm", '"5"', "-f, --force", bool_error("5")),
    value("rm --force= a", "docker rm", '""', "-f, --force", bool_error("")),
    value("rm --force=tRUE a", "docker rm", '"tRUE"', "-f, --force", bool_error("tRUE")),
    value("run --rm=maybe a", "docker run", '"maybe"', "--rm", bool_error("maybe")),
    value("ps -n x", "docker ps", '"x"', "-n, --last", int_error("x")),
    value("ps -nx", "docker ps", '"x"', "-n, --last", int_error("x")),
    value("ps -n=x", "docker ps", '"x"', "-n, --last", int_error("x")),
    value("run -c= a", "docker run", '"="', "-c, --cpu-shares", int_error("=")),
    value("run -c '' a", "docker run", '""', "-c, --cpu-shares", int_error("")),
    value("run -c ' 1' a", "docker run", '" 1"', "-c, --cpu-shares", int_error(" 1")),
    value("run -c 08 a", "docker run", '"08"', "-c, --cpu-shares", int_error("08")),
    value("run -c 0b12 a", "docker run", '"0b12"', "-c, --cpu-shares", int_error("0b12")),
    value("run -c 1__0 a", "docker run", '"1__0"', "-c, --cpu-shares", int_error("1__0")),
    value("run -c -- a", "docker run", '"--"', "-c, --cpu-shares", int_error("--")),
    value(f"run -c {HUGE} a", "docker run", f'"{HUGE}"', "-c, --cpu-shares",
          int_error(HUGE, "value out of range")),
    value("run --oom-score-adj 0x1G a", "docker run", '"0x1G"', "--oom-score-adj", int_error("0x1G")),
    value("run --stop-timeout 1.5 a", "docker run", '"1.5"', "--stop-timeout", int_error("1.5")),
    value("stop --time x a", "docker stop", '"x"', "--time", int_error("x")),
    value("run --blkio-weight 99999 a", "docker run", '"99999"', "--blkio-weight",
          uint_error("99999", "value out of range")),
    value("run --blkio-weight x a", "docker run", '"x"', "--blkio-weight", uint_error("x")),
    value("run --blkio-weight=-1 a", "docker run", '"-1"', "--blkio-weight", uint_error("-1")),
    value("run --blkio-weight +5 a", "docker run", '"+5"', "--blkio-weight", uint_error("+5")),
    value("run -m 5x a", "docker run", '"5x"', "-m, --memory", "invalid suffix: 'x'"),
    value("run -m 'a\"\n\x01é' a", "docker run", '"a\\"\\n\\x01é"', "-m, --memory",
          "invalid size: 'a\"\n\x01é'"),
    value("run --health-interval 5 a", "docker run", '"5"', "--health-interval",
          'time: missing unit in duration "5"'),
    value("run --health-interval x a", "docker run", '"x"', "--health-interval",
          'time: invalid duration "x"'),
    value("run -a foo a", "docker run", '"foo"', "-a, --attach",
          "valid streams are STDIN, STDOUT and STDERR"),
    value("ps -f foo", "docker ps", '"foo"', "-f, --filter", "bad format of filter (expected name=value)"),
    value("network create --subnet 'a\"b' x", "docker network create", '"a\\"b"', "--subnet",
          'parse error on line 1, column 2: bare " in non-quoted-field'),
    # numbers of arguments
    arity("rm", "docker rm", "requires at least 1 argument", "See"),
    arity("rm --", "docker rm", "requires at least 1 argument", "See"),
    arity("rm --help=false", "docker rm", "requires at least 1 argument", "See"),
    arity("container rm", "docker container rm", "requires at least 1 argument", "See"),
    arity("image rmi", "docker image rm", "requires at least 1 argument", "See"),
    arity("rmi", "docker rmi", "requires at least 1 argument", "See"),
    arity("run", "docker run", "requires at least 1 argument", "See"),
    arity("run -it", "docker run", "requires at least 1 argument", "See"),
    arity("run -h x", "docker run", "requires at least 1 argument", "See"),
    arity("run --name=", "docker run", "requires at least 1 argument", "See"),
    arity("container run", "docker container run", "requires at least 1 argument", "See"),
    arity("exec a", "docker exec", "requires at least 2 arguments", "See"),
    arity("rename a", "docker rename", "requires 2 arguments", "Run"),
    arity("tag a b c", "docker tag", "requires 2 arguments", "Run"),
    arity("logs", "docker logs", "requires 1 argument", "Run"),
    arity("logs a b", "docker logs", "requires 1 argument", "Run"),
    arity("commit", "docker commit", "requires at least 1 and at most 2 arguments", "Run"),
    arity("commit a b c", "docker commit", "requires at least 1 and at most 2 arguments", "Run"),
    arity("ps x", "docker ps", "accepts no arguments", "Run"),
    arity("ps -- -x", "docker ps", "accepts no arguments", "Run"),
    arity("ps -", "docker ps", "accepts no arguments", "Run"),
    arity("container list x", "docker container ls", "accepts no arguments", "Run"),
    arity("login a b", "docker login", "requires at most 1 argument", "SRun"),
    arity("volume create a b", "docker volume create", "requires at most 1 argument", "SRun"),
    arity("-H a -H b rm", "docker rm", "requires at least 1 argument", "See"),
    # commands
    unknown("foo", "docker foo"),
    unknown("foo bar", "docker foo"),
    unknown("nosuch -D", "docker nosuch"),
    unknown("imagess", "docker imagess"),
    unknown("''", "docker "),
    unknown("'' ps", "docker "),
    unknown("container nosuch", "docker container nosuch"),
    unknown("container lss", "docker container lss"),
    unknown("container help", "docker container help"),
    unknown("container ''", "docker container "),
    Refusal("help nosuch", 1, "unknown help topic: nosuch\n"),
    Refusal("help nosuch x", 1, "unknown help topic: nosuch x\n"),
    Refusal("help ps x", 1, "unknown help topic: x\n"),
    Refusal("help container nosuch", 1, "unknown help topic: nosuch\n"),
    # global flags
    Refusal("-l foo", 1, "Unable to parse logging level: foo\n"),
    Refusal("-l foo --x", 1, "Unable to parse logging level: foo\n"),
    Refusal("-l foo nosuch", 1, "Unable to parse logging level: foo\n"),
    Refusal("-l debug -l foo rm", 1, "Unable to parse logging level: foo\n"),
    Refusal("-l foo ps --help", 1, "Unable to parse logging level: foo\n"),
    Refusal("-v -l foo", 1, "Unable to parse logging level: foo\n"),
    Refusal("-c a -H b", 1, "conflicting options: cannot specify both --host and --context\n"),
    Refusal("-Hb -ca rm --x", 1, "conflicting options: cannot specify both --host and --context\n"),
]  # fmt: skip


DOCKER = docker_client()

by_line = pytest.mark.parametrize("case", REFUSALS, ids=[case.line for case in REFUSALS])


@by_line
def test_minidocker_refuses(case: Refusal, call: Callable[..., Ended]) -> None:
    ended = call(*shlex.split(case.line))
    assert ended == (case.code, "", case.err.replace("docker", "minidocker"))


@pytest.mark.skipif(DOCKER is None, reason=NO_DOCKER_CLIENT)
@by_line
def test_docker_refuses(case: Refusal) -> None:
    ended = subprocess.run(
        [DOCKER or "", *shlex.split(case.line)],
        capture_output=True,
        text=True,
        check=False,
        env={"DOCKER_HOST": "unix:///no/such.sock"},
    )
    assert (ended.returncode, ended.stdout, ended.stderr) == (case.code, "", case.err)
