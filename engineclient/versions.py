"""The client's own version, the range of Engine API versions it supports, and the choice of one for an engine."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from engineclient.errors import EngineError, UnsupportedByEngine
from engineclient.values import Data

if TYPE_CHECKING:
    from collections.abc import Iterable

CLIENT: Final = "0.1.0"  # read by the build, too
__version__: Final = CLIENT
BUILDX: Final = "0.29.1"  # the buildx whose output this client follows
COMPOSE: Final = "2.40.3"  # the compose whose files, labels and output this client follows
OLDEST: Final = "1.40"
_GUESS: Final = "1.44"
NEWEST: Final = "1.56"  # the newest one this client knows: it is used with newer engines too


class Gate(Data):
    """An argument in use that exists in some API versions only.

    Attributes:
        argument: its name; for a field of a body the path to it, `host_config.annotations`.
        since: the first API version that has it, "" if all versions do.
        until: the last API version that has it, "" if it has not been removed.
        instead: what to use after its removal.

    """

    argument: str
    since: str = ""
    until: str = ""
    instead: str = ""

    def check(self, version: str) -> None:
        """Check that this API version has the argument: engines ignore unknown ones, or fail with unclear errors.

        Raises:
            UnsupportedByEngine: it does not.

        """
        if (self.since and is_before(version, self.since)) or (self.until and is_before(self.until, version)):
            raise UnsupportedByEngine(
                self.argument, needs=self.since, speaks=version, until=self.until, instead=self.instead
            )


def require(gates: Iterable[Gate], version: str) -> None:
    """Check that this API version has the arguments of all `gates`.

    Raises:
        UnsupportedByEngine: for the first that it does not have.

    """
    for gate in gates:
        gate.check(version)


def number(version: str) -> tuple[int, int]:
    """`version` as numbers, for comparisons: "1.9" is before "1.10".

    Raises:
        ValueError: it is not two numbers separated by a dot.
    """
    major, _, minor = version.partition(".")
    if not (major.isdecimal() and minor.isdecimal()):
        raise ValueError(f"{version!r} is not an API version")
    return int(major), int(minor)


def is_before(version: str, other: str) -> bool:
    """Whether `version` is older than `other`."""
    return number(version) < number(other)


def negotiate(server: str, *, refused: bool = False) -> str:
    """The API version to use with an engine whose newest version is `server`.

    If `server` is "" (the engine, or a socket proxy before it, reports none), the version is a guess: the oldest one, as
    docker does; or, if even the request for it was refused, one that every engine from 25 to 29 has, where docker uses its
    own.

    Raises:
        EngineError: the engine is too old for this client, or its version is malformed.
    """
    if not server:
        return _GUESS if refused else OLDEST
    server = server.removeprefix("v")
    try:
        too_old = is_before(server, OLDEST)
    except ValueError:
        raise EngineError(
            f"the engine announces API version {server!r}, which is not a version number"
        ) from None
    if too_old:
        raise EngineError(
            f"API version {server} is not supported by this client: the minimum supported API version is {OLDEST}"
        )
    return min(server, NEWEST, key=number)
