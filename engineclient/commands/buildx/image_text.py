"""The text of `buildx imagetools inspect`. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from engineclient.registry.platforms import platform_text
from engineclient.text.table import align

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from engineclient.registry.manifests import Manifest
    from engineclient.wire.references import Reference


def image_text(reference: Reference, found: Manifest) -> str:
    """The name, the type and the digest of a manifest, and, of a list, its manifests."""
    head = f"Name:\t{reference}\nMediaType:\t{found.media_type}\nDigest:\t{found.digest}\n"
    if not found.is_list:
        return _aligned(head)
    head += "\t\nManifests:\t\n"
    return _aligned(head) + "".join(map(_aligned, _blocks(reference, found.members())))


def _blocks(reference: Reference, members: list[Mapping[str, Any]]) -> Iterator[str]:
    """The blocks of text that are aligned separately: annotations have their own column widths."""
    block = ""
    for number, member in enumerate(members):
        block += "\t\n" * (number > 0) + "".join(f"  {line}\n" for line in _lines(reference, member))
        if member.get("platform") and (annotations := member.get("annotations")):
            yield f"{block}  Annotations:\t\n"
            yield "".join(f"    {key}:\t{annotations[key]}\n" for key in sorted(annotations))
            block = ""
    yield block


def _lines(reference: Reference, member: Mapping[str, Any]) -> Iterator[str]:
    yield f"Name:\t{reference._replace(digest=str(member.get('digest') or ''))}"
    yield f"MediaType:\t{member.get('mediaType') or ''}"
    if platform := member.get("platform"):
        yield f"Platform:\t{platform_text(platform)}"
        if version := platform.get("os.version"):
            yield f"OSVersion:\t{version}"
        if features := platform.get("os.features"):
            yield f"OSFeatures:\t{', '.join(features)}"
        if urls := member.get("urls"):
            yield f"URLs:\t{', '.join(urls)}"


def _aligned(text: str) -> str:
    return align(text, min_width=0, padding=1)
