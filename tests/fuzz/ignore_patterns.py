"""Patterns of .dockerignore: refused as malformed, or matched in limited time; both ways to match agree.

`matches`, which tries the parents of a path, and `matches_below`, which gets the state of the parents, must agree, unless an
exception has matched in between: there docker's two functions differ, too.
"""

from __future__ import annotations

from random import Random
from typing import Final

from engineclient.archive.ignore import BadPattern, Ignore, read_patterns
from tests.fuzz.watched import watched

_PIECES: Final = (
    "a", "b", "ab", "*", "**", "?", "/", "//", ".", "..", "!", "\\", "[", "]", "[a-b]", "[^a]", "{", "}", "|", "+", "(", ")",
    "$", "^", " ", "\t", "#", "\n", "\r", "é", "\udcff", "\ufeff", "-", "&", "~", "\\d", "\\Q", "{1,9}", "{,3}",
)  # fmt: skip
_NAMES: Final = ("a", "b", "ab", "aab", ".", "é", "x.log", "{", "a b")


def find(seed: int) -> str:
    """Describe what is wrong in the case of `seed`, "" if nothing is."""
    random = Random(seed)
    text = "".join(random.choice(_PIECES) for _ in range(random.randrange(1, 40)))
    names = (random.choice(_NAMES) for _ in range(random.randrange(1, 7)))
    path = random.choice(("/".join(names), "a" * random.randrange(1, 200)))
    return watched(f"patterns {text!r} and {path!r}", lambda: _match(text, path))


def _match(text: str, path: str) -> None:
    try:
        ignore = Ignore(read_patterns(text.encode("utf-8", "surrogateescape")))
        whole = ignore.matches(path)
    except BadPattern:
        return
    held: tuple[bool, ...] = ()
    below = False
    for end in [at for at, char in enumerate(path) if char == "/"] + [len(path)]:
        try:
            below, held = ignore.matches_below(path[:end], held)
        except BadPattern:
            return
    if not ignore.has_exceptions and whole != below:
        raise AssertionError(f"whole: {whole}, step by step: {below}")
