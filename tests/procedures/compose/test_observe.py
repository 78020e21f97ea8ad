"""The objects of a project that an engine has."""

from __future__ import annotations

import pytest

from engineclient.compose.errors import ObjectFailed
from engineclient.errors import ConnectionFailed, EngineError, NotFound, ServerError
from engineclient.procedures.compose.observe import images_of
from tests.procedures.engine import Engine


def test_an_image_that_does_not_exist_is_missing() -> None:
    engine = Engine({"GET /images/x/json": {"Id": "i"}}, fails={"GET /images/y/json": NotFound(404, "no")})
    assert engine.perform(images_of(["x", "y"])) == {"x": {"Id": "i"}}


@pytest.mark.parametrize("error", [ServerError(500, "broken"), ConnectionFailed("Cannot connect")])
def test_another_error_names_the_image(error: EngineError) -> None:
    engine = Engine({}, fails={"GET /images/x/json": error})
    with pytest.raises(ObjectFailed, match="^unable to get image 'x': (broken|Cannot connect)$") as raised:
        engine.perform(images_of(["x"]))
    assert raised.value.cause is error
