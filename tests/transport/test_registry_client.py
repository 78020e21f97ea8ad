"""The client of registries: what it sends, how it logs in, and how it tells failures apart."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from types import SimpleNamespace

import httpx
import pytest
import respx

from engineclient.build.auth import Login
from engineclient.errors import DecodeError
from engineclient.registry.errors import NotAuthorized, Refused, Unreachable
from engineclient.registry.manifests import DOCKER_IMAGE, Manifest
from engineclient.transport import registry_client
from engineclient.transport.registry_client import Blob, RegistryClient
from tests.fake_registry import FakeRegistry, fake_registry, refused

ME = Login("me", "pw")
BEARER = 'Bearer realm="https://auth.example/token",service="reg"'


@pytest.fixture
def registry() -> Iterator[FakeRegistry]:
    with fake_registry() as found:
        yield found


def client(login: Login | None = None) -> RegistryClient:
    return RegistryClient("https://reg.example", lambda: login or Login())


def test_a_manifest_is_asked_for_with_all_types_that_are_known(registry: FakeRegistry) -> None:
    made = registry.image("app", "1")
    with client() as one:
        assert one.manifest("app", "1") == made
    assert registry.headers[0]["accept"].count("application/vnd.") == 4


def test_other_types_are_refused(registry: FakeRegistry) -> None:
    registry.answers["GET /v2/app/manifests/1"] = httpx.Response(
        200, text="<html>", headers={"Content-Type": "text/html; x"}
    )
    with client() as one, pytest.raises(DecodeError, match="no default available: text/html$"):
        one.manifest("app", "1")


def test_a_manifest_is_put_under_its_type(registry: FakeRegistry) -> None:
    made = Manifest(DOCKER_IMAGE, b"{}")
    with client() as one:
        assert one.put_manifest("app", "1", made) == made.digest
    assert registry.manifests["app", "1"] == made


@pytest.mark.parametrize(
    ("mounts", "asked"), [(True, []), (False, ["DELETE /v2/app/blobs/uploads/1?state=x"])]
)
def test_a_mount_that_becomes_an_upload_is_given_up(
    registry: FakeRegistry, mounts: bool, asked: list[str]
) -> None:
    registry.mounts = mounts
    with client() as one:
        assert one.mount("app", "sha256:1", "other/x") is mounts
    assert registry.asked == ["POST /v2/app/blobs/uploads/?mount=sha256%3A1&from=other%2Fx", *asked]


def test_a_password_is_sent_where_it_is_demanded(registry: FakeRegistry) -> None:
    registry.challenge = 'Basic realm="x"'
    registry.image("app", "1")
    with client(ME) as one:
        one.manifest("app", "1")
        one.manifest("app", "1")
    assert [headers.get("authorization") for headers in registry.headers] == [
        None,
        "Basic bWU6cHc=",
        "Basic bWU6cHc=",
    ]


def test_no_password(registry: FakeRegistry) -> None:
    registry.challenge = 'Basic realm="x"'
    with client() as one, pytest.raises(NotAuthorized) as caught:
        one.manifest("app", "1")
    assert str(caught.value) == 'Get "https://reg.example/v2/app/manifests/1": no basic auth credentials'


def test_a_blob_is_copied_in_pieces(registry: FakeRegistry) -> None:
    registry.challenge = 'Basic realm="x"'
    digest = str(registry.blob("app", b"x" * 200_000)["digest"])
    with client(ME) as one:
        one.ping()
        with one.open_blob("app", digest) as blob:
            assert blob.size == 200_000
            one.put_blob("copy", digest, blob)
        assert one.has_blob("copy", digest)
        assert not one.has_blob("other", digest)
    assert registry.blobs["copy", digest] == registry.blobs["app", digest]


def test_a_login_stays_with_its_registry(registry: FakeRegistry) -> None:
    """A registry may want an upload elsewhere, which does not get the password."""
    registry.challenge = 'Basic realm="x"'
    registry.answers["POST /v2/copy/blobs/uploads/"] = httpx.Response(
        202, headers={"Location": "https://storage.example/up"}
    )
    with client(ME) as one, respx.mock(assert_all_called=False) as router:
        router.route(host="reg.example").mock(side_effect=registry.answer)
        storage = router.put(host="storage.example").respond(201)
        one.ping()
        one.put_blob("copy", "sha256:1", Blob(iter([b"x"]), 1))
    assert "authorization" in registry.headers[-1]
    assert "authorization" not in storage.calls.last.request.headers


def test_a_manifest_that_is_not_json(registry: FakeRegistry) -> None:
    registry.answers["GET /v2/app/manifests/1"] = httpx.Response(
        200, content=b"{#", headers={"Content-Type": DOCKER_IMAGE}
    )
    expected = "^invalid character '#' looking for beginning of object key string$"
    with client() as one, pytest.raises(DecodeError, match=expected):
        one.manifest("app", "1")


@pytest.fixture
def tokens(registry: FakeRegistry) -> Iterator[respx.Route]:
    registry.challenge = BEARER
    with respx.mock(assert_all_called=False) as router:
        router.route(host="reg.example").mock(side_effect=registry.answer)
        yield router.route(host="auth.example").respond(json={"token": "t"})


def test_a_token_is_fetched_once_for_each_scope(registry: FakeRegistry, tokens: respx.Route) -> None:
    made = registry.image("app", "1")
    with client() as one:
        one.ping()
        one.manifest("app", "1")
        one.blob("app", made.config())
        one.mount("app", "sha256:1", "other")
    scopes = [call.request.url.params.get_list("scope") for call in tokens.calls]
    assert scopes == [["repository:app:pull"], ["repository:app:pull,push", "repository:other:pull"]]
    assert {headers.get("authorization") for headers in registry.headers[1:]} == {"Bearer t"}


def test_a_token_of_the_user_is_used_as_it_is(registry: FakeRegistry, tokens: respx.Route) -> None:
    registry.image("app", "1")
    with client(Login(token="mine")) as one:
        one.manifest("app", "1")
    assert (registry.headers[-1]["authorization"], tokens.called) == ("Bearer mine", False)


@pytest.mark.parametrize(("passed", "fetched"), [(280, 1), (295, 2)])
def test_a_token_that_ends_is_fetched_again(
    registry: FakeRegistry, tokens: respx.Route, monkeypatch: pytest.MonkeyPatch, passed: int, fetched: int
) -> None:
    clock = SimpleNamespace(monotonic=lambda: 1000.0)
    monkeypatch.setattr(registry_client, "time", clock)
    tokens.respond(json={"token": "t", "expires_in": 300})
    registry.image("app", "1")
    with client() as one:
        one.manifest("app", "1")
        clock.monotonic = lambda: 1000.0 + passed
        one.manifest("app", "1")
    assert tokens.call_count == fetched


def test_a_token_server_that_refuses(registry: FakeRegistry, tokens: respx.Route) -> None:
    tokens.respond(401, json={"details": "incorrect username or password"})
    with client(ME) as one, pytest.raises(NotAuthorized) as caught:
        one.manifest("app", "1")
    assert caught.value.reason == "unauthorized: incorrect username or password"


def test_a_refusal_says_all_that_the_registry_said(registry: FakeRegistry) -> None:
    registry.answers["GET /v2/app/manifests/1"] = refused(
        403, "DENIED", "no", 'Bearer error="insufficient_scope"'
    )
    with client() as one, pytest.raises(Refused) as caught:
        one.manifest("app", "1")
    assert (caught.value.status, caught.value.denied) == ("403 Forbidden", "insufficient_scope")
    assert str(caught.value).startswith("errors:\ndenied: ")


@pytest.fixture
def listening() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as found:
        yield found


def test_nothing_listens(listening: socket.socket) -> None:
    address = f"127.0.0.1:{listening.getsockname()[1]}"
    listening.close()
    with RegistryClient(f"https://{address}") as one, pytest.raises(Unreachable) as caught:
        one.ping()
    reason = f"dial tcp {address}: connect: connection refused"
    assert (str(caught.value), caught.value.plain) == (f'Get "https://{address}/v2/": {reason}', False)


def test_a_registry_that_speaks_only_http(listening: socket.socket) -> None:
    def answer() -> None:
        connection, _ = listening.accept()
        with connection:
            connection.recv(4096)
            connection.sendall(b"HTTP/1.0 400 Bad Request\r\n\r\n")

    thread = threading.Thread(target=answer)
    thread.start()
    with (
        RegistryClient(f"https://127.0.0.1:{listening.getsockname()[1]}") as one,
        pytest.raises(Unreachable) as caught,
    ):
        one.ping()
    thread.join()
    assert (caught.value.reason, caught.value.plain) == (
        "http: server gave HTTP response to HTTPS client",
        True,
    )
