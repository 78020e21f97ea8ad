from __future__ import annotations

import io
import tarfile

import pytest

from engineclient.events import Elided
from engineclient.recording.content import content, from_content, from_text, text


@pytest.mark.parametrize(
    ("data", "kind", "stands"),
    [
        (b'{"a":[1,null]}\n', "application/json", {"json": {"a": [1, None]}}),
        (b'{"a":1}\r\n{"b":2}\r\n', "application/json", {"records": [{"a": 1}, {"b": 2}]}),
        (b'{"a":1}\n{"b":2}\n', "application/json", {"lines": [{"a": 1}, {"b": 2}]}),
        (b'{"a":', "application/json", {"text": '{"a":'}),
        ("schön".encode(), "text/plain", {"text": "schön"}),
        (b"\xff\x00", "text/plain", {"base64": "/wA="}),
        (b"", "application/json", {}),
    ],
)
def test_both_ways(data: bytes, kind: str, stands: dict[str, object]) -> None:
    assert content(data, kind) == stands
    assert from_content(stands) == data


def test_elided() -> None:
    assert content(Elided(9, "ab")) == {"elided": 9, "sha256": "ab"}
    assert from_content({"elided": 9, "sha256": "ab"}) == Elided(9, "ab")


@pytest.mark.parametrize("data", [b"plain", b"\xff\xfe", Elided(1, "00")])
def test_text(data: bytes | Elided) -> None:
    assert from_text(text(data)) == data


def test_archives_have_no_dates() -> None:
    def packed(mtime: int) -> bytes:
        out = io.BytesIO()
        with tarfile.open(fileobj=out, mode="w") as archive:
            file = tarfile.TarInfo("etc/group")
            file.size, file.mtime, file.mode = 5, mtime, 0o640
            archive.addfile(file, io.BytesIO(b"root\n"))
            link = tarfile.TarInfo("etc/link")
            link.type, link.linkname = tarfile.SYMTYPE, "group"
            archive.addfile(link)
        return out.getvalue()

    stands = content(packed(1), "application/x-tar")
    assert stands == content(packed(2), "application/x-tar")
    assert content(from_content(stands), "application/x-tar") == stands
    assert stands["tar"][0] == {"name": "etc/group", "type": "file", "mode": "640", "data": "root\n"}
