"""A certificate authority, and the certificates that it signs, for an engine with TLS on loopback."""

import subprocess
from pathlib import Path

from .errors import EngineSetupError

_SERVER = "subjectAltName=DNS:localhost,IP:127.0.0.1,IP:::1\nextendedKeyUsage=serverAuth\n"
_CLIENT = "extendedKeyUsage=clientAuth\n"


def make(directory: Path) -> None:
    """Make `ca.pem`, `server-cert.pem`, `server-key.pem`, `cert.pem` and `key.pem`. Raises EngineSetupError."""
    directory.mkdir(mode=0o700, exist_ok=True)
    authority(directory, "ca")
    sign(directory, "server", _SERVER, certificate="server-cert.pem", key="server-key.pem")
    sign(directory, "client", _CLIENT, certificate="cert.pem", key="key.pem")


def authority(directory: Path, name: str) -> None:
    """Make the self-signed authority `NAME.pem` and its key `NAME-key.pem`."""
    _openssl(
        directory,
        *(
            "req",
            "-x509",
            "-newkey",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:prime256v1",
            "-nodes",
            "-days",
            "30",
        ),
        *("-subj", f"/CN=engineclient test {name}", "-keyout", f"{name}-key.pem", "-out", f"{name}.pem"),
    )


def sign(directory: Path, name: str, extensions: str, *, certificate: str, key: str, ca: str = "ca") -> None:
    """Make a key and a certificate that the authority `ca` has signed."""
    (directory / f"{name}.ext").write_text(extensions)
    _openssl(
        directory,
        *("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"),
        *("-subj", f"/CN=engineclient test {name}", "-keyout", key, "-out", f"{name}.csr"),
    )
    _openssl(
        directory,
        *(
            "x509",
            "-req",
            "-in",
            f"{name}.csr",
            "-CA",
            f"{ca}.pem",
            "-CAkey",
            f"{ca}-key.pem",
            "-CAcreateserial",
        ),
        *("-days", "30", "-extfile", f"{name}.ext", "-out", certificate),
    )


def _openssl(directory: Path, *arguments: str) -> None:
    done = subprocess.run(["openssl", *arguments], cwd=directory, capture_output=True, text=True)
    if done.returncode:
        raise EngineSetupError(f"openssl {arguments[0]}: {done.stderr.strip()}")
