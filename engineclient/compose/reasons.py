"""The reasons of a plan's decisions: short texts, which the command line translates."""

from __future__ import annotations

from typing import Final, NamedTuple

__all__ = ["BECOMES", "NOTHING", "TEXTS", "Reason"]


class Reason(NamedTuple):
    """Why something is decided.

    Attributes:
        text: one of `TEXTS`.
        name: what stands for `{name}` in it.

    """

    text: str
    name: str = ""

    def __str__(self) -> str:
        """The reason in English."""
        return self.text.format(name=self.name)


EXTERNAL: Final = "external"
NONE_OF_THAT_NAME: Final = "there is none of that name"
NO_CONTAINER: Final = "there is none"
UNCHANGED: Final = "unchanged"
UNCHANGED_RUNNING: Final = "unchanged and running"
UNCHANGED_BUT: Final = "unchanged, but {name}"
UNCHANGED_STOPPED: Final = "unchanged, but stopped while what it depends on changes"
UNCHANGED_NOT_RUNNING: Final = "unchanged, but not running"
DEFINITION_CHANGED: Final = "its definition changed"
IMAGE_CHANGED: Final = "its image changed"
FORCED: Final = "forced"
SHARES: Final = "it shares what service {name} has, whose container is another one"
OFF_NETWORK: Final = "it is not on a network of its service"
OFF_VOLUME: Final = "it does not mount a volume of its service"
NO_SERVICE: Final = "its service is not in the project"
ONE_OFF_ENDED: Final = "it was made by run, and has ended"
TOO_MANY: Final = "more than the service has"
PROJECT_GOES: Final = "the project goes"

TEXTS: Final = tuple(text for name, text in vars().items() if name.isupper() and isinstance(text, str))
"""Every reason, with its place for a name."""

NOTHING: Final = "nothing"
"""A value that is not there."""

BECOMES: Final = {
    "create": "{kind} {name} is created: {why}",
    "recreate": "{kind} {name} is recreated: {why}",
    "start": "{kind} {name} is started: {why}",
    "keep": "{kind} {name} is left alone: {why}",
    "remove": "{kind} {name} is removed: {why}",
}
"""What becomes of an object, by the action."""
