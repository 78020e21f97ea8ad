"""Values of build's flags as buildx reads them, made beside buildx 0.29.1."""

from __future__ import annotations

import pytest

from engineclient.options.build_values import buildx_hosts, buildx_pair, buildx_tag

LONG = "a" * 300


@pytest.mark.parametrize("text", ["a", "a:b", "127.0.0.1:5000/a/b:c", "A.b/c", f"a@sha256:{'0' * 64}"])
def test_names(text: str) -> None:
    assert buildx_tag(text) == text


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("UP", "repository name must be lowercase"),
        ("Up:tag", "repository name must be lowercase"),
        ("a:b:c", "invalid reference format"),
        ("A:x:y", "invalid reference format"),
        ("", "repository name must have at least one component"),
        (LONG, "repository name must not be more than 255 characters"),
    ],
)
def test_what_is_no_name(text: str, reason: str) -> None:
    with pytest.raises(ValueError, match=f'^invalid tag "{text}": {reason}$'):
        buildx_tag(text)


def test_pairs() -> None:
    assert [buildx_pair(text) for text in ("a=b", "a=", "a", "a b=c")] == ["a=b", "a=", "a", "a b=c"]


@pytest.mark.parametrize("text", ["", "=", "=x"])
def test_what_is_no_pair(text: str) -> None:
    with pytest.raises(ValueError, match=f'^invalid key-value pair "{text}": empty key$'):
        buildx_pair(text)


@pytest.mark.parametrize(
    ("texts", "lines"),
    [
        (["h:1.2.3.4", "g=::1"], ["h:1.2.3.4", "g:::1"]),
        (["h=[::1]", "h:host-gateway"], ["h:::1", "h:host-gateway"]),
        (["h=1.2.3.4,g:1.1.1.1"], ["h:1.2.3.4", "g:1.1.1.1"]),
        (['"h=1.2.3.4,::1"'], ["h:1.2.3.4", "h:::1"]),
        ([""], []),
    ],
)
def test_hosts(texts: list[str], lines: list[str]) -> None:
    assert buildx_hosts(texts) == lines


@pytest.mark.parametrize(
    ("text", "bad"),
    [("h", "h"), ("h:x", "h:x"), ("=::1", "=::1"), ("h=", "h="), ("h=1.2.3.4,5.6.7.8", "5.6.7.8")],
)
def test_what_is_no_host(text: str, bad: str) -> None:
    with pytest.raises(ValueError, match=f"^invalid host {bad}$"):
        buildx_hosts([text])
