from __future__ import annotations

import pytest

from tests.scenarios.printed import printed

ID = "0123456789abcdef" * 4


@pytest.mark.parametrize(
    ("stdout", "kept"),
    [
        (f"{ID}\n", "{id}\n"),
        (f"{ID[:12]}: Pull complete\n", "{id}: Pull complete\n"),
        (f"sha256:{ID}\n", f"sha256:{ID}\n"),
        ("Less than a second ago   Up 3 seconds\n", "{age}  Up {age}\n"),
        ("a: Verifying Checksum\nb\n", "b\n"),
    ],
)
def test_printed(stdout: str, kept: str) -> None:
    assert printed(stdout, 7) == f"{kept}[exit 7]\n"
