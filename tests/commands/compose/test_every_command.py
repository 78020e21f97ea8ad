"""Each command of compose is compared with docker compose's, and tested without an engine."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from engineclient.commands.table import TABLE
from tests.differential.scripts import themes

OWN = {"graph": "a Mermaid graph", "plan": "what up would do"}
"""Commands that docker compose does not have, and what they print."""
_PREFIX = "compose "
_HERE = Path(__file__).parent
_CALL = re.compile(r"docker compose((?: -{1,2}[a-z-]+(?:[= ][^ -][^ ;]*)?)*) ([a-z]+)")


def names() -> list[str]:
    """The names of the commands of compose in the table."""
    return sorted(name.removeprefix(_PREFIX) for entry in TABLE if (name := entry.names).startswith(_PREFIX))


def compared() -> set[str]:
    """The commands that scripts run with both programs."""
    scripts = [script for theme in themes() if theme.name.startswith("compose") for script in theme.scripts]
    return {found[2] for script in scripts for found in _CALL.finditer(script.code)}


def words_given() -> set[str]:
    """The words that tests give to compose: arguments of calls, and items of lists and tuples."""
    found: set[str] = set()
    for path in [*_HERE.glob("test_*.py"), *_HERE.parents[1].glob("compose/test_*.py")]:
        if path.name == Path(__file__).name:
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            items = node.args if isinstance(node, ast.Call) else getattr(node, "elts", [])
            texts = [
                item.value for item in items if isinstance(item, ast.Constant) and isinstance(item.value, str)
            ]
            found.update(word for text in texts for word in text.split())
    return found


COMPARED, GIVEN = compared(), words_given()


@pytest.mark.parametrize("name", [name for name in names() if name not in {*OWN}])
def test_a_script_compares_it(name: str) -> None:
    assert name in COMPARED, (
        f"no script of tests/differential/scripts/compose*.sh runs 'docker compose {name}'"
    )


@pytest.mark.parametrize("name", names())
def test_a_test_runs_it_without_an_engine(name: str) -> None:
    assert name in GIVEN, f"no test of tests/commands/compose runs 'compose {name}'"
