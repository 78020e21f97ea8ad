from __future__ import annotations

import pytest

from engineclient.golang.host_ports import join_host_port, split_host_port


@pytest.mark.parametrize(
    ("address", "parts"),
    [("h:1", ("h", "1")), (":1", ("", "1")), ("[::1]:", ("::1", "")), ("h:", ("h", ""))],
)
def test_split_host_port(address: str, parts: tuple[str, str]) -> None:
    assert split_host_port(address) == parts


@pytest.mark.parametrize("address", ["h", "::1", "[::1]", "a:b:1", "[[::1]]:1", ""])
def test_no_host_and_port(address: str) -> None:
    with pytest.raises(ValueError, match="in address"):
        split_host_port(address)


@pytest.mark.parametrize(
    ("host", "text"), [("1.2.3.4", "1.2.3.4:5"), ("h", "h:5"), ("::1", "[::1]:5"), ("", ":5")]
)
def test_join_host_port(host: str, text: str) -> None:
    assert join_host_port(host, "5") == text
