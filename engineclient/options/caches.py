"""The values of --cache-from and --cache-to: the sources and the destinations of BuildKit's cache."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Final

from engineclient.golang.csv import parse_list, parse_record
from engineclient.golang.quoting import quote

REGISTRY: Final = "registry"
LOCAL: Final = "local"
_GITHUB: Final = "gha"
_CREDENTIALS: Final = (_GITHUB, "s3")


def cache_text(text: str) -> str:
    """A value of --cache-from, unchanged.

    Raises:
        ValueError: it is not a CSV record.

    """
    parse_list(text)
    return text


def images_of(given: Sequence[str]) -> list[str]:
    """The images that values of --cache-from name, for the classic builder, which supports no other sources."""
    return [name for text in given for name in parse_list(text)]


def cache_sources(given: Sequence[str], environ: Mapping[str, str]) -> list[dict[str, str]]:
    """The attributes of values of --cache-from (`name`, `type=local,src=path`), among them `type`.

    Args:
        given: the values.
        environ: the caller's environment variables; those of GitHub's actions make their cache available.

    Raises:
        ValueError: a value is malformed, with buildx's message; or its type is not supported here.

    """
    return [entry for text in given if text for entry in _cache_source(text, environ)]


def _cache_source(text: str, environ: Mapping[str, str]) -> list[dict[str, str]]:
    if "=" not in text:
        return [{"type": REGISTRY, "ref": name} for name in parse_record(text)]
    entry = cache_entry(text)
    if is_inactive(entry, environ):
        return []
    if entry["type"] in _CREDENTIALS:
        raise ValueError(
            f"--cache-from type={entry['type']} is not supported by minidocker: it would need credentials of its own; "
            "name an image, or a directory with type=local"
        )
    return [entry]


def cache_entry(text: str) -> dict[str, str]:
    """The attributes of one value of --cache-to or --cache-from, among them `type`.

    Raises:
        ValueError: it is malformed; the message is buildx's.

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


def is_inactive(entry: Mapping[str, str], environ: Mapping[str, str]) -> bool:
    """Whether a cache is that of GitHub's actions outside of them, which is left out without a word."""
    has_url = "url" in entry or any(
        environ.get(name) for name in ("ACTIONS_CACHE_URL", "ACTIONS_RESULTS_URL")
    )
    has_token = "token" in entry or bool(environ.get("ACTIONS_RUNTIME_TOKEN"))
    return entry["type"] == _GITHUB and not (has_token and has_url)


def cache_imports(sources: Sequence[Mapping[str, str]]) -> dict[str, str]:
    """The frontend's attribute for the sources of the cache; `{}` if there are none.

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
