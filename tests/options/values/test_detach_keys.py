"""The keys that leave a container running."""

from __future__ import annotations

import pytest

from engineclient.options.values.detach_keys import detach_keys
from engineclient.options.values.flag import OptionError


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("ctrl-p,ctrl-q", b"\x10\x11"),
        ("a,b,Q", b"abQ"),
        ("ctrl-@,ctrl-a,ctrl-z", b"\x00\x01\x1a"),
        (r"ctrl-[,ctrl-\,ctrl-],ctrl-^,ctrl-_", b"\x1b\x1c\x1d\x1e\x1f"),
        ("DEL", b"\x7f"),
    ],
)
def test_keys(text: str, typed: bytes) -> None:
    assert detach_keys(text) == typed


@pytest.mark.parametrize(
    ("text", "key"),
    [("ctrl-p,xx", "xx"), ("", ""), ("a,", ""), ("ctrl-A", "ctrl-A"), ("é", "é"), ("del", "del")],
)
def test_keys_refused(text: str, key: str) -> None:
    with pytest.raises(OptionError) as refused:
        detach_keys(text)
    assert str(refused.value) == f"invalid detach keys ({text}): Unknown character: '{key}'"
