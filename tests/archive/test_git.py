"""Repositories as build contexts."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from engineclient.archive import git
from engineclient.archive.context import ContextError
from engineclient.archive.git import Repository, cloned, is_git_url, is_url, parse_repository


@pytest.mark.parametrize(
    ("text", "is_git"),
    [
        ("https://host/x.git", True),
        ("https://host/x.git#ref:dir", True),
        ("https://host/xagit", True),  # docker's pattern has a point that matches anything
        ("https://host/x", False),
        ("https://host/x.tar.gz", False),
        ("git://host/x", True),
        ("git@host:x/y", True),
        ("github.com/x/y", True),
        ("ssh://host/x.git", False),
        ("x.git", False),
    ],
)
def test_git_urls(text: str, is_git: bool) -> None:
    assert is_git_url(text) is is_git


def test_urls() -> None:
    assert [is_url(f"{scheme}://a") for scheme in ("http", "https", "ftp")] == [True, True, False]


@pytest.mark.parametrize(
    ("url", "repository"),
    [
        ("https://h/x.git", Repository("https://h/x.git", "master", "")),
        ("https://h/x.git#v1:sub/dir", Repository("https://h/x.git", "v1", "sub/dir")),
        ("https://h/x.git#:sub", Repository("https://h/x.git", "master", "sub")),
        ("git@h:x#a", Repository("git@h:x", "a", "")),
        ("github.com/x/y#b", Repository("https://github.com/x/y", "b", "")),
    ],
)
def test_parts_of_a_url(url: str, repository: Repository) -> None:
    assert parse_repository(url) == repository


def test_a_ref_that_could_be_an_option() -> None:
    with pytest.raises(ContextError, match="invalid refspec: -x"):
        parse_repository("https://h/x.git#-x")


@pytest.fixture
def origin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A repository in a directory; git is let read it, which it is not elsewhere."""
    if shutil.which("git") is None:
        pytest.skip("no git here")
    monkeypatch.setattr(git, "_SAFE", ())
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    origin = tmp_path / "origin"
    (origin / "sub").mkdir(parents=True)
    (origin / "sub" / "Dockerfile").write_text("FROM scratch")
    (origin / "out").symlink_to("../..")
    environ = {
        **os.environ,
        **{f"GIT_{who}_{what}": "x" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")},
    }
    for command in ("init -q -b master", "add -A", "commit -q -m x"):
        subprocess.run(["git", *command.split()], cwd=origin, env=environ, check=True)
    return str(origin)


def of(origin: str, fragment: str, monkeypatch: pytest.MonkeyPatch) -> str:
    parsed = parse_repository(f"https://h/x.git{fragment}")
    monkeypatch.setattr(git, "parse_repository", lambda _: parsed._replace(remote=origin))
    return f"https://h/x.git{fragment}"


def test_a_clone_is_removed_afterwards(origin: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_PROTOCOL_FROM_USER", "1")
    monkeypatch.setattr(git, "is_url", lambda _: False)
    url = of(origin, "#master:sub", monkeypatch)
    monkeypatch.setenv("GIT_ALLOW_PROTOCOL", "file")
    with cloned(url, lambda _: True) as directory:
        assert [path.name for path in Path(directory).iterdir()] == ["Dockerfile"]
    assert not Path(directory).exists()


@pytest.mark.parametrize(
    ("fragment", "complaint"),
    [
        ("#nope", "error fetching: .*nope"),
        ("#:nope", "stat .*/nope: no such file or directory"),
        ("#:sub/Dockerfile", "error setting git context, not a directory"),
        ("#:../..", "not within git root"),
        ("#:out", "not within git root"),
    ],
)
def test_what_cannot_be_cloned(
    origin: str, fragment: str, complaint: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(git, "is_url", lambda _: False)
    monkeypatch.setenv("GIT_ALLOW_PROTOCOL", "file")
    url = of(origin, fragment, monkeypatch)
    with pytest.raises(ContextError, match=complaint), cloned(url, lambda _: True):
        pass
