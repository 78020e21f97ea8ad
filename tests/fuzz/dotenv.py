"""Files of variables, as compose reads them."""

from __future__ import annotations

from random import Random
from typing import Final

from engineclient.compose import dotenv
from engineclient.compose.interpolate import InvalidTemplate
from tests.fuzz.watched import watched

_VARIABLES: Final = (
    "A", "B1", "export ", "=", ":", " ", "\n", "\r\n", "#", "'", '"', "\\", "\\n", "$", "${A}", "${A:-b}",
    "${A:?c}", "${", "}", "$$", "é", "\ufeff", "\udcff", "[", "]", ".", "-", "\t", "x" * 50, "${A:-${B:-${C}}}",
    "`", "\0",
)  # fmt: skip


def find(seed: int) -> str:
    """Describe what is wrong in the case of `seed`, "" if nothing is."""
    random = Random(seed)
    text = "".join(random.choices(_VARIABLES, k=random.randrange(1, 14)))
    environ = {"A": "1", "HOME": "/root"} if random.randrange(2) else {}

    def work() -> None:
        try:
            found = dotenv.parse(text, environ.get, lambda _: None)
        except (ValueError, InvalidTemplate):
            return
        assert all(name == name.strip() and "=" not in name for name in found), f"{text!r}: {found!r}"

    return watched(f"dotenv {text!r}", work)
