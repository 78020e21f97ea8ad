from __future__ import annotations

import pytest

from engineclient.errors import InvalidReference
from engineclient.wire.references import is_image_id, parse

SHA = "sha256:" + "a" * 64
ID = "b" * 64


@pytest.mark.parametrize(
    ("text", "full", "familiar"),
    [
        ("busybox", "docker.io/library/busybox", "busybox"),
        ("busybox:1.37", "docker.io/library/busybox:1.37", "busybox:1.37"),
        ("library/busybox", "docker.io/library/busybox", "busybox"),
        ("docker.io/busybox", "docker.io/library/busybox", "busybox"),
        ("index.docker.io/library/busybox", "docker.io/library/busybox", "busybox"),
        ("curlimages/curl:latest", "docker.io/curlimages/curl:latest", "curlimages/curl:latest"),
        ("docker.io/library/a/b", "docker.io/library/a/b", "library/a/b"),
        ("localhost/a", "localhost/a", "localhost/a"),
        ("localhost:5000/a:B", "localhost:5000/a:B", "localhost:5000/a:B"),
        ("ghcr.io/o/r", "ghcr.io/o/r", "ghcr.io/o/r"),
        ("UPPER/a", "UPPER/a", "UPPER/a"),
        ("[::1]:5000/a", "[::1]:5000/a", "[::1]:5000/a"),
        (f"busybox@{SHA}", f"docker.io/library/busybox@{SHA}", f"busybox@{SHA}"),
        (f"a.b/c:t@{SHA}", f"a.b/c:t@{SHA}", f"a.b/c:t@{SHA}"),
        ("a__b-_c", None, None),
        ("a__b--c.d", "docker.io/library/a__b--c.d", "a__b--c.d"),
    ],
)
def test_parse(text: str, full: str | None, familiar: str | None) -> None:
    if full is None:
        with pytest.raises(InvalidReference, match="invalid reference format"):
            parse(text)
        return
    reference = parse(text)
    assert (str(reference), reference.familiar) == (full, familiar)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "invalid reference format"),
        ("a:", "invalid reference format"),
        (":tag", "invalid reference format"),
        ("a b", "invalid reference format"),
        ("a//b", "invalid reference format"),
        ("a/", "invalid reference format"),
        ("-a", "invalid reference format"),
        ("a:" + "t" * 129, "invalid reference format"),
        ("a@sha256:123", "invalid reference format"),
        ("a@sha256:" + "a" * 63, "invalid checksum digest length"),
        ("Busybox", "invalid reference format: repository name (library/Busybox) must be lowercase"),
        ("\udcff", "invalid reference format: repository name (library/\udcff) must be lowercase"),
        ("o/Upper:T", "invalid reference format: repository name (o/Upper) must be lowercase"),
        ("o/Up@sha256:1", "invalid reference format: repository name (o/Up@sha256) must be lowercase"),
        (ID, f"invalid repository name ({ID}), cannot specify 64-byte hexadecimal strings"),
        ("a/" * 130 + "a", "repository name must not be more than 255 characters"),
    ],
)
def test_refused_with_dockers_words(text: str, message: str) -> None:
    with pytest.raises(InvalidReference) as caught:
        parse(text)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("text", "wanted"),
    [("busybox", "latest"), ("busybox:1", "1"), (f"busybox@{SHA}", SHA), (f"busybox:1@{SHA}", SHA)],
)
def test_what_to_pull(text: str, wanted: str) -> None:
    assert parse(text).with_default_tag().tag_or_digest == wanted


@pytest.mark.parametrize(
    ("text", "expected"), [(ID, True), (SHA, True), (ID[:12], False), ("busybox", False)]
)
def test_is_image_id(text: str, expected: bool) -> None:
    assert is_image_id(text) is expected
