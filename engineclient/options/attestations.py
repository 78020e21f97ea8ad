"""The values of --attest, --provenance and --sbom: statements about a build that are stored beside its image."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from engineclient.golang.csv import parse_record
from engineclient.golang.strconv import parse_bool

PROVENANCE: Final = "provenance"
SBOM: Final = "sbom"
_DEFAULT: Final = "mode=min,inline-only=true"
_WITHOUT_DEFAULT: Final = "BUILDX_NO_DEFAULT_ATTESTATIONS"


def attestations(attest: Sequence[str], provenance: str, sbom: str) -> dict[str, str]:
    """The attestations that the flags request, by type; "" for a type that is turned off. The first of a type counts.

    Args:
        attest: values such as `type=sbom,generator=image`.
        provenance: `true`, `false`, or attributes; "" if not given.
        sbom: in the same form.

    Raises:
        ValueError: a value is malformed; the message is buildx's.

    """
    found: dict[str, str] = {}
    for text in (*attest, _canonical(PROVENANCE, provenance), _canonical(SBOM, sbom)):
        if text:
            kind, value = _attestation(text)
            found.setdefault(kind, value)
    return found


def with_default(given: Mapping[str, str], environ: Mapping[str, str]) -> dict[str, str]:
    """The attributes for the frontend. As with buildx, a minimal provenance is the default if it is not turned off."""
    wanted = dict(given)
    if PROVENANCE not in wanted and not _is_on(environ.get(_WITHOUT_DEFAULT, "")):
        wanted[PROVENANCE] = _DEFAULT
    return {f"attest:{kind}": value for kind, value in wanted.items() if value}


def _canonical(kind: str, text: str) -> str:
    try:
        return f"type={kind},disabled={'false' if parse_bool(text) else 'true'}"
    except ValueError:
        return f"type={kind},{text}" if text else ""


def _attestation(text: str) -> tuple[str, str]:
    attributes: dict[str, str] = {}
    disabled = False
    for field in parse_record(text):
        name, equals, value = field.partition("=")
        if not equals:
            raise ValueError(f"invalid value {field}")
        name = name.strip().lower()
        if name != "disabled":
            attributes[name] = value
            continue
        try:
            disabled = parse_bool(value)
        except ValueError as error:
            raise ValueError(f"invalid value {field}: {error}") from error
    kind = attributes.pop("type", "")
    if not kind:
        raise ValueError("attestation type not specified")
    if disabled:
        return kind, ""
    return kind, ",".join(
        (f"type={kind}", *(f"{name}={value}" for name, value in sorted(attributes.items())))
    )


def _is_on(text: str) -> bool:
    try:
        return parse_bool(text)
    except ValueError:
        return False
