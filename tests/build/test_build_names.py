"""The names of builds, as buildx 0.29.1 shows them."""

from __future__ import annotations

import pytest

from engineclient.build.build_names import LocalBuild, build_name

HERE = LocalBuild("/home/me/site", "")


@pytest.mark.parametrize(
    ("attributes", "local", "name"),
    [
        ({"filename": "Dockerfile"}, None, ""),
        ({"filename": "D2"}, None, "D2"),
        ({"context": "https://x.git", "filename": "D2", "target": "t"}, None, "https://x.git (t)"),
        ({"target": "t"}, None, "t"),
        ({"build-arg:BUILDKIT_BUILD_NAME": "mine", "target": "t"}, HERE, "mine"),
        ({"filename": "Dockerfile"}, HERE, "site"),
        ({"filename": "Dockerfile", "target": "t"}, HERE, "site (t)"),
        ({"filename": "D2"}, LocalBuild("/home/me/site", "/home/me/site/D2"), "site/D2"),
        ({"filename": "D2"}, LocalBuild("/home/me/site", "/home/me/site/sub/D2"), "site/sub/D2"),
        ({"filename": "D2"}, LocalBuild("/home/me/site", "/etc/other/D2"), "other/D2"),
        ({"filename": "Dockerfile"}, LocalBuild("/home/me/site", "/etc/other/Dockerfile"), "other"),
        ({"filename": "Dockerfile"}, LocalBuild("/home/me/site", "-"), "site"),
        ({"filename": "Dockerfile"}, LocalBuild("-", ""), ""),
        ({"context": "https://x.git"}, LocalBuild("https://x.git", ""), "https://x.git"),
        ({"vcs:localdir:context": "sub"}, None, "sub"),
        ({"vcs:source": "https://x.git"}, None, "https://x.git"),
        ({"vcs:localdir:dockerfile": "a/b", "filename": "Dockerfile"}, None, "a/b"),
    ],
)
def test_names(attributes: dict[str, str], local: LocalBuild | None, name: str) -> None:
    assert build_name(attributes, local) == name


@pytest.mark.parametrize(("context", "is_remote"), [("/x", False), ("-", False), ("https://x.git", True)])
def test_contexts_elsewhere(context: str, is_remote: bool) -> None:
    assert LocalBuild(context).is_remote is is_remote
