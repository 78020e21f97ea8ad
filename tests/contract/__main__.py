"""`python -m tests.contract SPEC...`: make the table anew from swagger files with the version in their names."""

from __future__ import annotations

import argparse
from pathlib import Path

import yaml

from tests.contract import spec, table


def main() -> None:
    """Read the files, and write the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.contract", description=main.__doc__)
    parser.add_argument(
        "specs", nargs="+", type=Path, metavar="SPEC", help="a swagger file, such as v1.45.yaml"
    )
    parser.add_argument("--output", type=Path, default=table.KEPT, help="the table (default: the kept one)")
    given = parser.parse_args()
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    versions = {
        spec.version_of(path): spec.facts(yaml.load(path.read_text("utf-8"), loader)) for path in given.specs
    }
    given.output.write_text(table.dumps(table.rows(versions)), "utf-8")


if __name__ == "__main__":
    main()
