"""How many positional arguments a command takes, and docker's complaint about any other number."""

from __future__ import annotations

from engineclient.values import Data


class Arity(Data):
    """From `least` to `most` positional arguments; `most` of None is no limit."""

    least: int
    most: int | None

    def complaint(self, count: int) -> str | None:
        """What is wrong with `count` arguments: `requires at least 1 argument`."""
        if self.least <= count and (self.most is None or count <= self.most):
            return None
        if self.most == 0:
            return "accepts no arguments"
        if self.most is None:
            return f"requires at least {_arguments(self.least)}"
        if self.least == self.most:
            return f"requires {_arguments(self.most)}"
        if self.least == 0:
            return f"requires at most {_arguments(self.most)}"
        return f"requires at least {self.least} and at most {_arguments(self.most)}"

    @property
    def pointer(self) -> str:
        """The word before `'docker rm --help' for more information`: docker 28 has three, one of them a typing error."""
        if self.most is None:
            return "See"
        return "SRun" if self.least == 0 and self.most > 0 else "Run"


def _arguments(count: int) -> str:
    return "1 argument" if count == 1 else f"{count} arguments"


NONE = Arity(0, 0)
ANY = Arity(0, None)


def exactly(count: int) -> Arity:
    """Neither more nor less than `count` arguments."""
    return Arity(count, count)


def at_least(count: int) -> Arity:
    """`count` arguments or more."""
    return Arity(count, None)


def at_most(count: int) -> Arity:
    """Up to `count` arguments."""
    return Arity(0, count)


def between(least: int, most: int) -> Arity:
    """From `least` to `most` arguments."""
    return Arity(least, most)
