"""A `--platform` that names no platform is refused before anything is asked."""

from __future__ import annotations

import pytest

from tests.commands.engine import Minidocker

NO_OS = '"" is an invalid OS component of "/x": OSAndVersion specifier component must match '
REFUSED = {
    "image inspect": NO_OS,
    "image rm": NO_OS,
    "history": f"invalid platform: {NO_OS}",
    "save -o x.tar": f"invalid platform: {NO_OS}",
    "push": f"Invalid platform /x{NO_OS}",
}


@pytest.mark.parametrize(("words", "message"), REFUSED.items())
def test_no_platform(minidocker: Minidocker, words: str, message: str) -> None:
    ended = minidocker(*words.split(" "), "--platform=/x", "busybox")
    assert (ended.code, ended.out) == (1, "")
    assert ended.err.startswith(message)
    assert minidocker.asked == []
