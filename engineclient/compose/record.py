"""Immutable objects declared field by field: the name, kind and order of each field in a compose file."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, ClassVar, Generic, NamedTuple, TypeVar, dataclass_transform

from engineclient.compose.order import Style, in_order

T = TypeVar("T")


class Kind(Generic[T]):
    """The kind of a value: how it is read from a tree, and how it is printed.

    Attributes:
        zero: the value of a field that is not given.

    """

    zero: Any = None

    def read(self, value: Any, at: str) -> T:
        """Convert a value of a tree; `at` is its path, such as `services[web].command`.

        Raises:
            ValueError: it is not of this kind; with docker compose's message.

        """
        raise NotImplementedError

    def show(self, value: T, style: Style) -> Any:
        """The value as text, numbers, lists and mappings, with the keys in the order in which `config` prints them."""
        return value

    def omitted(self, value: T, style: Style) -> bool:
        """Whether `config` omits a field with this value."""
        return not value


class Field(NamedTuple):
    """One field of a record.

    Attributes:
        kind: the kind of its value.
        name: its key in a file.
        always: print it even if it is empty.
        json: its key in JSON, if that differs.
        hidden: never print it.

    """

    kind: Kind[Any]
    name: str = ""
    always: bool = False
    json: str = ""
    hidden: bool = False


def key(
    kind: Kind[Any], name: str = "", *, always: bool = False, json: str = "", hidden: bool = False
) -> Any:
    """Declare a field of a record: see `Field`. By default its key is the name of the attribute."""
    return Field(kind, name, always, json, hidden)


@dataclass_transform(kw_only_default=True, frozen_default=True)
class Record:
    """The base of the objects that a compose file declares. Fields cannot be changed; `replace` returns a changed copy.

    The dataclasses of the standard library are not used: they compile several functions for each class, which for these
    classes, one of them with ninety fields, takes longer than reading a file.

    Attributes:
        fields: the fields by the names of their attributes.
        extensible: whether the object may have keys that begin with `x-`.
        extensions: these keys.

    """

    fields: ClassVar[Mapping[str, Field]] = {}
    extensible: ClassVar[bool] = True
    extensions: Mapping[str, Any] = MappingProxyType({})

    def __init_subclass__(cls) -> None:
        own = {name: value for name, value in vars(cls).items() if isinstance(value, Field)}
        cls.fields = {
            **cls.fields,
            **{name: each._replace(name=each.name or name) for name, each in own.items()},
        }
        for name, each in own.items():
            setattr(cls, name, each.kind.zero)

    def __init__(self, **given: Any) -> None:
        for name in given:
            if name not in self.fields and name != "extensions":
                raise TypeError(f"{type(self).__name__} has no field {name!r}")
        self.__dict__.update(given)

    def __setattr__(self, name: str, value: Any) -> None:
        raise AttributeError(f"{type(self).__name__} is frozen: use replace({name}=...)")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"{type(self).__name__} is frozen")

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and all(
            getattr(self, name) == getattr(other, name) for name in (*self.fields, "extensions")
        )

    def __hash__(self) -> int:
        return hash((type(self), *(str(value) for value in vars(self).values())))

    def __repr__(self) -> str:
        shown = ", ".join(f"{name}={value!r}" for name, value in vars(self).items())
        return f"{type(self).__name__}({shown})"

    def replace(self, **changes: Any) -> Any:
        """A copy with other values for some fields."""
        return type(self)(**{**vars(self), **changes})

    @classmethod
    def read(cls, tree: Mapping[str, Any], at: str) -> Any:
        """Convert a mapping in long form to a record; `at` is its path.

        Raises:
            Misread: a value is not of the kind of its field: `'services[web].mem_limit' invalid suffix: 'zz'`.

        """
        given: dict[str, Any] = {}
        for name, each in cls.fields.items():
            if (value := tree.get(each.name)) is not None:
                where = f"{at}.{each.name}" if at else each.name
                try:
                    given[name] = each.kind.read(value, where)
                except Misread:
                    raise
                except ValueError as error:
                    raise Misread(where, str(error)) from None
        if cls.extensible and (
            extensions := {name: value for name, value in tree.items() if name.startswith("x-")}
        ):
            given["extensions"] = extensions
        return cls(**given)

    def show(self, style: Style) -> dict[str, Any]:
        """The record as the mapping that `config` prints; only YAML contains extensions."""
        shown: dict[str, Any] = {}
        for name, each in self.fields.items():
            value = getattr(self, name)
            if each.always or not (each.hidden or each.kind.omitted(value, style)):
                label = each.json if each.json and style is Style.JSON else each.name
                shown[label] = each.kind.show(value, style)
        if style is Style.YAML and self.extensions:
            shown.update(in_order(dict(self.extensions), style))
        return shown


class Misread(ValueError):
    """A value is not of the kind of its field.

    Attributes:
        at: its path: `services[web].mem_limit`.
        reason: the message without the path.

    """

    def __init__(self, at: str, reason: str) -> None:
        super().__init__(f"'{at}' {reason}")
        self.at = at
        self.reason = reason
