"""pull, push, save, load, import, tag, rmi and image prune."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from engineclient.cli.trust import demanded

if TYPE_CHECKING:
    from tests.commands.engine import Minidocker

DIGEST = f"sha256:{'0' * 64}"
DONE = b'{"status":"Done"}\n'
BAD_PLATFORM = '"a/b/c/d": cannot parse platform specifier: invalid argument\n'


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DOCKER_CONFIG", str(tmp_path / "config"))
    return tmp_path


def log_in(here: Path, server: str) -> None:
    (here / "config").mkdir()
    (here / "config" / "config.json").write_text(json.dumps({"auths": {server: {"auth": "YTpi"}}}))


@pytest.mark.parametrize(
    ("args", "query", "out"),
    [
        (
            ["busybox"],
            "fromImage=docker.io/library/busybox&tag=latest",
            "Using default tag: latest\nDone\ndocker.io/library/busybox:latest\n",
        ),
        (["busybox:1"], "fromImage=docker.io/library/busybox&tag=1", "Done\ndocker.io/library/busybox:1\n"),
        (["-q", "x.io/y"], "fromImage=x.io/y&tag=latest", "x.io/y:latest\n"),
        (["-a", "x.io/y"], "fromImage=x.io/y", "Done\nx.io/y\n"),
        ([f"x.io/y@{DIGEST}"], f"fromImage=x.io/y&tag={DIGEST}", f"Done\nx.io/y@{DIGEST}\n"),
        (
            ["--platform", "linux/arm64", "x.io/y:1"],
            "fromImage=x.io/y&tag=1&platform=linux/arm64",
            "Done\nx.io/y:1\n",
        ),
    ],
)
def test_pull(minidocker: Minidocker, args: list[str], query: str, out: str) -> None:
    minidocker.answers = {"POST /images/create": DONE}
    assert minidocker("pull", *args) == (0, out, "")
    assert minidocker.asked == [f"POST /images/create?{query}"]
    assert minidocker.auths == ["{}"]


@pytest.mark.parametrize("verb", ["pull", "push"])
@pytest.mark.parametrize(
    ("args", "err"),
    [
        (["-a", "x:1"], "tag can't be used with --all-tags/-a"),
        (["BAD"], "invalid reference format: repository name (library/BAD) must be lowercase"),
        ([""], "invalid reference format"),
    ],
)
def test_no_name_to_transfer(minidocker: Minidocker, verb: str, args: list[str], err: str) -> None:
    assert minidocker(verb, *args) == (1, "", f"{err}\n")
    assert minidocker.asked == []


def test_a_pull_that_fails_on_its_way(minidocker: Minidocker) -> None:
    minidocker.answers = {"POST /images/create": DONE + b'{"errorDetail":{"message":"no"},"error":"no"}\n'}
    assert minidocker("pull", "x:1") == (1, "Done\n", "no\n")


@pytest.mark.parametrize(
    ("args", "path", "out"),
    [
        (["x.io/y:1"], "/images/x.io/y/push?tag=1", "Done\n"),
        (["x.io/y"], "/images/x.io/y/push?tag=latest", "Using default tag: latest\nDone\n"),
        (["-q", "x.io/y"], "/images/x.io/y/push?tag=latest", "x.io/y:latest\n"),
        (["-a", "x.io/y"], "/images/x.io/y/push", "Done\n"),
        (["-aq", "x.io/y"], "/images/x.io/y/push", "x.io/y\n"),
    ],
)
def test_push(minidocker: Minidocker, here: Path, args: list[str], path: str, out: str) -> None:
    log_in(here, "x.io")
    minidocker.answers = {"POST /images/x.io/y/push": DONE}
    assert minidocker("push", *args) == (0, out, "")
    assert minidocker.asked == [f"POST {path}"]
    assert json.loads(minidocker.auths[0]) == {"username": "a", "password": "b", "serveraddress": "x.io"}


def test_push_of_one_platform(minidocker: Minidocker) -> None:
    minidocker.answers = {"POST /images/x/push": DONE}
    ended = minidocker("push", "--platform", "linux/arm64", "x:1")
    assert ended.out.startswith("\n Info -> Using --platform pushes only the specified platform manifest ")
    assert ended.out.endswith(" remove the --platform flag.\n         \nDone\n")
    assert minidocker.asked == ['POST /images/x/push?tag=1&platform={"architecture":"arm64","os":"linux"}']


@pytest.mark.parametrize(
    ("args", "err"),
    [
        ([f"x@{DIGEST}"], "cannot push a digest reference\n"),
        (["--platform", "a/b/c/d", "x"], f"Invalid platform a/b/c/d{BAD_PLATFORM}"),
    ],
)
def test_push_refuses(minidocker: Minidocker, args: list[str], err: str) -> None:
    assert minidocker("push", *args) == (1, "", err)


@pytest.mark.parametrize("verb", ["pull", "push"])
def test_content_trust_is_not_pretended(minidocker: Minidocker, verb: str) -> None:
    ended = minidocker(verb, "--disable-content-trust=false", "x:1")
    assert (ended.code, minidocker.asked) == (1, [])
    assert "content trust is not supported" in ended.err


@pytest.mark.parametrize(
    ("value", "demands"),
    [("", False), ("0", False), ("false", False), ("1", True), ("true", True), ("yes, please", True)],
)
def test_content_trust_is_demanded_by_the_environment(value: str, demands: bool) -> None:
    assert demanded(value) is demands


def test_save(minidocker: Minidocker, here: Path) -> None:
    minidocker.answers = {"GET /images/get": b"tar"}
    assert minidocker("save", "x", "y") == (0, "tar", "")
    assert minidocker("save", "-o", "file", "--platform", "linux/arm64", "x") == (0, "", "")
    assert (here / "file").read_bytes() == b"tar"
    assert minidocker.asked == [
        "GET /images/get?names=x&names=y",
        'GET /images/get?names=x&platform={"architecture":"arm64","os":"linux"}',
    ]


@pytest.mark.parametrize("args", [["save", "x"], ["load", "-i", "file"]])
def test_an_archive_for_no_platform(minidocker: Minidocker, here: Path, args: list[str]) -> None:
    (here / "file").touch()
    assert minidocker(*args, "--platform", "a/b/c/d") == (1, "", f"invalid platform: {BAD_PLATFORM}")


@pytest.mark.parametrize(
    ("args", "query"),
    [
        ([], "quiet=1"),
        (["-q"], "quiet=1"),
        (["--platform", "linux/amd64"], 'quiet=1&platform={"architecture":"amd64","os":"linux"}'),
    ],
)
def test_load(minidocker: Minidocker, here: Path, args: list[str], query: str) -> None:
    (here / "file").write_bytes(b"tar" * 50_000)
    minidocker.answers = {"POST /images/load": b'{"stream":"Loaded image: x\\n"}\n'}
    assert minidocker("load", "-i", "file", *args) == (0, "Loaded image: x\n", "")
    assert minidocker.asked == [f"POST /images/load?{query}"]
    assert minidocker.bodies == [b"tar" * 50_000]


def test_load_on_a_terminal_shows_progress(
    minidocker: Minidocker, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engineclient.cli.output.Output.is_terminal", lambda _: True)
    (here / "file").write_bytes(b"tar")
    minidocker.answers = {"POST /images/load": DONE}
    assert minidocker("load", "-i", "file").code == 0
    assert minidocker.asked == ["POST /images/load?quiet=0"]


def test_load_from_a_terminal(minidocker: Minidocker, monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = io.StringIO()
    monkeypatch.setattr(terminal, "isatty", lambda: True)
    monkeypatch.setattr("sys.stdin", terminal)
    assert minidocker("load") == (1, "", "requested load from stdin, but stdin is empty\n")


@pytest.mark.parametrize("args", [["load", "-i", "none"], ["import", "none"], ["import", "none", "BAD"]])
def test_no_archive(minidocker: Minidocker, args: list[str]) -> None:
    assert minidocker(*args) == (1, "", "open none: no such file or directory\n")


@pytest.mark.parametrize(
    ("args", "query"),
    [
        (["file"], "fromSrc=-"),
        (["file", "x:1"], "fromSrc=-&repo=x:1"),
        (
            ["-c", "CMD x", "-c", "ENV a=b", "-m", "why", "--platform", "linux/arm64", "file", "x"],
            "fromSrc=-&repo=x&message=why&changes=CMD x&changes=ENV a=b&platform=linux/arm64",
        ),
        (["http://h.io/x.tar", "x"], "fromSrc=http://h.io/x.tar&repo=x"),
    ],
)
def test_import(minidocker: Minidocker, here: Path, args: list[str], query: str) -> None:
    (here / "file").write_bytes(b"tar")
    minidocker.answers = {"POST /images/create": b'{"status":"sha256:1"}\n'}
    assert minidocker("import", *args) == (0, "sha256:1\n", "")
    assert minidocker.asked == [f"POST /images/create?{query}"]
    assert minidocker.bodies == [b"tar" if "file" in args else b""]


def test_tag(minidocker: Minidocker) -> None:
    minidocker.answers = {"POST /images/a/tag": 201, f"POST /images/{'0' * 64}/tag": 201}
    assert minidocker("tag", "a", "b") == (0, "", "")
    assert minidocker("tag", "0" * 64, "x.io:5/y:1") == (0, "", "")
    assert minidocker.asked == [
        "POST /images/a/tag?repo=docker.io/library/b&tag=latest",
        f"POST /images/{'0' * 64}/tag?repo=x.io:5/y&tag=1",
    ]


INVALID = 'Error parsing reference: "{}" is not a valid repository/tag: '


@pytest.mark.parametrize(
    ("args", "err"),
    [
        (["", "x"], INVALID.format("") + "invalid reference format"),
        (["x", ""], INVALID.format("") + "invalid reference format"),
        (
            ["x", "X"],
            INVALID.format("X") + "invalid reference format: repository name (library/X) must be lowercase",
        ),
        (["x", f"y@{DIGEST}"], "refusing to create a tag with a digest reference"),
    ],
)
def test_no_tag(minidocker: Minidocker, args: list[str], err: str) -> None:
    assert minidocker("tag", *args) == (1, "", f"{err}\n")
    assert minidocker.asked == []


def test_rmi(minidocker: Minidocker) -> None:
    minidocker.answers = {"DELETE /images/x": [{"Untagged": "x:latest"}, {"Deleted": "sha256:1"}]}
    assert minidocker("rmi", "x") == (0, "Untagged: x:latest\nDeleted: sha256:1\n", "")
    minidocker("rmi", "-f", "--no-prune", "--platform", "linux/arm64,linux/386", "x")
    assert minidocker.asked == [
        "DELETE /images/x",
        (
            'DELETE /images/x?force=1&noprune=1&platforms={"architecture":"arm64","os":"linux"}'
            '&platforms={"architecture":"386","os":"linux"}'
        ),
    ]


@pytest.mark.parametrize(
    ("args", "statuses", "code"),
    [
        (["a", "x", "b"], (404, 404), 1),
        (["-f", "a", "x", "b"], (404, 404), 0),
        (["-f", "a", "x", "b"], (404, 409), 1),
    ],
)
def test_rmi_goes_on_after_errors(
    minidocker: Minidocker, args: list[str], statuses: tuple[int, int], code: int
) -> None:
    answers: dict[str, Any] = {
        f"DELETE /images/{name}": (status, name) for name, status in zip("ab", statuses, strict=True)
    }
    minidocker.answers = {**answers, "DELETE /images/x": [{"Untagged": "x:latest"}]}
    err = "Error response from daemon: a\nError response from daemon: b\n"
    assert minidocker("rmi", *args) == (code, "Untagged: x:latest\n", err)


@pytest.mark.parametrize(
    ("args", "filters"),
    [
        ([], {"dangling": {"true": True}}),
        (["-a"], {"dangling": {"false": True}}),
        (["--filter", "until=3h"], {"dangling": {"true": True}, "until": {"3h": True}}),
        (["-a", "--filter", "dangling=true"], {"dangling": {"false": True, "true": True}}),
    ],
)
def test_image_prune(minidocker: Minidocker, args: list[str], filters: Any) -> None:
    gone = [{"Untagged": "x:1"}, {"Deleted": "sha256:1"}]
    minidocker.answers = {"POST /images/prune": {"ImagesDeleted": gone, "SpaceReclaimed": 1234}}
    out = "Deleted Images:\nuntagged: x:1\ndeleted: sha256:1\n\nTotal reclaimed space: 1.234kB\n"
    assert minidocker("image", "prune", "-f", *args) == (0, out, "")
    assert json.loads(minidocker.asked[0].partition("filters=")[2]) == filters
