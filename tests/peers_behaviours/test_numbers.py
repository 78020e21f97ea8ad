"""Every behaviour has a test."""

from __future__ import annotations

import re
from pathlib import Path


def test_no_number_is_missing() -> None:
    text = "".join(path.read_text() for path in Path(__file__).parent.glob("test_*.py"))
    assert {int(number) for number in re.findall(r"def test_(\d\d)_", text)} == {*range(1, 38)}
