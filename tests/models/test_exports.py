"""`from engineclient.models import ...` has every view and body."""

from __future__ import annotations

import ast
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from engineclient import models
from engineclient.models.body import Body
from engineclient.models.view import View

FOLDER = Path(models.__file__).parent
FILES = sorted(file.stem for file in FOLDER.glob("*.py") if file.stem not in ("__init__", "body", "view"))


def defined(file: str) -> set[str]:
    module = import_module(f"engineclient.models.{file}")
    return {
        name
        for name, found in vars(module).items()
        if isinstance(found, type)
        and issubclass(found, View | Body)
        and found.__module__ == module.__name__
        and not name.startswith("_")
    }


@pytest.mark.parametrize("file", FILES)
def test_views_and_bodies_can_be_imported(file: str) -> None:
    assert set(models._FILES.get(file, "").split()) == defined(file)


def test_type_checkers_see_the_same_names() -> None:
    seen = {
        (node.module.rpartition(".")[2], name.asname)
        for node in ast.walk(ast.parse(Path(models.__file__).read_text("utf-8")))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("engineclient.models.")
        for name in node.names
        if node.module
    }
    assert seen == {(file, name) for file, names in models._FILES.items() for name in names.split()}


def test_a_name_has_one_file() -> None:
    names = [name for names in models._FILES.values() for name in names.split()]
    assert len(names) == len(set(names))


def test_an_unknown_name_is_an_attribute_error() -> None:
    unknown: Any = models
    with pytest.raises(AttributeError, match="has no attribute 'Helthcheck'"):
        unknown.Helthcheck  # noqa: B018
    assert "Healthcheck" in dir(models)
