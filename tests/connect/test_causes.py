"""From what went wrong to docker's text, the cause and the next command."""

from __future__ import annotations

import errno
import os
import socket
import ssl
from datetime import UTC, datetime
from typing import TypeVar

import pytest

from engineclient.connect.advice import ADVICE
from engineclient.connect.candidates import Candidate
from engineclient.connect.causes import advice, failed, request_text, ssh_failed
from engineclient.connect.hosts import Endpoint, parse, with_tls
from engineclient.connect.ssh import SshEnded
from engineclient.connect.tls import TLSConfig
from engineclient.errors import EngineTimeout, InvalidTLS, NotFound, api_error
from engineclient.wire.x509 import Certificate

UNIX, TCP, SSH = parse("unix:///x.sock"), parse("tcp://h:1/base"), parse("ssh://me@h:22")
TLS = with_tls(parse("tcp://h:1"), TLSConfig(ca="/ca.pem"))
NO_DAEMON = "Cannot connect to the Docker daemon at {}. Is the docker daemon running?"
GET = 'Get "http://h:1/_ping"'


E = TypeVar("E", bound=BaseException)


def os_error(number: int) -> OSError:
    return OSError(number, os.strerror(number))


@pytest.mark.parametrize(
    ("error", "endpoint", "cause", "text"),
    [
        (os_error(errno.ENOENT), UNIX, "socket-missing", NO_DAEMON.format("unix:///x.sock")),
        (os_error(errno.ECONNREFUSED), UNIX, "socket-dead", NO_DAEMON.format("unix:///x.sock")),
        (os_error(errno.ENOTSOCK), UNIX, "not-a-socket", NO_DAEMON.format("unix:///x.sock")),
        (os_error(errno.ENOTDIR), UNIX, "no-path", NO_DAEMON.format("unix:///x.sock")),
        (
            os_error(errno.EACCES),
            UNIX,
            "permission",
            (
                "permission denied while trying to connect to the Docker daemon socket at unix:///x.sock: "
                f"{GET}: dial unix /x.sock: connect: permission denied"
            ),
        ),
        (os_error(errno.ECONNREFUSED), TCP, "port-refused", NO_DAEMON.format("tcp://h:1/base")),
        (TimeoutError(), TCP, "connect-timeout", NO_DAEMON.format("tcp://h:1/base")),
        (
            os_error(errno.EHOSTUNREACH),
            TCP,
            "no-route",
            f"error during connect: {GET}: dial tcp h:1: connect: no route to host",
        ),
        (
            socket.gaierror(socket.EAI_NONAME, "Name or service not known"),
            TCP,
            "no-such-host",
            f"error during connect: {GET}: dial tcp: lookup h: no such host",
        ),
        (EOFError(), UNIX, "closed", f"error during connect: {GET}: EOF"),
        (
            os_error(errno.ECONNRESET),
            UNIX,
            "closed",
            f"error during connect: {GET}: read unix @->{UNIX.address}: read: connection reset by peer",
        ),
        (
            os_error(errno.EPIPE),
            UNIX,
            "closed",
            f"error during connect: {GET}: write unix @->{UNIX.address}: write: broken pipe",
        ),
    ],
)
def test_of_the_operating_system(error: BaseException, endpoint: Endpoint, cause: str, text: str) -> None:
    found = failed(error, endpoint, GET)
    assert (found.cause, str(found)) == (cause, text)
    assert found.hint
    assert found.command
    assert "{" not in found.hint + found.command


def test_what_is_no_http() -> None:
    found = failed(with_facts(ValueError(), first=b"SSH-2.0-OpenSSH_9\r\nmore"), TCP, GET)
    assert str(found) == (
        f'{GET}: net/http: HTTP/1.x transport connection broken: malformed HTTP response "SSH-2.0-OpenSSH_9".\n'
        "* Are you trying to connect to a TLS-enabled daemon without TLS?"
    )
    assert found.cause == "not-http"


def with_facts(error: E, **facts: object) -> E:
    vars(error).update(facts)
    return error


def tls_error(reason: str, code: int = 0) -> ssl.SSLError:
    error = ssl.SSLCertVerificationError() if code else ssl.SSLError()
    error.reason = reason
    if isinstance(error, ssl.SSLCertVerificationError):
        error.verify_code = code
    return error


NOW = datetime(2026, 11, 28, 5, 0, 0, tzinfo=UTC)
CERTIFICATE = Certificate(
    "s",
    "ca",
    ("other.example", "x"),
    ("127.0.0.1", "::1"),
    datetime(2020, 1, 1, tzinfo=UTC),
    datetime(2021, 1, 1, tzinfo=UTC),
)
X509 = f"error during connect: {GET}: tls: failed to verify certificate: x509: "


@pytest.mark.parametrize(
    ("reason", "code", "cause", "text"),
    [
        ("CERTIFICATE_VERIFY_FAILED", 20, "tls-unknown-ca", f"{X509}certificate signed by unknown authority"),
        (
            "CERTIFICATE_VERIFY_FAILED",
            10,
            "tls-expired",
            (
                f"{X509}certificate has expired or is not yet valid: current time 2026-11-28T05:00:00Z is after "
                "2021-01-01T00:00:00Z"
            ),
        ),
        (
            "CERTIFICATE_VERIFY_FAILED",
            62,
            "tls-wrong-name",
            f"{X509}certificate is valid for other.example, x, not h",
        ),
        (
            "CERTIFICATE_VERIFY_FAILED",
            64,
            "tls-wrong-name",
            f"{X509}certificate is valid for 127.0.0.1, ::1, not h",
        ),
        (
            "TLSV13_ALERT_CERTIFICATE_REQUIRED",
            0,
            "tls-client-certificate",
            f"error during connect: {GET}: remote error: tls: certificate required",
        ),
        (
            "SSLV3_ALERT_CERTIFICATE_EXPIRED",
            0,
            "tls-client-expired",
            f"error during connect: {GET}: remote error: tls: expired certificate",
        ),
        (
            "SSLV3_ALERT_BAD_CERTIFICATE",
            0,
            "tls-client-certificate",
            (
                "the server probably has client authentication (--tlsverify) enabled; check your TLS client certification "
                f"settings: {GET}: remote error: tls: bad certificate"
            ),
        ),
    ],
)
def test_of_tls(reason: str, code: int, cause: str, text: str) -> None:
    found = failed(with_facts(tls_error(reason, code), certificate=CERTIFICATE), TLS, GET, now=NOW)
    assert (found.cause, str(found)) == (cause, text)


@pytest.mark.parametrize(
    ("first", "text"),
    [
        (b"HTTP/1.0 400 Bad Request", "http: server gave HTTP response to HTTPS client"),
        (b"SSH-2.0", "tls: first record does not look like a TLS handshake"),
    ],
)
def test_a_peer_without_tls(first: bytes, text: str) -> None:
    found = failed(with_facts(tls_error("WRONG_VERSION_NUMBER"), first=first), TLS, GET)
    assert (found.cause, str(found)) == ("no-tls", f"error during connect: {GET}: {text}")


@pytest.mark.parametrize(
    ("status", "errors", "cause"),
    [
        (255, "me@h: Permission denied (publickey).\r\n", "ssh-denied"),
        (
            255,
            "@@@ WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED! @@@\nHost key verification failed.",
            "ssh-host-key-changed",
        ),
        (
            255,
            "No ED25519 host key is known for h\nHost key verification failed.\r\n",
            "ssh-host-key-unknown",
        ),
        (255, "ssh: connect to host h port 22: Connection refused\r\n", "ssh-refused"),
        (255, "ssh: Could not resolve hostname h: Name or service not known\r\n", "ssh-no-such-host"),
        (255, "ssh: connect to host h port 22: Connection timed out\r\n", "ssh-timeout"),
        (127, "bash: line 1: docker: command not found\n", "ssh-no-docker"),
        (1, "", "ssh-failed"),
        (None, "", "ssh-missing"),
    ],
)
def test_of_ssh(status: int | None, errors: str, cause: str) -> None:
    error = SshEnded(["ssh", "h"], status, errors)
    found = ssh_failed(error, SSH, GET)
    assert (found.cause, str(found)) == (cause, f"error during connect: {GET}: {error}")
    assert found.hint
    assert "{" not in found.hint + found.command


def test_a_far_engine_that_is_dead() -> None:
    errors = "failed to open the raw stream connection: dial unix /x: connect: no such file or directory"
    found = ssh_failed(SshEnded(["ssh"], 1, errors), SSH)
    assert (found.cause, str(found)) == ("ssh-far-engine", NO_DAEMON.format("http://docker.example.com"))


def test_other_sockets_are_named() -> None:
    others = [
        Candidate("rootless Docker", "/run/user/1/docker.sock"),
        Candidate("Podman", "/run/podman/podman.sock"),
    ]
    found = failed(os_error(errno.ENOENT), UNIX, others=others)
    assert found.hint == (
        "There is no socket at /x.sock: no engine has made one. rootless Docker has one at /run/user/1/docker.sock. "
        "Podman has one at /run/podman/podman.sock."
    )
    assert found.command == "export DOCKER_HOST=unix:///run/user/1/docker.sock"


@pytest.mark.parametrize(
    ("error", "cause"),
    [
        (failed(EOFError(), UNIX), "closed"),
        (
            api_error(400, "client version 1.99 is too new. Maximum supported API version is 1.51"),
            "api-too-new",
        ),
        (
            api_error(400, "client version 1.10 is too old. Minimum supported API version is 1.24"),
            "api-too-old",
        ),
        (api_error(400, "Client sent an HTTP request to an HTTPS server."), "needs-tls"),
        (api_error(502, "Bad Gateway", b"<HTML>"), "proxy"),
        (EngineTimeout("x"), "timeout"),
        (InvalidTLS("open ca.pem: no such file or directory"), "tls-files"),
    ],
)
def test_advice(error: BaseException, cause: str) -> None:
    found = advice(error)
    assert found is not None
    assert found.cause == cause


@pytest.mark.parametrize(
    "error", [NotFound(404, "No such container: x"), api_error(502, "no bridge"), ValueError("x")]
)
def test_no_advice(error: BaseException) -> None:
    assert advice(error) is None


@pytest.mark.parametrize("cause", ADVICE)
def test_every_cause_has_a_sentence(cause: str) -> None:
    assert ADVICE[cause].hint.endswith(".") or "?" in ADVICE[cause].hint


@pytest.mark.parametrize(
    ("endpoint", "text"),
    [
        (UNIX, 'Get "http://%2Fx.sock/v1.50/info"'),
        (TCP, 'Get "http://h:1/base/v1.50/info"'),
        (TLS, 'Get "https://h:1/v1.50/info"'),
        (SSH, 'Get "http://docker.example.com/v1.50/info"'),
    ],
)
def test_request_text(endpoint: Endpoint, text: str) -> None:
    assert request_text("GET", endpoint, "/v1.50/info") == text
