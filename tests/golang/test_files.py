"""Whole files, and Go's words for what fails."""

from __future__ import annotations

from pathlib import Path

import pytest

from engineclient.golang.files import file_error, read_file


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("", "open : no such file or directory"),
        ("no\0byte", "open no\0byte: invalid argument"),
        ("/proc/self/mem", "read /proc/self/mem: input/output error"),
        ("/", "read /: is a directory"),
    ],
)
def test_what_cannot_be_read(path: str, words: str) -> None:
    with pytest.raises(OSError) as caught:
        read_file(path)
    assert file_error(path, caught.value) == words


def test_what_can(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"x")
    assert read_file(str(tmp_path / "x")) == b"x"
