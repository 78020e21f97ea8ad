"""`buildx history inspect` on an engine with two builds in its history."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from engineclient.build.content import INFO, READ
from engineclient.build.history import LISTEN_BUILD_HISTORY
from engineclient.build.solve import STATUS
from engineclient.cli.app import App
from engineclient.cli.root import Root
from engineclient.commands.program import run
from engineclient.commands.table import COMMON, FLAGGED, NOUNS, TABLE
from engineclient.wire.grpc import Code, Methods, Refusal, unary
from engineclient.wire.protobuf import Message, field, message
from tests.commands.buildkit_engine import buildkit_engine

Ended = tuple[int, str, str]
SLSA = "https://slsa.dev/provenance/v0.2"
INDEX, MANIFEST = (f"application/vnd.oci.image.{kind}.v1+json" for kind in ("index", "manifest"))
VERTEX = "sha256:vertex"
CONTENT = {
    "sha256:" + 64 * "a": json.dumps({"materials": [{"uri": "pkg:docker/x", "digest": {"sha256": "1"}}]}),
    "sha256:" + 64 * "b": json.dumps(
        {
            "manifests": [
                {
                    "mediaType": MANIFEST,
                    "digest": "sha256:" + 64 * "c",
                    "size": 2,
                    "platform": {"os": "linux", "architecture": "arm64"},
                },
                {"mediaType": MANIFEST, "digest": "sha256:" + 64 * "f", "size": 2},
            ]
        }
    ),
    "sha256:" + 64 * "c": "{}",
}
FRAMES = [{"Name": "f", "File": "x.go", "Line": 3}]
ERROR = b"".join(
    message(3, field(1, f"type.googleapis.com/{kind}") + field(2, json.dumps(value)))
    for kind, value in (
        (
            "errdefs.Source+json",
            {"info": {"filename": "Dockerfile", "data": "RlJPTSB4"}, "ranges": [{"start": {"line": 1}, "end": {"line": 1}}]},
        ),
        ("errdefs.Vertex+json", {"digest": VERTEX}),
        ("stack.Stack+json", {"pid": 7, "version": "v", "cmdline": ["dockerd"], "frames": FRAMES}),
    )
)  # fmt: skip
DETAILS = "sha256:" + 64 * "d"


def descriptor(media_type: str, digest: str, size: int, predicate: str = "") -> bytes:
    note = message(5, field(1, "in-toto.io/predicate-type") + field(2, predicate)) if predicate else b""
    return field(1, media_type) + field(2, digest) + field(3, size) + note


def log(stream: int, data: bytes) -> bytes:
    return message(3, field(1, VERTEX) + field(3, stream) + field(4, data))


def times(seconds: int) -> bytes:
    return message(6, field(1, seconds)) + message(7, field(1, seconds + 2))


GOOD = message(
    2,
    field(1, "good")
    + times(200)
    + message(
        10,
        message(2, descriptor("application/vnd.in-toto+json", "sha256:" + 64 * "a", 99, SLSA))
        + message(3, message(2, descriptor(INDEX, "sha256:" + 64 * "b", 999))),
    ),
)
BAD = message(
    2,
    field(1, "bad")
    + times(100)
    + message(5, field(1, 2) + field(2, "broken"))
    + message(18, descriptor("x", DETAILS, 999)),
)
REPORT = (
    message(1, field(1, VERTEX) + field(3, "[1/1] RUN x"))
    + log(1, b"one\ntw")
    + log(2, b"err")
    + log(1, b"o\n")
    + log(2, b"or\nlast")
)


@pytest.fixture
def minidocker(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Callable[..., Ended]]:
    monkeypatch.setenv("DOCKER_CONFIG", str(tmp_path))

    def listen(request: bytes) -> bytes:
        return {"": GOOD, "good": GOOD, "bad": BAD}.get(Message(request).text(2), field(1, 2))

    def info(request: bytes) -> bytes:
        if Message(request).text(1) not in CONTENT:
            raise Refusal(Code.NOT_FOUND, "content: not found")
        return field(1, "x")

    def read(request: bytes) -> bytes:
        digest = Message(request).text(1)
        return field(2, ERROR if digest == DETAILS else CONTENT[digest])

    methods: Methods = {
        LISTEN_BUILD_HISTORY: unary(listen),
        INFO: unary(info),
        READ: unary(read),
        STATUS: unary(lambda _: REPORT),
    }
    with buildkit_engine(tmp_path, methods) as host:

        def call(*args: str, debug: bool = False) -> Ended:
            argv = [*(["-D"] if debug else []), "-H", host, "buildx", "history", "inspect", *args]
            code = run(argv, App(), Root(TABLE, NOUNS, COMMON, FLAGGED))
            out, err = capsys.readouterr()
            return code, out, err

        yield call


def test_a_build(minidocker: Callable[..., Ended]) -> None:
    code, out, err = minidocker()
    assert (code, err) == (0, "")
    assert out.startswith("Ref:\tgood\n\nStarted:\t")
    assert "\nMaterials:\nURI\t\tDIGEST\npkg:docker/x\tsha256:1\n" in out
    assert out.endswith(
        "\nPrint build logs: minidocker buildx history logs good\n"
        "View build in Docker Desktop: docker-desktop://dashboard/build/default/default/good\n"
    )


def test_what_it_has_left(minidocker: Callable[..., Ended]) -> None:
    found = json.loads(minidocker("good", "--format", "json")[1])["Attachments"]
    assert found == [
        {"Digest": "sha256:" + 64 * "b", "Type": INDEX},
        {"Digest": "sha256:" + 64 * "a", "Type": SLSA},
        {"Digest": "sha256:" + 64 * "c", "Platform": "linux/arm64", "Type": MANIFEST},
    ]


def test_a_build_that_failed(minidocker: Callable[..., Ended]) -> None:
    error = json.loads(minidocker("bad", "--format", "json")[1])["Error"]
    assert (error["Code"], error["Message"], error["Name"]) == (2, "broken", "[1/1] RUN x")
    assert error["Logs"] == ["one", "two", "error", "last"]
    out = minidocker("bad")[1]
    assert "Error:\t\tUnknown broken\n" in out
    assert "\nDockerfile:1\n--------------------\n   1 | >>> FROM x\n--------------------\n\nLogs:\n" in out
    assert "\n> last\n\nEnable --debug to see stack traces for error\nPrint build logs:" in out


def test_stack_traces(minidocker: Callable[..., Ended]) -> None:
    assert "\nbroken\n7 v dockerd\nf\n\tx.go:3\n\n\nPrint build logs:" in minidocker("bad", debug=True)[1]


def test_templates(minidocker: Callable[..., Ended]) -> None:
    assert minidocker("bad", "--format", "{{.Ref}} {{.Duration}} {{.Error.Code}} {{.Config}}") == (
        0,
        "bad 2s 2 { []    false false []       []}\n",
        "",
    )


@pytest.mark.parametrize(
    ("args", "complaint"),
    [
        (["a", "b"], "accepts at most 1 arg(s), received 2"),
        (["nope"], 'no record found for ref "nope"'),
        (
            ["--format", "{{.Nope}}"],
            (
                "failed to execute format template: template: inspect:1:2: executing "
                '"inspect" at <.Nope>: can\'t evaluate field Nope in type history.inspectOutput'
            ),
        ),
        (["attachment"], "at least one of --type, --platform or DIGEST must be specified"),
        (["attachment", "a", "b", "c"], "accepts at most 2 arg(s), received 3"),
        (["attachment", "x", "sha256:1"], 'invalid digest "sha256:1": invalid checksum digest length'),
        (["attachment", "x", "md5:1"], 'invalid digest "md5:1": unsupported digest algorithm'),
        (["attachment", "x", "1"], 'invalid digest "1": invalid checksum digest format'),
        (["attachment", "--type", "sbom"], 'no matching attachment found for ref ""'),
        (["attachment", "good", "--platform", "linux/386"], 'no matching attachment found for ref "good"'),
    ],
)
def test_what_is_refused(minidocker: Callable[..., Ended], args: list[str], complaint: str) -> None:
    assert minidocker(*args) == (1, "", f"ERROR: {complaint}\n")


@pytest.mark.parametrize(
    ("args", "letter"),
    [
        (["--type", "provenance"], "a"),
        (["--type", "index"], "b"),
        (["--type", INDEX], "b"),
        (["--platform", "linux/arm64"], "c"),
        (["good", "sha256:" + 64 * "c"], "c"),
    ],
)
def test_an_attachment(minidocker: Callable[..., Ended], args: list[str], letter: str) -> None:
    assert minidocker("attachment", *args) == (0, CONTENT["sha256:" + 64 * letter], "")
