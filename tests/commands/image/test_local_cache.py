"""The cache of a build in a directory, on an engine with the containerd image store and on one with the ordinary store."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from engineclient import Engine
from engineclient.cli.app import App
from engineclient.cli.root import Root
from engineclient.commands.program import run
from engineclient.commands.table import COMMON, FLAGGED, NOUNS, TABLE
from engineclient.procedures.solve import find_worker

pytestmark = pytest.mark.engine

Ended = tuple[int, str]


def build(host: str, capsys: pytest.CaptureFixture[str], *args: str) -> Ended:
    argv = ["-H", host, "buildx", "build", "--progress", "plain", *args]
    code = run(argv, App(), Root(TABLE, NOUNS, COMMON, FLAGGED))
    return code, capsys.readouterr().err


def test_the_cache_goes_to_a_directory_and_comes_from_there(
    engine_host: str,
    engine_images: object,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("DOCKER_CONFIG", str(tmp_path / "config"))
    monkeypatch.setenv("DOCKER_BUILDKIT", "1")
    (tmp_path / "Dockerfile").write_text(f"FROM busybox\nRUN echo {tmp_path} >/x\n")
    cache = tmp_path / "cache"
    with Engine(engine_host) as engine:
        if engine.ping().libpod:
            pytest.skip("the engine has no BuildKit")
        can_export = engine.perform(find_worker()).has_manifests
    code, err = build(engine_host, capsys, "--cache-to", f"type=local,dest={cache},mode=max", str(tmp_path))
    if not can_export:
        assert (code, "Cache export is not supported for the docker driver." in err) == (1, True)
        return
    assert code == 0
    (manifest,) = json.loads((cache / "index.json").read_text())["manifests"]
    blobs = {path.name: path.read_bytes() for path in (cache / "blobs/sha256").iterdir()}
    assert all(hashlib.sha256(data).hexdigest() == name for name, data in blobs.items())
    assert manifest["digest"].removeprefix("sha256:") in blobs
    assert [*(cache / "ingest").iterdir()] == []
    code, err = build(engine_host, capsys, "--cache-from", f"type=local,src={cache}", str(tmp_path))
    assert (code, "importing cache manifest from local:" in err, "ERROR" in err) == (0, True, False)
