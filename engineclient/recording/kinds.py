"""The table of the kinds of values that differ between recordings: how each is found, and its value in a replay.

A name is the kind's name with a number: {c1}, {t3}. The kinds of ids come from the table of operations.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from typing import Any, Final

from engineclient.api import operations
from engineclient.recording.value_kind import Field, Kind, Known, Seed, Text
from engineclient.wire.ids import HEX, SWARM, Form

__all__ = [
    "KINDS",
    "id_forms",
    "id_name",
    "is_wildcard",
    "kind_of_field",
    "kind_of_name",
    "moved",
    "value_for",
]

_FIRST_RANDOM_PORT: Final = 32768
_STATS: Final = re.compile(r"GET /containers/[^/]+/stats")
_INFO: Final = re.compile(r"GET /info$")
_BUILD: Final = re.compile(r"POST /(?:build(?:/|$)|grpc$)")
_SWARM: Final = re.compile(r"[A-Z]+ /(?:swarm|nodes|services|tasks|secrets|configs)(?:/|$)")
_DATE: Final = r"(?!0001-)\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d"
_ZONE: Final = r"(?:Z|[+-]\d\d:\d\d)"


def _number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _positive(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value > 0


def _random_port(value: Any) -> bool:
    return _positive(value) and value >= _FIRST_RANDOM_PORT


def _random_port_text(value: Any) -> bool:
    return isinstance(value, str) and value.isdecimal() and int(value) >= _FIRST_RANDOM_PORT


def _integer(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _moment(value: Any) -> bool:
    """Whether this is a time in unix seconds. 0 is the beginning of everything, in each run."""
    return isinstance(value, str) and re.fullmatch(r"\d+(\.\d+)?", value) is not None and float(value) > 0


def _decimal(value: Any) -> bool:
    return isinstance(value, str) and value.isdecimal()


def _date(seed: Seed) -> str:
    return f"{datetime.fromtimestamp(seed.now, UTC):%Y-%m-%dT%H:%M:%S}.{seed.number:09d}Z"


def _later_date(value: str, seconds: int) -> str:
    parts = re.fullmatch(r"(.{19})(\.\d+)?(.*)", value)
    assert parts is not None
    moment = datetime.fromisoformat(parts[1] + parts[3]).timestamp() + seconds
    return f"{datetime.fromtimestamp(moment, UTC):%Y-%m-%dT%H:%M:%S}{parts[2] or ''}Z"


def _uuid(seed: Seed) -> str:
    digest = seed.digest
    return f"{digest[:8]}-{digest[8:12]}-{digest[12:16]}-{digest[16:20]}-{digest[20:32]}"


def _counted(seed: Seed) -> str:
    return str(seed.number)


def _port(seed: Seed) -> str:
    return str(_FIRST_RANDOM_PORT + seed.number - 1)


def _now(seed: Seed) -> str:
    return str(int(seed.now))


def _fields(*names: str) -> frozenset[str]:
    return frozenset(names)


_HOST_COUNTS: Final = _fields(
    "Containers", "ContainersRunning", "ContainersPaused", "ContainersStopped", "Images", "NFd", "NGoroutines",
    "NEventsListener", "MemTotal", "NCPU", "SwapFree", "SwapTotal",
)  # fmt: skip

NODES: Final = re.compile(r"GET /nodes(?:/|$)")

KINDS: Final[tuple[Kind, ...]] = (
    # found anywhere in a text; the first kind that matches applies
    Kind("secret", Known(), lambda _: "hidden", wildcard=True),
    Kind("home", Known(), lambda _: "/root", "one"),
    Kind("root", Known(), lambda _: "/var/lib/docker", "one"),
    Kind("run", Known(), lambda _: "/var/run/docker", "one"),
    Kind("name", Known(), lambda seed: f"recorded_name{seed.number}"),
    Kind("nodename", Known(), lambda seed: f"recorded-host-{seed.number}"),
    Kind("ip", Known(), lambda seed: f"172.17.0.{seed.number + 1}"),
    Kind("t", Text(rf"{_DATE}\.\d+{_ZONE}"), _date, moves=_later_date),
    # each time without a fraction has a name of its own, as two of them may be equal by chance
    Kind("t", Text(_DATE + _ZONE), _date, "each", moves=_later_date),
    Kind("uuid", Text(r"(?<![0-9a-f])[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?![0-9a-f-])"), _uuid),
    Kind(
        "mac",
        Text(r"(?<![0-9a-f:])[0-9a-f]{2}(?::[0-9a-f]{2}){5}(?![0-9a-f:])"),
        lambda seed: f"02:42:ac:11:00:{seed.number + 1:02x}",
        unless_sent=True,
    ),
    # in Go's network errors: "read udp 127.0.0.1:37841->…"
    Kind("port", Text(r"(?<=\d:)\d{4,5}(?=->)"), _port),
    # found as the value of a field; the first kind that matches applies
    Kind("reference", Field(_fields("x-reference-id")), lambda seed: f"0xc{seed.number:09x}", "each"),
    Kind("port", Field(_fields("HostPort"), holds=_random_port_text), _port, unless_sent=True),
    Kind("when", Field(_fields("since", "until"), holds=_moment), _now, "each", wildcard=True),
    # by which a client names its session with BuildKit, and its build: each client chooses its own
    Kind("session", Field(_fields("session", "buildid", "ref"), _BUILD), lambda seed: seed.digest[:24], wildcard=True),
    Kind("kernel", Field(_fields("KernelVersion")), lambda _: "6.1.0", "one"),
    Kind("mirror", Field(_fields("Mirrors"), _INFO), lambda _: "http://127.0.0.1:5000/"),
    Kind("uptime", Field(_fields("Uptime"), _INFO), lambda _: "1h 2m 3.00s (Approximately 0.04 days)"),
    Kind("pid", Field(_fields("Pid"), holds=_positive), lambda seed: str(4000 + seed.number), "each"),
    Kind("port", Field(_fields("PublicPort"), holds=_random_port), _port),
    Kind(
        "unix",
        Field(_fields("time"), holds=_integer),
        _now,
        "each",
        moves=lambda value, seconds: str(int(value) + seconds),
    ),
    Kind(
        "unix",
        Field(_fields("Created"), re.compile("(?!GET /images/)"), _integer),
        _now,
        "each",
        moves=lambda value, seconds: str(int(value) + seconds),
    ),
    Kind(
        "nano",
        Field(_fields("timeNano"), holds=_integer),
        lambda seed: str(int(seed.now * 1e9) + seed.number),
        moves=lambda value, seconds: str(int(value) + seconds * 10**9),
    ),
    Kind("stat", Field(_fields(), _STATS, _number), _counted, "each"),
    Kind("count", Field(_HOST_COUNTS, _INFO, _integer), _counted, "each"),
    # of a swarm: the version that an update must name, values that depend on the machine, its certificate authority
    Kind("index", Field(_fields("Index"), _SWARM, _integer), lambda seed: str(10 + seed.number)),
    Kind("index", Field(_fields("version"), _SWARM, _decimal), lambda seed: str(10 + seed.number)),
    Kind("hostname", Field(_fields("Hostname"), NODES), lambda _: "recorded-host", "one"),
    Kind("count", Field(_fields("NanoCPUs", "MemoryBytes"), NODES, _integer), _counted, "each"),
    Kind("certificate", Field(_fields("TrustRoot", "CertIssuerPublicKey")), lambda seed: seed.name),
    # found as a part of a field, by canonical.py
    Kind("age", Known(), lambda _: "1 second", "each"),
    Kind("hostname", Known(), lambda _: "recorded-host", "one"),
    Kind("hostid", Known(), lambda seed: seed.digest, "one"),
    # ids that no operation creates
    *(Kind(name, Known(), lambda seed: HEX.invent(seed.name)) for name in ("ep", "sandbox", "id")),
    *(Kind(name, Known(), lambda seed: SWARM.invent(seed.name)) for name in ("overlay", "swarm", "task", "swarmid")),
)  # fmt: skip

_BY_NAME: Final = {kind.name: kind for kind in reversed(KINDS)}
_IDS: Final[Mapping[str, str]] = {"container": "c", "network": "net", "secret": "sec"}
"""Kinds of ids whose names differ from the kind: some are shortened, and `secret` is the name of hidden values."""


def id_name(kind: str, form: Form = HEX) -> str:
    """The name, without its number, of ids of a `kind`."""
    if kind == "network" and form == SWARM:
        return "overlay"
    return _IDS.get(kind, kind)


def id_forms() -> dict[str, Form]:
    """The kinds of ids that operations create, and their forms."""
    return {
        born.kind: born.form
        for operation in operations.OPERATIONS
        for born in operation.born
        if not born.named and not born.form.prefix
    }


def kind_of_field(field: str, value: Any, ask: str) -> Kind | None:
    """The kind of the whole `value` of a `field`, or None."""
    return next((kind for kind, find in _by_field(field) if find.has(value, ask)), None)


@cache
def _by_field(field: str) -> list[tuple[Kind, Field]]:
    """The kinds that can be the value of a field."""
    found = ((kind, kind.find) for kind in KINDS if isinstance(kind.find, Field))
    return [(kind, find) for kind, find in found if field in find.names or not find.names]


def kind_of_name(name: str) -> Kind:
    """The kind of a name, with or without its number."""
    return _BY_NAME[_stem(name)]


def _stem(name: str) -> str:
    return name.rstrip("0123456789")


def is_wildcard(name: str) -> bool:
    """Whether a client may send any value in the place of `name`; what it sends is the name's value from then on."""
    kind = _BY_NAME.get(_stem(name))
    return kind is not None and kind.wildcard


def value_for(name: str, now: float) -> str:
    """An invented value for `name` that looks real and is the same each time."""
    stem = _stem(name)
    kind = _BY_NAME.get(stem)
    if kind is not None:
        return kind.invent(Seed(name, int("0" + name.removeprefix(stem)), now))
    forms = {id_name(born, form): form for born, form in id_forms().items()}
    return forms.get(stem, HEX).invent(name)


def moved(name: str, value: Any, seconds: int) -> str:
    """A recorded value `seconds` later: times are shifted, other values unchanged."""
    kind = _BY_NAME.get(_stem(name))
    return str(value) if kind is None else kind.moves(value, seconds)
