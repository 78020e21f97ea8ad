"""Call every endpoint without a shell, vary one argument at a time, and determine what each argument sends."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any, Final, NamedTuple

from engineclient import api, models
from engineclient.api.operations import Operation, find
from engineclient.binding import Api, endpoint, hijacking, streaming
from engineclient.calls import RequestSpec
from engineclient.models.body import Body
from engineclient.versions import Gate, number

REFERENCE: Final = "host.example:5000/n/a:tag"
SAMPLES: Final[Mapping[str, Any]] = {
    "reference": REFERENCE,
    "name": "n1",
    "names": ["n1", "n2"],
    "command": ["sh"],
    "context": b"tar",
    "content": b"tar",
    "source": b"tar",
    "remote": REFERENCE,
    "platform": "linux/arm64",
    "platforms": ["linux/arm64", "linux/amd64"],
    "condition": "removed",
    "console_size": (3, 4),
    "config": {"Sample": 1},
    "privileges": [],
    "headers": {},
    "filters": {"label": "a"},
    "t": 42,
    "tail": 42,
    "limit": 42,
}
"""Values of arguments by name; others have one by their annotation."""

BY_TYPE: Final[Mapping[str, Any]] = {
    "bool": True,
    "int": 42,
    "float": 1.5,
    "bytes": b"x",
    "str": "s",
    "Sequence[str]": ["a"],
    "Sequence[Mapping[str, object]]": [{"Name": "a"}],
    "Mapping[str, str]": {"A": "1"},
    "Mapping[str, str | None]": {"A": "1"},
    "Mapping[str, object]": {"A": 1},
    "Json": {"Sample": 1},
    "tuple[int, int]": (3, 4),
    "Iterable[str]": ["a"],
    "Sequence[Sequence[str]]": [["a"]],
}


class Sent(NamedTuple):
    """What one endpoint sends.

    Attributes:
        name: `Containers.create`.
        operation: its operation.
        parameters: the query parameters and headers by their wire names, each with the arguments that send it.
        body: the fields of a JSON body, in the same way.
        gates: for each argument, the version that it needs with the value that was tried.
        call: calls the endpoint with further arguments.
        takes: the annotation of each argument.

    """

    name: str
    operation: Operation
    parameters: dict[str, set[str]]
    body: dict[str, set[str]]
    gates: dict[str, tuple[Gate, ...]]
    call: Callable[..., Any]
    takes: dict[str, str]

    def since(self, kind: type[Body], field: str) -> str | None:
        """The version that a field of a body needs when it is sent by this endpoint; None if it does not take this body."""
        for argument, annotation in self.takes.items():
            if kind.__name__ in re.findall(r"\w+", annotation):
                body = kind(**{field: sample("", annotation_of(kind, field))})
                given = [body] if annotation.startswith("Sequence[") else body
                needs = self.call(**{argument: given}).request.needs
                return max((gate.since for gate in needs if gate.argument == field), key=_number, default="")
        return None


def _number(version: str) -> tuple[int, ...]:
    return number(version) if version else ()


def annotation_of(kind: type, field: str) -> str:
    """The annotation of a field of a body."""
    own = (vars(owner).get("__annotations__", {}) for owner in kind.__mro__)
    return next(str(annotations[field]) for annotations in own if field in annotations)


def groups() -> list[type[Api[Any]]]:
    """The groups of endpoints, one for each tag of the API."""
    found: list[type[Api[Any]]] = []
    for module in pkgutil.iter_modules(api.__path__):
        loaded = importlib.import_module(f"{api.__name__}.{module.name}")
        found += [
            kind
            for kind in vars(loaded).values()
            if isinstance(kind, type)
            and issubclass(kind, Api)
            and kind is not Api
            and kind.__module__ == loaded.__name__
        ]
    return found


@cache
def endpoints() -> list[Sent]:
    """Every endpoint, and what it sends."""
    return [
        _sent(group, name)
        for group in groups()
        for name, value in vars(group).items()
        if isinstance(value, endpoint | streaming | hijacking)
    ]


def _sent(group: type[Api[Any]], name: str) -> Sent:
    make = getattr(group(None), name)
    parameters = inspect.signature(make).parameters
    given = {
        each.name: sample(each.name, str(each.annotation))
        for each in parameters.values()
        if each.default is inspect.Parameter.empty
    }
    request: RequestSpec = make(**given).request
    operation = find(request.method, request.path)
    assert operation is not None, f"{group.__name__}.{name}: {request.method} {request.path} is no operation"
    takes = {each.name: str(each.annotation) for each in parameters.values()}

    def call(**further: Any) -> Any:
        return make(**{**given, **further})

    sent = Sent(f"{group.__name__}.{name}", operation, {}, {}, {"": tuple(request.needs)}, call, takes)
    for wire in _parameters(request):
        sent.parameters.setdefault(wire, set()).add("")
    for wire in _body(request):
        sent.body.setdefault(wire, set()).add("")
    base = _parameters(request) | _body(request)
    for each in parameters.values():
        if each.name in given:
            continue
        varied: RequestSpec = make(**given, **{each.name: variation(each)}).request
        sent.gates[each.name] = tuple(gate for gate in varied.needs if gate not in request.needs)
        for found, kept in ((_parameters(varied), sent.parameters), (_body(varied), sent.body)):
            for wire, value in found.items():
                if base.get(wire) != value:
                    kept.setdefault(wire, set()).add(each.name)
    return sent


def _parameters(request: RequestSpec) -> dict[str, Any]:
    return {f"query:{name}": value for name, value in request.query.items()} | {
        f"header:{name}": value for name, value in request.headers.items()
    }


def _body(request: RequestSpec) -> dict[str, Any]:
    return dict(request.json) if isinstance(request.json, dict) else {}


def variation(parameter: inspect.Parameter) -> Any:
    """A value for an argument, other than its default."""
    if isinstance(parameter.default, bool):
        return not parameter.default
    return sample(parameter.name, str(parameter.annotation))


def sample(name: str, annotation: str) -> Any:
    """A value for an argument, chosen by its name or its annotation."""
    if name in SAMPLES:
        return SAMPLES[name]
    types = [part.strip() for part in annotation.removesuffix("| None").split(" | ")]
    for known, value in BY_TYPE.items():
        if annotation.removesuffix(" | None") == known or known in types:
            return value
    return "x1"


@cache
def bodies() -> dict[str, type[Body]]:
    """The classes of bodies by name."""
    for module in pkgutil.iter_modules(models.__path__):
        importlib.import_module(f"{models.__name__}.{module.name}")
    return {kind.__name__: kind for kind in _below(Body)}


def _below(kind: type[Body]) -> Iterator[type[Body]]:
    for each in kind.__subclasses__():
        yield each
        yield from _below(each)
