"""Binds endpoints and procedures to sync and async shells: shells, groups of endpoints, and the binding decorators.

A method decorated with `endpoint`, `streaming`, `hijacking`, `procedure` or `emitting` returns a call or steps. On a group
that is bound to a sync shell it returns the result; to an async shell, a coroutine or an async stream.

Coroutines are declared without Any: given two of them with different results, mypy would take `asyncio.gather` to return
Any.
"""

from __future__ import annotations

import functools
from abc import ABC, abstractmethod
from collections.abc import Callable, Coroutine
from importlib import import_module
from types import FunctionType, MethodType
from typing import TYPE_CHECKING, Any, Concatenate, Generic, ParamSpec, TypeVar, overload

from engineclient.calls import Call, HijackCall, Step, Steps, StreamCall
from engineclient.steps import Emitted
from engineclient.streams import Duplex, Stream

if TYPE_CHECKING:
    from engineclient.async_streams import AsyncDuplex, AsyncStream

P = ParamSpec("P")
T = TypeVar("T")
R = TypeVar("R")


class Sync(ABC):
    """A shell that carries out steps and returns their results."""

    @abstractmethod
    def send(self, call: Call[T]) -> T:
        """Send a request and decode its whole answer."""

    @abstractmethod
    def perform(self, steps: Steps[R] | Step[R]) -> R:
        """Carry out a procedure."""

    @abstractmethod
    def stream(self, call: StreamCall[T] | Emitted[T]) -> Stream[T]:
        """Open a stream."""

    @abstractmethod
    def hijack(self, call: HijackCall) -> Duplex:
        """Send a request that hijacks its connection."""


class Async(ABC):
    """A shell that carries out steps in coroutines."""

    @abstractmethod
    async def send(self, call: Call[T]) -> T:
        """Send a request and decode its whole answer."""

    @abstractmethod
    async def perform(self, steps: Steps[R] | Step[R]) -> R:
        """Carry out a procedure."""

    @abstractmethod
    def stream(self, call: StreamCall[T] | Emitted[T]) -> AsyncStream[T]:
        """A stream that opens when it is first used."""

    @abstractmethod
    def hijack(self, call: HijackCall) -> AsyncDuplex:
        """A hijacked connection that opens when it is first used."""


S_co = TypeVar("S_co", bound=Sync | Async | None, covariant=True)


class Api(Generic[S_co]):
    """A group of endpoints bound to a shell, or to None: then they return calls, not results."""

    def __init__(self, shell: S_co) -> None:
        self.shell: S_co = shell


class _Binding:
    """Base of the decorators below: an attribute that returns a call, or its result if the group has a shell."""

    verb = "perform"

    def __init__(self, make: Callable[..., Any]) -> None:
        self._make = make
        self._name = ""
        self._faces: dict[bool, Callable[..., Any]] = {}
        functools.update_wrapper(self, make)

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    def _bind(self, api: Api[Any] | None) -> Any:
        """The value of the attribute, which is stored in the instance, so that later accesses do not come here."""
        if api is None:
            return self
        bound = self._bound(api)
        if self._name:
            vars(api)[self._name] = bound
        return bound

    def _bound(self, api: Api[Any]) -> Callable[..., Any]:
        make: Callable[..., Any] = self._make.__get__(api)
        if api.shell is None:
            return make
        carry_out = getattr(api.shell, self.verb)

        def bound(*args: Any, **kwargs: Any) -> Any:
            return carry_out(make(*args, **kwargs))

        bound.__name__ = self._make.__name__
        bound.__doc__ = self._make.__doc__
        bound.__dict__["__wrapped__"] = self._face(api)
        return bound

    def _face(self, api: Api[Any]) -> Callable[..., Any]:
        """A function with the same parameters, annotated with the result that a caller gets, for help() and editors."""
        waits = isinstance(api.shell, Async)
        if waits not in self._faces:
            made: Any = getattr(self._make, "__func__", self._make)
            face = FunctionType(made.__code__, made.__globals__, made.__name__, made.__defaults__)
            face.__kwdefaults__ = made.__kwdefaults__
            result = self._result(str(made.__annotations__["return"]), "Async" if waits else "")
            face.__annotations__ = {**made.__annotations__, "return": result}
            self._faces[waits] = face
        face_of_all = self._faces[waits]
        return face_of_all if isinstance(self._make, staticmethod) else MethodType(face_of_all, api)

    def _result(self, made: str, kind: str) -> str:
        """The annotation of the result that a caller gets: `RunResult` for `Steps[RunResult]`."""
        inside = made.partition("[")[2].removesuffix("]")
        return f"Coroutine[object, None, {inside}]" if kind else inside

    def __call__(self, api: Api[Any], *args: Any, **kwargs: Any) -> Any:
        """Called on the class: the instance is the first argument, as for any method."""
        return self._bind(api)(*args, **kwargs)


class endpoint(_Binding, Generic[P, T]):  # noqa: N801  # lower case, as property is
    """Decorates a method that returns a `Call[T]`: `Api[Sync]` returns T, `Api[Async]` a coroutine."""

    verb = "send"

    def __init__(self, call: Callable[Concatenate[Any, P], Call[T]]) -> None:
        super().__init__(call)

    @overload
    def __get__(self, api: None, owner: type) -> endpoint[P, T]: ...
    @overload
    def __get__(self, api: Api[None], owner: type) -> Callable[P, Call[T]]: ...
    @overload
    def __get__(self, api: Api[Sync], owner: type) -> Callable[P, T]: ...
    @overload
    def __get__(self, api: Api[Async], owner: type) -> Callable[P, Coroutine[object, None, T]]: ...
    def __get__(self, api: Api[Any] | None, owner: type) -> Any:
        return self._bind(api)


class streaming(_Binding, Generic[P, T]):  # noqa: N801
    """Decorates a method that returns a `StreamCall`: `Api[Sync]` returns a `Stream`, `Api[Async]` an `AsyncStream`."""

    verb = "stream"

    def _result(self, made: str, kind: str) -> str:
        return made.replace("StreamCall", f"{kind}Stream", 1)

    def __init__(self, call: Callable[Concatenate[Any, P], StreamCall[T]]) -> None:
        super().__init__(call)

    @overload
    def __get__(self, api: None, owner: type) -> streaming[P, T]: ...
    @overload
    def __get__(self, api: Api[None], owner: type) -> Callable[P, StreamCall[T]]: ...
    @overload
    def __get__(self, api: Api[Sync], owner: type) -> Callable[P, Stream[T]]: ...
    @overload
    def __get__(self, api: Api[Async], owner: type) -> Callable[P, AsyncStream[T]]: ...
    def __get__(self, api: Api[Any] | None, owner: type) -> Any:
        return self._bind(api)


class hijacking(_Binding, Generic[P]):  # noqa: N801
    """Decorates a method that returns a `HijackCall`: `Api[Sync]` returns a `Duplex`, `Api[Async]` an `AsyncDuplex`."""

    verb = "hijack"

    def _result(self, made: str, kind: str) -> str:
        return made.replace("HijackCall", f"{kind}Duplex", 1)

    def __init__(self, call: Callable[Concatenate[Any, P], HijackCall]) -> None:
        super().__init__(call)

    @overload
    def __get__(self, api: None, owner: type) -> hijacking[P]: ...
    @overload
    def __get__(self, api: Api[None], owner: type) -> Callable[P, HijackCall]: ...
    @overload
    def __get__(self, api: Api[Sync], owner: type) -> Callable[P, Duplex]: ...
    @overload
    def __get__(self, api: Api[Async], owner: type) -> Callable[P, AsyncDuplex]: ...
    def __get__(self, api: Api[Any] | None, owner: type) -> Any:
        return self._bind(api)


class procedure(_Binding, Generic[P, R]):  # noqa: N801
    """Makes a generator function of steps a method of an `Api`. It takes no `self`: it needs nothing of the group."""

    verb = "perform"

    def __init__(self, steps: Callable[P, Steps[R]]) -> None:
        super().__init__(staticmethod(steps))

    @overload
    def __get__(self, api: None, owner: type) -> procedure[P, R]: ...
    @overload
    def __get__(self, api: Api[None], owner: type) -> Callable[P, Steps[R]]: ...
    @overload
    def __get__(self, api: Api[Sync], owner: type) -> Callable[P, R]: ...
    @overload
    def __get__(self, api: Api[Async], owner: type) -> Callable[P, Coroutine[object, None, R]]: ...
    def __get__(self, api: Api[Any] | None, owner: type) -> Any:
        return self._bind(api)


class emitting(_Binding, Generic[P, T]):  # noqa: N801
    """Makes a function that returns an `Emitted[T]`, and takes no `self`, a method of an `Api` that returns a stream."""

    verb = "stream"

    def __init__(self, emitted: Callable[P, Emitted[T]]) -> None:
        super().__init__(staticmethod(emitted))

    @overload
    def __get__(self, api: None, owner: type) -> emitting[P, T]: ...
    @overload
    def __get__(self, api: Api[None], owner: type) -> Callable[P, Emitted[T]]: ...
    @overload
    def __get__(self, api: Api[Sync], owner: type) -> Callable[P, Stream[T]]: ...
    @overload
    def __get__(self, api: Api[Async], owner: type) -> Callable[P, AsyncStream[T]]: ...
    def __get__(self, api: Api[Any] | None, owner: type) -> Any:
        return self._bind(api)


class imported:  # noqa: N801
    """A `procedure` or `emitting` function that is imported when it is first used: the one of the same name in `module`."""

    def __init__(self, module: str, kind: Callable[[Any], Any] = procedure) -> None:
        self._module = module
        self._kind = kind

    def __set_name__(self, owner: type, name: str) -> None:
        self._owner = owner
        self._name = name

    def __get__(self, api: Api[Any] | None, owner: type) -> Any:
        found = self._kind(getattr(import_module(self._module), self._name))
        setattr(self._owner, self._name, found)
        found.__set_name__(self._owner, self._name)
        return found.__get__(api, owner)
