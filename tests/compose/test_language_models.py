"""Language models: the arguments of docker's plugin, and the variables of services."""

from __future__ import annotations

import pytest

from engineclient.compose import ComposeError
from engineclient.compose.language_models import available, configure, endpoint, pull, with_models
from engineclient.compose.model import Model
from tests.compose.support import project


@pytest.mark.parametrize(
    ("model", "words"),
    [
        (Model(model="ai/x"), "configure ai/x"),
        (Model(model="ai/x", context_size=1024), "configure --context-size 1024 ai/x"),
        (Model(model="ai/x", runtime_flags=("--a", "b")), "configure ai/x -- --a b"),
    ],
)
def test_configure(model: Model, words: str) -> None:
    assert configure(model) == words.split()


def test_pull() -> None:
    assert pull(Model(model="ai/x")) == ["pull", "ai/x"]


@pytest.mark.parametrize(
    ("answer", "tags"),
    [
        (b'[{"tags": ["a", "b"]}, {"tags": null}, {"tags": ["c"]}]', {"a", "b", "c"}),
        (b"", set()),
        (b"{}", set()),
        (b"[1]", set()),
    ],
)
def test_the_models_that_are_there(answer: bytes, tags: set[str]) -> None:
    assert available(answer) == tags


def test_where_they_are_served() -> None:
    assert endpoint(b'{"endpoint": "http://x/v1"}') == "http://x/v1"
    with pytest.raises(ComposeError, match="did not print a JSON object"):
        endpoint(b"not running")


def test_services_have_variables_for_their_models() -> None:
    made = with_models(
        project(
            "services: {a: {image: x, models: {my-llm: , other: {model_var: M, endpoint_var: E}}}, "
            "b: {image: x, environment: {A: b}}}\nmodels: {my-llm: {model: ai/x}, other: {model: ai/y}}"
        ),
        "http://u",
    )
    assert made.services["a"].environment == {
        "MY_LLM_MODEL": "ai/x",
        "MY_LLM_URL": "http://u",
        "M": "ai/y",
        "E": "http://u",
    }
    assert made.services["b"].environment == {"A": "b"}
    assert (made.models, {*made.services["a"].models}) == ({}, {"my-llm", "other"})
