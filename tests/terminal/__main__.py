"""`python -m tests.terminal record [NAME...]`: go through the scripts with docker and keep what it shows."""

import argparse
import sys

from engineclient import Engine
from tests.engines import catalogue, rest, selection
from tests.support import NO_DOCKER_CLIENT, docker_client
from tests.terminal import kept
from tests.terminal.catalogue import SCRIPTS
from tests.terminal.playing import playing


def main() -> int:
    """Do what the command line says; the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.terminal")
    record = parser.add_subparsers(required=True).add_parser("record", help="keep what docker shows")
    record.add_argument("names", nargs="*", metavar="NAME", help="scripts; without any all are gone through")
    names: list[str] = parser.parse_args().names
    docker = docker_client()
    if docker is None:
        print(NO_DOCKER_CLIENT, file=sys.stderr)
        return 1
    scripts = {name: script for name, script in SCRIPTS.items() if script.kept and name in (names or SCRIPTS)}
    with selection.host() as host, Engine(host) as engine:
        for reference in catalogue.REFERENCES:
            rest.pull(host, reference)
        with playing(scripts, [docker], engine) as played:
            seen = {name: future.result() for name, future in played.items()}
    kept.write((kept.read() if names else {}) | seen)
    return 0


if __name__ == "__main__":
    sys.exit(main())
