"""Bases of small immutable objects that are equal if their fields are.

Not the standard library's dataclass or NamedTuple: those generate and compile functions for each class at every start, a
tenth to half a millisecond a class, and a command uses a hundred of them.
"""

from __future__ import annotations

from typing import Any, ClassVar, NoReturn, Self, dataclass_transform


class Value:
    """Equality, hash and repr over the attributes named in `__match_args__`, which `__init__` of a subclass sets."""

    __slots__ = ()

    def _fields(self) -> tuple[str, ...]:
        names: tuple[str, ...] = getattr(self, "__match_args__", ())
        return names

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and all(
            getattr(self, name) == getattr(other, name) for name in self._fields()
        )

    def __hash__(self) -> int:
        return hash((type(self), *(getattr(self, name) for name in self._fields())))

    def __repr__(self) -> str:
        parts = ", ".join(f"{name}={getattr(self, name)!r}" for name in self._fields())
        return f"{type(self).__name__}({parts})"


@dataclass_transform(frozen_default=True)
class Data(Value):
    """A value whose fields are declared like those of a dataclass; `replace` gives a changed copy.

    >>> class Size(Data):
    ...     height: int
    ...     width: int = 80
    >>> Size(24).replace(width=132)
    Size(height=24, width=132)

    A default is shared by all objects, so it must be immutable.
    """

    __match_args__: ClassVar[tuple[str, ...]] = ()
    _names: ClassVar[frozenset[str]] = frozenset()
    _defaults: ClassVar[dict[str, Any]] = {}

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        own = [name for name, kind in cls.__annotations__.items() if not str(kind).startswith("ClassVar")]
        cls.__match_args__ = tuple(dict.fromkeys((*cls.__match_args__, *own)))  # type: ignore[misc]
        cls._names = frozenset(cls.__match_args__)
        cls._defaults = {**cls._defaults, **{name: vars(cls)[name] for name in own if name in vars(cls)}}

    def __init__(self, *args: Any, **given: Any) -> None:
        fields = self.__dict__
        fields.update(self._defaults)
        fields.update(zip(self.__match_args__, args, strict=False))
        fields.update(given)
        if fields.keys() != self._names or len(args) > len(self._names):
            self._complain(len(args), given)

    def _complain(self, count: int, given: dict[str, Any]) -> NoReturn:
        names = self.__match_args__
        missing = [name for name in names[count:] if name not in given and name not in self._defaults]
        unknown = [name for name in given if name not in names]
        raise TypeError(
            f"{type(self).__name__} takes {', '.join(names)}; missing: {', '.join(missing) or 'none'}, "
            f"unknown: {', '.join(unknown) or 'none'}, by position: {count}"
        )

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"{type(self).__name__} is immutable: use replace({name}=...)")

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError(f"{type(self).__name__} is immutable")

    def replace(self, **changes: Any) -> Self:
        """The same with other values for some fields."""
        return type(self)(**{name: getattr(self, name) for name in self.__match_args__} | changes)
