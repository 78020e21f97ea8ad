"""The values of --cache-from and --cache-to: where BuildKit's cache comes from, and where it goes."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Final

from engineclient.golang.csv import parse_list, parse_record
from engineclient.golang.quoting import quote

REGISTRY: Final = "registry"
LOCAL: Final = "local"
_CREDENTIALS: Final = ("gha", "s3")


def cache_text(text: str) -> str:
    """A value of --cache-from, as it is.

    Raises:
        ValueError: it is no line of CSV.

    """
    parse_list(text)
    return text


def images_of(given: Sequence[str]) -> list[str]:
    """The images that values of --cache-from name to the classic builder, which knows nothing else."""
    return [name for text in given for name in parse_list(text)]


def cache_sources(given: Sequence[str]) -> list[dict[str, str]]:
    """The attributes of what values of --cache-from name, `type` among them: `name`, `type=local,src=path`.

    Raises:
        ValueError: with buildx's text; or a type is not supported here.

    """
    return [entry for text in given if text for entry in _cache_source(text)]


def _cache_source(text: str) -> list[dict[str, str]]:
    if "=" not in text:
        return [{"type": REGISTRY, "ref": name} for name in parse_record(text)]
    entry = cache_entry(text)
    if entry["type"] in _CREDENTIALS:
        raise ValueError(
            f"--cache-from type={entry['type']} is not supported by minidocker: it would need credentials of its own; "
            "name an image, or a directory with type=local"
        )
    return [entry]


def cache_entry(text: str) -> dict[str, str]:
    """The attributes of one value of --cache-to or --cache-from, `type` among them.

    Raises:
        ValueError: with buildx's text.

    """
    fields = parse_record(text)
    if len(fields) == 1 and "=" not in fields[0]:
        return {"type": REGISTRY, "ref": fields[0]}
    attributes = {"type": ""}
    for each in fields:
        key, equals, value = each.partition("=")
        if not equals:
            raise ValueError(f"invalid value {each}")
        attributes[key.lower()] = value
    if not attributes["type"]:
        raise ValueError(f"type required form> {quote(text)}")
    return attributes


def cache_imports(sources: Sequence[Mapping[str, str]]) -> dict[str, str]:
    """The attribute of the frontend that says where the cache comes from; `{}` for nowhere.

    >>> cache_imports([{"type": "registry", "ref": "web"}])
    {'cache-imports': '[{"Type":"registry","Attrs":{"ref":"web"}}]'}

    """
    if not sources:
        return {}
    entries: list[dict[str, object]] = []
    for source in sources:
        more = {name: value for name, value in sorted(source.items()) if name != "type"}
        entries.append({"Type": source["type"], **({"Attrs": more} if more else {})})
    return {"cache-imports": json.dumps(entries, separators=(",", ":"))}
