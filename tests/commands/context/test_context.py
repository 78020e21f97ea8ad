"""The commands of contexts in this process; that they are docker's, tests/differential tells."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.commands.engine import Minidocker
from tests.support import docker_client

DEFAULT = "Current DOCKER_HOST based configuration"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty configuration directory, and an environment that names no engine."""
    for name in ("DOCKER_HOST", "DOCKER_CONTEXT", "DOCKER_TLS", "DOCKER_TLS_VERIFY", "DOCKER_CERT_PATH"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DOCKER_CONFIG", str(tmp_path / "config"))
    monkeypatch.chdir(tmp_path)
    return tmp_path / "config"


@pytest.fixture
def two(minidocker: Minidocker) -> None:
    """Contexts `one` and `two`."""
    minidocker("context", "create", "one", "--docker", "host=tcp://h:1", "--description", "first")
    minidocker("context", "create", "two", "--docker", "host=unix:///x,skip-tls-verify=true")


def test_create_use_show_rm(minidocker: Minidocker, folder: Path) -> None:
    assert minidocker("context", "create", "one", "--docker", "host=tcp://h:1") == (
        0,
        "one\n",
        'Successfully created context "one"\n',
    )
    assert minidocker("context", "use", "one") == (0, "one\n", 'Current context is now "one"\n')
    assert json.loads((folder / "config.json").read_text())["currentContext"] == "one"
    assert minidocker("context", "show").out == "one\n"
    assert minidocker("--context", "nope", "context", "show").out == "nope\n"
    assert minidocker("context", "rm", "one").err == 'context "one" is in use, set -f flag to force remove\n'
    assert minidocker("context", "rm", "-f", "one", "gone") == (0, "one\ngone\n", "")
    assert minidocker("context", "show").out == "default\n"


@pytest.mark.usefixtures("two")
def test_ls(minidocker: Minidocker) -> None:
    assert minidocker("context", "ls").out == (
        "NAME        DESCRIPTION                               DOCKER ENDPOINT               ERROR\n"
        f"default *   {DEFAULT}   unix:///var/run/docker.sock   \n"
        "one         first                                     tcp://h:1                     \n"
        "two                                                   unix:///x                     \n"
    )
    assert minidocker("context", "ls", "-q").out == "default\none\ntwo\n"
    assert minidocker(
        "--context", "nope", "context", "ls", "--format", "{{.Name}} {{.Current}} {{.Error}}"
    ).out == (
        'default false \nnope true context "nope": context not found: open /tmp…\none false \ntwo false \n'
        if str(Path.cwd()).startswith("/tmp")
        else minidocker(
            "--context", "nope", "context", "ls", "--format", "{{.Name}} {{.Current}} {{.Error}}"
        ).out
    )


@pytest.mark.usefixtures("two")
def test_docker_host_overrides(minidocker: Minidocker, monkeypatch: pytest.MonkeyPatch) -> None:
    minidocker("context", "use", "one")
    monkeypatch.setenv("DOCKER_HOST", "tcp://y")
    ended = minidocker("context", "ls", "--format", "{{.Name}}{{if .Current}} *{{end}} {{.DockerEndpoint}}")
    assert ended.out == "default * tcp://y:2375\none tcp://h:1\ntwo unix:///x\n"
    assert ended.err.startswith("Warning: DOCKER_HOST environment variable overrides the active context.")
    assert 'To use "two"' in minidocker("context", "use", "two").err


@pytest.mark.usefixtures("two")
@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("{{.Name}}", "one"),
        ("{{.Metadata.Metadata.Description}}", "first"),
        ("{{.Endpoints.docker.Host}}", "tcp://h:1"),
        ("{{.Metadata}}", "{one {first map[]} map[docker:{tcp://h:1 false}]}"),
        ("{{json .Endpoints}}", '{"docker":{"Host":"tcp://h:1","SkipTLSVerify":false}}'),
        ("{{json .TLSMaterial}}", "{}"),
    ],
)
def test_inspect_through_a_template(minidocker: Minidocker, template: str, text: str) -> None:
    assert minidocker("context", "inspect", "one", "-f", template) == (0, f"{text}\n", "")


@pytest.mark.usefixtures("two")
def test_inspect(minidocker: Minidocker) -> None:
    ended = minidocker("context", "inspect", "two", "nope", "default")
    assert ended.code == 1
    assert 'context "nope": context not found' in ended.err
    two, default = json.loads(ended.out)
    assert list(two) == ["Name", "Metadata", "Endpoints", "TLSMaterial", "Storage"]
    assert two["Endpoints"] == {"docker": {"Host": "unix:///x", "SkipTLSVerify": True}}
    assert default["Storage"] == {"MetadataPath": "<IN MEMORY>", "TLSPath": "<IN MEMORY>"}
    assert "\\u003cIN MEMORY\\u003e" in ended.out


@pytest.mark.usefixtures("two")
def test_update(minidocker: Minidocker) -> None:
    assert minidocker("context", "update", "one", "--docker", "host=tcp://i:2").err == (
        'Successfully updated context "one"\n'
    )
    shown = minidocker(
        "context", "inspect", "one", "-f", "{{.Metadata.Metadata.Description}} {{.Endpoints.docker.Host}}"
    )
    assert shown.out == "first tcp://i:2\n"
    assert minidocker("context", "update", "nope").code == 1


@pytest.mark.usefixtures("two")
def test_copies(minidocker: Minidocker) -> None:
    minidocker("context", "create", "three", "--from", "one")
    minidocker("--context", "two", "context", "create", "four", "--description", "own")
    shown = minidocker("context", "ls", "--format", "{{.Name}} {{.Description}} {{.DockerEndpoint}}").out
    assert "three first tcp://h:1\n" in shown
    assert "four own unix:///x\n" in shown


@pytest.mark.usefixtures("two")
def test_export_and_import(minidocker: Minidocker) -> None:
    assert minidocker("context", "export", "one").err == 'Written file "one.dockercontext"\n'
    assert minidocker("context", "export", "one").err == "open one.dockercontext: file exists\n"
    assert minidocker("context", "import", "copy", "one.dockercontext").out == "copy\n"
    assert minidocker("context", "import", "one", "one.dockercontext").err == 'context "one" already exists\n'
    shown = minidocker("context", "inspect", "copy", "-f", "{{.Endpoints.docker.Host}}").out
    assert shown == "tcp://h:1\n"


@pytest.mark.parametrize(
    ("args", "error"),
    [
        (["create", "a"], 'context name "a" is invalid'),
        (["create", "ab", "--docker", "nope=1"], "unrecognized config key: nope"),
        (["create", "ab", "--docker", "host"], "host must be formatted as key=value"),
        (
            ["create", "ab", "--docker", "host=tcp://h,skip-tls-verify=maybe"],
            'parsing "maybe": invalid syntax',
        ),
        (
            ["create", "ab", "--docker", "host=tcp://h,ca=nope.pem"],
            "open nope.pem: no such file or directory",
        ),
        (["create", "ab", "--docker", "host=ssh://u:p@h"], "plain-text password is not supported"),
        (["create", "ab", "--docker", "host=h"], "unable to parse docker host `h`"),
        (
            ["create", "ab", "--from", "x1", "--docker", "host=tcp://h"],
            "cannot use --docker flag when --from is set",
        ),
        (["use", "nope"], 'context "nope": context not found'),
        (["use"], "accepts 1 arg(s), received 0"),
        (["rm", "default"], 'context "default" cannot be removed'),
        (["rm", "nope"], 'context "nope" does not exist'),
        (["export", "nope", "-"], 'context "nope": context not found'),
        (["import", "ab", "nope"], "open nope: no such file or directory"),
        (["update", "default"], '"default" is a reserved context name'),
    ],
)
def test_refused(minidocker: Minidocker, args: list[str], error: str) -> None:
    ended = minidocker("context", *args)
    assert ended.code in (1, 125)
    assert error in ended.err


@pytest.mark.parametrize(
    ("args", "error"),
    [
        (
            ["--context", "nope"],
            'unable to resolve docker endpoint: context "nope": context not found: open ',
        ),
        (["--context", "a1,b2"], "this command works on one engine, and --context names several: a1,b2"),
        (["-H", "a", "-H", "b"], "unable to resolve docker endpoint: Specify only one -H"),
        (["-H", "fd://"], "unable to parse docker host `fd://`"),
        (["-H", "npipe://"], "protocol not available"),
        (["--tls"], "unable to resolve docker endpoint: open "),
    ],
)
def test_a_command_without_an_engine_to_be_had(folder: Path, args: list[str], error: str) -> None:
    cli = Path(__file__).parents[3] / "cli.py"
    ended = subprocess.run([sys.executable, cli, *args, "version"], capture_output=True, text=True)
    assert ended.returncode == 1
    assert f"Failed to initialize: {error}" in ended.stderr


def test_docker_reads_what_we_write_and_we_what_docker_writes(minidocker: Minidocker, tmp_path: Path) -> None:
    docker = docker_client()
    if docker is None:
        pytest.skip("there is no docker client to share the store with")
    environ = {name: value for name, value in os.environ.items() if not name.startswith("DOCKER_")}

    def theirs(*args: str) -> str:
        ended = subprocess.run(
            ["sh", "-c", f'{docker} "$@"', "docker", "context", *args],
            env={**environ, "DOCKER_CONFIG": os.environ["DOCKER_CONFIG"]}, capture_output=True, text=True, check=True,
        )  # fmt: skip
        return ended.stdout

    minidocker("context", "create", "ours", "--docker", "host=tcp://h:1", "--description", "<&> ü")
    theirs("create", "theirs", "--docker", "host=tcp://i:2", "--description", "<&> é")
    for args in (["ls"], ["inspect", "ours", "theirs"], ["ls", "--format", "json"]):
        assert minidocker("context", *args).out == theirs(*args)
    theirs("export", "theirs", str(tmp_path / "theirs.tar"))
    minidocker("context", "export", "theirs", "ours.tar")
    assert (tmp_path / "ours.tar").read_bytes().rstrip(b"\0") == (
        tmp_path / "theirs.tar"
    ).read_bytes().rstrip(b"\0")
    theirs("import", "back", str(tmp_path / "ours.tar"))
    minidocker("context", "rm", "theirs")
    assert theirs("ls", "-q") == "back\ndefault\nours\n"
    shutil.rmtree(os.environ["DOCKER_CONFIG"])
