"""--attest, --provenance and --sbom."""

from __future__ import annotations

import re

import pytest

from engineclient.options.attestations import attestations, with_default

DEFAULT = {"attest:provenance": "mode=min,inline-only=true"}


@pytest.mark.parametrize(
    ("attest", "provenance", "sbom", "found"),
    [
        ([], "", "", {}),
        ([], "true", "", {"provenance": "type=provenance"}),
        ([], "mode=max", "", {"provenance": "type=provenance,mode=max"}),
        ([], "0", "f", {"provenance": "", "sbom": ""}),
        ([], "", "generator=x/y", {"sbom": "type=sbom,generator=x/y"}),
        ([], "mode=max,disabled=true", "", {"provenance": ""}),
        (["type=provenance,mode=min,inline-only=true"], "", "", {"provenance": "type=provenance,inline-only=true,mode=min"}),
        (["type=provenance,mode=max"], "false", "", {"provenance": "type=provenance,mode=max"}),
        (["type=sbom,disabled=false", "type=foo,A=b"], "", "", {"sbom": "type=sbom", "foo": "type=foo,a=b"}),
    ],
)  # fmt: skip
def test_what_is_asked_for(attest: list[str], provenance: str, sbom: str, found: dict[str, str]) -> None:
    assert attestations(attest, provenance, sbom) == found


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("nope", "invalid value nope"),
        ("mode=max", "attestation type not specified"),
        ("type=sbom,disabled=x", 'invalid value disabled=x: strconv.ParseBool: parsing "x": invalid syntax'),
    ],
)
def test_what_cannot_be_read(text: str, complaint: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(complaint)}$"):
        attestations([text], "", "")


@pytest.mark.parametrize(
    ("given", "environ", "attributes"),
    [
        ({}, {}, DEFAULT),
        ({}, {"BUILDX_NO_DEFAULT_ATTESTATIONS": "1"}, {}),
        ({}, {"BUILDX_NO_DEFAULT_ATTESTATIONS": "nope"}, DEFAULT),
        ({"provenance": ""}, {}, {}),
        ({"sbom": "type=sbom"}, {}, {"attest:sbom": "type=sbom", **DEFAULT}),
        ({"provenance": "type=provenance,mode=max"}, {}, {"attest:provenance": "type=provenance,mode=max"}),
    ],
)
def test_the_attributes(given: dict[str, str], environ: dict[str, str], attributes: dict[str, str]) -> None:
    assert with_default(given, environ) == attributes
