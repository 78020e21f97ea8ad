"""Where credentials come from and go to: config.json, helpers, the environment."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode
from pathlib import Path
from typing import Any

import pytest

from engineclient.connect.configfile import HUB, ConfigFile
from engineclient.connect.credentialhelper import HelperFailed
from engineclient.connect.credentials import Credentials, hostname, registry_of, registry_of_search
from engineclient.models.system import AuthConfig

HELPER = """#!/bin/sh
# keeps what it is told in files beside itself, one a server
there=$(dirname "$0")/kept; mkdir -p "$there"
told=$(cat); printf '%s %s\\n' "$1" "$told" >> "$there/asked"
case $1 in
    store) printf %s "$told" > "$there/last" ;;
    get) [ -f "$there/answer" ] && cat "$there/answer" && exit
         echo "credentials not found in native keychain"; exit 1 ;;
esac
"""
NOT_FOUND = "executable file not found in $PATH"
BROKEN = "#!/bin/sh\ncat > /dev/null; echo out of order; exit 3\n"


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    directory = tmp_path / "programs"
    directory.mkdir()
    for name, text in (("works", HELPER), ("broken", BROKEN)):
        path = directory / f"docker-credential-{name}"
        path.write_text(text)
        path.chmod(0o755)
    monkeypatch.setenv("PATH", f"{directory}:/usr/bin:/bin")
    return directory


def credentials(directory: Path, content: Any, environ: dict[str, str] | None = None) -> Credentials:
    (directory / "config.json").write_text(json.dumps(content))
    return Credentials(ConfigFile(directory), environ or {})


def saved(directory: Path) -> Any:
    return json.loads((directory / "config.json").read_text())


def header(found: Credentials, server: str) -> Any:
    return json.loads(urlsafe_b64decode(found.header(server)))


@pytest.mark.parametrize(
    ("auths", "server", "sent"),
    [
        ({}, "x.io", {}),
        ({"x.io": {"auth": "YTpi"}}, "y.io", {}),
        ({"x.io": {"auth": "YTpi"}}, "x.io", {"username": "a", "password": "b", "serveraddress": "x.io"}),
        (
            {"x.io": {"username": "u", "password": "p"}},
            "x.io",
            {"username": "u", "password": "p", "serveraddress": "x.io"},
        ),
        (
            {"https://x.io/v1/": {"auth": "YTpi", "email": "m"}},
            "x.io",
            {"username": "a", "password": "b", "serveraddress": "https://x.io/v1/", "email": "m"},
        ),
        (
            {"x.io": {"auth": "YTo=", "identitytoken": "t", "registrytoken": "r"}},
            "x.io",
            {"username": "a", "serveraddress": "x.io", "identitytoken": "t", "registrytoken": "r"},
        ),
        ({"x.io": {"auth": "!!!"}}, "x.io", {"auth": "!!!"}),
    ],
)
def test_from_the_file(tmp_path: Path, auths: Any, server: str, sent: Any) -> None:
    assert header(credentials(tmp_path, {"auths": auths}), server) == sent


def test_the_header_is_base64_for_urls(tmp_path: Path) -> None:
    found = credentials(tmp_path, {"auths": {"x.io": {"username": "a", "password": "???>>>~~~"}}})
    assert not set(found.header("x.io")) & set("+/")


@pytest.mark.parametrize(
    ("answer", "sent"),
    [
        (None, {}),
        ({"Username": "a", "Secret": "b"}, {"username": "a", "password": "b", "serveraddress": "x.io"}),
        ({"Username": "<token>", "Secret": "t"}, {"serveraddress": "x.io", "identitytoken": "t"}),
    ],
)
@pytest.mark.parametrize(
    "config", [{"credsStore": "works"}, {"credsStore": "broken", "credHelpers": {"x.io": "works"}}]
)
def test_from_a_helper(tmp_path: Path, programs: Path, config: Any, answer: Any, sent: Any) -> None:
    (programs / "kept").mkdir()
    if answer:
        (programs / "kept" / "answer").write_text(json.dumps(answer))
    assert header(credentials(tmp_path, config), "x.io") == sent
    assert (programs / "kept" / "asked").read_text() == "get x.io\n"


@pytest.mark.parametrize(
    ("name", "error"),
    [
        ("broken", "error getting credentials - err: exit status 3, out: `out of order`"),
        (
            "absent",
            f'error getting credentials - err: exec: "docker-credential-absent": {NOT_FOUND}, out: ``',
        ),
    ],
)
def test_a_broken_helper(tmp_path: Path, programs: Path, name: str, error: str) -> None:
    found = credentials(tmp_path, {"credsStore": name, "auths": {"x.io": {"auth": "YTpi"}}})
    with pytest.raises(HelperFailed) as raised:
        found.get("x.io")
    assert str(raised.value) == error
    assert header(found, "x.io")["username"] == "a"  # what the file has is better than nothing


def test_a_helper_that_talks_nonsense(tmp_path: Path, programs: Path) -> None:
    (programs / "kept").mkdir()
    (programs / "kept" / "answer").write_text("[]")
    with pytest.raises(HelperFailed, match="error getting credentials"):
        credentials(tmp_path, {"credsStore": "works"}).get("x.io")


def test_stored_in_the_file(tmp_path: Path) -> None:
    found = credentials(tmp_path, {"own": 1})
    wanted = AuthConfig(username="a", password="b", serveraddress="x.io")
    assert found.store(wanted)
    assert saved(tmp_path) == {"auths": {"x.io": {"auth": "YTpi"}}, "own": 1}
    assert not found.store(wanted)  # it is there already


def test_a_token_is_no_password(tmp_path: Path) -> None:
    found = credentials(tmp_path, {})
    assert not found.store(AuthConfig(username="a", identity_token="t", serveraddress="x.io"))
    assert saved(tmp_path)["auths"] == {"x.io": {"auth": "YTo=", "identitytoken": "t"}}


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"username": "a", "password": "b"}, {"Username": "a", "Secret": "b"}),
        ({"username": "a", "identity_token": "t"}, {"Username": "<token>", "Secret": "t"}),
    ],
)
def test_stored_by_a_helper(tmp_path: Path, programs: Path, given: Any, told: Any) -> None:
    found = credentials(tmp_path, {"credsStore": "works"})
    assert not found.store(AuthConfig(serveraddress="x.io", **given))
    assert json.loads((programs / "kept" / "last").read_text()) == {"ServerURL": "x.io", **told}
    assert saved(tmp_path) == {"auths": {"x.io": {}}, "credsStore": "works"}


def test_erased(tmp_path: Path, programs: Path) -> None:
    found = credentials(tmp_path, {"credsStore": "works", "auths": {"x.io": {}, "y.io": {}}})
    found.erase("x.io")
    assert (programs / "kept" / "asked").read_text() == "erase x.io\n"
    assert saved(tmp_path)["auths"] == {"y.io": {}}


def test_erasing_nothing_leaves_the_file_alone(tmp_path: Path) -> None:
    found = credentials(tmp_path, {"own": 1})
    found.erase("x.io")
    assert saved(tmp_path) == {"own": 1}


@pytest.mark.parametrize(
    ("content", "used"),
    [({}, True), ({"auths": {"y.io": {}}}, False), ({"credHelpers": {"y.io": "works"}}, False)],
)
def test_the_system_s_helper_only_for_a_file_without_credentials(
    tmp_path: Path, programs: Path, monkeypatch: pytest.MonkeyPatch, content: Any, used: bool
) -> None:
    monkeypatch.setattr("engineclient.connect.credentialhelper.default_helper", lambda: "works")
    credentials(tmp_path, content).get("x.io")
    assert (programs / "kept" / "asked").exists() == used


def test_the_environment_comes_first(tmp_path: Path) -> None:
    environ = {"DOCKER_AUTH_CONFIG": '{"auths": {"x.io": {"auth": "ZTpm"}}}'}
    content = {"auths": {"x.io": {"auth": "YTpi"}, "y.io": {"auth": "YTpi"}}}
    found = credentials(tmp_path, content, environ)
    assert [found.get(server).username for server in ("x.io", "y.io")] == ["e", "a"]


@pytest.mark.parametrize(
    "text", ["{bad", "[]", '{"auths": 3}', '{"auths": {"x.io": {}}}', '{"auths": {"x.io": {"auth": "!"}}}']
)
def test_a_bad_environment_is_told_and_left_aside(tmp_path: Path, text: str) -> None:
    found = credentials(tmp_path, {"auths": {"x.io": {"auth": "YTpi"}}}, {"DOCKER_AUTH_CONFIG": text})
    assert found.complaint.startswith("Failed to create credential store from DOCKER_AUTH_CONFIG: ")
    assert found.get("x.io").username == "a"


@pytest.mark.parametrize(
    ("reference", "server"),
    [("busybox", HUB), ("docker.io/me/x:1", HUB), ("index.docker.io/x", HUB), ("h.io:5000/x", "h.io:5000")],
)
def test_registry_of(reference: str, server: str) -> None:
    assert registry_of(reference) == server


@pytest.mark.parametrize(
    ("term", "server"),
    [
        ("x", HUB),
        ("a/b", HUB),
        ("docker.io/x", HUB),
        ("reg.io:50/x", "reg.io:50"),
        ("localhost/x", "localhost"),
    ],
)
def test_registry_of_search(term: str, server: str) -> None:
    assert registry_of_search(term) == server


@pytest.mark.parametrize("address", ["h:5", "http://h:5", "https://h:5/v2/", "h:5/x"])
def test_hostname(address: str) -> None:
    assert hostname(address) == "h:5"
