from __future__ import annotations

import pytest

from tests.scenarios.__main__ import PAGE, RECORDINGS
from tests.scenarios.book import read
from tests.scenarios.findings import FINDINGS, Finding
from tests.scenarios.page import page

BOOK = read(RECORDINGS)


def test_the_page_is_that_of_the_recordings() -> None:
    assert PAGE.read_text() == page(BOOK), "to write it anew: python -m tests.scenarios page"


@pytest.mark.parametrize("finding", FINDINGS, ids=lambda finding: finding.text[:40])
def test_a_finding_sets_engines_apart(finding: Finding) -> None:
    assert 0 < sum(map(finding.shown, BOOK)) < len(BOOK)
