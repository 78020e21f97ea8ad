"""The store of contexts: docker's bytes, modes and errors."""

from __future__ import annotations

import json
import stat
from pathlib import Path
from typing import Any

import pytest

from engineclient.connect.contexts import Context, ContextStore, check_name
from engineclient.errors import ContextNotFound, InvalidContext

ID = "7692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed"  # sha256 of "one"
ENGINE = {"docker": {"Host": "tcp://h:1", "SkipTLSVerify": False}}


def store_with(tmp_path: Path, text: str) -> ContextStore:
    store = ContextStore(tmp_path)
    store.put(Context("one"))
    (tmp_path / "contexts" / "meta" / ID / "meta.json").write_text(text)
    return store


@pytest.mark.parametrize(
    ("context", "text"),
    [
        (
            Context("one", {}, ENGINE),
            '{"Name":"one","Metadata":{},"Endpoints":{"docker":{"Host":"tcp://h:1","SkipTLSVerify":false}}}',
        ),
        (
            Context(
                "one", {"Description": "<ü> & 'x'", "z": [1.0, 2.5], "A": None}, {"k": {"x": "&"}, **ENGINE}
            ),
            (
                '{"Name":"one","Metadata":{"A":null,"Description":"\\u003cü\\u003e \\u0026 \'x\'","z":[1,2.5]},'
                '"Endpoints":{"docker":{"Host":"tcp://h:1","SkipTLSVerify":false},"k":{"x":"\\u0026"}}}'
            ),
        ),
        (Context("one"), '{"Name":"one"}'),
    ],
)
def test_the_file_is_dockers(tmp_path: Path, context: Context, text: str) -> None:
    store = ContextStore(tmp_path)
    store.put(context)
    file = tmp_path / "contexts" / "meta" / ID / "meta.json"
    assert file.read_text() == text
    assert stat.S_IMODE(file.stat().st_mode) == 0o644
    assert store.get("one") == context
    assert store.all() == [context]


@pytest.mark.parametrize(
    ("text", "context"),
    [
        ('{"name":"one","endpoints":{"docker":{"host":"tcp://low"}}}', ("one", None, "tcp://low")),
        ('{"Name":"one","Endpoints":{"docker":{}}}', ("one", None, "")),
        (
            '{"Name":"other","Metadata":{"x":1},"More":true,"Endpoints":{"docker":{"Host":"h"}}}',
            ("other", {"x": 1}, "h"),
        ),
    ],
)
def test_read(tmp_path: Path, text: str, context: tuple[str, Any, str]) -> None:
    found = store_with(tmp_path, text).get("one")
    assert (found.name, found.metadata, found.host) == context


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("", "unexpected end of JSON input"),
        ("{}x", "invalid character 'x' after top-level value"),
        ("[]", "json: cannot unmarshal array into Go value of type store.untypedContextMetadata"),
        (
            '{"Name": 1}',
            "json: cannot unmarshal number into Go struct field untypedContextMetadata.name of type string",
        ),
        ('{"Metadata":"x"}', "json: cannot unmarshal string into Go value of type map[string]interface {}"),
        (
            '{"Endpoints":{"docker":"x"}}',
            "json: cannot unmarshal string into Go value of type context.EndpointMetaBase",
        ),
        (
            '{"Endpoints":{"docker":{"Host":1}}}',
            "json: cannot unmarshal number into Go struct field EndpointMetaBase.Host of type string",
        ),
        (
            '{"Endpoints":{"docker":{"SkipTLSVerify":"x"}}}',
            "json: cannot unmarshal string into Go struct field EndpointMetaBase.SkipTLSVerify of type bool",
        ),
    ],
)
def test_broken(tmp_path: Path, text: str, error: str) -> None:
    store = store_with(tmp_path, text)
    path = tmp_path / "contexts" / "meta" / ID / "meta.json"
    with pytest.raises(InvalidContext) as caught:
        store.get("one")
    assert str(caught.value) == f'context "one": parsing {path}: {error}'
    with pytest.raises(InvalidContext) as caught:
        store.all()
    assert str(caught.value) == f"failed to read metadata: parsing {path}: {error}"


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ('{"Name":"one"}', "cannot find docker endpoint in context"),
        ('{"Endpoints":{"docker":null}}', 'endpoint "docker" is not of type EndpointMeta'),
    ],
)
def test_without_an_engine(tmp_path: Path, text: str, error: str) -> None:
    with pytest.raises(InvalidContext) as caught:
        _ = store_with(tmp_path, text).get("one").host
    assert str(caught.value) == error


def test_missing(tmp_path: Path) -> None:
    with pytest.raises(ContextNotFound) as caught:
        ContextStore(tmp_path).get("one")
    path = tmp_path / "contexts" / "meta" / ID / "meta.json"
    assert str(caught.value) == f'context "one": context not found: open {path}: no such file or directory'
    assert ContextStore(tmp_path).all() == []


def test_files_of_tls(tmp_path: Path) -> None:
    store = ContextStore(tmp_path)
    store.put(Context("one", {}, ENGINE))
    store.write_tls("one", {"key.pem": b"k", "ca.pem": b"c"})
    folder = tmp_path / "contexts" / "tls" / ID / "docker"
    modes = [
        stat.S_IMODE(path.stat().st_mode)
        for path in (folder.parent.parent, folder.parent, folder, folder / "key.pem")
    ]
    assert modes == [0o700, 0o700, 0o700, 0o600]
    assert store.tls_files("one") == {"docker": ["ca.pem", "key.pem"]}
    config = store.tls_config(store.get("one"))
    assert config is not None
    assert (config.ca, config.cert, config.key, config.verify) == (
        folder / "ca.pem",
        None,
        folder / "key.pem",
        True,
    )
    store.write_tls("one", {})
    assert store.tls_files("one") == {}
    assert store.tls_config(store.get("one")) is None


def test_a_context_that_skips_verifying_speaks_tls_without_files(tmp_path: Path) -> None:
    store = ContextStore(tmp_path)
    store.put(Context("one", {}, {"docker": {"Host": "tcp://h", "SkipTLSVerify": True}}))
    config = store.tls_config(store.get("one"))
    assert config is not None
    assert not config.verify


def test_remove(tmp_path: Path) -> None:
    store = ContextStore(tmp_path)
    store.put(Context("one", {}, ENGINE))
    store.write_tls("one", {"ca.pem": b"c"})
    store.remove("one")
    store.remove("one")
    assert sorted(path.name for path in store.root.rglob("*")) == ["meta", "tls"]


@pytest.mark.parametrize("name", ["a1", "A_b.c+d-e", "a" * 300])
def test_name(name: str) -> None:
    check_name(name)


@pytest.mark.parametrize("name", ["a", "-x", "_x", "a b", "a/b", "aé", "é", "ab\n"])
def test_no_name(name: str) -> None:
    with pytest.raises(InvalidContext, match="names are validated against regexp"):
        check_name(name)


@pytest.mark.parametrize(
    ("name", "error"),
    [("", "context name cannot be empty"), ("default", '"default" is a reserved context name')],
)
def test_reserved(name: str, error: str) -> None:
    with pytest.raises(InvalidContext) as caught:
        check_name(name)
    assert str(caught.value) == error


def test_what_others_keep_survives(tmp_path: Path) -> None:
    text = '{"Name":"one","Metadata":{"zeta":[1,2.50]},"Endpoints":{"kubernetes":{"ns":"x"},"docker":{"Host":"h"}}}'
    store = store_with(tmp_path, text)
    store.put(store.get("one"))
    assert json.loads((tmp_path / "contexts" / "meta" / ID / "meta.json").read_text()) == {
        "Name": "one",
        "Metadata": {"zeta": [1, 2.5]},
        "Endpoints": {"kubernetes": {"ns": "x"}, "docker": {"Host": "h", "SkipTLSVerify": False}},
    }
