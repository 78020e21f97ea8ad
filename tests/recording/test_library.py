from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from engineclient.connect.hosts import parse
from engineclient.errors import EngineError
from engineclient.recording.library import DEFAULT, find_recording, open_recording, recordings, save_path
from engineclient.recording.recording import EngineInfo, Recording


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    for name in (
        "docker-9.9/ps",
        "docker-20.10/ps",
        "podman-5.0/ps",
        "podman-5.0/top",
        "docker-28.5/run-hello-world",
    ):
        Recording(name, EngineInfo("Docker", "1", "1.41"), []).save(tmp_path / "recordings" / f"{name}.json")
    (tmp_path / "deep" / "er").mkdir(parents=True)
    return tmp_path


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("ps", "docker-20.10/ps"),
        ("docker-9.9/ps", "docker-9.9/ps"),
        ("podman-5.0/ps", "podman-5.0/ps"),
        ("top", "podman-5.0/top"),
        ("", "docker-28.5/run-hello-world"),
    ],
)
@pytest.mark.parametrize("start", [".", "deep/er"])
def test_found(checkout: Path, start: str, name: str, found: str) -> None:
    assert find_recording(name, start=checkout / start) == checkout / "recordings" / f"{found}.json"


def test_by_path(checkout: Path) -> None:
    path = checkout / "recordings/podman-5.0/top.json"
    assert find_recording(str(path)) == path


@pytest.mark.parametrize(
    ("name", "message"),
    [
        (
            "nosuch",
            "there are: ps, run-hello-world, top, of docker-28.5, docker-20.10, docker-9.9, podman-5.0",
        ),
        ("a.json", "no such file"),
    ],
)
def test_not_found(checkout: Path, name: str, message: str) -> None:
    with pytest.raises(EngineError, match=message):
        find_recording(name, start=checkout)


@pytest.mark.parametrize(
    ("name", "path"),
    [("ps", "recordings/docker-26.1/ps.json"), ("/x/y.json", "/x/y.json"), ("y.json", "y.json")],
)
def test_save_path(checkout: Path, name: str, path: str) -> None:
    expected = checkout / path if path.startswith("recordings") else Path(path)
    assert save_path(name, EngineInfo("Docker", "26.1.5+dfsg1", "1.45"), start=checkout) == expected


def test_what_is_recorded_elsewhere_is_saved_there(tmp_path: Path) -> None:
    saved = save_path("ps", EngineInfo("Docker", "26.1.5", "1.45"), start=tmp_path)
    assert saved == tmp_path / "recordings/docker-26.1/ps.json"


@pytest.mark.parametrize("host", ["recording:{}", "recording://{}"])
def test_host(checkout: Path, host: str) -> None:
    endpoint = parse(host.format(checkout / "recordings/podman-5.0/top.json"))
    assert "Docker 1 (API 1.41)" in open_recording(endpoint.address).description


def test_what_comes_with_the_package_is_found_from_everywhere(checkout: Path) -> None:
    assert find_recording("tour/ports-1", start=checkout).name == "ports-1.json"
    assert "tour/ports-1" not in dict(recordings(checkout))


def test_the_wheel_carries_the_default_the_tour_and_the_tutorial() -> None:
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text())
    carried = project["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    for folder in (DEFAULT.partition("/")[0], "tour", "tutorial"):
        assert carried[f"recordings/{folder}"] == f"engineclient/recording/packaged/{folder}"
