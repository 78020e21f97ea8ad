"""Names of images: parsing the printed form of a parsed name gives the same name."""

from __future__ import annotations

from random import Random
from typing import Final

from engineclient.errors import InvalidReference
from engineclient.wire import references
from tests.fuzz.watched import watched

_REFERENCE: Final = (
    "busybox", "a", "Z", "0", ".", "..", "/", "//", ":", "@", "-", "_", "__", "localhost", "host.io", "[::1]",
    ":5000", "é", " ", "\n", "\udcff", "sha256:", "a" * 64, "b" * 63, "latest", "library", "docker.io",
    "index.docker.io", "t" * 128, "\0",
)  # fmt: skip


def find(seed: int) -> str:
    """Describe what is wrong in the case of `seed`, "" if nothing is."""
    random = Random(seed)
    text = "".join(random.choices(_REFERENCE, k=random.randrange(1, 7)))

    def work() -> None:
        try:
            found = references.parse(text)
        except InvalidReference:
            return
        assert references.parse(str(found)) == found, f"{text!r} is {found!r}"
        # docker, too, prints what looks like a host or an id unchanged
        first = found.familiar_name.partition("/")[0]
        if found.domain != "docker.io" or not (first == "localhost" or "." in first or len(first) == 64):
            assert references.parse(found.familiar) == found, f"{text!r} is {found.familiar!r}"
        assert references.parse(str(found.with_default_tag())) == found.with_default_tag()

    return watched(f"reference {text!r}", work)
