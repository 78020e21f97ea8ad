"""`python -m tests.scenarios record|page`: record the scenarios from an engine; write docs/engines.md from them."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path

from tests.scenarios.book import read
from tests.scenarios.catalogue import SCENARIOS
from tests.scenarios.make import Maker
from tests.scenarios.page import page
from tests.scenarios.programs import CHECKOUT
from tests.scenarios.registry import damaged

RECORDINGS = CHECKOUT / "recordings"
PAGE = CHECKOUT / "docs" / "engines.md"


def record(chosen: argparse.Namespace) -> int:
    """Record the selected scenarios; returns the exit code."""
    failed = 0
    with damaged(chosen.registry) as registry:
        maker = Maker(chosen.host, registry, chosen.into)
        for scenario in SCENARIOS:
            if chosen.name and scenario.name not in chosen.name:
                continue
            try:
                print(maker.make(scenario))
            except subprocess.CalledProcessError as error:
                print(f"{scenario.name}: {error}", file=sys.stderr)
                failed = 1
    return failed


def write_page(chosen: argparse.Namespace) -> int:
    """Write the page that compares the engines."""
    PAGE.write_text(page(read(RECORDINGS)))
    print(PAGE)
    return 0


def main() -> int:
    """Run the command; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.scenarios", description=__doc__)
    actions = parser.add_subparsers(dest="action", required=True)
    recorder = actions.add_parser(
        "record", help="record scenarios from an engine, one that can be thrown away"
    )
    recorder.set_defaults(do=record)
    recorder.add_argument("name", nargs="*", choices=[[], *(scenario.name for scenario in SCENARIOS)])
    recorder.add_argument("--host", default=os.environ.get("DOCKER_HOST"), help="the engine's DOCKER_HOST")
    recorder.add_argument(
        "--registry", default="127.0.0.1:0", help="HOST:PORT here that the engine reaches and asks no TLS of"
    )
    recorder.add_argument("--into", type=Path, default=RECORDINGS)
    writer = actions.add_parser("page", help="write the page on how the engines differ")
    writer.set_defaults(do=write_page)
    chosen = parser.parse_args()
    code: int = chosen.do(chosen)
    return code


if __name__ == "__main__":
    sys.exit(main())
