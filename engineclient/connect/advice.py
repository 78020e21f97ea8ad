"""The causes of connection errors, each with a sentence about it and a command to run next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping


class Advice(NamedTuple):
    """The likely cause of an error, and what to do about it.

    Attributes:
        cause: the name of the cause, for programs: `socket-missing`, `tls-expired`.
        hint: the likely cause, in a sentence.
        command: the next command to run, "" for none.

    """

    cause: str
    hint: str
    command: str = ""

    def filled(self, facts: Mapping[str, str]) -> Advice:
        """The advice with the placeholders (path, host, name) filled in."""
        from engineclient.languages import gettext  # an error is rare

        return Advice(self.cause, gettext(self.hint).format_map(facts), self.command.format_map(facts))


def _table(*rows: Advice) -> dict[str, Advice]:
    return {row.cause: row for row in rows}


ADVICE: Final = _table(
    Advice("socket-missing", "There is no socket at {path}: no engine has made one.", "systemctl start docker"),
    Advice(
        "socket-dead",
        "{path} is there, but nobody listens: the engine has stopped, or this is no socket.",
        "systemctl restart docker",
    ),
    Advice("not-a-socket", "{path} is not a socket.", "ls -l {path}"),
    Advice("no-path", "{path} cannot be a socket: a part of the path is a file.", "ls -l {path}"),
    Advice(
        "permission",
        "You may not use {path}. Become a member of its group ({group}), or use sudo.",
        "sudo usermod -aG {group} $USER && newgrp {group}",
    ),
    Advice("permission-owner", "You may not use {path}: only its owner may, and so may root.", "ls -l {path}"),
    Advice(
        "port-refused",
        "Nothing listens on {address}: the engine is not running there, or listens at another port.",
        "ss -ltn",
    ),
    Advice("no-such-host", "No address is known for {name}: is it spelled right, and does DNS work?", "getent hosts {name}"),
    Advice("no-route", "This machine has no route to {name}: is the network, or the VPN, up?", "ip route get {name}"),
    Advice(
        "connect-timeout",
        "{address} does not answer: a firewall drops what is sent to it, or the machine is off.",
        "ping -c 3 {name}",
    ),
    Advice("timeout", "The engine accepted the request but does not answer: it may be busy, or hang.", "{program} version"),
    Advice("closed", "The connection broke. Is the engine still running?", "systemctl status docker"),
    Advice(
        "not-http",
        "What listens there does not speak HTTP: it may use TLS (then add --tlsverify), or be no engine.",
        "{program} --tlsverify -H {host} version",
    ),
    Advice(
        "needs-tls",
        "The engine uses TLS there, but the connection was made without it.",
        "{program} --tlsverify -H {host} version",
    ),
    Advice(
        "no-tls",
        "The engine speaks plain HTTP there: leave out --tls, --tlsverify, DOCKER_TLS and DOCKER_TLS_VERIFY.",
        "env -u DOCKER_TLS -u DOCKER_TLS_VERIFY {program} -H {host} version",
    ),
    Advice(
        "tls-unknown-ca",
        "The engine's certificate is signed by an authority that is not in {ca}.",
        "openssl s_client -connect {address} -showcerts </dev/null",
    ),
    Advice(
        "tls-wrong-name",
        "The engine's certificate is for other names than {name}: connect by one of them, or have it reissued.",
        "openssl s_client -connect {address} </dev/null | openssl x509 -noout -ext subjectAltName",
    ),
    Advice(
        "tls-expired",
        "The engine's certificate is not valid now: renew it, or set this machine's clock.",
        "openssl s_client -connect {address} </dev/null | openssl x509 -noout -dates",
    ),
    Advice(
        "tls-client-certificate",
        "The engine wants a client's certificate that its own authority has signed: name one with --tlscert and "
        "--tlskey, or put cert.pem and key.pem into DOCKER_CERT_PATH.",
        "openssl verify -CAfile ca.pem cert.pem",
    ),
    Advice(
        "tls-client-expired",
        "The client's certificate has expired: have it renewed.",
        "openssl x509 -noout -dates -in cert.pem",
    ),
    Advice(
        "tls-handshake",
        "Client and engine have no TLS version or cipher in common.",
        "openssl s_client -connect {address} </dev/null",
    ),
    Advice("tls-files", "A certificate or key file is missing or invalid.", "ls -l ${{DOCKER_CERT_PATH:-~/.docker}}"),
    Advice("ssh-missing", "There is no ssh on this machine's PATH.", "apt-get install openssh-client"),
    Advice(
        "ssh-host-key-changed",
        "The host has another key than before. If it was reinstalled, remove the old key; if not, someone "
        "may intercept the connection.",
        "ssh-keygen -R {known}",
    ),
    Advice(
        "ssh-host-key-unknown",
        "The key of the host is not known yet: check it, and accept it once.",
        "ssh {login}",
    ),
    Advice("ssh-denied", "ssh was denied: the host accepts none of the keys that were offered.", "ssh -v {login} true"),
    Advice("ssh-refused", "No ssh server listens on {name}.", "ssh -v {login} true"),
    Advice("ssh-no-such-host", "ssh knows no address of {name}: is it spelled right?", "getent hosts {name}"),
    Advice("ssh-timeout", "{name} does not answer: a firewall is in between, or the machine is off.", "ping -c 3 {name}"),
    Advice(
        "ssh-no-docker",
        "There is no docker or podman for this user on {name}: install one there, or set PATH for ssh.",
        "ssh {login} docker version",
    ),
    Advice(
        "ssh-far-engine",
        "ssh works, but docker on that host does not reach its engine.",
        "ssh {login} docker version",
    ),
    Advice("ssh-failed", "ssh, or the command that it ran there, ended without a connection.", "ssh {login} docker version"),
    Advice(
        "api-too-new",
        "The engine does not support an API version that new. Unset DOCKER_API_VERSION to use the engine's own.",
        "env -u DOCKER_API_VERSION {program} version",
    ),
    Advice(
        "api-too-old",
        "The engine no longer supports an API version that old. Unset DOCKER_API_VERSION, or use a newer client.",
        "env -u DOCKER_API_VERSION {program} version",
    ),
    Advice(
        "proxy",
        "A proxy answered instead of the engine: add the engine's host to NO_PROXY.",
        "env | grep -i proxy",
    ),
    Advice(
        "proxy-refused",
        "The proxy refuses the connection: add {name} to NO_PROXY if it can be reached directly.",
        "export NO_PROXY={name}",
    ),
    Advice("context-missing", "No context has that name.", "{program} context ls"),
)  # fmt: skip
