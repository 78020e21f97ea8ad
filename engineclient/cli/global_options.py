"""The global options: those before the command's name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engineclient.values import Data

if TYPE_CHECKING:
    from collections.abc import Sequence


class GlobalOptions(Data):
    """The options before the command's name; "" is an option that was not given.

    `given` holds the long names of the options that were given, whatever their value.
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
    explain: str = ""
    curl: str = ""
    trace: str = ""
    hints: bool = False
    lang: str = ""
    given: frozenset[str] = frozenset()

    @property
    def names_several(self) -> bool:
        """Whether several engines are named: `--context a,b`, or -H more than once."""
        return len(self.hosts) > 1 or "," in self.context

    @property
    def observing(self) -> str:
        """The flag that shows or saves the conversation with the engine, or ""."""
        return "--explain" if self.explain else "--curl" if self.curl else "--trace" if self.trace else ""
