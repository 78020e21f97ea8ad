from __future__ import annotations

from pathlib import Path

import pytest

from engineclient.connect.contexts import Context, ContextStore
from engineclient.connect.resolve import resolve
from engineclient.errors import ContextNotFound, InvalidHost, InvalidTLS


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A configuration directory with contexts `one` (in use) and `two`."""
    store = ContextStore(tmp_path)
    for name in ("one", "two"):
        store.put(Context(name, {}, {"docker": {"Host": f"tcp://{name}:1", "SkipTLSVerify": False}}))
    (tmp_path / "config.json").write_text('{"currentContext": "one"}')
    return tmp_path


@pytest.mark.parametrize(
    ("host", "context", "environ", "endpoint", "name"),
    [
        (None, None, {}, "tcp://one:1", "one"),
        ("", "", {"DOCKER_HOST": "", "DOCKER_CONTEXT": ""}, "tcp://one:1", "one"),
        (None, None, {"DOCKER_CONTEXT": "two"}, "tcp://two:1", "two"),
        (None, None, {"DOCKER_CONTEXT": "two", "DOCKER_HOST": "h"}, "tcp://h:2375", "default"),
        (None, None, {"DOCKER_CONTEXT": "default"}, "unix:///var/run/docker.sock", "default"),
        (None, "two", {"DOCKER_CONTEXT": "one", "DOCKER_HOST": "h"}, "tcp://two:1", "two"),
        (None, "default", {"DOCKER_HOST": "h"}, "tcp://h:2375", "default"),
        ("unix:///x", None, {"DOCKER_CONTEXT": "two", "DOCKER_HOST": "h"}, "unix:///x", "default"),
    ],
)
def test_the_order_of_decisions(
    folder: Path, host: str | None, context: str | None, environ: dict[str, str], endpoint: str, name: str
) -> None:
    found = resolve(host, context=context, environ=environ, config_dir=folder)
    assert (str(found), found.name) == (endpoint, name)


def test_host_and_context_exclude_each_other(folder: Path) -> None:
    with pytest.raises(InvalidHost, match="cannot specify both --host and --context"):
        resolve("h", context="two", environ={}, config_dir=folder)


def test_a_missing_context(folder: Path) -> None:
    with pytest.raises(ContextNotFound, match='context "nope": context not found'):
        resolve(context="nope", environ={}, config_dir=folder)


def test_tls_of_the_environment_is_for_default_alone(folder: Path) -> None:
    environ = {"DOCKER_TLS_VERIFY": "1", "DOCKER_CERT_PATH": str(folder)}
    (folder / "ca.pem").write_bytes(b"")
    default = resolve("h", environ=environ, config_dir=folder)
    assert default.tls is not None
    assert (default.tls.ca, default.tls.cert, default.tls.verify) == (f"{folder}/ca.pem", None, True)
    assert resolve(environ=environ, config_dir=folder).tls is None
    assert str(resolve(context="default", environ=environ, config_dir=folder)) == "tcp://localhost:2376"


def test_the_authority_must_be_there_whatever_the_host(folder: Path) -> None:
    environ = {"DOCKER_TLS": "1", "DOCKER_CERT_PATH": str(folder)}
    with pytest.raises(InvalidTLS, match=f"^open {folder}/ca.pem: no such file or directory$"):
        resolve("unix:///x", environ=environ, config_dir=folder)


def test_a_context_without_a_host_is_dockers_socket(folder: Path) -> None:
    ContextStore(folder).put(Context("bare", {}, {"docker": {"SkipTLSVerify": False}}))
    assert str(resolve(context="bare", environ={}, config_dir=folder)) == "unix:///var/run/docker.sock"
