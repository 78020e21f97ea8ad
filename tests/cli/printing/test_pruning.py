"""prune beside docker 28.2 (without buildx), whose words on the same answers are below."""

from __future__ import annotations

import json
import sys
from io import StringIO
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.commands.engine import Minidocker

FOUND: dict[str, Any] = {
    "POST /containers/prune": {"ContainersDeleted": ["c1", "c2"], "SpaceReclaimed": 1_234_567},
    "POST /networks/prune": {"NetworksDeleted": ["n1", "n2"]},
    "POST /volumes/prune": {"VolumesDeleted": ["v1"], "SpaceReclaimed": 12},
    "POST /images/prune": {
        "ImagesDeleted": [{"Untagged": "x:1"}, {"Deleted": "sha256:1"}],
        "SpaceReclaimed": 300,
    },
    "POST /build/prune": {"CachesDeleted": ["b1", "b2"], "SpaceReclaimed": 40},
}
NOTHING: dict[str, Any] = {
    "POST /containers/prune": {"ContainersDeleted": None, "SpaceReclaimed": 0},
    "POST /networks/prune": {"NetworksDeleted": None},
    "POST /volumes/prune": {"VolumesDeleted": [], "SpaceReclaimed": 0},
    "POST /images/prune": {"ImagesDeleted": None, "SpaceReclaimed": 0},
    "POST /build/prune": {"CachesDeleted": None, "SpaceReclaimed": 0},
}
CONTAINERS = "Deleted Containers:\nc1\nc2\n\n"
NETWORKS = "Deleted Networks:\nn1\nn2\n\n"
VOLUMES = "Deleted Volumes:\nv1\n\n"
IMAGES = "Deleted Images:\nuntagged: x:1\ndeleted: sha256:1\n\n"
CACHE = "Deleted build cache objects:\nb1\nb2\n\n"
SURE = "Are you sure you want to continue? [y/N] "
DANGLING, NOT_ONLY_DANGLING = (f'filters={{"dangling":{{"{word}":true}}}}' for word in ("true", "false"))


@pytest.fixture(autouse=True)
def no_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DOCKER_CONFIG", str(tmp_path))
    return tmp_path / "config.json"


@pytest.mark.parametrize(
    ("args", "out", "asked"),
    [
        (["container"], f"{CONTAINERS}Total reclaimed space: 1.235MB\n", ["POST /containers/prune"]),
        (["network"], NETWORKS, ["POST /networks/prune"]),
        (["volume"], f"{VOLUMES}Total reclaimed space: 12B\n", ["POST /volumes/prune"]),
        (
            ["volume", "-a"],
            f"{VOLUMES}Total reclaimed space: 12B\n",
            ['POST /volumes/prune?filters={"all":{"true":true}}'],
        ),
        (["image"], f"{IMAGES}Total reclaimed space: 300B\n", [f"POST /images/prune?{DANGLING}"]),
        (
            ["image", "-a"],
            f"{IMAGES}Total reclaimed space: 300B\n",
            [f"POST /images/prune?{NOT_ONLY_DANGLING}"],
        ),
        (["builder"], f"{CACHE}Total reclaimed space: 40B\n", ["POST /build/prune"]),
        (["builder", "-a"], f"{CACHE}Total reclaimed space: 40B\n", ["POST /build/prune?all=1"]),
        (
            ["builder", "--keep-storage", "1g"],
            f"{CACHE}Total reclaimed space: 40B\n",
            ["POST /build/prune?keep-storage=1073741824&reserved-space=1073741824"],
        ),
        (
            ["system"],
            f"{CONTAINERS}{NETWORKS}{IMAGES}{CACHE}Total reclaimed space: 1.235MB\n",
            [
                "POST /containers/prune",
                "POST /networks/prune",
                f"POST /images/prune?{DANGLING}",
                "POST /build/prune",
            ],
        ),
        (
            ["system", "-a", "--volumes"],
            f"{CONTAINERS}{NETWORKS}{VOLUMES}{IMAGES}{CACHE}Total reclaimed space: 1.235MB\n",
            [
                "POST /containers/prune",
                "POST /networks/prune",
                "POST /volumes/prune",
                f"POST /images/prune?{NOT_ONLY_DANGLING}",
                "POST /build/prune?all=1",
            ],
        ),
    ],
)
def test_by_force(minidocker: Minidocker, args: list[str], out: str, asked: list[str]) -> None:
    minidocker.answers = FOUND
    noun, *flags = args
    assert minidocker(noun, "prune", "-f", *flags) == (0, out, "")
    assert minidocker.asked == asked


@pytest.mark.parametrize(
    ("noun", "out"),
    [
        ("container", "Total reclaimed space: 0B\n"),
        ("network", ""),
        ("volume", "Total reclaimed space: 0B\n"),
        ("image", "Total reclaimed space: 0B\n"),
        ("builder", "Total reclaimed space: 0B\n"),
        ("system", "Total reclaimed space: 0B\n"),
    ],
)
def test_nothing_to_remove(minidocker: Minidocker, noun: str, out: str) -> None:
    minidocker.answers = NOTHING
    assert minidocker(noun, "prune", "-f") == (0, out, "")


def test_what_is_kept_has_both_its_names(minidocker: Minidocker) -> None:
    minidocker.answers = NOTHING
    assert minidocker("builder", "prune", "-f", "--keep-storage", "1k").code == 0
    assert minidocker.asked == ["POST /build/prune?keep-storage=1024&reserved-space=1024"]


SYSTEM = """\
WARNING! This will remove:
  - all stopped containers
  - all networks not used by at least one container
  - all dangling images
  - unused build cache

"""
ALL_OF_THE_SYSTEM = """\
WARNING! This will remove:
  - all stopped containers
  - all networks not used by at least one container
  - all anonymous volumes not used by at least one container
  - all images without at least one container associated to them
  - all build cache

"""
SYSTEM_BY_FILTER = f"""\
{SYSTEM}  Items to be pruned will be filtered with:
  - label!=z
  - label=a
  - label=b
  - until=5h

"""


@pytest.mark.parametrize(
    ("args", "warning"),
    [
        (["container"], "WARNING! This will remove all stopped containers.\n"),
        (["network"], "WARNING! This will remove all custom networks not used by at least one container.\n"),
        (
            ["volume"],
            "WARNING! This will remove anonymous local volumes not used by at least one container.\n",
        ),
        (
            ["volume", "-a"],
            "WARNING! This will remove all local volumes not used by at least one container.\n",
        ),
        (["image"], "WARNING! This will remove all dangling images.\n"),
        (
            ["image", "-a"],
            "WARNING! This will remove all images without at least one container associated to them.\n",
        ),
        (["builder"], "WARNING! This will remove all dangling build cache. "),
        (["builder", "-a"], "WARNING! This will remove all build cache. "),
        (["system"], SYSTEM),
        (["system", "-a", "--volumes"], ALL_OF_THE_SYSTEM),
        (
            [
                *("system", "--filter", "label=b", "--filter", "label=a", "--filter", "until=5h"),
                *("--filter", "label!=z", "--filter", "other=1"),
            ],
            SYSTEM_BY_FILTER,
        ),
    ],
)
def test_the_question(
    minidocker: Minidocker, monkeypatch: pytest.MonkeyPatch, args: list[str], warning: str
) -> None:
    monkeypatch.setattr(sys, "stdin", StringIO("n\n"))
    noun, *flags = args
    assert minidocker(noun, "prune", *flags) == (0, f"{warning}{SURE}", "")
    assert minidocker.asked == []


def test_an_engine_that_tells_no_anonymous_volumes_apart(
    minidocker: Minidocker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", StringIO("n\n"))
    minidocker.api_version = "1.41"
    warning = "WARNING! This will remove all local volumes not used by at least one container.\n"
    assert minidocker("volume", "prune") == (0, f"{warning}{SURE}", "")


@pytest.mark.parametrize(
    ("answer", "asked"),
    [(" Y \n", True), ("y", True), ("yes\n", False), ("", False), ("\n", False)],
)
def test_the_answer(
    minidocker: Minidocker, monkeypatch: pytest.MonkeyPatch, answer: str, asked: bool
) -> None:
    monkeypatch.setattr(sys, "stdin", StringIO(answer))
    minidocker.answers = NOTHING
    assert minidocker("network", "prune").code == 0
    assert minidocker.asked == (["POST /networks/prune"] if asked else [])


@pytest.mark.parametrize(
    ("args", "err"),
    [
        (
            ["system", "--volumes", "--filter", "until=1h"],
            'ERROR: The "until" filter is not supported with "--volumes"',
        ),
        (
            ["volume", "-a", "--filter", "all=1"],
            "conflicting options: cannot specify both --all and --filter all=1",
        ),
    ],
)
def test_conflicts(minidocker: Minidocker, args: list[str], err: str) -> None:
    noun, *flags = args
    assert minidocker(noun, "prune", "-f", *flags) == (1, "", f"{err}\n")
    assert minidocker.asked == []


FILTERED = '{"label":{"a":true},"label!":{"b":true},"until":{"24h":true}}'


@pytest.mark.parametrize("noun", ["container", "network", "volume", "builder"])
def test_filters(minidocker: Minidocker, noun: str) -> None:
    minidocker.answers = NOTHING
    given = ["--filter", "label=a", "--filter", "label!=b", "--filter", "until=24h"]
    assert minidocker(noun, "prune", "-f", *given).code == 0
    assert [each.partition("?filters=")[2] for each in minidocker.asked] == [FILTERED]


@pytest.mark.parametrize(
    ("args", "dangling"),
    [
        (["--filter", "dangling=false"], {"true", "false"}),
        (["-a", "--filter", "dangling=true"], {"true", "false"}),
        (["--filter", "dangling=true"], {"true"}),
    ],
)
def test_an_own_filter_by_dangling_is_added(
    minidocker: Minidocker, args: list[str], dangling: set[str]
) -> None:
    minidocker.answers = NOTHING
    assert minidocker("image", "prune", "-f", *args).code == 0
    assert set(json.loads(minidocker.asked[0].partition("?filters=")[2])["dangling"]) == dangling


@pytest.mark.parametrize(
    ("given", "sent"),
    [
        ([], {"until": {"1h": True}}),
        (["--filter", "label=x"], {"until": {"1h": True}, "label": {"x": True}, "label!": {"lose": True}}),
        (
            ["--filter", "label!=x"],
            {"until": {"1h": True}, "label!": {"x": True, "lose": True}, "label": {"keep": True}},
        ),
        (["--filter", "label!=keep"], {"until": {"1h": True}, "label!": {"keep": True}}),
        (["--filter", "until=3h"], {"until": {"1h": True, "3h": True}}),
    ],
)
def test_filters_of_the_settings(
    minidocker: Minidocker, no_settings: Path, given: list[str], sent: dict[str, Any]
) -> None:
    no_settings.write_text(json.dumps({"pruneFilters": ["label=keep", "label!=lose", "until=1h"]}))
    minidocker.answers = NOTHING
    assert minidocker("container", "prune", "-f", *given).code == 0
    assert json.loads(minidocker.asked[0].partition("?filters=")[2]) == sent


@pytest.mark.parametrize(
    ("failing", "out"),
    [
        ("POST /containers/prune", ""),
        ("POST /networks/prune", CONTAINERS),
        ("POST /volumes/prune", f"{CONTAINERS}{NETWORKS}"),
        ("POST /images/prune", f"{CONTAINERS}{NETWORKS}{VOLUMES}"),
        ("POST /build/prune", f"{CONTAINERS}{NETWORKS}{VOLUMES}{IMAGES}"),
    ],
)
def test_the_first_error_ends_it(minidocker: Minidocker, failing: str, out: str) -> None:
    minidocker.answers = FOUND | {failing: (500, "boom")}
    ended = minidocker("system", "prune", "-f", "--volumes")
    assert ended == (1, out, "Error response from daemon: boom\n")
