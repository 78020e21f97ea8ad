"""Versions: this client's own, those of the Engine API it speaks, and which of them it uses with an engine."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from engineclient.errors import EngineError, UnsupportedByEngine

if TYPE_CHECKING:
    from collections.abc import Iterable

CLIENT: Final = "0.1.0"  # read by the build, too
__version__: Final = CLIENT
COMPOSE: Final = "2.40.3"  # the compose whose files, labels and output this client follows
OLDEST: Final = "1.40"
NEWEST: Final = "1.56"  # the newest one this client knows: a newer engine is asked for this


class Gate(NamedTuple):
    """An argument in use that not every engine understands.

    Attributes:
        argument: its name; of a field of a body the path to it, `host_config.annotations`.
        since: the API version it came with, "" if all have it.
        until: the last API version that has it, "" if it has not gone.
        instead: what to do where it has gone.

    """

    argument: str
    since: str = ""
    until: str = ""
    instead: str = ""

    def check(self, version: str) -> None:
        """Go on only if engines of this API version understand it.

        Raises:
            UnsupportedByEngine: they would ignore it, or fail in a way that does not tell why.

        """
        if (self.since and is_before(version, self.since)) or (self.until and is_before(self.until, version)):
            raise UnsupportedByEngine(
                self.argument, needs=self.since, speaks=version, until=self.until, instead=self.instead
            )


def require(gates: Iterable[Gate], version: str) -> None:
    """Go on only if engines of this API version understand all of `gates`.

    Raises:
        UnsupportedByEngine: for the first that they do not.

    """
    for gate in gates:
        gate.check(version)


def number(version: str) -> tuple[int, int]:
    """`version` as numbers, to compare: "1.9" is before "1.10".

    Raises:
        ValueError: it is not two numbers with a dot.
    """
    major, _, minor = version.partition(".")
    if not (major.isdecimal() and minor.isdecimal()):
        raise ValueError(f"{version!r} is no API version")
    return int(major), int(minor)


def is_before(version: str, other: str) -> bool:
    """`version` is older than `other`."""
    return number(version) < number(other)


def negotiate(server: str) -> str:
    """The version to use with an engine whose newest is `server`.

    Without one ("", of an engine or a socket proxy that refuses a ping, or whose answer has no Api-Version) that is
    the oldest: all engines that this client serves speak it. docker goes on as well, with 1.24.

    Raises:
        EngineError: the engine is too old for this client.
    """
    if not server:
        return OLDEST
    try:
        too_old = is_before(server, OLDEST)
    except ValueError:
        raise EngineError(f"the engine announces API version {server!r}, which is none") from None
    if too_old:
        raise EngineError(
            f"API version {server} is not supported by this client: the minimum supported API version is {OLDEST}"
        )
    return min(server, NEWEST, key=number)
