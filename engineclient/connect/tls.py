"""The TLS settings for an engine: certificate files, and the `ssl.SSLContext` made from them, with docker's errors."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from engineclient.errors import InvalidTLS

if TYPE_CHECKING:
    import ssl
    from collections.abc import Collection, Mapping

CA, CERT, KEY = "ca.pem", "cert.pem", "key.pem"
"""The names of the files in DOCKER_CERT_PATH and in a context."""
_BLOCK = re.compile(rb"-----BEGIN ([^\r\n-]+)-----")
_PREFIX: Final = "failed to retrieve context tls info"


@dataclass(frozen=True, slots=True)
class TLSConfig:
    """The TLS settings for an engine.

        Engine("tcp://far:2376", tls=TLSConfig(ca="ca.pem", cert="cert.pem", key="key.pem"))

    Args:
        ca: PEM file with the authorities to trust for the engine's certificate; by default those of the system.
        cert, key: PEM files with the client's certificate and key, for an engine that requires one
            (`dockerd --tlsverify`); ignored unless both are given.
        verify: check the engine's certificate and its host name; False accepts every certificate.

    """

    ca: str | os.PathLike[str] | None = None
    cert: str | os.PathLike[str] | None = None
    key: str | os.PathLike[str] | None = None
    verify: bool = True

    def files(self) -> dict[str, bytes]:
        """The contents of the files, by their names in a context: `ca.pem`, `cert.pem`, `key.pem`.

        Raises:
            InvalidTLS: a file cannot be read.
        """
        named = {CA: self.ca, CERT: self.cert, KEY: self.key}
        return {name: _read(os.fspath(path)) for name, path in named.items() if path}

    def client_context(self) -> ssl.SSLContext:
        """The `ssl.SSLContext` for connections: TLS 1.2 or newer, for HTTP/1.1.

        Raises:
            InvalidTLS: a file cannot be read or is invalid.
        """
        import ssl  # imported here because that takes 5 ms, and few engines use TLS

        check_files(self.files())
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        context.set_alpn_protocols(["http/1.1"])
        if not self.verify:
            context.check_hostname = False
            context.verify_mode = ssl.CERT_NONE
        if self.ca:
            context.load_verify_locations(self.ca)
        else:
            context.load_default_certs(ssl.Purpose.SERVER_AUTH)
        if self.cert and self.key:
            context.load_cert_chain(self.cert, self.key)
        return context


def check_files(files: Mapping[str, bytes]) -> None:
    """Check the contents of TLS files, by name (`ca.pem`, `cert.pem`, `key.pem`).

    Raises:
        InvalidTLS: a file is invalid; the message is docker's.
    """
    if CA in files:
        _check_ca(files[CA])
    if CERT in files and KEY in files:
        _check_pair(files[CERT], files[KEY])


def of_flags(
    *,
    tls: bool,
    verify: bool,
    ca: str,
    cert: str,
    key: str,
    given: Collection[str],
) -> TLSConfig | None:
    """The settings for --tls, --tlsverify, --tlscacert, --tlscert and --tlskey, as docker interprets them; None: no TLS.

    The values of flags that were not given are those of the environment. `given` are the long names of the flags that
    were given: `--tlsverify=false` means TLS without verification, and only files that were named must exist.

    """
    if not (tls or verify or "tlsverify" in given):
        return None
    ca, cert, key = map(_unquoted, (ca, cert, key))
    if "tlscert" not in given and not Path(cert).exists():
        cert = ""
    if "tlskey" not in given and not Path(key).exists():
        key = ""
    return TLSConfig(ca or None, cert or None, key or None, verify=verify)


def of_environment(environ: Mapping[str, str], config_dir: str) -> TLSConfig | None:
    """The settings of DOCKER_TLS, DOCKER_TLS_VERIFY and DOCKER_CERT_PATH (by default `config_dir`); None: no TLS."""
    folder = environ.get("DOCKER_CERT_PATH") or config_dir
    return of_flags(
        tls=bool(environ.get("DOCKER_TLS")),
        verify=bool(environ.get("DOCKER_TLS_VERIFY")),
        ca=f"{folder}/{CA}",
        cert=f"{folder}/{CERT}",
        key=f"{folder}/{KEY}",
        given=(),
    )


def _unquoted(text: str) -> str:
    return text[1:-1] if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'" else text


def _read(path: str) -> bytes:
    try:
        return Path(path).read_bytes()
    except OSError as error:
        from engineclient.golang.files import file_error

        raise InvalidTLS(file_error(path, error)) from error


def _check_ca(ca: bytes) -> None:
    import ssl

    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(cadata=ca.decode("ascii", "replace"))
    except (ssl.SSLError, ValueError) as error:
        raise InvalidTLS(f"{_PREFIX}: {CA} seems invalid") from error


def _check_pair(cert: bytes, key: bytes) -> None:
    found, blocks = _BLOCK.findall(cert), _BLOCK.findall(key)
    if not blocks:
        raise InvalidTLS("no valid private key found")
    if b"Proc-Type: 4,ENCRYPTED" in key:
        raise InvalidTLS(
            "private key is encrypted - support for encrypted private keys has been removed, "
            "see https://docs.docker.com/go/deprecated/"
        )
    if not found:
        raise InvalidTLS(f"{_PREFIX}: tls: failed to find any PEM data in certificate input")
    if b"CERTIFICATE" not in found:
        switched = any(name.endswith(b"PRIVATE KEY") for name in found)
        raise InvalidTLS(
            f"{_PREFIX}: tls: failed to find certificate PEM data in certificate input"
            + (", but did find a private key; PEM inputs may have been switched" if switched else "")
        )
    if not any(name.endswith(b"PRIVATE KEY") for name in blocks):
        raise InvalidTLS(
            f"{_PREFIX}: tls: found a certificate rather than a key in the PEM for the private key"
        )
    _load_pair(cert, key)


def _load_pair(cert: bytes, key: bytes) -> None:
    import ssl
    import tempfile

    # Readable only by its owner
    with tempfile.NamedTemporaryFile(prefix="engineclient-", suffix=".pem") as file:
        file.write(cert + b"\n" + key)
        file.flush()
        try:
            # Without a password OpenSSL would prompt for one on the terminal.
            ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_cert_chain(file.name, password=lambda: b"")
        except ssl.SSLError as error:
            reason = {
                "KEY_VALUES_MISMATCH": "tls: private key does not match public key",
                "KEY_TYPE_MISMATCH": "tls: private key type does not match public key type",
            }.get(error.reason or "", "tls: failed to parse private key")
            raise InvalidTLS(f"{_PREFIX}: {reason}") from error
