"""engine.build and engine.build_events: the builder that is chosen, what is sent, what comes of each builder's reports."""

from __future__ import annotations

import hashlib
import io
import json
import socket
import tarfile
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from engineclient import AsyncEngine, BuildFailed, Engine, EngineError, build_context
from engineclient.build.events import Began, Built, Ended, Output, result_of
from tests.support import answer, chunked, scripted

Connect = Callable[..., "Classic"]
CONTEXT = build_context(
    dockerfile="FROM busybox", files={"a/b": "text", ".dockerignore": "left\n", "left": "out"}
)


def record(**fields: object) -> bytes:
    return json.dumps(fields).encode() + b"\n"


class Classic:
    """An engine that answers a build with `records`, and keeps what it is sent."""

    def __init__(self, *records: bytes, builder: str = "1", pause: threading.Event | None = None) -> None:
        self.records = records
        self.body = b""
        self._builder = builder
        self._pause = pause

    def __call__(self, connection: socket.socket, head: bytes) -> None:
        if b"/_ping" in head.split()[1]:
            connection.sendall(
                answer(b"OK", "200 OK", "Api-Version: 1.50", f"Builder-Version: {self._builder}")
            )
            return
        self.body = _chunks(connection)
        connection.sendall(chunked(*self.records, end=self._pause is None))
        if self._pause is not None:
            self._pause.wait(10)

    def files(self) -> dict[str, bytes]:
        with tarfile.open(fileobj=io.BytesIO(self.body)) as tar:
            return {
                each.name: (tar.extractfile(each) or io.BytesIO()).read() if each.isfile() else b""
                for each in tar
            }


def _chunks(connection: socket.socket) -> bytes:
    body = b""
    with connection.makefile("rb") as file:
        while size := int(file.readline(), 16):
            body += file.read(size)
            file.readline()
        file.readline()
    return body


STEPS = (
    record(stream="Step 1/2 : FROM busybox"),
    record(stream="\n"),
    record(stream=" ---> e61e6e92da75\n"),
    record(stream="Step 2/2 : RUN make"),
    record(stream="\n"),
    record(stream=" ---> Running in 4475144d61d9\n"),
    record(stream="made\n"),
)
END = (record(aux={"ID": "sha256:1"}), record(stream="Successfully built 4101f7691893\n"))
FAILED = record(errorDetail={"code": 7, "message": "returned 7"}, error="returned 7")


@pytest.fixture(autouse=True)
def unset(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DOCKER_BUILDKIT", raising=False)


def test_a_classic_build(tmp_path: Path) -> None:
    script = Classic(*STEPS, *END)
    with scripted(tmp_path / "socket", script) as scripted_engine, Engine(scripted_engine.host) as engine:
        result = engine.build(CONTEXT, tags=["x:1"], args={"A": "b"}, memory=1 << 30)
        query = scripted_engine.heads[-1].split()[1]
    assert result.image == "sha256:1"
    assert [(step.instruction, step.output) for step in result.steps] == [
        ("FROM busybox", b""),
        ("RUN make", b"made\n"),
    ]
    assert script.files() == {
        "Dockerfile": b"FROM busybox",
        ".dockerignore": b"left\n",
        "a/": b"",
        "a/b": b"text",
    } or script.files() == {
        "Dockerfile": b"FROM busybox",
        ".dockerignore": b"left\n",
        "a": b"",
        "a/b": b"text",
    }
    for parameter in (b"version=1", b"t=x%3A1", b"buildargs=%7B%22A%22%3A%22b%22%7D", b"memory=1073741824"):
        assert parameter in query


def test_a_step_that_fails(tmp_path: Path) -> None:
    with scripted(tmp_path / "socket", Classic(*STEPS, FAILED)) as scripted_engine:
        with Engine(scripted_engine.host) as engine, pytest.raises(BuildFailed, match="returned 7") as caught:
            engine.build(CONTEXT)
    assert caught.value.code == 7
    assert caught.value.step is not None
    assert (caught.value.step.name, caught.value.step.output) == ("[2/2] RUN make", b"made\n")


def test_events_come_while_it_goes_on(tmp_path: Path) -> None:
    pause = threading.Event()
    with scripted(tmp_path / "socket", Classic(*STEPS, pause=pause)) as scripted_engine:
        with Engine(scripted_engine.host) as engine, engine.build_events(CONTEXT) as events:
            kinds = [type(next(events)) for _ in range(4)]  # nothing more comes before `pause` is set
        pause.set()
    assert kinds == [Began, Ended, Began, Output]


def test_the_events_add_up_to_the_result(tmp_path: Path) -> None:
    with scripted(tmp_path / "socket", Classic(*STEPS, *END)) as scripted_engine:
        with Engine(scripted_engine.host) as engine:
            events = [*engine.build_events(CONTEXT)]
    assert events[-1] == Built("sha256:1")
    assert [step.name for step in result_of(events).steps] == ["[1/2] FROM busybox", "[2/2] RUN make"]


async def test_the_same_with_asyncio(tmp_path: Path) -> None:
    with scripted(tmp_path / "socket", Classic(*STEPS, *END)) as scripted_engine:
        async with AsyncEngine(scripted_engine.host) as engine:
            assert (await engine.build(CONTEXT)).image == "sha256:1"
            assert [event async for event in engine.build_events(CONTEXT)][-1] == Built("sha256:1")


async def test_the_failure_of_a_build_that_is_iterated(tmp_path: Path) -> None:
    with scripted(tmp_path / "socket", Classic(*STEPS, FAILED)) as scripted_engine:
        seen: object = None
        async with AsyncEngine(scripted_engine.host) as engine:
            with pytest.raises(BuildFailed, match="returned 7"):
                async for event in engine.build_events(CONTEXT):
                    seen = event
    assert isinstance(seen, Ended)
    assert seen.error == "returned 7"


def test_a_stream_closed_by_another_thread_ends(tmp_path: Path) -> None:
    pause = threading.Event()
    with scripted(tmp_path / "socket", Classic(*STEPS, pause=pause)) as scripted_engine:
        with Engine(scripted_engine.host) as engine:
            events = engine.build_events(CONTEXT)
            for _ in range(4):
                next(events)
            threading.Timer(0.05, events.close).start()
            assert [*events] == []
        pause.set()


@pytest.mark.parametrize(
    ("environment", "preferred", "version", "expected"),
    [
        ("", "1", None, b"version=1"),
        ("0", "2", None, b"version=1"),
        ("", "2", 1, b"version=1"),
        ("1", "1", None, b"/session"),
        ("", "2", None, b"/session"),
        ("0", "1", 2, b"/session"),
    ],
)
def test_the_builder(
    environment: str,
    preferred: str,
    version: int | None,
    expected: bytes,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DOCKER_BUILDKIT", environment)

    def script(connection: socket.socket, head: bytes) -> None:
        if b"/_ping" in head.split()[1]:
            connection.sendall(answer(b"OK", "200 OK", f"Builder-Version: {preferred}"))
        else:
            connection.sendall(answer(b'{"message":"no"}', "500 Internal Server Error"))
            connection.close()

    with scripted(tmp_path / "socket", script) as scripted_engine, Engine(scripted_engine.host) as engine:
        with pytest.raises(EngineError):
            engine.build(CONTEXT, version=version)
        assert expected in scripted_engine.heads[-1].split()[1]


def test_the_classic_builder_takes_no_secrets(tmp_path: Path) -> None:
    with scripted(tmp_path / "socket", Classic()) as scripted_engine, Engine(scripted_engine.host) as engine:
        with pytest.raises(EngineError, match="secrets and outputs need BuildKit.*version=2"):
            engine.build(CONTEXT, secrets={"a": "b"}, outputs=["out"])


def needs_builder(host: str, version: int) -> None:
    """Podman has one builder, which is like the classic one."""
    with Engine(host) as engine:
        if version == 2 and engine.ping().libpod:
            pytest.skip("the engine has no BuildKit")


DOCKERFILE = "FROM busybox\nCOPY hello /\nRUN cat hello\n"


@pytest.mark.engine
@pytest.mark.parametrize("version", [1, 2])
def test_on_an_engine(version: int, engine_host: str, engine_images: object, tmp_path: Path) -> None:
    needs_builder(engine_host, version)
    (tmp_path / "Dockerfile").write_text(DOCKERFILE)
    (tmp_path / "hello").write_text("hi")
    in_memory = build_context(dockerfile=DOCKERFILE, files={"hello": "hi"})
    with Engine(engine_host) as engine:
        result = engine.build(in_memory, version=version, no_cache=True)
        assert engine.images.inspect(result.image).id.removeprefix("sha256:") in result.image
        again = engine.build(tmp_path, version=version)
        engine.images.remove(result.image, force=True)
    runs = [step for step in result.steps if step.instruction == "RUN cat hello"]
    assert [(step.cached, step.output, step.error) for step in runs] == [(False, b"hi", "")]
    instructions = [step for step in again.steps if step.instruction][1:]
    assert [step.cached for step in instructions] == [True, True], (
        "the directory and the strings are the same"
    )


@pytest.mark.engine
@pytest.mark.parametrize("version", [1, 2])
def test_a_failure_on_an_engine(version: int, engine_host: str, engine_images: object) -> None:
    needs_builder(engine_host, version)
    context = build_context(dockerfile="FROM busybox\nRUN echo before; exit 7")
    with Engine(engine_host) as engine, pytest.raises(BuildFailed) as caught:
        engine.build(context, version=version, forcerm=True)
    assert (caught.value.code, caught.value.step and caught.value.step.output) == (7, b"before\n")


@pytest.mark.engine
def test_secrets_and_outputs_on_an_engine(engine_host: str, engine_images: object, tmp_path: Path) -> None:
    needs_builder(engine_host, 2)
    secret = tmp_path / "secret"
    secret.write_text("from a file")
    context = build_context(
        dockerfile="FROM busybox AS run\n"
        "RUN --mount=type=secret,id=a --mount=type=secret,id=b cat /run/secrets/a /run/secrets/b | md5sum >/sum\n"
        "FROM scratch\nCOPY --from=run /sum /\n"
    )
    with Engine(engine_host) as engine:
        result = engine.build(
            context,
            version=2,
            secrets={"a": "text ", "b": secret},
            outputs=[f"type=local,dest={tmp_path / 'out'}"],
        )
    assert result.image == ""
    assert (tmp_path / "out" / "sum").read_text().split()[0] == hashlib.md5(b"text from a file").hexdigest()
