"""The properties of one engine: versions, arguments that the library refuses for it, and the results of the tests."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final, NamedTuple
from xml.etree import ElementTree as ET

from engineclient import APIError, Engine, UnsupportedByEngine
from engineclient.versions import is_before
from tests.contract import walk

ROOT: Final = Path(__file__).parents[2]
TESTS: Final = (
    "tests/peers_behaviours",
    "tests/procedures/test_on_engine.py",
    "tests/procedures/test_copy_on_engine.py",
    "tests/test_duplex.py",
    "tests/test_example_programs.py",
    "tests/api/test_plugins_on_engine.py",
)
PROBES: Final = (
    "swarm.inspect",
    "nodes.list",
    "services.list",
    "tasks.list",
    "secrets.list",
    "configs.list",
    "plugins.list",
    "images.build_prune",
)
"""Calls of groups that an engine may not have at all; all but the last change nothing."""

_LONGEST: Final = 1800  # seconds for the tests of one engine
_LONGEST_TEST: Final = 120


class Outcome(NamedTuple):
    """The results for an engine.

    Attributes:
        name: the name as given.
        product, version, api: from its answer to `GET /version`.
        storage: its storage driver; `overlayfs` of Docker is containerd's image store.
        refused: arguments that the library refuses to send, such as `Containers.list(filters.annotation)`, and the reasons.
        missing: probes that the engine refused, and its messages.
        tests: how many passed, were skipped, and failed; None if they were not run.
        left_out: the reasons for skipped tests.
        failed: the names of failed tests, and the reasons.
    """

    name: str
    product: str
    version: str
    api: str
    storage: str
    refused: dict[str, str]
    missing: dict[str, str]
    tests: tuple[int, int, int] | None
    left_out: list[str]
    failed: dict[str, str]

    @property
    def heading(self) -> str:
        """The heading of the engine, which distinguishes it from the others."""
        return f"{self.product} {self.version} ({self.storage})"


def refused(api: str) -> dict[str, str]:
    """The arguments for which `UnsupportedByEngine` is raised with an engine of this API version."""
    found: dict[str, str] = {}
    for sent in walk.endpoints():
        for argument, gates in sent.gates.items():
            for gate in gates:
                name = f"{sent.name}({argument})" if argument else sent.name
                if gate.since and is_before(api, gate.since):
                    found[name] = f"API {gate.since}"
                elif gate.until and is_before(gate.until, api):
                    found[name] = f"up to API {gate.until}"
    return found


def missing(engine: Engine) -> dict[str, str]:
    """The probes that an engine refuses because it lacks the operation; not being in a swarm does not count."""
    found: dict[str, str] = {}
    for probe in PROBES:
        group, _, method = probe.partition(".")
        try:
            getattr(getattr(engine, group), method)()
        except APIError as error:
            if "swarm manager" not in error.message:
                kind = (
                    "UnsupportedByEngine" if isinstance(error, UnsupportedByEngine) else type(error).__name__
                )
                found[probe] = f"`{kind}`: {error.status} {error.message}".splitlines()[0]
    return found


def outcome(name: str, host: str, *, testing: bool = True) -> Outcome:
    """Probe an engine, and run the tests on it if `testing`."""
    with Engine(host) as engine:
        version, podman = engine.version(), engine.ping().libpod
        api, storage, lacking = engine.api_version, engine.info().driver or "", missing(engine)
    tests, left_out, failed = _tested(host) if testing else (None, [], {})
    product = "Podman" if podman else "Docker"
    return Outcome(
        name, product, version.version, api, storage, refused(api), lacking, tests, left_out, failed
    )


def _tested(host: str) -> tuple[tuple[int, int, int], list[str], dict[str, str]]:
    with tempfile.TemporaryDirectory() as directory:
        report = Path(directory, "report.xml")
        environment = {key: value for key, value in os.environ.items() if key != "DOCKER_HOST"}
        argv = [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "--engine",
            "-m",
            "engine",
            f"--junitxml={report}",
            f"--timeout={_LONGEST_TEST}",
            *TESTS,
        ]
        try:
            environment["ENGINECLIENT_TEST_HOST"] = host
            subprocess.run(argv, cwd=ROOT, env=environment, check=False, timeout=_LONGEST)
            return read(report.read_text("utf-8"))
        except (subprocess.TimeoutExpired, FileNotFoundError):
            return (0, 0, 1), [], {"all": f"the run did not come to its end within {_LONGEST} seconds"}


def read(report: str) -> tuple[tuple[int, int, int], list[str], dict[str, str]]:
    """The counts, the reasons for skipped tests, and the failures with their reasons, from a report of pytest."""
    passed = 0
    reasons: list[str] = []
    failed: dict[str, str] = {}
    for case in ET.fromstring(report).iter("testcase"):
        skipped = case.find("skipped")
        failure = next(
            (found for kind in ("failure", "error") if (found := case.find(kind)) is not None), None
        )
        if skipped is not None:
            reasons.append(skipped.get("message", ""))
        elif failure is not None:
            why = failure.get("message", "").partition("\n")[0]
            failed[f"{case.get('classname')}.{case.get('name')}"] = why
        else:
            passed += 1
    return (passed, len(reasons), len(failed)), sorted({*reasons}), failed
