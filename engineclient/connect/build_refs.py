"""The directories of this machine's builds: `buildx/refs/BUILDER/NODE/ID` in docker's configuration, shared with buildx."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Any, Final, cast

from engineclient.build.build_names import LocalBuild
from engineclient.connect.file_replacement import replace_file
from engineclient.golang.json import encode_ordered

_ID: Final = re.compile(r"[A-Za-z0-9]+")
_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+-]*")


def build_place(config: str | os.PathLike[str], builder: str, ref: str) -> LocalBuild | None:
    """The place of a build; None if it is unknown, as for builds from another machine.

    Args:
        config: docker's configuration directory.
        builder: the builder's name, which is also that of its node.
        ref: the build's id, from an engine; an id that is not a plain file name is unknown.

    """
    state = build_state(config, builder, ref)
    return None if state is None else LocalBuild(state["LocalPath"], state["DockerfilePath"])


def build_state(config: str | os.PathLike[str], builder: str, ref: str) -> dict[str, str] | None:
    """All that is recorded of a build, in the order of buildx: `GroupRef` only for one of several made together.

    Args:
        config: docker's configuration directory.
        builder: the builder's name, which is also that of its node.
        ref: the build's id, from an engine; an id that is not a plain file name is unknown.

    """
    if not _ID.fullmatch(ref) or not _NAME.fullmatch(builder):
        return None
    try:
        found: Any = json.loads(_file(config, builder, ref).read_bytes())
        state = {name: str(found.get(name) or "") for name in ("Target", "LocalPath", "DockerfilePath")}
        group = str(found.get("GroupRef") or "")
    except (OSError, ValueError, AttributeError, RecursionError):
        return None
    return state | ({"GroupRef": group} if group else {})


def build_group(config: str | os.PathLike[str], group: str) -> dict[str, list[str]]:
    """The builds that were made together, as buildx records them.

    Raises:
        OSError: the group is not recorded.
        ValueError: its file is malformed.

    """
    if not _ID.fullmatch(group):
        raise ValueError(f"invalid group {group!r}")
    found: Any = json.loads(Path(config, "buildx", "refs", "__group__", group).read_bytes())
    if not isinstance(found, dict):
        raise ValueError(f"the group {group} is not an object")
    named = cast("dict[str, Any]", found)
    groups = {name: [str(each) for each in named.get(name) or ()] for name in ("Targets", "Refs")}
    return groups if groups["Targets"] else {"Refs": groups["Refs"]}


def note_build_place(
    config: str | os.PathLike[str], builder: str, ref: str, place: LocalBuild, *, target: str = "default"
) -> None:
    """Record the place of a build; `target` is its name among several builds.

    Raises:
        OSError: the file cannot be written.

    """
    file = _file(config, builder, ref)
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    known = {"Target": target, "LocalPath": place.context, "DockerfilePath": place.dockerfile}
    replace_file(file, encode_ordered(known).encode("utf-8", "surrogateescape"), 0o644)


def _file(config: str | os.PathLike[str], builder: str, ref: str) -> Path:
    return Path(config, "buildx", "refs", builder, builder, ref)
