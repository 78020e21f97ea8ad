"""`buildx ls`, `inspect`, `history` and `prune` on an engine with a simulated BuildKit."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from engineclient.build.build_names import LocalBuild
from engineclient.build.control import PRUNE, cache_condition, prune_request
from engineclient.build.history import LISTEN_BUILD_HISTORY, UPDATE_BUILD_HISTORY, build_record
from engineclient.build.workers import LIST_WORKERS, in_groups
from engineclient.cli.app import App
from engineclient.cli.root import Root
from engineclient.commands.program import run
from engineclient.commands.table import COMMON, FLAGGED, NOUNS, TABLE
from engineclient.connect.build_refs import note_build_place
from engineclient.connect.contexts import Context, ContextStore
from engineclient.wire.grpc import Methods, unary
from engineclient.wire.protobuf import Message, field, message
from tests.commands.buildkit_engine import buildkit_engine

NOW = int(time.time())
HOUR = 3600 * 10**9
Ended = tuple[int, str, str]


def pair(key: str, value: str) -> bytes:
    return field(1, key) + field(2, value)


def platform(architecture: str, variant: str = "") -> bytes:
    return field(1, architecture) + field(2, "linux") + field(3, variant)


WORKER = message(
    1,
    field(1, "id1") + message(2, pair("z", "1")) + message(2, pair("a", "2"))
    + message(3, platform("amd64")) + message(3, platform("amd64", "v2")) + message(3, platform("386"))
    + message(4, field(2, 48 * HOUR) + field(5, 3 << 30) + field(4, "type==source.local"))
    + message(4, field(1, 1) + field(3, 1 << 30) + field(6, 2 << 30))
    + message(5, field(2, "v0.1.2-moby")),
)  # fmt: skip


def build(ref: str, seconds: int, error: str = "", **attributes: str) -> bytes:
    """An event of the history about a build that began two hours ago."""
    told = b"".join(message(3, pair(key, value)) for key, value in attributes.items())
    times = message(6, field(1, NOW - 7200)) + message(7, field(1, NOW - 7200 + seconds))
    failed = message(5, field(2, error)) if error else b""
    return message(2, field(1, ref) + told + failed + times + field(16, 4) + field(17, 4))


@pytest.fixture
def seen() -> list[bytes]:
    """The requests that the engine has received."""
    return []


@pytest.fixture
def minidocker(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    seen: list[bytes],
) -> Iterator[Callable[..., Ended]]:
    monkeypatch.setenv("DOCKER_CONFIG", str(tmp_path))

    def noted(reply: bytes) -> Callable[[bytes], bytes]:
        def answered(request: bytes) -> bytes:
            seen.append(request)
            return reply

        return answered

    record = field(1, "bbb") + field(2, 1) + field(4, 1_500_000) + message(7, field(1, NOW - 7200))
    methods: Methods = {
        LIST_WORKERS: lambda *call: unary(noted(WORKER))(*call),
        LISTEN_BUILD_HISTORY: unary(noted(build("ref1", 90, "bad", filename="D2", target="web"))),
        UPDATE_BUILD_HISTORY: unary(noted(b"")),
        PRUNE: unary(noted(record)),
    }
    with buildkit_engine(tmp_path, methods) as host:

        def call(*args: str) -> Ended:
            code = run(["-H", host, "buildx", *args], App(), Root(TABLE, NOUNS, COMMON, FLAGGED))
            out, err = capsys.readouterr()
            return code, out, err

        yield call


def test_the_builder_as_a_table(minidocker: Callable[..., Ended]) -> None:
    code, out, err = minidocker("ls")
    assert (code, err) == (0, "")
    assert [line.rstrip() for line in out.splitlines()] == [
        "NAME/NODE     DRIVER/ENDPOINT   STATUS    BUILDKIT   PLATFORMS",
        "default*      docker",
        " \\_ default    \\_ default       running   v0.1.2     linux/amd64 (+2), linux/386",
    ]
    assert "linux/amd64, linux/amd64/v2, linux/386" in minidocker("ls", "--no-trunc")[1]


def test_the_builder_as_json(minidocker: Callable[..., Ended]) -> None:
    found = json.loads(minidocker("ls", "--format", "json")[1])
    (node,) = found["Nodes"]
    assert (found["Name"], found["Driver"], node["Labels"]) == ("default", "docker", {"a": "2", "z": "1"})
    assert node["GCPolicy"][0]["filter"] == ["type==source.local"]
    assert node["GCPolicy"][1]["filter"] is None


def test_an_old_engine_does_not_tell_its_version_labels_and_rules(
    minidocker: Callable[..., Ended], monkeypatch: pytest.MonkeyPatch
) -> None:
    worker = message(1, field(1, "moby") + message(3, platform("amd64")))
    monkeypatch.setattr(f"{__name__}.WORKER", worker)
    (node,) = json.loads(minidocker("ls", "--format", "json")[1])["Nodes"]
    assert node == {
        "Endpoint": "default",
        "IDs": ["moby"],
        "Name": "default",
        "Platforms": ["linux/amd64"],
        "Status": "running",
        "Version": "v0.8+unknown",
    }


def test_the_details_of_the_builder(minidocker: Callable[..., Ended]) -> None:
    assert minidocker("inspect")[1] == (
        "Name:   default\nDriver: docker\n\nNodes:\n"
        "Name:             default\nEndpoint:         default\nStatus:           running\n"
        "BuildKit version: v0.1.2\nPlatforms:        linux/amd64, linux/amd64/v2, linux/386\n"
        "Labels:\n a: 2\n z: 1\n"
        "GC Policy rule#0:\n All:            false\n Filters:        type==source.local\n"
        " Keep Duration:  48h0m0s\n Max Used Space: 3GiB\n"
        "GC Policy rule#1:\n All:            true\n Reserved Space: 1GiB\n Min Free Space: 2GiB\n"
    )


@pytest.fixture
def used(tmp_path: Path) -> None:
    """Store that the builder has been used."""
    file = tmp_path / "buildx/activity/default"
    file.parent.mkdir(parents=True)
    file.write_text("2025-11-28T15:08:04Z")


@pytest.mark.usefixtures("used")
@pytest.mark.parametrize(
    ("args", "text"),
    [
        (["inspect"], "Driver:        docker\nLast Activity: 2025-11-28 15:08:04 +0000 UTC\n\nNodes:"),
        (["ls", "--format", "json"], '"LastActivity":"2025-11-28T15:08:04Z"'),
        (["ls", "--format", "{{.Name}}|{{.LastActivity}}"], "default|2025-11-28T15:08:04Z\ndefault|\n"),
    ],
)
def test_when_the_builder_was_last_used(minidocker: Callable[..., Ended], args: list[str], text: str) -> None:
    code, out, _ = minidocker(*args)
    assert code == 0
    assert text in out


def test_a_row_as_json_is_the_whole_builder(minidocker: Callable[..., Ended]) -> None:
    whole = minidocker("ls", "--format", "json")[1]
    assert minidocker("ls", "--format", "{{json .}}")[1] == whole * 2


def test_there_is_no_other_builder(minidocker: Callable[..., Ended], seen: list[bytes]) -> None:
    assert minidocker("inspect", "other") == (1, "", 'ERROR: no builder "other" found\n')
    assert seen == []


@pytest.mark.parametrize("args", [["default"], ["--default", "default"], ["--global", "default"]])
def test_the_engine_s_own_builder_is_in_use(minidocker: Callable[..., Ended], args: list[str]) -> None:
    assert minidocker("use", *args) == (0, "", "")


@pytest.mark.parametrize(
    ("name", "complaint"),
    [
        (
            "nope",
            'failed to find instance "nope": open {here}/buildx/instances/nope: no such file or directory',
        ),
        (
            "",
            (
                'failed to find instance "": invalid name , name needs to start with a letter and may not '
                "contain symbols, except ._-"
            ),
        ),
        ("far", "run `docker context use far` to switch to context far"),
        (
            "own",
            (
                "the builder own was created with docker buildx and cannot be used here: "
                "only the engine's own builder is supported"
            ),
        ),
    ],
)
def test_no_other_builder_can_be_used(
    minidocker: Callable[..., Ended], tmp_path: Path, name: str, complaint: str
) -> None:
    ContextStore(tmp_path).put(Context("far", {}, {"docker": {"Host": "tcp://far:1"}}))
    (tmp_path / "buildx/instances").mkdir(parents=True)
    (tmp_path / "buildx/instances/own").touch()
    assert minidocker("use", name) == (1, "", f"ERROR: {complaint.format(here=tmp_path)}\n")


def test_past_builds(minidocker: Callable[..., Ended]) -> None:
    assert [line.rstrip() for line in minidocker("history", "ls")[1].splitlines()] == [
        "BUILD ID   NAME       STATUS    CREATED AT    DURATION",
        "ref1       D2 (web)   Error     2 hours ago   1m 30s",
    ]
    found = json.loads(minidocker("history", "ls", "--format", "json")[1])
    assert (found["ref"], found["name"], found["total_steps"]) == ("default/default/ref1", "D2 (web)", 4)


@pytest.mark.parametrize(("condition", "count"), [("status=error", 1), ("status=completed", 0)])
def test_builds_of_a_status(minidocker: Callable[..., Ended], condition: str, count: int) -> None:
    assert len(minidocker("history", "ls", "--format", "{{.Ref}}", "--filter", condition)[1].split()) == count


@pytest.mark.parametrize(
    ("args", "text"),
    [
        (["ls", "--filter", "bad"], 'invalid filter "bad"'),
        (["ls", "--filter", "a=b"], 'unsupported filter "a=b"'),
        (["rm"], "rm requires at least one argument"),
        (["rm", "--all", "x"], "rm requires either --all or at least one argument"),
    ],
)
def test_what_history_cannot_do(minidocker: Callable[..., Ended], args: list[str], text: str) -> None:
    assert minidocker("history", *args) == (1, "", f"ERROR: {text}\n")


@pytest.mark.parametrize(("args", "ref"), [(["--all"], "ref1"), (["default/default/x"], "x"), (["y"], "y")])
def test_builds_are_forgotten(
    minidocker: Callable[..., Ended], seen: list[bytes], args: list[str], ref: str
) -> None:
    assert minidocker("history", "rm", *args) == (0, "", "")
    assert (Message(seen[-1]).text(1), Message(seen[-1]).number(3)) == (ref, 1)


def test_what_is_pruned_is_shown(minidocker: Callable[..., Ended], seen: list[bytes]) -> None:
    code, out, _ = minidocker("prune", "-f", "-a", "--filter", "type=regular", "--max-used-space", "1kb")
    header = "ID\t\t\t\t\t\tRECLAIMABLE\tSIZE\t\tLAST ACCESSED\n"
    assert code == 0
    assert out == f"{header}{'bbb*':<40}\ttrue \t1.5MB     \t2 hours ago\nTotal:\t1.5MB\n"
    assert seen == [prune_request("type==regular", 0, all=True, reserved=0, most=1024, free=0)]


def test_all_that_is_known_of_what_is_pruned(minidocker: Callable[..., Ended]) -> None:
    assert minidocker("prune", "-f", "--verbose")[1] == (
        "ID:\t\tbbb\nCreated at:\t1970-01-01 00:00:00 +0000 UTC\nMutable:\ttrue\nReclaimable:\ttrue\n"
        "Shared:\t\tfalse\nSize:\t\t1.5MB\nUsage count:\t0\nLast used:\t2 hours ago\n\nTotal:\t1.5MB\n"
    )


@pytest.mark.parametrize(
    ("filters", "condition"),
    [
        ({}, ("", 0)),
        ({"type": ["regular"], "id": ["abc"]}, ("id~=abc,type==regular", 0)),
        ({"until": ["2h"]}, ("", 2 * HOUR)),
        ({"unused-for": ["1h"], "shared": ["true"]}, ("shared==true", HOUR)),
    ],
)
def test_conditions_in_the_language_of_buildkit(
    filters: dict[str, list[str]], condition: tuple[str, int]
) -> None:
    assert cache_condition(filters) == condition


@pytest.mark.parametrize(
    ("filters", "text"),
    [
        ({"until": ["1h"], "unused-for": ["1h"]}, 'conflicting filters "until" and "unused-for"'),
        ({"type": ["a", "b"]}, "filters expect only one value"),
        ({"until": ["x"]}, '"until" filter expects a duration (e.g., \'24h\'): time: invalid duration "x"'),
    ],
)
def test_conditions_that_cannot_be(filters: dict[str, list[str]], text: str) -> None:
    with pytest.raises(ValueError) as caught:  # the text is compared
        cache_condition(filters)
    assert str(caught.value) == text


@pytest.mark.parametrize(
    ("error", "status", "is_canceled"),
    [("", "Completed", False), ("bad", "Error", False), ("x: context canceled", "Error", True)],
)
def test_the_status_of_builds(error: str, status: str, is_canceled: bool) -> None:
    record = build_record(build("r", 1, error))
    assert record is not None
    assert (record.status, record.is_canceled) == (status, is_canceled)


def test_a_long_name_shows_its_end(minidocker: Callable[..., Ended], tmp_path: Path) -> None:
    place = LocalBuild(f"/{'x' * 40}", "")
    note_build_place(tmp_path, "default", "ref1", place)
    whole = f"/{'x' * 40}/D2 (web)".rpartition("/")[2]
    assert whole in minidocker("history", "ls", "--no-trunc")[1]
    assert minidocker("history", "ls", "--format", "{{.Link}}")[1] == (
        "docker-desktop://dashboard/build/default/default/ref1\n"
    )


def test_variants_are_one_platform() -> None:
    assert in_groups(["linux/amd64", "linux/arm/v7", "linux/arm/v6"]) == ["linux/amd64", "linux/arm (+2)"]


def test_the_builders_of_other_contexts(minidocker: Callable[..., Ended], tmp_path: Path) -> None:
    ContextStore(tmp_path).put(Context("down", {}, {"docker": {"Host": f"unix://{tmp_path}/none"}}))
    reason = f"Cannot connect to the Docker daemon at unix://{tmp_path}/none. Is the docker daemon running?"
    code, out, err = minidocker("ls")
    assert (code, err) == (0, f"\nCannot load builder down: {reason}\n")
    assert [line.split()[0] for line in out.splitlines()] == ["NAME/NODE", "default*", "\\_", "down"]
    assert out.splitlines()[-1].split() == ["down", "error"]
    found = json.loads(minidocker("ls", "--format", "json")[1].splitlines()[1])
    assert (found["Current"], found["Driver"], found["Err"]) == (False, "", reason)
    assert minidocker("inspect", "down") == (0, f"Name:   down\nDriver: \nError:  {reason}\n", "")
    assert minidocker("inspect", "--builder", "down") == minidocker("inspect", "down")


@pytest.mark.parametrize(
    "command",
    [
        ["prune", "-f"],
        ["history", "ls"],
        ["history", "rm", "--all"],
        ["history", "logs"],
        ["history", "inspect"],
    ],
    ids=str,
)
def test_an_unknown_builder(
    minidocker: Callable[..., Ended], monkeypatch: pytest.MonkeyPatch, command: list[str]
) -> None:
    expected = (1, "", 'ERROR: no builder "nope" found\n')
    assert minidocker(*command, "--builder", "nope") == expected
    monkeypatch.setenv("BUILDX_BUILDER", "nope")
    assert minidocker(*command) == expected
