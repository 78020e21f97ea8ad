"""Capabilities and security options."""

from __future__ import annotations

import pytest

from engineclient.options.values.flag import OptionError
from engineclient.options.values.security import capabilities, security_options


@pytest.mark.parametrize(
    ("names", "sent"),
    [
        ([], None),
        (["sys_admin", "NET_ADMIN", "CAP_SYS_ADMIN"], ["CAP_NET_ADMIN", "CAP_SYS_ADMIN"]),
        (["all"], ["ALL"]),
        (["cap_all"], ["CAP_ALL"]),
    ],
)
def test_capabilities(names: list[str], sent: list[str] | None) -> None:
    assert capabilities(names) == sent


@pytest.mark.parametrize(
    ("options", "sent", "paths"),
    [
        ([], None, None),
        (["seccomp=p"], ['seccomp={"a":1}'], None),
        (["seccomp=unconfined"], ["seccomp=unconfined"], None),
        (["systempaths=unconfined"], [], []),
        (["label=disable", "systempaths=unconfined"], ["label=disable"], []),
        (["systempaths:unconfined"], ["systempaths:unconfined"], None),
    ],
)
def test_security_options(options: list[str], sent: list[str] | None, paths: list[str] | None) -> None:
    read = security_options(options, lambda _: b'{ "a": 1 }')
    assert (read.options, read.masked_paths, read.readonly_paths) == (sent, paths, paths)


def test_a_profile_that_cannot_be_read() -> None:
    def refuse(path: str) -> bytes:
        raise PermissionError(13, "Permission denied")

    with pytest.raises(OptionError) as refused:
        security_options(["seccomp=p"], refuse)
    assert str(refused.value) == "opening seccomp profile (p) failed: open p: permission denied"
