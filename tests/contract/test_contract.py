"""The library against the table of all versions of the Engine API."""

from __future__ import annotations

from collections.abc import Callable
from fnmatch import fnmatchcase

import pytest

from engineclient.versions import NEWEST, OLDEST, number
from tests.contract import checks, spec, table
from tests.contract.checks import Difference
from tests.contract.exceptions import EXCEPTIONS
from tests.contract.unspecified import GATES, UNSPECIFIED

CHECKS = [checks.operations, checks.parameters, checks.bodies, checks.answers]


def excepted(difference: Difference) -> list[str]:
    """The exceptions that allow a difference."""
    return [pattern for pattern in EXCEPTIONS if fnmatchcase(difference.fact, _literal(pattern))]


def _literal(pattern: str) -> str:
    return pattern.replace("[", "[[]")  # the brackets in paths mark lists, not sets of characters


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_the_library_is_what_the_table_says(check: Callable[[], list[Difference]]) -> None:
    assert [str(difference) for difference in check() if not excepted(difference)] == []


def test_every_exception_applies() -> None:
    used = {pattern for check in CHECKS for difference in check() for pattern in excepted(difference)}
    assert set(EXCEPTIONS) - used == set()


@pytest.mark.parametrize("reason", EXCEPTIONS.values(), ids=EXCEPTIONS)
def test_an_exception_has_a_sentence(reason: str) -> None:
    assert reason[0].isupper()
    assert reason.endswith(".")


@pytest.mark.parametrize("reason", [*UNSPECIFIED.values(), *(reason for _, reason in GATES.values())])
def test_what_is_unspecified_has_a_sentence(reason: str) -> None:
    assert reason[0].isupper()
    assert reason.endswith((".", "."))


def test_what_is_unspecified_is_in_use() -> None:
    known = {difference for check in CHECKS for difference in check()}
    gated = {" ".join(row.fact) for row in table.kept()}
    assert set(GATES) - gated == set()
    assert not {difference.fact for difference in known} & set(UNSPECIFIED)


def test_the_table_is_of_the_versions_that_are_negotiated() -> None:
    versions = {version for row in table.kept() for version in (row.first, row.last)}
    assert (min(versions, key=number), max(versions, key=number)) == (OLDEST, NEWEST)


def test_the_table_is_sorted_and_reads_back() -> None:
    rows = table.kept()
    assert [row.fact for row in rows] == sorted({row.fact for row in rows})
    assert table.loads(table.dumps(rows)) == rows


OLD: spec.Spec = {
    "definitions": {
        "Widget": {
            "type": "object",
            "properties": {"Id": {"type": "string"}, "Parts": {"type": "array", "items": {"$ref": "#/definitions/Part"}}},
        },
        "Part": {"type": "object", "properties": {"Size": {"type": "integer", "x-nullable": True}}},
    },
    "paths": {
        "/widgets": {
            "get": {
                "operationId": "WidgetList",
                "tags": ["Widget"],
                "parameters": [{"name": "all", "in": "query", "type": "boolean", "default": False}],
                "responses": {"200": {"schema": {"type": "array", "items": {"$ref": "#/definitions/Widget"}}}},
            }
        }
    },
}  # fmt: skip


def test_a_swagger_file_becomes_rows() -> None:
    facts = spec.facts(OLD)
    newer = {fact: detail for fact, detail in facts.items() if fact.what != "param"}
    newer[spec.Fact("answer", "WidgetList", "Name")] = spec.Detail("string")
    assert table.dumps(table.rows({"1.9": facts, "1.10": newer})).splitlines()[1:] == [
        "answer\tWidgetList\tId\tstring\t\t1.9\t1.10",
        "answer\tWidgetList\tName\tstring\t\t1.10\t1.10",
        "answer\tWidgetList\tParts\t[object]\t\t1.9\t1.10",
        "answer\tWidgetList\tParts[].Size\tinteger\tnull\t1.9\t1.10",
        "op\tWidgetList\tGET /widgets\tWidget\t\t1.9\t1.10",
        "param\tWidgetList\tquery:all\tboolean\t=False\t1.9\t1.9",
    ]
