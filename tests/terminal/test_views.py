"""The comparable part of views that are drawn repeatedly."""

from __future__ import annotations

import pytest

from tests.terminal.views import settled


def view(*lines: str, rows: int = 1) -> str:
    return "\x1b[1A" * rows + "\x1b[0G\x1b[?25l" + "".join(f"{line}\r\n" for line in lines) + "\x1b[?25h"


@pytest.mark.parametrize(
    ("screen", "left"),
    [
        ("nothing drawn\r\n", "nothing drawn\r\n"),
        (view("[+] 1/1", "a 1.2s"), "<view>[+] 1/1\r\na T\r\n</view>"),
        (
            view("[+] 0/1", "a 0.1s") + view("\x1b[34m[+] 1/1\x1b[0m", "a 10.0s", rows=2),
            "<view>[+] 1/1\r\na T\r\n</view>",
        ),
        (view("[+] 2/2", "b", "a"), "<view>[+] 2/2\r\na\r\nb\r\n</view>"),
        (
            view("[+] 1/1") + "text\r\n" + view("[+] 2/2"),
            "<view>[+] 1/1\r\n</view>text\r\n<view>[+] 2/2\r\n</view>",
        ),
        (
            "x\r\n\r\x1b[K Container b\r\n\r\x1b[K Container a\r\ny\r\n",
            "x\r\n\r\x1b[K Container a\r\n\r\x1b[K Container b\r\ny\r\n",
        ),
    ],
)
def test_what_is_left(screen: str, left: str) -> None:
    assert settled(screen) == left
