"""`python -m tests.matrix [NAME=HOST...]`: run the tests on each engine, and write the page."""

from __future__ import annotations

import argparse
import signal
import sys
from contextlib import AbstractContextManager, nullcontext

from tests.engines.errors import EngineSetupError
from tests.matrix.engines import ROOT, outcome
from tests.matrix.own import own, started
from tests.matrix.page import page

PAGE = ROOT / "docs" / "site" / "pages" / "reference" / "engines.md"


def main() -> int:
    """Run the tests on one engine after the other; returns 1 if a test failed on any of them."""
    parser = argparse.ArgumentParser(prog="python -m tests.matrix", description=main.__doc__)
    parser.add_argument(
        "engines",
        nargs="*",
        metavar="NAME=HOST",
        help="an engine that runs, such as docker-28.5=unix:///run/docker.sock",
    )
    parser.add_argument("--without-own", action="store_true", help="start no engines, only use those named")
    parser.add_argument("--without-tests", action="store_true", help="only look what the engines have")
    chosen = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the engine is removed
    try:
        engines: list[tuple[str, AbstractContextManager[str]]] = [
            *([] if chosen.without_own else [("own", started(features)) for features in own()]),
            *(((parts := each.partition("="))[0], nullcontext(parts[2])) for each in chosen.engines),
        ]
        outcomes = []
        for name, engine in engines:
            with engine as host:
                print(f"{name}: {host}", flush=True)
                outcomes.append(outcome(name, host, testing=not chosen.without_tests))
    except EngineSetupError as error:
        print(error, file=sys.stderr)
        return 1
    PAGE.write_text(page(outcomes), "utf-8")
    print(PAGE)
    return int(any(each.failed for each in outcomes))


if __name__ == "__main__":
    sys.exit(main())
