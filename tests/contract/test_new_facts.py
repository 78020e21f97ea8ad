"""A new fact of the API makes exactly one test fail, until the library supports it."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from engineclient.versions import NEWEST
from tests.contract import table

ROOT = Path(__file__).parents[2]

RUN = """
import sys
from pathlib import Path
import pytest

class Changed:
    def pytest_configure(self):
        from tests.contract import table
        table.KEPT = Path(sys.argv[1])

raise SystemExit(pytest.main(
    ["-q", "-p", "no:cacheprovider", "--no-header", "tests/contract/test_contract.py"], plugins=[Changed()]
))
"""
"""The contract's tests on another table."""


@pytest.mark.parametrize(
    ("fact", "check"),
    [
        ("answer ContainerInspect State.NewField", "answers"),
        ("param ContainerList query:new-parameter", "parameters"),
        ("body ContainerCreate HostConfig.NewField", "bodies"),
        ("op ContainerNew POST /containers/{id}/new", "operations"),
    ],
)
def test_one_test_fails_and_names_it(fact: str, check: str, tmp_path: Path) -> None:
    what, operation, name = fact.split(" ", 2)
    new = table.Row(what, operation, name, "Container" if what == "op" else "string", "", NEWEST, NEWEST)
    changed = tmp_path / "api.tsv"
    changed.write_text(table.dumps(sorted([*table.kept(), new], key=lambda row: row.fact)), "utf-8")
    argv = [sys.executable, "-c", RUN, str(changed)]
    ended = subprocess.run(argv, cwd=ROOT, capture_output=True, text=True, check=False)
    failed = re.findall(r"(?m)^FAILED \S+::(\S+)", ended.stdout)
    assert failed == [f"test_the_library_is_what_the_table_says[{check}]"], ended.stdout + ended.stderr
    assert f"{fact}: " in ended.stdout
