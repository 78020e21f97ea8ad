"""The values of --annotation of `build` and `buildx imagetools create`: `[TYPE[PLATFORM],...:]KEY=VALUE`. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from engineclient.golang.platforms import parse_platform
from engineclient.golang.quoting import quote

INDEX: Final = "index"
MANIFEST_DESCRIPTOR: Final = "manifest-descriptor"
MANIFEST: Final = "manifest"
INDEX_DESCRIPTOR: Final = "index-descriptor"
_KINDS: Final = (INDEX, INDEX_DESCRIPTOR, MANIFEST, MANIFEST_DESCRIPTOR)
_KIND_AND_PLATFORM: Final = re.compile(r"([a-z-]+)(?:\[([A-Za-z0-9_/-]+)\])?")


class Annotation(NamedTuple):
    """The key of an annotation, and the objects that get it.

    Attributes:
        kind: the kind of object: one of the constants above, "" if none was given.
        key: the key.
        platform: `os/architecture[/variant]` of the objects, "" for all platforms.

    """

    kind: str
    key: str
    platform: str = ""

    def attribute(self) -> str:
        """The name of the attribute by which BuildKit is asked for it.

        >>> Annotation("manifest", "a", "linux/amd64").attribute()
        'annotation-manifest[linux/amd64].a'

        """
        kind = f"-{self.kind}" if self.kind else ""
        platform = f"[{self.platform}]" if self.platform and self.kind.startswith(MANIFEST) else ""
        return f"annotation{kind}{platform}.{self.key}"


def parse_annotations(texts: Iterable[str]) -> Mapping[Annotation, str]:
    """The values of the --annotation flags; if one is set twice, the last value counts.

    Raises:
        ValueError: a text is malformed; with buildx's text.

    """
    found: dict[Annotation, str] = {}
    for text in filter(None, texts):
        name, equals, value = text.partition("=")
        if not equals:
            raise ValueError(f"invalid annotation {quote(text)}, expected key=value")
        kinds, colon, key = name.partition(":")
        if not colon:
            found[Annotation("", name)] = value
            continue
        for kind, platform in map(_kind_and_platform, kinds.split(",")):
            found[Annotation(kind, key, platform)] = value
    return found


def _kind_and_platform(text: str) -> tuple[str, str]:
    match = _KIND_AND_PLATFORM.fullmatch(text)
    if match is None:
        expected = "expected type and optional platform in square brackets"
        raise ValueError(f"invalid annotation type {quote(text)}, {expected}")
    kind, platform = match[1], match[2]
    if kind not in _KINDS:
        raise ValueError(f"unknown annotation type {quote(kind)}")
    try:
        return kind, str(parse_platform(platform)) if platform else ""
    except ValueError as error:
        raise ValueError(f"invalid platform {quote(platform)}: {error}") from error
