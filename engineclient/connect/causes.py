"""Explains connection errors: docker's own message, the likely cause, and a command to run next.

No I/O: tables map what the operating system, TLS, ssh, HTTP or the engine reports to the causes in `connect.advice`.
`failed` makes the error to raise; `advice` returns the cause and the next command for any error of this package.
"""

from __future__ import annotations

import errno
import re
import socket
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from engineclient.connect.advice import ADVICE, Advice
from engineclient.connect.proxies import ProxyRefused
from engineclient.connect.socket_group import group_of
from engineclient.connect.ssh import NO_SUCH_COMMAND
from engineclient.errors import (
    APIError,
    ConnectionFailed,
    ContextNotFound,
    EngineTimeout,
    InvalidTLS,
    StreamTruncated,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engineclient.connect.candidates import Candidate
    from engineclient.connect.hosts import Endpoint
    from engineclient.connect.ssh import SshEnded
    from engineclient.wire.x509 import Certificate

NO_DAEMON: Final = "Cannot connect to the Docker daemon at {host}. Is the docker daemon running?"
_PROGRAM: Final = "minidocker"
_CLIENT_AUTHENTICATION: Final = (
    "the server probably has client authentication (--tlsverify) enabled; "
    "check your TLS client certification settings: "
)
_RESPONSE: Final = "malformed HTTP response"
_NO_TLS: Final = ".\n* Are you trying to connect to a TLS-enabled daemon without TLS?"

_BY_ERRNO: Final = {
    errno.ENOENT: "socket-missing",
    errno.ECONNREFUSED: "socket-dead",
    errno.ENOTSOCK: "not-a-socket",
    errno.EPROTOTYPE: "not-a-socket",
    errno.ENOTDIR: "no-path",
    errno.EACCES: "permission",
    errno.EPERM: "permission",
}
_BY_ERRNO_OF_TCP: Final = {
    errno.ECONNREFUSED: "port-refused",
    errno.ENETUNREACH: "no-route",
    errno.EHOSTUNREACH: "no-route",
    errno.ENETDOWN: "no-route",
    errno.ETIMEDOUT: "connect-timeout",
    errno.EACCES: "no-route",
    errno.EPERM: "no-route",
}
_CLOSED: Final = frozenset((errno.ECONNRESET, errno.EPIPE, errno.ECONNABORTED, errno.ESHUTDOWN))

# OpenSSL's error numbers for certificates
_EXPIRED, _NOT_YET, _WRONG_NAME, _WRONG_ADDRESS = 10, 9, 62, 64

# TLS alerts of the other side, by OpenSSL's name: Go's text and the cause
_ALERTS: Final = (
    ("CERTIFICATE_REQUIRED", "certificate required", "tls-client-certificate"),
    ("CERTIFICATE_EXPIRED", "expired certificate", "tls-client-expired"),
    ("BAD_CERTIFICATE", "bad certificate", "tls-client-certificate"),
    ("UNKNOWN_CA", "unknown certificate authority", "tls-client-certificate"),
    ("CERTIFICATE_UNKNOWN", "unknown certificate", "tls-client-certificate"),
    ("CERTIFICATE_REVOKED", "revoked certificate", "tls-client-certificate"),
    ("UNSUPPORTED_CERTIFICATE", "unsupported certificate", "tls-client-certificate"),
    ("ACCESS_DENIED", "access denied", "tls-client-certificate"),
    ("PROTOCOL_VERSION", "protocol version not supported", "tls-handshake"),
    ("HANDSHAKE_FAILURE", "handshake failure", "tls-handshake"),
    ("UNRECOGNIZED_NAME", "unrecognized name", "tls-wrong-name"),
    ("INTERNAL_ERROR", "internal error", "tls-handshake"),
)
_NOT_TLS: Final = frozenset(
    (
        "WRONG_VERSION_NUMBER",
        "HTTP_REQUEST",
        "HTTPS_PROXY_REQUEST",
        "PACKET_LENGTH_TOO_LONG",
        "UNKNOWN_PROTOCOL",
    )
)

# The output of ssh, or of the remote shell, and the cause
_SSH: Final = tuple(
    (re.compile(pattern), cause)
    for pattern, cause in (
        (r"REMOTE HOST IDENTIFICATION HAS CHANGED", "ssh-host-key-changed"),
        (r"Host key verification failed|host key is known", "ssh-host-key-unknown"),
        (r"Permission denied|Too many authentication failures|No supported authentication", "ssh-denied"),
        (r"Could not resolve hostname", "ssh-no-such-host"),
        (r"Connection refused", "ssh-refused"),
        (r"timed out|Network is unreachable|No route to host", "ssh-timeout"),
        (r"command not found|not found|No such file or directory", "ssh-no-docker"),
        (r"failed to open the raw stream connection", "ssh-far-engine"),
    )
)

# The answer of an engine or a proxy, and the cause
_ANSWERS: Final = tuple(
    (re.compile(pattern), cause)
    for pattern, cause in (
        (r"Client sent an HTTP request to an HTTPS server", "needs-tls"),
        (r"client version \S+ is too new", "api-too-new"),
        (r"client version \S+ is too old", "api-too-old"),
    )
)
_PROXY_STATUS: Final = frozenset((407, 502, 504))


def failed(
    error: BaseException,
    endpoint: Endpoint,
    request: str = "",
    *,
    now: datetime | None = None,
    others: Sequence[Candidate] = (),
) -> ConnectionFailed:
    """The error to raise for an error of the operating system or of TLS, or for an EOFError (the peer closed).

    Args:
        error: the error. It may have the attributes `first` (the peer's first bytes, if they are not TLS or HTTP) and
            `certificate` (the peer's certificate, if that was rejected).
        endpoint: the engine.
        request: the request that failed, from `request_text`.
        now: the current time, to check certificates.
        others: sockets of other engines, which the hint mentions if docker's own is missing.

    """
    cause, text = _cause(error, endpoint, now or datetime.now(UTC))
    facts = _facts(endpoint)
    advised = ADVICE[cause]
    if cause == "permission":
        facts["group"] = group_of(endpoint.address)
        advised = advised if facts["group"] else ADVICE["permission-owner"]
    _cause_name, hint, command = advised.filled(facts)
    if cause in ("socket-missing", "socket-dead") and others:
        hint = " ".join((hint, *(f"{each.engine} has one at {each.path}." for each in others)))
        command = f"export DOCKER_HOST={others[0].host}"
    return ConnectionFailed(
        _message(cause, text, endpoint, request), host=str(endpoint), hint=hint, cause=cause, command=command
    )


def ssh_failed(error: SshEnded, endpoint: Endpoint, request: str = "") -> ConnectionFailed:
    """The error to raise if ssh, or the command that it ran, has ended."""
    cause = _ssh_cause(error)
    advised = ADVICE[cause].filled(_facts(endpoint))
    text = f"error during connect: {request}{': ' if request else ''}{error}"
    if cause == "ssh-far-engine":
        text = NO_DAEMON.format(host=f"http://{endpoint.authority}")
    return ConnectionFailed(
        text, host=str(endpoint), hint=advised.hint, cause=cause, command=advised.command, reached=False
    )


def _ssh_cause(error: SshEnded) -> str:
    if error.status is None:
        return "ssh-missing"
    if error.status == NO_SUCH_COMMAND:
        return "ssh-no-docker"
    return next((name for pattern, name in _SSH if pattern.search(error.errors)), "ssh-failed")


def advice(error: BaseException) -> Advice | None:
    """The advice for an error that was raised; None if there is nothing to add to its message."""
    match error:
        case ConnectionFailed():
            return Advice(error.cause, error.hint, error.command) if error.hint else None
        case APIError():
            cause = next((name for pattern, name in _ANSWERS if pattern.search(error.message)), "")
            if not cause and error.status in _PROXY_STATUS and b"<html" in error.raw.lower():
                cause = "proxy"
            return ADVICE[cause].filled(_Unknown()) if cause else None
        case StreamTruncated():
            return ADVICE["closed"].filled({})
        case EngineTimeout():
            return ADVICE["timeout"].filled(_Unknown())
        case InvalidTLS():
            return ADVICE["tls-files"].filled({})
        case ContextNotFound():
            return ADVICE["context-missing"].filled(_Unknown())
        case _:
            return None


def request_text(method: str, endpoint: Endpoint, target: str) -> str:
    """A request as in Go's errors: `Get "http://h:2375/v1.50/containers/json"`."""
    from urllib.parse import quote

    authority = quote(endpoint.address, safe="") if endpoint.kind == "unix" else endpoint.authority
    return (
        f'{method.capitalize()} "http{"s" if endpoint.tls else ""}://{authority}{endpoint.base_path}{target}"'
    )


def go_text(error: BaseException, endpoint: Endpoint) -> str:
    """Go's text for the error, without docker's sentence: `dial unix /x: connect: no such file or directory`."""
    return _cause(error, endpoint, datetime.now(UTC))[1]


def _cause(error: BaseException, endpoint: Endpoint, now: datetime) -> tuple[str, str]:
    """The name of the cause, and Go's text for the error."""
    first: bytes = getattr(error, "first", b"")
    if reason := getattr(error, "reason", None):  # an ssl.SSLError, recognized without importing ssl
        return _tls_cause(error, str(reason), endpoint, first, now)
    match error:
        case socket.gaierror():
            return "no-such-host", f"dial tcp: lookup {endpoint.hostname}: no such host"
        case EOFError():
            return "closed", "EOF"
        case ProxyRefused():
            return "proxy-refused", str(error)
        case TimeoutError():
            return "connect-timeout", f"dial tcp {endpoint.address}: i/o timeout"
        case OSError():
            return _os_cause(error, endpoint)
        case ValueError():
            return "not-http", f"net/http: HTTP/1.x transport connection broken: {_malformed(first)}"
        case _:
            return "closed", str(error)


def _os_cause(error: OSError, endpoint: Endpoint) -> tuple[str, str]:
    reason = (error.strerror or str(error)).lower()
    if error.errno is None and isinstance(error, ConnectionError):
        return "closed", "EOF"
    if error.errno in _CLOSED:
        act = "write" if error.errno == errno.EPIPE else "read"
        where = f"{act} unix @->{endpoint.address}: " if endpoint.kind == "unix" else ""
        return "closed", f"{where}{act}: {reason}"
    if endpoint.kind == "unix":
        cause = _BY_ERRNO.get(error.errno or 0, "socket-dead")
        return cause, f"dial unix {endpoint.address}: connect: {reason}"
    return _BY_ERRNO_OF_TCP.get(error.errno or 0, "closed"), f"dial tcp {endpoint.address}: connect: {reason}"


def _tls_cause(
    error: BaseException,
    reason: str,
    endpoint: Endpoint,
    first: bytes,
    now: datetime,
) -> tuple[str, str]:
    if reason == "CERTIFICATE_VERIFY_FAILED":
        certificate = getattr(error, "certificate", None)
        cause, text = _certificate_cause(getattr(error, "verify_code", 0), endpoint, certificate, now)
        return cause, f"tls: failed to verify certificate: x509: {text}"
    if reason in _NOT_TLS:
        if first.startswith(b"HTTP/"):
            return "no-tls", "http: server gave HTTP response to HTTPS client"
        return "no-tls", "tls: first record does not look like a TLS handshake"
    for name, text, cause in _ALERTS:
        if reason.endswith(f"ALERT_{name}"):
            return cause, f"remote error: tls: {text}"
    return "tls-handshake", f"tls: {reason.lower().replace('_', ' ')}"


def _certificate_cause(
    code: int, endpoint: Endpoint, certificate: Certificate | None, now: datetime
) -> tuple[str, str]:
    if code in (_EXPIRED, _NOT_YET):
        text = "certificate has expired or is not yet valid"
        if certificate is not None:
            limit = certificate.not_after if code == _EXPIRED else certificate.not_before
            relation = "after" if code == _EXPIRED else "before"
            text += f": current time {_rfc3339(now)} is {relation} {_rfc3339(limit)}"
        return "tls-expired", text
    if code in (_WRONG_NAME, _WRONG_ADDRESS):
        return "tls-wrong-name", _wrong_name(endpoint.hostname, code == _WRONG_ADDRESS, certificate)
    return "tls-unknown-ca", "certificate signed by unknown authority"


def _wrong_name(wanted: str, is_address: bool, certificate: Certificate | None) -> str:
    names = () if certificate is None else certificate.addresses if is_address else certificate.dns_names
    if names:
        return f"certificate is valid for {', '.join(names)}, not {wanted}"
    if is_address:
        return f"cannot validate certificate for {wanted} because it doesn't contain any IP SANs"
    if certificate is not None and certificate.subject and not certificate.addresses:
        return "certificate relies on legacy Common Name field, use SANs instead"
    return f"certificate is not valid for any names, but wanted to match {wanted}"


def _message(cause: str, text: str, endpoint: Endpoint, request: str) -> str:
    prefix = f"{request}: " if request else ""
    if cause == "permission":
        return f"permission denied while trying to connect to the Docker daemon socket at {endpoint}: {prefix}{text}"
    if cause in (
        "socket-missing",
        "socket-dead",
        "not-a-socket",
        "no-path",
        "port-refused",
        "connect-timeout",
    ):
        return NO_DAEMON.format(host=endpoint)
    if _RESPONSE in text:
        return f"{prefix}{text}{_NO_TLS}"
    if text == "remote error: tls: bad certificate":
        return f"{_CLIENT_AUTHENTICATION}{prefix}{text}"
    return f"error during connect: {prefix}{text}"


class _Unknown(dict[str, str]):
    """Facts about an unknown engine: placeholders for the user to fill in."""

    def __missing__(self, key: str) -> str:
        return _PROGRAM if key == "program" else key.upper()


def _facts(endpoint: Endpoint) -> dict[str, str]:
    facts = _Unknown(host=str(endpoint), path=endpoint.address, address=endpoint.address)
    if endpoint.kind == "tcp":
        facts["name"] = endpoint.hostname
    if endpoint.kind == "ssh":
        target = endpoint.ssh()
        facts["name"] = target.host
        facts["known"] = f"'[{target.host}]:{target.port}'" if target.port not in ("", "22") else target.host
        facts["login"] = " ".join(
            (
                *(("-p", target.port) if target.port else ()),
                f"{target.user}@{target.host}" if target.user else target.host,
            )
        )
    ca = endpoint.tls.ca if endpoint.tls else None
    facts["ca"] = str(ca) if ca else "this system"
    return facts


def _malformed(data: bytes) -> str:
    """Go's text for a first line of an answer that is not HTTP."""
    from engineclient.golang.quoting import quote

    line = data.split(b"\n")[0].rstrip(b"\r").decode("utf-8", "surrogateescape")
    protocol, space, rest = line.partition(" ")
    code = rest.strip().partition(" ")[0]
    if not space:
        return f"{_RESPONSE} {quote(line)}"
    if len(code) != 3 or not code.isdecimal():
        return f"malformed HTTP status code {quote(code)}"
    return f"malformed HTTP version {quote(protocol)}"


def _rfc3339(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
