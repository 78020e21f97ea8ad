"""How Python values go into paths and queries, and the decoders that most endpoints share."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, TypeVar

from engineclient.errors import DecodeError, InvalidName
from engineclient.golang.strconv import SPACES
from engineclient.versions import Gate
from engineclient.wire.percent import percent_encoded
from engineclient.wire.records import excerpt, load_json

if TYPE_CHECKING:
    from datetime import datetime

    from engineclient.calls import WholeAnswer
    from engineclient.models.view import View

V = TypeVar("V", bound="View")

Filters = Mapping[str, Iterable[str] | str | bool]


def path(template: str, *ids: str) -> str:
    """`template` with its `{}` filled by `ids`, quoted.

    As with docker white space around an id does not count, nor slashes: the API itself gives a container's name as
    `/web`.

    Raises:
        InvalidName: an id is empty, or would lead to another route.

    """
    return template.format(*(_part(template, given, safe="") for given in ids))


def image_path(template: str, name: str) -> str:
    """The same for an image's name, whose slashes and colons are part of the route.

    Raises:
        InvalidName: it is empty, or would lead to another route.

    """
    return template.format(_part(template, name, safe="/:@"))


def _part(template: str, name: str, *, safe: str) -> str:
    kind = template.split("/")[1].removesuffix("s")
    parts = [part for part in name_of(kind, name).split("/") if part not in ("", ".")]
    if not parts and "." not in name:
        raise _empty(kind)
    if not parts or ".." in parts:  # images.remove("../containers/web") would remove a container
        raise InvalidName(f"invalid {kind} name or ID: {name!r} leads to another route")
    return percent_encoded("/".join(parts), safe=safe)


def name_of(kind: str, name: str) -> str:
    """`name`, of a thing of some `kind`, without the white space that stands around it in a list with CRLF, say.

    Raises:
        InvalidName: nothing is left; docker's own text.

    """
    trimmed = name if kind == "image" else name.strip(SPACES)  # as docker, which trims no image
    if not trimmed.strip("/ "):
        raise _empty(kind)
    return trimmed


def _empty(kind: str) -> InvalidName:
    return InvalidName(f"invalid {kind} name or ID: value is empty")


def query(parameters: Mapping[str, object]) -> dict[str, str | list[str]]:
    """Parameters as strings.

    None and False are left out, True is `1`, a mapping is JSON, a list is repeated.
    """
    sent: dict[str, str | list[str]] = {}
    for name, value in parameters.items():
        if value is None or value is False:
            continue
        if isinstance(value, Sequence | Mapping) and not isinstance(value, str):
            if value:
                sent[name] = _text(value) if isinstance(value, Mapping) else [_text(item) for item in value]
        else:
            sent[name] = _text(value)
    return sent


_UNIX: Final = r"\d+(\.\d+)?"
_DATE: Final = r"(\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d)(\.\d+)?(Z|[+-]\d\d:\d\d)?"


def timestamp(moment: float | str | datetime | None) -> str | None:
    """A time as newer engines read it, which is unix seconds and nothing else.

    Raises:
        ValueError: a text is no time.

    """
    if moment is None or (isinstance(moment, str) and re.fullmatch(_UNIX, moment)):
        return moment
    if isinstance(moment, int):
        return str(moment)
    from datetime import datetime  # few need this and the next
    from decimal import Decimal

    if isinstance(moment, float):
        return f"{Decimal(repr(moment)):f}"  # 1e-05 is nothing to an engine

    if isinstance(moment, datetime):
        moment = moment.isoformat()
    found = re.fullmatch(_DATE, moment)
    if found is None:
        raise ValueError(f"{moment!r} is no time: use unix seconds, or a date and a time as in RFC 3339")
    seconds = int(datetime.fromisoformat(found[1] + (found[3] or "")).timestamp())
    return f"{seconds}{found[2] or ''}"  # the fraction as it was: a datetime would cut its nanoseconds


def _text(value: object) -> str:
    if value is True:
        return "1"
    return compact(value) if isinstance(value, Mapping) else str(value)


def compact(value: object) -> str:
    """`value` as JSON without spaces, for a parameter."""
    return json.dumps(value, separators=(",", ":"))


def needs(*parameters: tuple[str, str, object]) -> tuple[Gate, ...]:
    """Of (argument, API version it came with, value) those that `query` would send, for `RequestSpec.needs`."""
    return tuple(Gate(name, version) for name, version, value in parameters if query({name: value}))


Platform = str | Mapping[str, Any]


def platform_json(platform: Platform | None) -> Mapping[str, Any] | None:
    """`os/arch[/variant]` as the JSON object that most routes want.

    Create, pull, import and build take the text.
    """
    if not isinstance(platform, str):
        return platform
    names = ("os", "architecture", "variant")
    parts = platform.split("/")
    if len(parts) > len(names) or not all(parts):
        raise ValueError(f"a platform is os/architecture or os/architecture/variant, not {platform!r}")
    return dict(zip(names, parts, strict=False))


def platforms_json(platforms: Platform | Sequence[Platform] | None) -> list[Mapping[str, Any] | None]:
    """One platform or several, each as JSON."""
    if platforms is None or isinstance(platforms, str | Mapping):
        platforms = [] if platforms is None else [platforms]
    return [platform_json(platform) for platform in platforms]


def encode_filters(wanted: Filters | None) -> dict[str, dict[str, bool]]:
    """Filters in the form that docker's own client sends, `{"status": {"running": true}}`."""
    sent: dict[str, dict[str, bool]] = {}
    for name, value in (wanted or {}).items():
        if isinstance(value, bool):
            values: Iterable[str] = ("true" if value else "false",)
        else:
            values = (value,) if isinstance(value, str) else value
        sent[name] = dict.fromkeys(values, True)
    return sent


def view(kind: type[V]) -> Callable[[WholeAnswer], V]:
    """Decoder of a JSON object."""
    return lambda answer: kind(load_json(answer.body))


def views(kind: type[V]) -> Callable[[WholeAnswer], list[V]]:
    """Decoder of a JSON list of objects; null is an empty one."""

    def decode(answer: WholeAnswer) -> list[V]:
        items = load_json(answer.body)
        if not isinstance(items, list | None):
            raise DecodeError(f"the engine's answer is not a list: {excerpt(answer.body)}")
        return [kind(item) for item in items or ()]

    return decode


def nothing(_: WholeAnswer) -> None:
    """Decoder of an answer that says no more than that it worked."""
