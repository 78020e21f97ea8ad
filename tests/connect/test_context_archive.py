from __future__ import annotations

import io
import tarfile
import zipfile
from pathlib import Path

import pytest

from engineclient.connect.context_archive import export, import_into
from engineclient.connect.contexts import Context, ContextStore
from engineclient.errors import InvalidContext

META = b'{"Name":"x","Metadata":{},"Endpoints":{"docker":{"Host":"tcp://h"}}}'
CONTEXT = Context("one", {"Description": "d"}, {"docker": {"Host": "tcp://h:1", "SkipTLSVerify": False}})
FILES = {"docker": {"ca.pem": b"c" * 600, "key.pem": b"k"}}


def tar_of(members: dict[str, bytes]) -> bytes:
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w") as archive:
        for name, content in members.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return data.getvalue()


def zip_of(members: dict[str, bytes]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return data.getvalue()


def test_export_is_laid_out_as_dockers() -> None:
    data = export(CONTEXT, FILES)
    with tarfile.open(fileobj=io.BytesIO(data + bytes(2048))) as archive:
        listed = [(each.name, each.isdir(), oct(each.mode), each.uid, each.mtime) for each in archive]
    assert listed == [
        ("meta.json", False, "0o644", 0, 0),
        ("tls", True, "0o700", 0, 0),
        ("tls/docker", True, "0o700", 0, 0),
        ("tls/docker/ca.pem", False, "0o600", 0, 0),
        ("tls/docker/key.pem", False, "0o600", 0, 0),
    ]
    assert data.endswith(b"k")  # docker writes no end of the archive
    assert data[1024:1029] == b"tls\0\0"  # and no slash behind a directory


def test_import_reads_what_export_writes(tmp_path: Path) -> None:
    store = ContextStore(tmp_path)
    import_into(store, "two", io.BytesIO(export(CONTEXT, FILES)))
    assert store.get("two") == CONTEXT._replace(name="two")
    assert store.read_tls("two") == FILES["docker"]


@pytest.mark.parametrize("make", [tar_of, zip_of])
@pytest.mark.parametrize(
    ("members", "error"),
    [
        ({"tls/docker/ca.pem": b"c"}, "invalid context: no metadata found"),
        ({"./meta.json": META}, "./meta.json: unexpected context file"),
        ({"meta.json": META, "extra": b""}, "extra: unexpected context file"),
        ({"meta.json": META, "tls/docker/../../x": b""}, "tls/docker/../../x: unexpected context file"),
        ({"meta.json": META, "/etc/x": b""}, "/etc/x: unexpected context file"),
        ({"meta.json": META, "tls/loose": b""}, "archive format is invalid"),
        ({"meta.json": b"{"}, "unexpected end of JSON input"),
    ],
)
def test_refused(tmp_path: Path, make: object, members: dict[str, bytes], error: str) -> None:
    assert callable(make)
    with pytest.raises(InvalidContext) as caught:
        import_into(ContextStore(tmp_path), "two", io.BytesIO(make(members)))
    assert str(caught.value) == error
    assert not [path for path in tmp_path.rglob("*") if path.is_file() and path.name != "meta.json"]


@pytest.mark.parametrize("make", [tar_of, zip_of])
def test_an_archive_of_others(tmp_path: Path, make: object) -> None:
    assert callable(make)
    store = ContextStore(tmp_path)
    import_into(store, "two", io.BytesIO(make({"tls/kube/k": b"k", "meta.json": META})))
    assert store.tls_files("two") == {"kube": ["k"]}
    written = (store.metadata_folder("two") / "meta.json").read_bytes()
    assert written == META.replace(b'"x"', b'"two"')  # as it came, but for the name


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", "invalid context: no metadata found"),
        (b"text", "unexpected EOF"),
        (b"text" * 200, "archive/tar: invalid tar header"),
        (tar_of({"meta.json": META})[:520], "unexpected EOF"),
        (bytes(1024), "invalid context: no metadata found"),
        (b"PK\x03\x04", "zip: not a valid zip file"),
        (bytes((10 << 20) + 1), "read exceeds the defined limit"),
    ],
)
def test_no_archive(tmp_path: Path, data: bytes, error: str) -> None:
    with pytest.raises(InvalidContext) as caught:
        import_into(ContextStore(tmp_path), "two", io.BytesIO(data))
    assert str(caught.value) == error
