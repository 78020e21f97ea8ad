"""TLS for registries: docker's directory of certificates."""

from __future__ import annotations

import ssl
from pathlib import Path

import pytest
import trustme

from engineclient.connect.registry_certificates import certificates_folder, registry_context
from engineclient.errors import InvalidTLS

HOST = "reg.example:5000"


@pytest.fixture(scope="module")
def ca() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / HOST).mkdir()
    return tmp_path


@pytest.mark.parametrize(
    ("environ", "place"),
    [
        ({}, "/etc/docker/certs.d"),
        ({"ROOTLESSKIT_STATE_DIR": "/x", "HOME": "/h"}, "/h/.config/docker/certs.d"),
        ({"ROOTLESSKIT_STATE_DIR": "/x", "HOME": "/h", "XDG_CONFIG_HOME": "/c"}, "/c/docker/certs.d"),
    ],
)
def test_where_certificates_are(environ: dict[str, str], place: str) -> None:
    assert certificates_folder(environ) == Path(place)


def test_a_private_authority_is_trusted_for_its_registry_alone(folder: Path, ca: trustme.CA) -> None:
    ca.cert_pem.write_to_path(str(folder / HOST / "ca.crt"))
    known = len(registry_context("other.example", folder).get_ca_certs())
    assert len(registry_context(HOST, folder).get_ca_certs()) == known + 1


@pytest.mark.parametrize(("verified", "mode"), [(True, ssl.CERT_REQUIRED), (False, ssl.CERT_NONE)])
def test_whether_certificates_have_to_be_valid(folder: Path, verified: bool, mode: ssl.VerifyMode) -> None:
    context = registry_context(HOST, folder, verified=verified)
    assert (context.verify_mode, context.check_hostname) == (mode, verified)


def test_a_pair_is_used(folder: Path, ca: trustme.CA) -> None:
    pair = ca.issue_cert("me")
    pair.cert_chain_pems[0].write_to_path(str(folder / HOST / "me.cert"))
    pair.private_key_pem.write_to_path(str(folder / HOST / "me.key"))
    registry_context(HOST, folder)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (
            "me.cert",
            "missing key me.key for client certificate me.cert. CA certificates must use the extension .crt",
        ),
        ("me.key", "missing client certificate me.cert for key me.key"),
        ("ca.crt", "could not load "),
    ],
)
def test_a_file_that_cannot_be_used(folder: Path, name: str, text: str) -> None:
    (folder / HOST / name).write_text("x")
    with pytest.raises(InvalidTLS) as caught:
        registry_context(HOST, folder)
    assert str(caught.value).startswith(text)
