"""What a build is told of the git work tree around its context, made beside buildx 0.29.1."""

from __future__ import annotations

import subprocess
from pathlib import Path
from shutil import which

import pytest

from engineclient.archive.context import ContextError
from engineclient.archive.work_tree import WorkTree, git_attributes

pytestmark = pytest.mark.skipif(which("git") is None, reason="no git is on this machine")
URL = "https://x.y/z.git"


def git(place: Path, *args: str) -> None:
    identity = ("-c", "user.name=a", "-c", "user.email=b")
    subprocess.run(["git", *identity, *args], cwd=place, check=True, capture_output=True)


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository without a commit."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    for name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"):
        monkeypatch.delenv(name, raising=False)
    root = tmp_path / "repository"
    (root / "sub").mkdir(parents=True)
    (root / "sub" / "D").write_text("FROM scratch\n")
    git(root, "init", "-q", "-b", "main")
    return root


@pytest.fixture
def committed(place: Path) -> Path:
    """The same with a commit and a remote."""
    git(place, "remote", "add", "origin", URL.replace("x.y", "user:password@x.y"))
    git(place, "add", "-A")
    git(place, "commit", "-qm", "x")
    return place


def told(place: Path, file: str = "", environ: dict[str, str] | None = None) -> dict[str, str]:
    directories = {
        "context": str(place),
        "dockerfile": str(Path(file).parent) if file else str(place),
        "far": "/",
    }
    return git_attributes(str(place), file, directories, environ or {})


def test_before_the_first_commit(place: Path) -> None:
    assert told(place) == {"vcs:localdir:context": ".", "vcs:localdir:dockerfile": "."}


def test_commit_remote_and_places(committed: Path) -> None:
    revision = WorkTree(str(committed)).commit()
    assert len(revision) == 40
    assert told(committed, str(committed / "sub" / "D")) == {
        "vcs:revision": revision,
        "vcs:source": URL,
        "vcs:localdir:context": ".",
        "vcs:localdir:dockerfile": "sub",
    }
    assert told(committed / "sub")["vcs:localdir:context"] == "sub"


def test_labels(committed: Path) -> None:
    (committed / "new").touch()
    environ = {"BUILDX_GIT_LABELS": "1", "BUILDX_GIT_INFO": "0", "BUILDX_GIT_CHECK_DIRTY": "true"}
    assert told(committed, str(committed / "sub" / "D"), environ) == {
        "label:org.opencontainers.image.revision": f"{WorkTree(str(committed)).commit()}-dirty",
        "label:org.opencontainers.image.source": URL,
        "label:com.docker.image.source.entrypoint": "sub/D",
    }
    assert (
        told(committed, "", {"BUILDX_GIT_LABELS": "full"})["label:com.docker.image.source.entrypoint"]
        == "Dockerfile"
    )


@pytest.mark.parametrize(
    "environ", [{"BUILDX_GIT_INFO": "false"}, {"BUILDX_GIT_INFO": "0", "BUILDX_GIT_LABELS": "nope"}]
)
def test_it_can_be_turned_off(committed: Path, environ: dict[str, str]) -> None:
    assert told(committed, "", environ) == {}


def test_elsewhere(place: Path, tmp_path: Path) -> None:
    assert told(tmp_path) == {}


def test_the_remote_that_the_branch_follows_comes_first(committed: Path) -> None:
    git(committed, "remote", "add", "other", "git@h:x.git")
    git(committed, "config", "branch.main.remote", "other")
    git(committed, "config", "branch.main.merge", "refs/heads/main")
    assert WorkTree(str(committed)).remote() == "git@h:x.git"


def test_a_repository_without_a_remote(place: Path) -> None:
    with pytest.raises(ContextError, match="^no remote URL found for either origin or upstream$"):
        WorkTree(str(place)).remote()


def test_a_broken_repository(place: Path) -> None:
    (place / ".git" / "HEAD").unlink()
    with pytest.raises(ContextError, match="^failed to read current commit information with git rev-parse"):
        told(place)


def test_without_git(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(place))
    with pytest.raises(
        ContextError, match='^git was not found in the system: exec: "git": executable file not found'
    ):
        told(place)
    assert told(place / "sub") == {}
