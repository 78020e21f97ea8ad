"""The options before the command's name."""

# No `from __future__ import annotations`: a NamedTuple compiles annotations that are texts, one by one, at each start.

from collections.abc import Sequence
from typing import NamedTuple


class GlobalOptions(NamedTuple):
    """The options before the command's name; an empty text is one that was not given.

    `given` are the long names of those that were given, whatever their value.
    """

    config: str = ""
    context: str = ""
    debug: bool = False
    hosts: Sequence[str] = ()
    log_level: str = "info"
    tls: bool = False
    tlsverify: bool = False
    tlscacert: str = ""
    tlscert: str = ""
    tlskey: str = ""
    read_only: bool = False
    dry_run: bool = False
    explain: bool = False
    curl: bool = False
    trace: str = ""
    hints: bool = False
    given: frozenset[str] = frozenset()

    @property
    def names_several(self) -> bool:
        """Several engines are named: `--context a,b`, or -H more than once."""
        return len(self.hosts) > 1 or "," in self.context

    @property
    def observing(self) -> str:
        """The flag by which the conversation with the engine is shown or kept, "" without one."""
        return "--explain" if self.explain else "--curl" if self.curl else "--trace" if self.trace else ""
