"""Annotations as BuildKit is asked for them."""

from __future__ import annotations

import pytest

from engineclient.registry.annotations import parse_annotations


@pytest.mark.parametrize(
    ("text", "attribute"),
    [
        ("a=b", "annotation.a"),
        ("index:a=b", "annotation-index.a"),
        ("index[linux/arm64]:a=b", "annotation-index.a"),
        ("manifest:a.b=c", "annotation-manifest.a.b"),
        ("manifest[linux/arm64]:a=b", "annotation-manifest[linux/arm64].a"),
        ("manifest-descriptor[linux/arm]:a=b", "annotation-manifest-descriptor[linux/arm].a"),
    ],
)
def test_the_attribute_of_an_exporter(text: str, attribute: str) -> None:
    assert [each.attribute() for each in parse_annotations([text])] == [attribute]
