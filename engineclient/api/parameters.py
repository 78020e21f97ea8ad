"""Converts Python values for paths and queries, and contains the decoders that most endpoints share."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, TypeVar

from engineclient.errors import DecodeError, InvalidName, api_error
from engineclient.golang.strconv import SPACES
from engineclient.versions import Gate
from engineclient.wire.error_records import error_in
from engineclient.wire.percent import percent_encoded
from engineclient.wire.records import excerpt, load_json

if TYPE_CHECKING:
    from datetime import datetime

    from engineclient.calls import WholeAnswer
    from engineclient.models.view import View

V = TypeVar("V", bound="View")

Filters = Mapping[str, Iterable[str | int] | str | int | bool]


def path(template: str, *ids: str) -> str:
    """`template` with its `{}` replaced by the quoted `ids`.

    As in docker, white space and slashes around an id are ignored: the API itself returns the names of containers as
    `/web`.

    Raises:
        InvalidName: an id is empty, or would address another route.

    """
    return template.format(*(_part(template, given, safe="") for given in ids))


def image_path(template: str, name: str) -> str:
    """`template` with its `{}` replaced by the name of an image, whose slashes and colons are not quoted.

    Raises:
        InvalidName: the name is empty, or would address another route.

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
    """The name of an object of this `kind`, without surrounding white space.

    Raises:
        InvalidName: the name is empty; the message is docker's.
        TypeError: it is no text, but for example the object itself.

    """
    if not isinstance(name, str):
        raise TypeError(f"{kind}: its name or ID is needed, a str, not {type(name).__name__}")
    # Like docker, which does not trim names of images
    trimmed = name if kind == "image" else name.strip(SPACES)
    if not trimmed.strip("/ "):
        raise _empty(kind)
    return trimmed


def _empty(kind: str) -> InvalidName:
    return InvalidName(f"invalid {kind} name or ID: value is empty")


def query(parameters: Mapping[str, object]) -> dict[str, str | list[str]]:
    """The parameters of a query as strings.

    None and False are left out, True becomes `1`, a mapping becomes JSON, a list becomes a repeated parameter.
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
    """A time in unix seconds, the only form that newer engines accept.

    Raises:
        ValueError: the text is not a time.
        TypeError: it is something else.

    """
    if moment is None or (isinstance(moment, str) and re.fullmatch(_UNIX, moment)):
        return moment
    if isinstance(moment, int):
        return str(moment)
    from datetime import datetime  # imported here, as is the next, because they are rarely needed
    from decimal import Decimal

    if isinstance(moment, float):
        return f"{Decimal(repr(moment)):f}"  # engines do not accept 1e-05

    if isinstance(moment, datetime):
        moment = moment.isoformat()
    if not isinstance(moment, str):
        raise TypeError(f"a time is unix seconds, a datetime or text, not {type(moment).__name__}")
    found = re.fullmatch(_DATE, moment)
    if found is None:
        raise ValueError(f"{moment!r} is not a time: use unix seconds, or a date and a time as in RFC 3339")
    seconds = int(datetime.fromisoformat(found[1] + (found[3] or "")).timestamp())
    return f"{seconds}{found[2] or ''}"  # the original fraction: a datetime would lose nanoseconds


def _text(value: object) -> str:
    if value is True:
        return "1"
    return json_text(value) if isinstance(value, Mapping) else str(value)


def json_text(value: object) -> str:
    """`value` as JSON without white space, for a parameter."""
    return json.dumps(value, separators=(",", ":"))


def needs(*parameters: tuple[str, str, object]) -> tuple[Gate, ...]:
    """The gates for `RequestSpec.needs`, from triples (argument, first API version, value), if `query` sends the value."""
    return tuple(Gate(name, version) for name, version, value in parameters if query({name: value}))


Platform = str | Mapping[str, Any]


def platform_json(platform: Platform | None) -> Mapping[str, Any] | None:
    """`os/arch[/variant]` as the JSON object that most routes require (create, pull, import and build take the text).

    Raises:
        ValueError: the text is malformed.
    """
    if not isinstance(platform, str):
        return platform
    names = ("os", "architecture", "variant")
    parts = platform.split("/")
    if len(parts) > len(names) or not all(parts):
        raise ValueError(f"a platform is os/architecture or os/architecture/variant, not {platform!r}")
    return dict(zip(names, parts, strict=False))


def platforms_json(platforms: Platform | Sequence[Platform] | None) -> list[Mapping[str, Any] | None]:
    """One or several platforms, each as a JSON object."""
    if platforms is None or isinstance(platforms, str | Mapping):
        platforms = [] if platforms is None else [platforms]
    return [platform_json(platform) for platform in platforms]


def encode_filters(wanted: Filters | None) -> dict[str, dict[str, bool]]:
    """Filters in the form that docker's client sends, `{"status": {"running": true}}`."""
    if wanted is not None and not isinstance(wanted, Mapping):
        raise TypeError(f'filters are a mapping, such as {{"name": ["web"]}}, not {wanted!r}')
    sent: dict[str, dict[str, bool]] = {}
    for name, value in (wanted or {}).items():
        sent[name] = dict.fromkeys(_filter_values(name, value), True)
    return sent


def _filter_values(name: str, value: Any) -> list[str]:
    if isinstance(value, bool):
        return ["true" if value else "false"]
    if isinstance(value, str | int):
        return [str(value)]
    # `{"label": {"a": "b"}}` would lose the "b"; the engine's own form, `{"label": {"a=b": True}}`, does not
    lost = isinstance(value, Mapping) and any(on is not True for on in value.values())
    if lost or not isinstance(value, Iterable):
        raise TypeError(f'the filter {name} is text or several, such as ["a=b"], not {value!r}')
    return [str(each) for each in value]


def view(kind: type[V]) -> Callable[[WholeAnswer], V]:
    """A decoder of a JSON object."""
    return lambda answer: kind(_object(load_json(answer.body), answer.body))


def views(kind: type[V]) -> Callable[[WholeAnswer], list[V]]:
    """A decoder of a JSON list of objects; null is an empty list."""

    def decode(answer: WholeAnswer) -> list[V]:
        items = load_json(answer.body)
        if not isinstance(items, list | None):
            _object(items, answer.body)
            raise DecodeError(f"the engine's answer is not a list: {excerpt(answer.body)}")
        return [kind(_object(item, answer.body)) for item in items or ()]

    return decode


def _object(value: Any, body: bytes) -> dict[str, Any]:
    """`value` if it is an object; null is an empty one, as for Go.

    Raises:
        APIError: it is an error, though the status was that of a success.
        DecodeError: it is something else.
    """
    if isinstance(value, dict):
        if (error := error_in(value)) is not None:
            status = error.code if error.code is not None and 400 <= error.code < 600 else 500
            raise api_error(status, error.message, body)
        return value
    if value is None:
        return {}
    raise DecodeError(f"the engine's answer is not an object: {excerpt(body)}")


def nothing(_: WholeAnswer) -> None:
    """A decoder of an answer without content."""
