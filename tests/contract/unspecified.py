"""What engines do that no specification says, kept by hand: from their source, or seen."""

from __future__ import annotations

from typing import Final

UNSPECIFIED: Final[dict[str, str]] = {
    "param ContainerLogs query:details": "Read by the router of all versions; adds labels that the log driver keeps.",
    "param DistributionInspect header:x-registry-auth": "The registry may want credentials; read by the router.",
    "param ImageSearch header:x-registry-auth": "The registry may want credentials; read by the router.",
}
"""Parameters and fields that engines know: the fact, and what is known of it."""

GATES: Final[dict[str, str]] = {}
"""The version since which an engine minds a fact, where that is not the one in which a specification has it first."""
