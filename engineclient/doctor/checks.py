"""All checks: pure rules from facts to findings, each after the checks that it depends on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Final

from engineclient.doctor.containers import containers
from engineclient.doctor.engine import api_version, cgroup, clock, daemon, storage
from engineclient.doctor.machine import config, context, helpers, permission, socket
from engineclient.doctor.network import dns, proxy, registry

if TYPE_CHECKING:
    from engineclient.doctor.facts import Facts
    from engineclient.doctor.finding import Finding

CHECKS: Final[tuple[Callable[[Facts], Iterator[Finding]], ...]] = (
    context, socket, permission, daemon, api_version, storage, cgroup, dns, proxy, registry, clock, helpers, config,
    containers,
)  # fmt: skip


def findings(facts: Facts) -> list[Finding]:
    """The findings of all checks, in order."""
    return [finding for check in CHECKS for finding in check(facts)]
