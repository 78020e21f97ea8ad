"""What the rules of hints know: the command that failed, and the facts that they may look up."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Iterable, Sequence
from difflib import get_close_matches
from typing import NamedTuple, Protocol

from engineclient.languages import gettext as _


class Facts(Protocol):
    """The lookups that a rule may make."""

    def commands(self, path: str) -> list[str]:
        """The commands below `minidocker container`."""
        ...

    def flags(self, path: str) -> list[str]:
        """The flags of `minidocker run`, as `--detach`, and `-d`."""
        ...

    def takes_value(self, path: str, flag: str) -> bool:
        """Whether a flag of a command, as it was typed (`-p`, `-it`), takes the next word as its value."""
        ...

    def containers(self) -> list[str]:
        """The names of all containers."""
        ...

    def images(self) -> list[str]:
        """The references of all images."""
        ...

    def networks(self) -> list[str]:
        """The names of all networks."""
        ...

    def volumes(self) -> list[str]:
        """The names of all volumes."""
        ...

    def files(self, folder: str) -> list[str]:
        """The names of the files in a directory of this machine."""
        ...

    def container(self, name: str) -> tuple[str, str] | None:
        """A container's image and state."""
        ...

    def newest_created(self) -> str:
        """The name of the newest container that was created and not started, or ""."""
        ...

    def users_of(self, kind: str, name: str) -> list[str]:
        """The names of the containers that use a `volume` or a `network`."""
        ...

    def port_holder(self, port: int) -> tuple[str, str]:
        """The name of the container that holds a port, or else the process, as `123 (nginx)`."""
        ...


class Failed(NamedTuple):
    """A command that failed.

    Attributes:
        text: its error message.
        args: its arguments, from the command's name on.
        program: the program's name.
        candidates: the valid values, if the error has them: the fields of a template.

    """

    text: str
    args: Sequence[str]
    program: str
    candidates: Sequence[str] = ()

    def with_words(self, words: Iterable[str]) -> str:
        """A command line of this program with other arguments, for the user to type."""
        return shlex.join([self.program, *words])


Rule = tuple[re.Pattern[str], Callable[[re.Match[str], Failed, Facts], str]]
"""A pattern of an error, and the function that makes the sentence for it, "" if there is none after all."""


def nearest(word: str, known: Iterable[str]) -> str:
    """The word of `known` that is most like `word`, or "" if none is close."""
    by_lower = {each.lower(): each for each in known}
    found = get_close_matches(word.lower(), by_lower, n=1, cutoff=0.6)
    return by_lower[found[0]] if found else ""


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A question for the word of `known` that is most like `word`; "" if none is close."""
    found = nearest(word, known)
    return _('Did you mean "{name}"?').format(name=found) if found and found != word else ""
