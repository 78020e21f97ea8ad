"""Each benchmark runs with a minimum of work; its figures are not checked."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.engines import selection
from tests.trace.chromium import NO_CHROMIUM, PROGRAM

ROOT = Path(__file__).parents[1]


def output_of(module: str, host: str = "", **environ: str) -> str:
    run = subprocess.run(
        [sys.executable, "-m", module, "--tiny", *([host] if host else [])],
        cwd=ROOT,
        env={name: value for name, value in os.environ.items() if not name.startswith("DOCKER_")} | environ,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    return run.stdout


def test_starts() -> None:
    text = output_of("benchmarks.starts")
    for row in ("import click", "minidocker --help", "minidocker ps", "import json, socket", "Engine"):
        assert f"\n  {row} " in text


@pytest.mark.skipif(PROGRAM is None, reason=NO_CHROMIUM)
def test_live() -> None:
    text = output_of("benchmarks.live")
    assert "200 requests a second" in text
    assert "scrolled through: a frame in " in text
    assert re.search(r" [1-9]\d* +[1-9][\d.]* MB +[\d.]+ MB\n", text)


@pytest.mark.engine
@pytest.mark.parametrize(
    ("module", "row"),
    [
        ("benchmarks", "a ping on a kept connection"),
        ("benchmarks.proxied", "most memory of the proxies"),
        ("benchmarks.scale", "  load "),
        ("benchmarks.build", "small files to the classic builder"),
        ("benchmarks.swarm", "  read_logs "),
        ("benchmarks.compose", "20 of 20 lines"),
    ],
)
def test_on_an_engine(engine_host: str, engine_images: list[str], module: str, row: str) -> None:
    text = output_of(module, engine_host)
    assert row in text
    if module == "benchmarks" and shutil.which("docker"):
        assert "lines of 63 bytes of log" in text
        assert "run --rm hello-world" in text


@pytest.mark.engine
def test_by_tls(engine_host: str, engine_images: list[str]) -> None:
    found = selection.tls()
    if found is None:
        pytest.skip("the engine that was named is not known by TLS")
    host, folder = found
    text = output_of("benchmarks.tls", host, DOCKER_TLS_VERIFY="1", DOCKER_CERT_PATH=str(folder))
    assert "a ping on a kept connection" in text
