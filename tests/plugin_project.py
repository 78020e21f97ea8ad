"""The tests of another project, run by test_pytest_plugin.py; some of them fail on purpose."""
# mypy: disable-error-code="no-untyped-def,no-untyped-call"

import http.client
import os
import socket
import subprocess

import pytest

from engineclient import APIError, Engine

pytestmark = pytest.mark.engine_recording("ps")
LABELLED = {"label": ["scenario"]}


def names():
    with Engine() as engine:
        return [container.names for container in engine.containers.list(all=True, filters=LABELLED)]


def test_engineclient(engine_replay):
    assert names() == [["/web"]]


def test_docker_command(engine_replay):
    told = subprocess.run(
        ["docker", "ps", "-a", "--filter", "label=scenario"], capture_output=True, check=True
    )
    assert told.stdout.endswith(b"web\n")


def test_docker_py(engine_replay):
    docker = pytest.importorskip("docker")
    client = docker.from_env(version="1.41")
    assert [one["Names"] for one in client.api.containers(all=True, filters={"label": "scenario"})] == [
        ["/web"]
    ]
    client.close()


def test_http_client(engine_replay):
    connection = http.client.HTTPConnection("localhost")
    connection.sock = socket.socket(socket.AF_UNIX)
    connection.sock.connect(engine_replay.host.removeprefix("unix://"))
    connection.request("GET", '/containers/json?all=1&filters={"label":["scenario"]}')
    assert b"/web" in connection.getresponse().read()
    connection.close()


@pytest.fixture
def context(monkeypatch):
    monkeypatch.setenv("DOCKER_CONTEXT", "elsewhere")


def test_a_context_is_set_aside(context, engine_replay):
    assert "DOCKER_CONTEXT" not in os.environ
    names()


def test_unexpected(engine_replay):
    with Engine() as engine, pytest.raises(APIError):
        engine.containers.list()
    names()


def test_unexpected_and_failing(engine_replay):
    with Engine() as engine:
        engine.images.list()


def test_unused(engine_replay):
    pass


@pytest.mark.engine_recording("ps", optional=True)
def test_optional(engine_replay):
    pass


@pytest.mark.engine_recording("ps", lenient=True)
def test_lenient(engine_replay):
    with Engine() as engine:
        engine.containers.list()


@pytest.mark.engine_recording("ps", status={2: 503})
def test_status(engine_replay):
    with pytest.raises(APIError) as failure:
        names()
    assert failure.value.status == 503


@pytest.mark.engine_recording("nosuch")
def test_missing(engine_replay):
    pass


@pytest.mark.engine_recording("ps", mode="all")
def test_no_such_argument(engine_replay):
    pass


@pytest.fixture
def old_pytest(monkeypatch):
    monkeypatch.delattr(pytest, "version_tuple")


def test_old_pytest(old_pytest, engine_replay):
    pass


def test_nothing_is_recorded(engine_record, engine_replay):
    assert (engine_record, engine_replay.recording) == (None, False)
    names()


@pytest.fixture
def tidied(engine_replay):
    yield
    names()


def test_what_is_asked_in_a_teardown_counts(tidied):
    pass
