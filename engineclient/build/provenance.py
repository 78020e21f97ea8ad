"""The account of where a build's result comes from that BuildKit keeps, as SLSA 0.2 or 1 has it. Pure."""

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


def accounts_of(record: BuildRecord) -> Iterator[tuple[str, Descriptor]]:
    """The accounts of a build, each with the platform, "" if there is one for all."""
    results = {"": record.result} if record.result is not None else record.results
    for platform, result in results.items():
        if (found := _account_of(result)) is not None:
            yield platform, found


def is_account(descriptor: Descriptor) -> bool:
    """Whether something that a build has left is such an account."""
    return descriptor.type.startswith(_SLSA)


def _account_of(result: Result) -> Descriptor | None:
    attestations = (each for each in result.attestations if each.media_type == _IN_TOTO)
    return next(filter(is_account, attestations), None)


def as_version_02(account: bytes, kind: str) -> dict[str, Any]:
    """An account as SLSA 0.2 has it, in the order of its fields there.

    Args:
        account: its JSON.
        kind: the type of its predicate.

    Raises:
        DecodeError: it is no JSON object.

    """
    found = _object(account)
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


def without_details(account: dict[str, Any]) -> dict[str, Any]:
    """An account in SLSA 0.2 without the steps and the times of the build."""
    return {name: value for name, value in account.items() if name not in ("buildConfig", "metadata")}


def materials_of(account: bytes, kind: str) -> list[tuple[str, Mapping[str, str]]]:
    """The sources that a build used: the URL of each, and its digests by hash function.

    Raises:
        DecodeError: it is no JSON object.

    """
    found = as_version_02(account, kind).get("materials") or ()
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


def _object(account: bytes) -> dict[str, Any]:
    try:
        found = json.loads(account)
    except (ValueError, RecursionError) as error:
        raise DecodeError(f"the provenance of a build is not JSON: {error}") from error
    if not isinstance(found, dict):
        raise DecodeError("the provenance of a build is no JSON object")
    return cast("dict[str, Any]", found)
