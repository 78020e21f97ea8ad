"""login and logout."""

from __future__ import annotations

import json
import os
from base64 import b64decode
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest

from engineclient import Engine
from engineclient.cli.failures import Terminated
from tests.fake_registry import fake_registry, plain_http

if TYPE_CHECKING:
    from tests.commands.engine import Minidocker

INSECURE = "WARNING! Using --password via the CLI is insecure. Use --password-stdin.\n"
NO_TERMINAL = "Error: Cannot perform an interactive login from a non TTY device\n"
TAKEN = {"Status": "Login Succeeded", "IdentityToken": ""}
AGAIN = (
    "Authenticating with existing credentials... [Username: a]\n\n"
    " Info -> To login with a different account, run 'minidocker logout' followed by 'minidocker login'\n\n\n"
)


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("DOCKER_CONFIG", str(tmp_path))
    with Path(os.devnull).open() as nothing:
        monkeypatch.setattr("sys.stdin", nothing)
        yield tmp_path / "config.json"


def unencrypted(config: Path) -> str:
    return (
        f"\nWARNING! Your credentials are stored unencrypted in '{config}'.\n"
        "Configure a credential helper to remove this warning. See\nhttps://docs.docker.com/go/credential-store/\n\n"
    )


@pytest.mark.parametrize(
    ("server", "address"),
    [
        ([], "https://index.docker.io/v1/"),
        (["docker.io"], "https://index.docker.io/v1/"),
        (["https://index.docker.io/v1/"], "https://index.docker.io/v1/"),
        (["index.docker.io"], "index.docker.io"),
        (["https://h.io:50/v2/"], "h.io:50"),
    ],
)
def test_login(minidocker: Minidocker, config: Path, server: list[str], address: str) -> None:
    minidocker.answers = {"POST /auth": TAKEN}
    ended = minidocker("login", "-u", " a", "-p", "b ", *server)
    assert ended == (0, "Login Succeeded\n", INSECURE + unencrypted(config))
    assert json.loads(minidocker.bodies[0]) == {"username": "a", "password": "b", "serveraddress": address}
    assert json.loads(config.read_text()) == {"auths": {address: {"auth": "YTpi"}}}


def test_credentials_that_are_no_utf_8_are_kept_byte_for_byte(minidocker: Minidocker, config: Path) -> None:
    minidocker.answers = {"POST /auth": TAKEN}
    user, password = (os.fsdecode(each) for each in (b"\xe9", b"\xe8"))
    assert minidocker("login", "-u", user, "-p", password, "h.io").code == 0
    assert b64decode(json.loads(config.read_text())["auths"]["h.io"]["auth"]) == b"\xe9:\xe8"
    assert minidocker("pull", "h.io/x").code == 1
    assert json.loads(minidocker.auths[-1])["username"] == "\ufffd"


def test_a_token_takes_the_place_of_the_password(minidocker: Minidocker, config: Path) -> None:
    minidocker.answers = {"POST /auth": {"Status": "Login Succeeded", "IdentityToken": "t"}}
    assert minidocker("login", "-u", "a", "-p", "b", "h.io") == (0, "Login Succeeded\n", INSECURE)
    assert json.loads(config.read_text()) == {"auths": {"h.io": {"auth": "YTo=", "identitytoken": "t"}}}


@pytest.mark.parametrize(
    ("data", "password"),
    [(b"pw", "pw"), (b"pw\n", "pw"), (b"pw\r\n", "pw"), (b"a\nb\n", "a\nb")],
)
def test_password_from_standard_input(
    minidocker: Minidocker, config: Path, monkeypatch: pytest.MonkeyPatch, data: bytes, password: str
) -> None:
    (config.parent / "password").write_bytes(data)
    minidocker.answers = {"POST /auth": TAKEN}
    with (config.parent / "password").open() as file:
        monkeypatch.setattr("sys.stdin", file)
        assert minidocker("login", "-u", "a", "--password-stdin").code == 0
    assert json.loads(minidocker.bodies[0])["password"] == password


@pytest.mark.parametrize(
    ("args", "err"),
    [
        ([], NO_TERMINAL),
        (["-u", "a"], NO_TERMINAL),
        (["-u", "a", "--password-stdin"], NO_TERMINAL),
        (["-p", "b"], INSECURE + NO_TERMINAL),
        (["-u", "", "-p", ""], "username is empty\n"),
        (["-p", ""], "password is empty\n"),
        (["--password-stdin"], "the --password-stdin option requires --username to be set\n"),
        (
            ["--password-stdin", "-p", "x", "-u", "y"],
            "conflicting options: cannot specify both --password and --password-stdin\n",
        ),
    ],
)
def test_nothing_to_log_in_with(minidocker: Minidocker, config: Path, args: list[str], err: str) -> None:
    assert minidocker("login", *args) == (1, "", err)
    assert minidocker.asked == []


def test_refused_credentials_are_not_kept(minidocker: Minidocker, config: Path) -> None:
    minidocker.answers = {"POST /auth": (401, "wrong")}
    assert minidocker("login", "-u", "a", "-p", "b") == (
        1,
        "",
        f"{INSECURE}Error response from daemon: wrong\n",
    )
    assert not config.exists()


def test_kept_credentials_are_tried(minidocker: Minidocker, config: Path) -> None:
    config.write_text('{"auths": {"h.io": {"auth": "YTpi"}}}')
    minidocker.answers = {"POST /auth": TAKEN}
    assert minidocker("login", "h.io") == (0, "Login Succeeded\n", AGAIN)


@pytest.mark.parametrize(
    ("status", "told"),
    [
        (401, "Stored credentials invalid or expired\n"),
        (500, "Login did not succeed, error: Error response from daemon: no\n"),
    ],
)
def test_kept_credentials_that_fail(minidocker: Minidocker, config: Path, status: int, told: str) -> None:
    config.write_text('{"auths": {"h.io": {"auth": "YTpi"}}}')
    minidocker.answers = {"POST /auth": (status, "no")}
    assert minidocker("login", "h.io") == (1, "", AGAIN + told + NO_TERMINAL)


def test_a_helper_that_does_not_store(minidocker: Minidocker, config: Path) -> None:
    config.write_text('{"credsStore": "absent"}')
    minidocker.answers = {"POST /auth": TAKEN}
    ended = minidocker("login", "-u", "a", "-p", "b")
    assert (ended.code, ended.out) == (1, "")
    assert ended.err.startswith(f"{INSECURE}Error saving credentials: error storing credentials - err: ")


@pytest.mark.parametrize(
    ("args", "host", "left"),
    [
        ([], "https://index.docker.io/v1/", ["h.io", "https://h.io"]),
        (["h.io"], "h.io", ["https://index.docker.io/v1/"]),
        (["https://h.io/v2/"], "h.io", ["https://index.docker.io/v1/"]),
        (["x.io"], "x.io", ["h.io", "https://h.io", "https://index.docker.io/v1/"]),
    ],
)
def test_logout(minidocker: Minidocker, config: Path, args: list[str], host: str, left: list[str]) -> None:
    names = ["https://index.docker.io/v1/", "h.io", "https://h.io"]
    config.write_text(json.dumps({"auths": {name: {"auth": "YTpi"} for name in names}}))
    assert minidocker("logout", *args) == (0, f"Removing login credentials for {host}\n", "")
    assert sorted(json.loads(config.read_text())["auths"]) == left


def test_logout_with_a_helper_that_fails(minidocker: Minidocker, config: Path) -> None:
    config.write_text('{"credsStore": "absent"}')
    ended = minidocker("logout")
    assert (ended.code, ended.out) == (0, "Removing login credentials for https://index.docker.io/v1/\n")
    assert ended.err.startswith(
        "WARNING: could not erase credentials:\nhttps://index.docker.io/v1/: error erasing credentials - err: "
    )


def test_a_broken_config_is_warned_of_once(minidocker: Minidocker, config: Path) -> None:
    config.write_text("[]")
    minidocker.answers = {"GET /containers/json": []}
    reason = "json: cannot unmarshal array into Go value of type configfile.ConfigFile"
    assert minidocker("ps", "-q") == (0, "", f"WARNING: Error parsing config file ({config}): {reason}\n")


class Interrupted:
    """A terminal at which Ctrl-C, or what else raises `error`, comes instead of a line."""

    def __init__(self, descriptor: int, error: BaseException) -> None:
        self._descriptor = descriptor
        self._error = error

    def isatty(self) -> bool:
        return True

    def fileno(self) -> int:
        return self._descriptor

    def readline(self) -> str:
        raise self._error


@pytest.mark.parametrize(
    ("words", "prompt"),
    [(["x.io"], "Username: "), (["-u", "a", "x.io"], "Password: ")],
    ids=["name", "password"],
)
@pytest.mark.parametrize(
    ("error", "ended"),
    [(KeyboardInterrupt(), (130, "\n")), (Terminated(), (143, ""))],
    ids=["Ctrl-C", "SIGTERM"],
)
@pytest.mark.usefixtures("config")
def test_ctrl_c_ends_the_line_of_the_prompt(
    minidocker: Minidocker,
    monkeypatch: pytest.MonkeyPatch,
    words: list[str],
    prompt: str,
    error: BaseException,
    ended: tuple[int, str],
) -> None:
    ours, theirs = os.openpty()
    try:
        monkeypatch.setattr("sys.stdin", Interrupted(theirs, error))
        code, end = ended
        assert minidocker("login", *words) == (code, f"{prompt}{end}", "")
    finally:
        os.close(ours)
        os.close(theirs)


@pytest.fixture
def without_engine(minidocker: Minidocker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Minidocker:
    """minidocker with an address where no engine listens."""
    monkeypatch.setattr(minidocker, "_connect", lambda *_: Engine(f"unix://{tmp_path}/none"))
    return minidocker


def test_without_an_engine_the_registry_is_asked_directly(without_engine: Minidocker, config: Path) -> None:
    with fake_registry() as registry:
        registry.challenge = 'Basic realm="x"'
        ended = without_engine("login", "-u", "a", "-p", "b", "reg.example")
    assert ended == (0, "Login Succeeded\n", INSECURE + unencrypted(config))
    assert [headers.get("authorization") for headers in registry.headers] == [None, "Basic YTpi"]
    assert json.loads(config.read_text()) == {"auths": {"reg.example": {"auth": "YTpi"}}}


FORBIDDEN = httpx.Response(403)
TLS_ONLY = plain_http()


@pytest.mark.parametrize(
    ("answer", "err"),
    [
        (FORBIDDEN, "login attempt to https://reg.example/v2/ failed with status: 403 Forbidden"),
        (TLS_ONLY, f'Get "https://reg.example/v2/": {TLS_ONLY.reason}'),
    ],
    ids=["forbidden", "plain"],
)
def test_without_an_engine_a_registry_that_refuses(
    without_engine: Minidocker, config: Path, answer: httpx.Response | Exception, err: str
) -> None:
    with fake_registry() as registry:
        registry.answers["GET /v2/"] = answer
        ended = without_engine("login", "-u", "a", "-p", "b", "reg.example")
    assert ended == (1, "", f"{INSECURE}{err}\n")
    assert not config.exists()
