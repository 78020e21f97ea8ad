"""`python -m tests.matrix [NAME=HOST...]`: run the tests on each engine, and write the page."""

from __future__ import annotations

import argparse
import sys
from concurrent.futures import ThreadPoolExecutor

from tests.engines import selection
from tests.matrix.engines import ROOT, outcome
from tests.matrix.page import page

PAGE = ROOT / "docs" / "site" / "pages" / "reference" / "engines.md"


def main() -> int:
    """Run all; 1 if a test failed on any engine."""
    parser = argparse.ArgumentParser(prog="python -m tests.matrix", description=main.__doc__)
    parser.add_argument(
        "engines",
        nargs="*",
        metavar="NAME=HOST",
        help="an engine, such as docker-28.5=unix:///run/docker.sock",
    )
    parser.add_argument("--without-tests", action="store_true", help="only look what the engines have")
    chosen = parser.parse_args()
    given: list[str] = chosen.engines
    testing = not chosen.without_tests
    if given:
        with ThreadPoolExecutor(len(given)) as pool:  # the tests wait more than they work
            outcomes = [*pool.map(lambda each: outcome(*each.split("=", 1), testing=testing), given)]
    else:
        with selection.host() as host:
            outcomes = [outcome("docker", host, testing=testing)]
    PAGE.write_text(page(outcomes), "utf-8")
    print(PAGE)
    return int(any(each.failed for each in outcomes))


if __name__ == "__main__":
    sys.exit(main())
