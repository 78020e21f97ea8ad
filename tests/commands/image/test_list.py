"""images, history and search: what is listed, and what is asked for."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.commands.engine import Minidocker

ONE, TWO = f"sha256:{'1' * 64}", f"sha256:{'2' * 64}"


@pytest.fixture(autouse=True)
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DOCKER_CONFIG", str(tmp_path))
    monkeypatch.setattr(time, "time_ns", lambda: 1_000_000_000 * 10**9)
    return tmp_path / "config.json"


def image(tags: list[str] | None, digests: list[str] | None, **more: Any) -> dict[str, Any]:
    sizes = {"Size": 2_024_786, "SharedSize": -1, "Containers": -1}
    names = {"RepoTags": tags, "RepoDigests": digests}
    return {"Id": ONE, "ParentId": "", "Created": 1_000_000_000 - 7200, "Labels": None} | sizes | names | more


BUSYBOX = image(["busybox:latest"], [f"busybox@{TWO}"])
FORMAT = "{{.Repository}}|{{.Tag}}"


@pytest.mark.parametrize(
    ("args", "lines"),
    [
        (
            [],
            [
                "REPOSITORY   TAG       IMAGE ID       CREATED       SIZE",
                "busybox      latest    111111111111   2 hours ago   2.02MB",
            ],
        ),
        (["-q"], ["111111111111"]),
        (["-q", "--no-trunc"], [ONE]),
        (["-q", "--format", "{{.Tag}}"], ["latest"]),
        (["-q", "--format", "table"], ["111111111111"]),
        (["-q", "--format", "raw"], ["image_id: 111111111111"]),
        (["--format", "table {{.Tag}}", "--digests"], ["TAG       DIGEST", f"latest    {TWO}"]),
        (
            ["--digests"],
            [
                f"REPOSITORY   TAG       {'DIGEST':71}   IMAGE ID       CREATED       SIZE",
                f"busybox      latest    {TWO}   111111111111   2 hours ago   2.02MB",
            ],
        ),
        (
            ["--format", "{{.VirtualSize}} {{.SharedSize}} {{.UniqueSize}} {{.Containers}}"],
            ["2.025MB N/A N/A N/A"],
        ),
        (
            ["--format", "raw"],
            [
                "repository: busybox",
                "tag: latest",
                "image_id: 111111111111",
                "created_at: 2001-09-08 23:46:40 +0000 UTC",
                "virtual_size: 2.02MB",
                "",
            ],
        ),
    ],
)
def test_images(
    minidocker: Minidocker, monkeypatch: pytest.MonkeyPatch, args: list[str], lines: list[str]
) -> None:
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    minidocker.answers = {"GET /images/json": [BUSYBOX]}
    assert minidocker("images", *args) == (0, "".join(f"{line}\n" for line in lines), "")


@pytest.mark.parametrize(
    ("tags", "digests", "plain", "by_digest"),
    [
        (None, None, ["<none> <none> <none>"], ["<none> <none> <none>"]),
        (["<none>:<none>"], ["<none>@<none>"], ["<none> <none> <none>"], ["<none> <none> <none>"]),
        (
            ["x:1", "x:2", "h:5/y:1"],
            [],
            ["x 1", "x 2", "h:5/y 1"],
            ["x 1 <none>", "x 2 <none>", "h:5/y 1 <none>"],
        ),
        (["x:1"], ["x@d1", "x@d2"], ["x 1"], ["x 1 d1", "x 1 d2"]),
        ([], ["x@d1", "x@d2"], ["x <none>"], ["x <none> d1", "x <none> d2"]),
        (["x:1"], ["y@d"], ["x 1", "y <none>"], ["x 1 <none>", "y <none> d"]),
    ],
)
def test_lines_of_an_image(
    minidocker: Minidocker, tags: Any, digests: Any, plain: list[str], by_digest: list[str]
) -> None:
    minidocker.answers = {"GET /images/json": [image(tags, digests)]}
    shown = minidocker("images", "--format", "{{.Repository}} {{.Tag}}").out.splitlines()
    assert shown == [" ".join(line.split()[:2]) for line in plain]
    shown = minidocker("images", "--format", "{{.Repository}} {{.Tag}} {{.Digest}}").out.splitlines()
    assert shown == by_digest


@pytest.mark.parametrize(
    ("args", "query"),
    [
        ([], ""),
        (["-a"], "?all=1"),
        (["x"], '?filters={"reference":{"x":true}}'),
        (
            ["x", "-f", "reference=y", "-f", "dangling=true"],
            '?filters={"reference":{"y":true,"x":true},"dangling":{"true":true}}',
        ),
    ],
)
def test_images_asks(minidocker: Minidocker, args: list[str], query: str) -> None:
    minidocker.answers = {"GET /images/json": []}
    minidocker("images", *args)
    assert minidocker.asked == [f"GET /images/json{query}"]


def test_the_format_of_the_config(minidocker: Minidocker, config: Path) -> None:
    config.write_text('{"imagesFormat": "{{.Tag}}"}')
    minidocker.answers = {"GET /images/json": [BUSYBOX]}
    assert [minidocker("images", *args).out for args in ([], ["-q"])] == ["latest\n", "111111111111\n"]


@pytest.mark.parametrize(
    ("args", "hint"),
    [
        (["images", "ls"], '\nNo images found matching "ls": did you mean "minidocker image ls"?\n'),
        (["image", "ls", "ls"], ""),
        (["images", "nope"], ""),
        (["images"], ""),
    ],
)
def test_a_verb_for_a_name(minidocker: Minidocker, args: list[str], hint: str) -> None:
    minidocker.answers = {"GET /images/json": []}
    assert minidocker(*args).err == hint


STEPS = [
    {
        "Id": ONE,
        "Created": 1_000_000_000 - 7200,
        "CreatedBy": "/bin/sh -c\techo " + "x" * 60,
        "Size": 12,
        "Comment": "c",
    },
    {"Id": "<missing>", "Created": 1_000_000_000 - 7200, "CreatedBy": "", "Size": 2_024_786, "Comment": ""},
]


@pytest.mark.parametrize(
    ("args", "out"),
    [
        (["-q"], "111111111111\n<missing>\n"),
        (["-q", "--no-trunc"], f"{ONE}\n<missing>\n"),
        (["-q", "--format", "{{.Size}}"], "12B\n2.02MB\n"),
        (["--format", "{{.Size}} {{.CreatedSince}}"], "12B 2 hours ago\n2.02MB 2 hours ago\n"),
        (["-H=false", "--format", "{{.Size}}"], "12\n2024786\n"),
        (["--format", "{{.CreatedBy}}|"], f"/bin/sh -c echo {'x' * 28}…|\n|\n"),
        (["--no-trunc", "--format", "{{.CreatedBy}}|"], f"/bin/sh -c echo {'x' * 60}|\n|\n"),
        (
            [],
            (
                f"IMAGE          CREATED       {'CREATED BY':45}   SIZE      COMMENT\n"
                f"111111111111   2 hours ago   /bin/sh -c echo {'x' * 28}…   12B       c\n"
                f"<missing>      2 hours ago   {'':45}   2.02MB    \n"
            ),
        ),
    ],
)
def test_history(minidocker: Minidocker, args: list[str], out: str) -> None:
    minidocker.answers = {"GET /images/x/history": STEPS}
    assert minidocker("history", *args, "x") == (0, out, "")


@pytest.mark.parametrize(
    ("created", "shown"),
    [(-62135596800, "N/A"), (0, "N/A"), (946684800, "N/A"), (946684801, "20 months ago")],
)
def test_a_step_of_no_time(minidocker: Minidocker, created: int, shown: str) -> None:
    minidocker.answers = {"GET /images/x/history": [STEPS[0] | {"Created": created}]}
    assert minidocker("history", "--format", "{{.CreatedSince}}", "x").out == f"{shown}\n"


@pytest.mark.parametrize(("created", "shown"), [(-62135596800, "N/A"), (0, "31 years ago")])
def test_an_image_of_no_time(minidocker: Minidocker, created: int, shown: str) -> None:
    minidocker.answers = {"GET /images/json": [BUSYBOX | {"Created": created}]}
    assert shown in minidocker("images").out


@pytest.mark.parametrize(
    ("platform", "sent"),
    [
        ("linux/amd64", {"architecture": "amd64", "os": "linux"}),
        ("linux/arm64/v8", {"architecture": "arm64", "os": "linux", "variant": "v8"}),
    ],
)
def test_history_of_a_platform(minidocker: Minidocker, platform: str, sent: dict[str, str]) -> None:
    minidocker.answers = {"GET /images/x/history": []}
    minidocker("history", "--platform", platform, "x")
    assert json.loads(minidocker.asked[0].partition("platform=")[2]) == sent


def test_no_platform(minidocker: Minidocker) -> None:
    err = 'invalid platform: "x": unknown operating system or architecture: invalid argument\n'
    assert minidocker("history", "--platform", "x", "y") == (1, "", err)


FOUND = [
    {"name": "a/b", "description": "two\nlines " + "x" * 60, "star_count": 5, "is_official": False},
    {"name": "abc", "description": "d", "star_count": 500, "is_official": True},
]


@pytest.mark.parametrize(
    ("args", "out"),
    [
        (
            [],
            (
                f"NAME      {'DESCRIPTION':45}   STARS     OFFICIAL\n"
                f"a/b       two lines {'x' * 34}…   5         \nabc       {'d':45}   500       [OK]\n"
            ),
        ),
        (["--format", "{{.IsOfficial}}"], "\n[OK]\n"),
        (["--no-trunc", "--format", "{{.Description}}"], f"two lines {'x' * 60}\nd\n"),
    ],
)
def test_search(minidocker: Minidocker, args: list[str], out: str) -> None:
    minidocker.answers = {"GET /images/search": FOUND}
    assert minidocker("search", *args, "x") == (0, out, "")


@pytest.mark.parametrize("template", ["json", "{{json .}}"])
def test_search_in_json(minidocker: Minidocker, template: str) -> None:
    minidocker.answers = {"GET /images/search": FOUND}
    lines = minidocker("search", "--format", template, "x").out.splitlines()
    assert [json.loads(line)["IsOfficial"] for line in lines] == ["false", "true"]


@pytest.mark.parametrize(
    ("args", "query"),
    [
        (["x"], "?term=x"),
        (["--limit", "3", "x"], "?term=x&limit=3"),
        (["--limit", "-1", "x"], "?term=x"),
        (["-f", "stars=3", "x"], '?term=x&filters={"stars":{"3":true}}'),
    ],
)
def test_search_asks(minidocker: Minidocker, args: list[str], query: str) -> None:
    minidocker.answers = {"GET /images/search": []}
    minidocker("search", *args)
    assert minidocker.asked == [f"GET /images/search{query}"]


def test_search_with_credentials(minidocker: Minidocker, config: Path) -> None:
    config.write_text('{"auths": {"reg.io": {"auth": "YTpi"}}}')
    minidocker.answers = {"GET /images/search": []}
    minidocker("search", "reg.io/x")
    minidocker("search", "x")
    assert [json.loads(auth).get("username") for auth in minidocker.auths] == ["a", None]
