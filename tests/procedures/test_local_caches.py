"""Caches of builds in directories: which are read and made, and what becomes of those that hold nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from engineclient.errors import DecodeError
from engineclient.procedures.local_caches import local_caches, record_caches

DESCRIPTION = {"mediaType": "m", "digest": "sha256:new", "size": 3}


def test_builds_without_any_offer_no_service() -> None:
    image = {"type": "registry", "ref": "x"}
    assert local_caches([image], [{"type": "inline"}]) == ({}, [image], [], {})


def test_where_the_cache_goes(tmp_path: Path) -> None:
    first, second = f"{tmp_path}/a/b", f"{tmp_path}/c"
    found = local_caches(
        [], [{"type": "local", "dest": first}, {"type": "local", "dest": second, "tag": "x"}]
    )
    assert found.tags == {first: "latest", second: "x"}
    assert [*found.stores] == [f"local:{first}", f"local:{second}"]
    assert Path(first).is_dir()
    record_caches(found.tags, {"cache.manifest": json.dumps(DESCRIPTION)})
    assert local_caches([{"type": "local", "src": second, "tag": "x"}], []).imports == [
        {"type": "local", "src": second, "tag": "x", "digest": "sha256:new"}
    ]


def test_a_build_that_exports_no_cache(tmp_path: Path) -> None:
    record_caches({str(tmp_path): "latest"}, {})
    assert [*tmp_path.iterdir()] == []


@pytest.mark.parametrize("text", ["{", "[]", "1"])
def test_an_engine_that_names_no_manifest(tmp_path: Path, text: str) -> None:
    with pytest.raises(DecodeError, match=r"cache\.manifest"):
        record_caches({str(tmp_path): "latest"}, {"cache.manifest": text})
    assert [*tmp_path.iterdir()] == []


def test_a_digest_that_is_given_is_not_looked_for(tmp_path: Path) -> None:
    source = {"type": "local", "src": f"{tmp_path}/none", "digest": "sha256:x"}
    assert local_caches([source], []).imports == [source]


def test_directories_without_a_cache_are_left_out(tmp_path: Path) -> None:
    found = local_caches([{"type": "local", "src": str(tmp_path)}], [])
    assert (found.stores, found.imports) == ({}, [])
    (warning,) = found.warnings
    assert warning.startswith(f"local cache import at {tmp_path} not found due to err: could not read ")


@pytest.mark.parametrize(
    ("imports", "exports", "complaint"),
    [
        ([], [{"type": "local"}], "local cache exporter requires dest"),
        ([{"type": "local"}], [], "local cache importer requires src"),
        ([{"type": "registry"}], [], "registry cache importer requires ref"),
        (
            [{"type": "local", "src": "PATH", "tag": "no"}],
            [],
            "local cache importer requires either explicit digest",
        ),
        (
            [{"type": "local", "src": "PATH", "tag": ""}],
            [],
            "local cache importer requires either explicit digest",
        ),
        ([], [{"type": "local", "dest": "PATH/oci-layout"}], "mkdir PATH/oci-layout: not a directory"),
        ([], [{"type": "local", "dest": "PATH/oci-layout/x/y"}], "mkdir PATH/oci-layout: not a directory"),
    ],
)
def test_what_buildx_refuses(
    tmp_path: Path, imports: list[dict[str, str]], exports: list[dict[str, str]], complaint: str
) -> None:
    record_caches({str(tmp_path): "latest"}, {"cache.manifest": json.dumps(DESCRIPTION)})
    placed = [
        [{name: value.replace("PATH", str(tmp_path)) for name, value in each.items()} for each in given]
        for given in (imports, exports)
    ]
    with pytest.raises(ValueError) as caught:
        local_caches(*placed)
    assert complaint.replace("PATH", str(tmp_path)) in str(caught.value)
