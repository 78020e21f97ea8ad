"""The short volume syntax: what is a bind, and in what order."""

from __future__ import annotations

import pytest

from engineclient.options.values.flag import OptionError
from engineclient.options.values.volumes import Volumes, volumes


@pytest.mark.parametrize(
    ("specs", "binds", "anonymous"),
    [
        ([], [], []),
        (["/b:/b", "/data", "vol:/a", "/b:/b"], ["/b:/b", "vol:/a"], ["/data"]),
        (["./x:/d"], ["/home/me/x:/d"], []),
        (["../x:/d:ro"], ["/home/x:/d:ro"], []),
        ([".:/d"], ["/home/me:/d"], []),
        ([".hidden:/d"], ["/home/me/.hidden:/d"], []),
        (["~/x:/d", "rel/x:/d"], ["~/x:/d", "rel/x:/d"], []),
        ([r"c:\x:d:\y", "c:/x"], [r"c:\x:d:\y"], ["c:/x"]),
        (["a:", "./x"], [], ["a:", "./x"]),
    ],
)
def test_volumes(specs: list[str], binds: list[str], anonymous: list[str]) -> None:
    assert volumes(specs, "/home/me") == Volumes(binds, anonymous)


@pytest.mark.parametrize(
    ("spec", "reason"),
    [
        ("", "invalid empty volume spec"),
        ("/a:", "invalid spec: /a:: empty section between colons"),
        (":/a", "invalid spec: :/a: empty section between colons"),
        ("/a:/b:", "invalid spec: /a:/b:: empty section between colons"),
        ("/a:/b:ro:x", "invalid spec: /a:/b:ro:x: too many colons"),
    ],
)
def test_volumes_refused(spec: str, reason: str) -> None:
    with pytest.raises(OptionError) as refused:
        volumes([spec], "/")
    assert str(refused.value) == reason
