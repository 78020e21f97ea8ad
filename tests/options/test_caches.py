"""The values of --cache-from and --cache-to."""

from __future__ import annotations

import pytest

from engineclient.options.caches import (
    cache_entry,
    cache_imports,
    cache_sources,
    cache_text,
    images_of,
    is_inactive,
)


def image(name: str) -> dict[str, str]:
    return {"type": "registry", "ref": name}


@pytest.mark.parametrize(
    ("given", "sources"),
    [
        ([], []),
        (["a,b", "", "c"], [image("a"), image("b"), image("c")]),
        (["type=registry,ref=x"], [image("x")]),
        (["type=local,SRC=x,tag=y"], [{"type": "local", "src": "x", "tag": "y"}]),
        (["type=unknown"], [{"type": "unknown"}]),
    ],
)
def test_sources(given: list[str], sources: list[dict[str, str]]) -> None:
    assert cache_sources(given, {}) == sources


ACTIONS = {"ACTIONS_RUNTIME_TOKEN": "t", "ACTIONS_CACHE_URL": "http://x"}


@pytest.mark.parametrize("kind", ["gha", "s3"])
def test_sources_that_need_credentials(kind: str) -> None:
    with pytest.raises(ValueError, match=f"type={kind} is not supported"):
        cache_sources([f"type={kind}"], ACTIONS)


@pytest.mark.parametrize("environ", [{}, {"ACTIONS_RUNTIME_TOKEN": "t"}, {"ACTIONS_RESULTS_URL": "http://x"}])
def test_the_cache_of_actions_is_left_out_elsewhere(environ: dict[str, str]) -> None:
    assert cache_sources(["type=gha,scope=x", "a"], environ) == [image("a")]
    assert is_inactive(cache_entry("type=gha"), environ)
    assert not is_inactive(cache_entry("type=gha,token=t,url=u"), environ)
    assert not is_inactive(cache_entry("type=inline"), environ)


def test_the_classic_builder_knows_images_alone() -> None:
    assert images_of(["a,b", "", "type=local,src=x"]) == ["a", "b", "type=local", "src=x"]


def test_a_value_is_a_line_of_csv() -> None:
    assert cache_text("type=local,src=x") == "type=local,src=x"
    with pytest.raises(ValueError, match="extraneous or missing"):
        cache_text('"a')


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        ("x", {"type": "registry", "ref": "x"}),
        ("type=inline", {"type": "inline"}),
        ("type=local,DEST=x", {"type": "local", "dest": "x"}),
    ],
)
def test_entries(text: str, entry: dict[str, str]) -> None:
    assert cache_entry(text) == entry


@pytest.mark.parametrize(
    ("text", "complaint"),
    [("type=", 'type required form> "type="'), ("a=b,c", "invalid value c"), ("dest=x", "type required")],
)
def test_entries_that_are_none(text: str, complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        cache_entry(text)


@pytest.mark.parametrize(
    ("sources", "attributes"),
    [
        ([], {}),
        ([{"type": "inline"}], {"cache-imports": '[{"Type":"inline"}]'}),
        (
            [{"type": "local", "src": "x", "digest": "d"}, image("y")],
            {
                "cache-imports": '[{"Type":"local","Attrs":{"digest":"d","src":"x"}},'
                '{"Type":"registry","Attrs":{"ref":"y"}}]'
            },
        ),
    ],
)
def test_the_attribute(sources: list[dict[str, str]], attributes: dict[str, str]) -> None:
    assert cache_imports(sources) == attributes
