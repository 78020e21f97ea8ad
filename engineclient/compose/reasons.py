"""The reasons of the decisions in a plan: short texts, which the command line translates."""

from __future__ import annotations

from typing import Final, NamedTuple

__all__ = ["BECOMES", "NOTHING", "TEXTS", "Reason"]


class Reason(NamedTuple):
    """The reason of a decision.

    Attributes:
        text: one of `TEXTS`.
        name: replaces `{name}` in the text.

    """

    text: str
    name: str = ""

    def __str__(self) -> str:
        """The reason in English."""
        return self.text.format(name=self.name)


EXTERNAL: Final = "external"
MISSING: Final = "it does not exist"
UNCHANGED: Final = "unchanged"
UNCHANGED_RUNNING: Final = "unchanged and running"
UNCHANGED_BUT: Final = "unchanged, but {name}"
UNCHANGED_STOPPED: Final = "unchanged, but stopped while a dependency changes"
UNCHANGED_NOT_RUNNING: Final = "unchanged, but not running"
DEFINITION_CHANGED: Final = "its definition changed"
IMAGE_CHANGED: Final = "its image changed"
FORCED: Final = "forced"
SHARES: Final = "it shares a namespace or volumes with service {name}, whose container is replaced"
OFF_NETWORK: Final = "it is not connected to a network of its service"
OFF_VOLUME: Final = "it does not mount a volume of its service"
NO_SERVICE: Final = "its service is not in the project"
ONE_OFF_ENDED: Final = "it was created by run and has exited"
TOO_MANY: Final = "the service has fewer replicas"
PROJECT_REMOVED: Final = "the project is removed"

TEXTS: Final = tuple(text for name, text in vars().items() if name.isupper() and isinstance(text, str))
"""Every text of a reason, with its placeholder."""

NOTHING: Final = "nothing"
"""The text for a value that does not exist."""

BECOMES: Final = {
    "create": "{kind} {name} is created: {why}",
    "recreate": "{kind} {name} is recreated: {why}",
    "start": "{kind} {name} is started: {why}",
    "keep": "{kind} {name} is left alone: {why}",
    "remove": "{kind} {name} is removed: {why}",
}
"""The sentences about a decision, by its action."""
