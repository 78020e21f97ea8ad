from __future__ import annotations

import getpass
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from engineclient.connect.hosts import Endpoint, endpoint_of
from engineclient.connect.tls import TLSConfig
from tests.engines import selection
from tests.peers import sshd


@pytest.fixture(scope="session")
def tls_endpoint(engine_host: str, engine_images: object) -> Endpoint:
    """The engine with TLS."""
    found = selection.tls()
    if found is None:
        pytest.skip("the engine that was named is not known by TLS")
    host, folder = found
    tls = TLSConfig(folder / "ca.pem", folder / "cert.pem", folder / "key.pem")
    return endpoint_of(host, tls=tls)


@pytest.fixture(scope="session")
def ssh_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, int]]:
    """The directory and the port of an sshd."""
    if sshd.SSHD is None:
        pytest.skip("there is no sshd (openssh-server)")
    folder = tmp_path_factory.mktemp("ssh")
    with sshd.running(folder) as port:
        yield folder, port


@pytest.fixture
def ssh_endpoint(
    engine_host: str, engine_images: object, ssh_folder: tuple[Path, int], monkeypatch: pytest.MonkeyPatch
) -> Endpoint:
    """The engine through ssh, and an ssh on PATH that may connect there."""
    return by_ssh(engine_host, *ssh_folder, monkeypatch)


def by_ssh(engine_host: str, folder: Path, port: int, monkeypatch: pytest.MonkeyPatch) -> Endpoint:
    """The engine through the sshd of a directory."""
    monkeypatch.setenv("PATH", f"{folder / 'bin'}:{os.environ['PATH']}")
    path = engine_host.removeprefix("unix://")
    return endpoint_of(f"ssh://{getpass.getuser()}@127.0.0.1:{port}{path}")


@pytest.fixture(params=["tls", "ssh"])
def peer(request: pytest.FixtureRequest) -> Endpoint:
    """The engine with TLS, and through ssh."""
    endpoint: Endpoint = request.getfixturevalue(f"{request.param}_endpoint")
    return endpoint
