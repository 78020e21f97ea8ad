"""The provenance of a build: an attestation about its inputs and its environment, in SLSA 0.2 or 1. Pure.

Source: https://slsa.dev/spec/v1.0/provenance and https://slsa.dev/spec/v0.2/provenance.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final, cast

from engineclient.errors import DecodeError
from engineclient.options.values.json_object import present

if TYPE_CHECKING:
    from engineclient.build.history import BuildRecord, Descriptor, Result

_SLSA: Final = "https://slsa.dev/provenance/"
_SLSA_1: Final = "https://slsa.dev/provenance/v1"
_IN_TOTO: Final = "application/vnd.in-toto+json"
_BUILD_TYPE: Final = "https://mobyproject.org/buildkit@v1"


def provenances_of(record: BuildRecord) -> Iterator[tuple[str, Descriptor]]:
    """The provenance attestations of a build, each with its platform, which is "" for one that covers all platforms."""
    results = {"": record.result} if record.result is not None else record.results
    for platform, result in results.items():
        if (found := _provenance_of(result)) is not None:
            yield platform, found


def is_provenance(descriptor: Descriptor) -> bool:
    """Whether an attachment of a build is a provenance."""
    return descriptor.type.startswith(_SLSA)


def _provenance_of(result: Result) -> Descriptor | None:
    attestations = (each for each in result.attestations if each.media_type == _IN_TOTO)
    return next(filter(is_provenance, attestations), None)


def as_version_02(provenance: bytes, kind: str) -> dict[str, Any]:
    """Convert a provenance to SLSA 0.2, with the fields in the order of that format.

    Args:
        provenance: the JSON of the predicate.
        kind: the type of the predicate, such as `https://slsa.dev/provenance/v1`.

    Raises:
        DecodeError: it is not a JSON object.

    """
    found = _object(provenance)
    if kind != _SLSA_1:
        return found
    definition, details = _part(found, "buildDefinition"), _part(found, "runDetails")
    external, internal = _part(definition, "externalParameters"), _part(definition, "internalParameters")
    source, metadata = _part(external, "configSource"), _part(details, "metadata")
    platform, config = internal.pop("builderPlatform", ""), internal.pop("buildConfig", None)
    return {
        "builder": {"id": _part(details, "builder").get("id", "")},
        "buildType": _BUILD_TYPE,
        **present({"materials": [_material(each) for each in definition.get("resolvedDependencies") or ()]}),
        "invocation": {
            "configSource": present(
                {
                    "uri": source.get("uri", ""),
                    "digest": source.get("digest"),
                    "entryPoint": source.get("path", ""),
                }
            ),
            "parameters": external.get("request", {}),
            "environment": {"platform": platform, **internal},
        },
        **present({"buildConfig": config, "metadata": metadata and _metadata(metadata)}),
    }


def without_details(provenance: dict[str, Any]) -> dict[str, Any]:
    """A provenance in SLSA 0.2 without the steps and the times of the build."""
    return {name: value for name, value in provenance.items() if name not in ("buildConfig", "metadata")}


def materials_of(provenance: bytes, kind: str) -> list[tuple[str, Mapping[str, str]]]:
    """The inputs of a build: the URL of each, and its digests by hash function.

    Raises:
        DecodeError: the provenance is not a JSON object.

    """
    found = as_version_02(provenance, kind).get("materials") or ()
    return [(str(each.get("uri", "")), each.get("digest") or {}) for each in found if isinstance(each, dict)]


def _metadata(given: dict[str, Any]) -> dict[str, Any]:
    completeness = _part(given, "buildkit_completeness")
    return {
        **present(
            {
                "buildInvocationID": given.get("invocationID", ""),
                "buildStartedOn": given.get("startedOn"),
                "buildFinishedOn": given.get("finishedOn"),
            }
        ),
        "completeness": {
            "parameters": completeness.get("request", False),
            "environment": True,
            "materials": completeness.get("resolvedDependencies", False),
        },
        "reproducible": given.get("buildkit_reproducible", False),
        f"{_BUILD_TYPE}#metadata": given.get("buildkit_metadata", {}),
        **present({f"{_BUILD_TYPE}#hermetic": given.get("buildkit_hermetic", False)}),
    }


def _material(given: Mapping[str, Any]) -> dict[str, Any]:
    return present({"uri": given.get("uri", ""), "digest": given.get("digest")})


def _part(given: Mapping[str, Any], name: str) -> dict[str, Any]:
    found = given.get(name)
    return dict(cast("dict[str, Any]", found)) if isinstance(found, dict) else {}


def _object(provenance: bytes) -> dict[str, Any]:
    try:
        found = json.loads(provenance)
    except (ValueError, RecursionError) as error:
        raise DecodeError(f"the provenance of a build is not JSON: {error}") from error
    if not isinstance(found, dict):
        raise DecodeError("the provenance of a build is no JSON object")
    return cast("dict[str, Any]", found)
