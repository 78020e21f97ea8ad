"""Failures of TLS and ssh, each with real servers."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from engineclient import APIError, ConnectionFailed, Engine, TLSConfig
from engineclient.connect.causes import advice
from engineclient.connect.hosts import Endpoint, endpoint_of
from tests.engines import certificates

pytestmark = pytest.mark.engine


def failure(endpoint: Endpoint) -> ConnectionFailed:
    with Engine(endpoint, timeout=20) as engine, pytest.raises(ConnectionFailed) as caught:
        engine.version()
    assert caught.value.hint
    assert caught.value.command
    return caught.value


@pytest.fixture
def tls(tls_endpoint: Endpoint) -> TLSConfig:
    assert tls_endpoint.tls is not None
    return tls_endpoint.tls


def test_no_client_certificate(tls_endpoint: Endpoint, tls: TLSConfig) -> None:
    error = failure(tls_endpoint._replace(tls=TLSConfig(ca=tls.ca)))
    assert error.cause == "tls-client-certificate"
    assert "remote error: tls: " in str(error)


def test_an_authority_that_did_not_sign(tls_endpoint: Endpoint, tls: TLSConfig, tmp_path: Path) -> None:
    certificates.authority(tmp_path, "other")
    error = failure(tls_endpoint._replace(tls=replace(tls, ca=tmp_path / "other.pem")))
    assert error.cause == "tls-unknown-ca"
    assert "x509: certificate signed by unknown authority" in str(error)
    assert "other.pem" in error.hint


def test_a_name_that_the_certificate_does_not_have(tls_endpoint: Endpoint, tls: TLSConfig) -> None:
    error = failure(endpoint_of(f"tcp://127.0.0.2:{tls_endpoint.port}", tls=tls))
    assert error.cause == "port-refused"  # the engine listens on 127.0.0.1 alone
    with Engine(endpoint_of(f"tcp://localhost:{tls_endpoint.port}", tls=tls)) as engine:
        assert engine.version().api_version


def test_a_client_that_does_not_verify(tls_endpoint: Endpoint, tls: TLSConfig, tmp_path: Path) -> None:
    certificates.authority(tmp_path, "other")
    careless = replace(tls, ca=tmp_path / "other.pem", verify=False)
    with Engine(tls_endpoint._replace(tls=careless)) as engine:
        assert engine.version().api_version


def test_no_tls_where_it_is_needed(tls_endpoint: Endpoint) -> None:
    with Engine(tls_endpoint._replace(tls=None)) as engine, pytest.raises(APIError) as caught:
        engine.version()
    assert caught.value.message == "Client sent an HTTP request to an HTTPS server."
    found = advice(caught.value)
    assert found is not None
    assert found.cause == "needs-tls"


def test_ssh_with_a_user_whom_it_does_not_know(ssh_endpoint: Endpoint) -> None:
    error = failure(endpoint_of(ssh_endpoint.address.replace(f"//{ssh_endpoint.ssh().user}@", "//nosuch@")))
    assert error.cause == "ssh-denied"
    assert "has exited with exit status 255" in str(error)


def test_ssh_where_no_server_listens(ssh_endpoint: Endpoint) -> None:
    error = failure(endpoint_of("ssh://127.0.0.1:1"))
    assert error.cause == "ssh-refused"


def test_ssh_to_a_socket_that_is_not_there(ssh_endpoint: Endpoint) -> None:
    target = ssh_endpoint.ssh()
    error = failure(endpoint_of(f"ssh://{target.user}@{target.host}:{target.port}/nope"))
    assert error.cause == "ssh-far-engine"
    assert str(error) == (
        "Cannot connect to the Docker daemon at http://docker.example.com. Is the docker daemon running?"
    )


def test_a_host_key_that_has_changed(ssh_endpoint: Endpoint, ssh_folder: tuple[Path, int]) -> None:
    folder, port = ssh_folder
    known = folder / "known_hosts"
    right = known.read_text()
    known.write_text(f"[127.0.0.1]:{port} {(folder / 'id.pub').read_text()}")
    try:
        error = failure(ssh_endpoint)
    finally:
        known.write_text(right)
    assert error.cause == "ssh-host-key-changed"
    assert error.command == f"ssh-keygen -R '[127.0.0.1]:{port}'"


def test_no_ssh(ssh_endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    error = failure(ssh_endpoint)
    assert error.cause == "ssh-missing"
    assert 'exec: "ssh": executable file not found in $PATH' in str(error)
