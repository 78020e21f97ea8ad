"""Collect, before a recording is written, what its lines contain: ids, generated names, addresses and folders."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from engineclient.api.operations import find
from engineclient.api.operations.row import noun
from engineclient.golang.natural import natural_key
from engineclient.recording.kinds import NODES, id_forms, id_name
from engineclient.wire.ids import HEX, SWARM

if TYPE_CHECKING:
    from collections.abc import Iterable

    from engineclient.recording.format import Line

__all__ = ["addresses", "client_text", "engine_roots", "generated_names", "id_kinds", "strings"]

_HEX64: Final = re.compile(r"(sha256:)?(?<![0-9a-f])([0-9a-f]{64})(?![0-9a-f])")
_HASH_LABEL: Final = "com.docker.compose.config-hash"  # of a text: it is the same wherever it is made
_SWARM_ID: Final = re.compile(r"[0-9a-z]{25}")
_GENERATED: Final = re.compile(r"/?([a-z]+_[a-z]+\d?)")
_ID_FIELDS: Final = {"NetworkID": "net", "EndpointID": "ep", "SandboxID": "sandbox", "ContainerID": "exec"}
_SWARM_FIELD: Final = re.compile(r"(?:com\.docker\.swarm\.)?([A-Za-z]+?)(?:ID|\.id)")
_SWARM_KINDS: Final = frozenset({"network", "swarm", "task"})  # ids that no operation creates
_ADDRESS_FIELDS: Final = frozenset(
    {"IPAddress", "GlobalIPv6Address", "IPv4Address", "IPv6Address", "Subnet", "Gateway", "IPv6Gateway"}
)
_NODE_ADDRESS_FIELDS: Final = frozenset({"Addr", "NodeAddr"})  # with or without a port


def strings(value: Any, path: str = "", field: str = "") -> Iterable[tuple[str, str, str]]:
    """Every string in `value` as (path, nearest field name, string), keys of objects included."""
    match value:
        case str():
            yield path, field, value
        case list():
            for item in value:
                yield from strings(item, path, field)
        case dict():
            for key, item in value.items():
                yield path, "", key
                yield from strings(item, f"{path}.{key}" if path else key, key)
        case _:
            pass


def client_text(lines: Iterable[Line]) -> str:
    """Everything that the client has sent, as one text."""
    return "\n".join(text for line in lines if "ask" in line for _, _, text in strings(line))


def id_kinds(lines: Iterable[Line]) -> dict[str, str]:
    """Every id in `lines` and its kind: 64 digits anywhere, and ids of swarm objects in the id fields of answers.

    Digests and hashes are not ids, as they are the same on every engine.
    """
    kinds: dict[str, str] = {}
    digests: set[str] = set()
    asks: dict[int, str] = {}
    forms = id_forms()
    swarm = _SWARM_KINDS | {kind for kind, form in forms.items() if form == SWARM}
    for line in lines:
        ask = asks.setdefault(line["x"], line.get("ask", ""))
        for path, field, text in strings(line):
            for prefix, digits in _HEX64.findall(text):
                if prefix or field == _HASH_LABEL:
                    digests.add(digits)
                elif kinds.get(digits, "id") == "id":
                    kinds[digits] = _hex_kind(ask, path, field, text, forms.keys())
            if "ask" not in line and _SWARM_ID.fullmatch(text):
                kind = _swarm_kind(ask, path, field, swarm)
                if kind and kinds.get(text, "swarmid") == "swarmid":
                    kinds[text] = kind
    return {digits: kind for digits, kind in kinds.items() if digits not in digests}


def _hex_kind(ask: str, path: str, field: str, text: str, born: Iterable[str]) -> str:
    if field == "ask":
        kind = _noun(text)
    elif field in ("Id", "ID") and path.count(".") == 1:
        kind = _born(ask, field) or _noun(ask)
    else:
        return _ID_FIELDS.get(field, "id")
    return id_name(kind, HEX) if kind in born else "id"


def _swarm_kind(ask: str, path: str, field: str, kinds: Iterable[str]) -> str:
    """The kind of a text in the form of a swarm object's id, "" if its field does not hold ids."""
    parents = path.split(".")
    if len(parents) == 1:
        kind = _born(ask, "")
    elif field in ("Id", "ID"):
        kind = (_born(ask, field) or _noun(ask)) if len(parents) == 2 else parents[-2].lower()
    elif field == "Target":
        kind = "network"
    elif match := _SWARM_FIELD.fullmatch(field):
        kind = match[1].lower()
    else:
        return ""
    return id_name(kind, SWARM) if kind in kinds else "swarmid" if kind else ""


def _born(ask: str, field: str) -> str:
    """The kind of object that the request `ask` creates, if `field` of its answer has the object's id."""
    method, _, path = ask.partition(" ")
    operation = find(method, path)
    borns = operation.born if operation is not None else ()
    return next((born.kind for born in borns if born.at == field), "")


def _noun(ask: str) -> str:
    path = ask.partition(" ")[2].removeprefix("/libpod")
    return noun(path) if path else ""


def generated_names(lines: Iterable[Line]) -> list[str]:
    """Container names that the engine generated: of that form, and not sent by the client."""
    lines = list(lines)
    sent = client_text(lines)
    found = dict.fromkeys(
        match[1]
        for line in lines
        if "answer" in line
        for _, field, text in strings(line)
        if field in ("Name", "Names", "name") and (match := _GENERATED.fullmatch(text))
    )
    return [name for name in found if name not in sent]


def node_names(lines: Iterable[Line]) -> list[str]:
    """The host names of a swarm's nodes, in natural order; none if only one node was seen."""
    lines = list(lines)
    asks = {line["x"]: line["ask"] for line in lines if "ask" in line}
    found = {
        text
        for line in lines
        if "answer" in line and NODES.match(asks.get(line["x"], ""))
        for _, field, text in strings(line)
        if field == "Hostname"
    }
    return sorted(found, key=natural_key) if len(found) > 1 else []


def addresses(lines: Iterable[Line]) -> list[str]:
    """The IP addresses that the engine assigned, without those that the client has sent."""
    lines = list(lines)
    sent = {text.partition("/")[0] for line in lines if "ask" in line for _, _, text in strings(line)}
    found = (
        address
        for line in lines
        if "answer" in line
        for _, field, text in strings(line)
        if (address := _address(field, text))
    )
    return [address for address in dict.fromkeys(found) if address not in sent]


def _address(field: str, text: str) -> str:
    if field in _ADDRESS_FIELDS:
        return text.partition("/")[0]
    if field in _NODE_ADDRESS_FIELDS and text.count(":") < 2:
        return text.partition(":")[0]
    return ""


def engine_roots(lines: Iterable[Line]) -> dict[str, str]:
    """The directories of the engine, and their names in the recording."""
    roots: dict[str, str] = {}
    for line in lines:
        for _, field, text in strings(line):
            if field == "DockerRootDir":
                roots[text] = "root"
            elif (
                field in ("LogPath", "HostsPath", "HostnamePath", "ResolvConfPath") and "/containers/" in text
            ):
                roots[text.partition("/containers/")[0]] = "root"
            elif field == "SandboxKey" and "/netns/" in text:
                roots[text.partition("/netns/")[0]] = "run"
    return roots
