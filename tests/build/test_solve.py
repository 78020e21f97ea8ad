"""The requests to BuildKit, and the parsing of its answers."""

from __future__ import annotations

import base64
import json

import pytest

from engineclient.build.solve import (
    Exporter,
    SolveRequest,
    Source,
    Worker,
    call_result,
    exporter_response,
    image_id,
    sources,
    unsupported_in,
    worker_of,
)
from engineclient.wire.protobuf import Message, field, message


def request(**given: object) -> Message:
    return Message(SolveRequest("ref", "session", {"target": "web"}, **given).encode())  # type: ignore[arg-type]


def test_a_request() -> None:
    found = request()
    assert (found.text(1), found.text(5), found.text(6)) == ("ref", "session", "dockerfile.v0")
    assert found.pairs(7) == {b"target": b"web"}
    assert not {3, 8, 9, 13} & {number for number in range(20) if number in found}


def test_exporters_as_old_and_as_new_engines_know_them() -> None:
    found = request(exporters=[Exporter("moby", {"name": "a"}), Exporter("tar", {})])
    assert (found.text(3), found.pairs(4)) == ("moby", {b"name": b"a"})
    assert [Message(each).text(1) for each in found.each(13)] == ["moby", "tar"]


def test_the_cache_and_what_run_may_do() -> None:
    found = request(cache_exports=[{"type": "inline"}], entitlements=("network.host",))
    assert Message(found.message(8).data(4)).text(1) == "inline"
    assert found.texts(9) == ["network.host"]


def test_a_request_for_a_function_builds_nothing() -> None:
    asked = SolveRequest("ref", "session", {"target": "web", "frontend.caps": "a"})
    outer, inner = Message(asked.encode_for_call()), Message(asked.encode_call("lint"))
    assert 6 not in outer
    assert outer.number(11) == 1
    assert inner.pairs(3) == {
        b"target": b"web",
        b"frontend.caps": b"a,moby.buildkit.frontend.subrequests+forward",
        b"requestid": b"frontend.lint",
    }


@pytest.mark.parametrize(
    ("response", "image"),
    [
        ({"containerimage.config.digest": "a", "containerimage.digest": "b"}, "a"),
        ({"containerimage.digest": "b"}, "b"),
        ({}, ""),
    ],
)
def test_the_id_of_the_image(response: dict[str, str], image: str) -> None:
    pairs = b"".join(message(1, field(1, name) + field(2, value)) for name, value in response.items())
    assert exporter_response(pairs) == response
    assert image_id(response) == image


def test_what_a_function_gives() -> None:
    assert call_result(message(3, message(10, field(1, "version") + field(2, "1")))) == {"version": "1"}


@pytest.mark.parametrize(
    ("label", "worker"),
    [
        ("x", Worker()),
        ("org.mobyproject.buildkit.worker.moby.host-gateway-ip", Worker(host_gateway="y")),
        ("org.mobyproject.buildkit.worker.snapshotter", Worker(has_manifests=True)),
    ],
)
def test_what_a_worker_tells(label: str, worker: Worker) -> None:
    assert worker_of(message(1, message(2, field(1, label) + field(2, "y")))) == worker


def test_where_the_cache_goes() -> None:
    (exports,) = request(cache_exports=[{"type": "registry", "ref": "x"}, {"type": "inline"}]).each(8)
    found = [Message(each) for each in Message(exports).each(4)]
    assert [(each.text(1), each.pairs(2)) for each in found] == [("registry", {b"ref": b"x"}), ("inline", {})]


def test_places_of_an_error() -> None:
    info = {"filename": "Dockerfile", "data": base64.b64encode(b"FROM x\n").decode()}
    place = {"info": info, "ranges": [{"start": {"line": 1}, "end": {"line": 2}}]}
    details = [
        ("stack.Stack+json", b"{}"),
        ("errdefs.Source+json", json.dumps(place).encode()),
        ("errdefs.Source+json", b"{"),
        ("errdefs.Source+json", b'{"info": 1}'),
        ("errdefs.Source+json", b"[" * 100_000),
    ]
    assert sources(details) == [Source("Dockerfile", b"FROM x\n", ((1, 2),))]


@pytest.mark.parametrize(
    ("details", "text"),
    [
        (
            [("errdefs.Solve+json", b"{}"), ("errdefs.Subrequest+json", b'{"name":"a"}')],
            "unsupported request a",
        ),
        ([("errdefs.FrontendCap+json", b'{"name":"b"}')], "unsupported frontend capability b"),
        ([("errdefs.Subrequest+json", b"[")], ""),
        ([("errdefs.Subrequest+json", b"[]")], ""),
        ([], ""),
    ],
)
def test_what_a_frontend_does_not_support(details: list[tuple[str, bytes]], text: str) -> None:
    assert unsupported_in(details) == text
