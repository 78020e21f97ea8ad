"""config.json: what is wrong with it in docker's words, and that saving loses nothing."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import pytest

from engineclient.connect.configfile import ConfigFile, decode, encode


def config(directory: Path, text: str) -> ConfigFile:
    (directory / "config.json").write_text(text)
    return ConfigFile(directory)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        " \t\r\n",
        "null",
        "null x",
        "{}",
        "{}\n}",
        "{}{",
        '{"auths": null}',
        '{"auths": {"x": {"auth": "YTpi"}}}',
    ],
)
def test_in_order(tmp_path: Path, text: str) -> None:
    assert config(tmp_path, text).complaint == ""


def test_no_file(tmp_path: Path) -> None:
    assert (ConfigFile(tmp_path).content, ConfigFile(tmp_path).complaint) == ({}, "")


FIELD = "json: cannot unmarshal {} into Go struct field ConfigFile.{} of type {}"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('{"a":', "unexpected EOF"),
        ('{"psFormat":"x', "unexpected EOF"),
        ("[] x", "json: cannot unmarshal array into Go value of type configfile.ConfigFile"),
        ('{"psFormat":NaN}', "invalid character 'N' looking for beginning of value"),
        ('{"psFormat":"a" "b"}', "invalid character '\"' after object key:value pair"),
        ("\ufeff{}", "invalid character 'ï' looking for beginning of value"),
        ("\0", r"invalid character '\x00' looking for beginning of value"),
        ('{"auths":{"x":{"AUTH":"!!!"}}}', "illegal base64 data at input byte 0"),
        ('{"x":' + "[" * 100_000 + "]" * 100_000 + "}", "exceeded max depth"),
        ("{broken", "invalid character 'b' looking for beginning of object key string"),
        ("[]", "json: cannot unmarshal array into Go value of type configfile.ConfigFile"),
        ('"x"', "json: cannot unmarshal string into Go value of type configfile.ConfigFile"),
        ('{"psFormat": 3}', FIELD.format("number", "psFormat", "string")),
        ('{"psFormat": 3, "auths": 3}', FIELD.format("number", "psFormat", "string")),
        ('{"auths": true}', FIELD.format("bool", "auths", "map[string]types.AuthConfig")),
        ('{"HttpHeaders": []}', FIELD.format("array", "HttpHeaders", "map[string]string")),
        ('{"pruneFilters": {}}', FIELD.format("object", "pruneFilters", "[]string")),
        ('{"auths": {"x": 3}}', FIELD.format("number", "auths", "types.AuthConfig")),
        ('{"credHelpers": {"x": 3}}', FIELD.format("number", "credHelpers", "string")),
        ('{"proxies":{"default":7}}', FIELD.format("number", "proxies", "configfile.ProxyConfig")),
        (
            '{"proxies":{"default":{"httpProxy":7}}}',
            "json: cannot unmarshal number into Go struct field ProxyConfig.proxies.httpProxy of type string",
        ),
        ('{"plugins":{"x":7}}', FIELD.format("number", "plugins", "map[string]string")),
        (
            '{"auths": {"x": {"auth": 3}}}',
            "json: cannot unmarshal number into Go struct field AuthConfig.auths.auth of type string",
        ),
        ('{"auths": {"x": {"auth": "é"}}}', "illegal base64 data at input byte 0"),
        ('{"auths": {"x": {"auth": "!!!"}}}', "illegal base64 data at input byte 0"),
        ('{"auths": {"x": {"auth": "YWI="}}}', "Invalid auth configuration file"),
    ],
)
def test_complaint(tmp_path: Path, text: str, reason: str) -> None:
    path = tmp_path / "config.json"
    assert config(tmp_path, text).complaint == f"parsing config file ({path}): {reason}"


def test_a_directory_in_its_place(tmp_path: Path) -> None:
    path = tmp_path / "config.json"
    path.mkdir()
    reason = f"parsing config file ({path}): read {path}: is a directory"
    assert ConfigFile(tmp_path).complaint == reason


@pytest.mark.parametrize(
    ("target", "reason"),
    [("config.json", "too many levels of symbolic links"), ("file/x", "not a directory")],
)
def test_a_file_that_does_not_open(tmp_path: Path, target: str, reason: str) -> None:
    (tmp_path / "file").touch()
    path = tmp_path / "config.json"
    path.symlink_to(target)
    assert ConfigFile(tmp_path).complaint == f"loading config file: open {path}: {reason}"


def test_a_field_of_the_wrong_type_leaves_the_others(tmp_path: Path) -> None:
    found = config(tmp_path, '{"credsStore": 3, "psFormat": "x", "pruneFilters": ["a", 1, "b"]}')
    assert (found.text("credsStore"), found.text("psFormat")) == ("", "x")
    assert found.texts("pruneFilters") == ["a", "b"]


@pytest.mark.parametrize(
    ("auth", "pair"),
    [("", ("", "")), ("YTpi", ("a", "b")), ("YTpiOmM=", ("a", "b:c")), ("YTpiAAA=", ("a", "b"))],
)
def test_decode(auth: str, pair: tuple[str, str]) -> None:
    assert decode(auth) == pair


@pytest.mark.parametrize(("pair", "auth"), [(("a", "b"), "YTpi"), (("a", ""), "YTo="), (("", ""), "")])
def test_encode(pair: tuple[str, str], auth: str) -> None:
    assert encode(*pair) == auth


def test_saved_in_docker_s_order_and_layout(tmp_path: Path) -> None:
    found = config(
        tmp_path, '{"own": {"z": 1, "a": 2.50}, "credHelpers": {"z": "1", "a": "2"}, "psFormat": "<é>"}'
    )
    found.auths["y.io"] = {"auth": "YTpi"}
    found.auths["x.io"] = {}
    found.save()
    assert found.path.read_text() == (
        '{\n\t"auths": {\n\t\t"x.io": {},\n\t\t"y.io": {\n\t\t\t"auth": "YTpi"\n\t\t}\n\t},\n'
        '\t"psFormat": "\\u003cé\\u003e",\n'
        '\t"credHelpers": {\n\t\t"a": "2",\n\t\t"z": "1"\n\t},\n'
        '\t"own": {\n\t\t"z": 1,\n\t\t"a": 2.5\n\t}\n}'
    )


def test_a_new_file_is_for_its_owner_alone(tmp_path: Path) -> None:
    ConfigFile(tmp_path / "deep" / "er").save()
    path = tmp_path / "deep" / "er" / "config.json"
    assert path.read_text() == '{\n\t"auths": {}\n}'
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_an_old_file_keeps_its_permissions(tmp_path: Path) -> None:
    found = config(tmp_path, "{}")
    found.path.chmod(0o640)
    found.save()
    assert stat.S_IMODE(found.path.stat().st_mode) == 0o640


def test_saved_through_a_symbolic_link(tmp_path: Path) -> None:
    real = tmp_path / "real" / "settings.json"
    real.parent.mkdir()
    (tmp_path / "config.json").symlink_to("real/settings.json")
    found = ConfigFile(tmp_path)
    found.content["own"] = 1
    found.save()
    assert (tmp_path / "config.json").is_symlink()
    assert json.loads(real.read_text()) == {"auths": {}, "own": 1}


def test_a_save_that_fails_leaves_the_old_file_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = config(tmp_path, '{"own": 1}')

    def replace(*_: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(os, "replace", replace)
    with pytest.raises(OSError, match="full"):
        found.save()
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {"config.json": '{"own": 1}'}


@pytest.mark.parametrize(
    ("text", "format"),
    [
        ('{"PSFormat": "x"}', "x"),
        ('{"PSFORMAT": "a", "psFormat": "b"}', "b"),
        ('{"psFormat": "b", "PSFORMAT": "a"}', "a"),
        ('{"psFormat": "b", "psformat": null}', "b"),
        ('{"p\u017fFormat": "folded"}', "folded"),  # Go folds the long s
        ('{"psFormat": "x"}\n}\n', "x"),
    ],
)
def test_keys_count_in_whatever_case(tmp_path: Path, text: str, format: str) -> None:
    assert config(tmp_path, text).text("psFormat") == format


def test_one_bad_byte_is_no_end_of_the_credentials(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_bytes(b'{"AUTHS": {"x": {"Auth": "YTpi"}}, "psFormat": "\xff"}')
    found = ConfigFile(tmp_path)
    assert (found.complaint, found.auths, found.text("psFormat")) == ("", {"x": {"auth": "YTpi"}}, "\ufffd")
