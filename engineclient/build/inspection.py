"""The details of a build in the fields of `buildx history inspect`, in buildx's order. Pure."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final, TypeVar

from engineclient.build.build_names import LocalBuild, build_name
from engineclient.build.history import BuildRecord
from engineclient.golang.csv import parse_record
from engineclient.golang.platforms import parse_platform
from engineclient.golang.strconv import parse_bool
from engineclient.golang.structs import Schema
from engineclient.golang.times import format_rfc3339_nano
from engineclient.wire.grpc import Code

T = TypeVar("T")
Pair = dict[str, str]
_TEXTS: Final = {
    "Network": "force-network-mode",
    "Hostname": "hostname",
    "CgroupParent": "cgroup-parent",
    "ImageResolveMode": "image-resolve-mode",
    "ShmSize": "shm-size",
    "Ulimit": "ulimit",
    "CacheMountNS": "build-arg:BUILDKIT_CACHE_MOUNT_NS",
    "DockerfileCheckConfig": "build-arg:BUILDKIT_DOCKERFILE_CHECK",
    "SourceDateEpoch": "build-arg:SOURCE_DATE_EPOCH",
    "SandboxHostname": "build-arg:SANDBOX_HOSTNAME",
}
_CONFIG: Final = (
    "Network", "ExtraHosts", "Hostname", "CgroupParent", "ImageResolveMode", "MultiPlatform", "NoCache",
    "NoCacheFilter", "ShmSize", "Ulimit", "CacheMountNS", "DockerfileCheckConfig", "SourceDateEpoch", "SandboxHostname",
)  # fmt: skip
STRUCTS: Final = Schema(
    """
    Output      Name Ref Context Dockerfile VCSRepository VCSRevision Target Platform:[]string KeepGitDir:bool \
NamedContexts:[]KeyValue StartedAt:*time CompletedAt:*time Duration:duration Status Error:*Error NumCompletedSteps:int \
NumTotalSteps:int NumCachedSteps:int BuildArgs:[]KeyValue Labels:[]KeyValue Config:Config Materials:[]Material \
Attachments:[]Attachment Errors:[]string
    Config      Network ExtraHosts:[]string Hostname CgroupParent ImageResolveMode MultiPlatform:bool NoCache:bool \
NoCacheFilter:[]string ShmSize Ulimit CacheMountNS DockerfileCheckConfig SourceDateEpoch SandboxHostname RestRaw:[]KeyValue
    Material    URI Digests:[]string
    Attachment  Digest Platform Type
    Error       Code:int Message Name Logs:[]string Sources:bytes Stack:bytes
    KeyValue    Name Value
    """,
    {
        "Output": "history.inspectOutput",
        "Config": "history.configOutput",
        "Material": "history.materialOutput",
        "Attachment": "history.attachmentOutput",
        "Error": "history.errorOutput",
        "KeyValue": "history.keyValueOutput",
    },
)
"""The Go structs that templates of `--format` use."""

_GROUPS: Final = ("vcs:", "build-arg:", "label:", "context:", "attest:")


class _Attributes:
    """The attributes of a build's frontend; those that were read are removed from `left`."""

    def __init__(self, given: Mapping[str, str]) -> None:
        self.left = dict(given)
        self.errors: list[str] = []

    def take(self, name: str) -> str:
        return self.left.pop(name, "")

    def parsed(self, name: str, parse: Callable[[str], T], default: T) -> T:
        """Parse an attribute; if that fails, the error is added to `errors`, and the default returned."""
        text = self.left.pop(name, None)
        if text is None:
            return default
        try:
            return parse(text)
        except ValueError as error:
            self.errors.append(f"failed to parse {text}: ({error})")
            return default

    def group(self, prefix: str) -> list[Pair]:
        """The attributes with a prefix, without it, sorted by name; they stay in `left`."""
        names = sorted(name for name in self.left if name.startswith(prefix))
        return [{"Name": name.removeprefix(prefix), "Value": self.left[name]} for name in names]


def inspection(
    record: BuildRecord,
    local: LocalBuild | None,
    directory: str,
    *,
    now: int,
    error: Mapping[str, Any] | None = None,
    materials: Iterable[tuple[str, Mapping[str, str]]] = (),
    attachments: Sequence[Mapping[str, str]] = (),
) -> dict[str, Any]:
    """All fields of a build, including those that are empty.

    Args:
        record: the record in the engine's history.
        local: the context and the Dockerfile of a build that was started on this machine; None for another one.
        directory: the working directory, to which paths are shown relative.
        now: the time in nanoseconds since 1970, up to which the duration of a running build is counted.
        error: further fields of the error: `Name`, `Logs` (a list of lines), and in base64 `Sources` and `Stack`.
        materials: the inputs of the build: the URL of each, and its digests by hash function.
        attachments: the attachments: `Digest`, `Platform` and `Type` of each.

    """
    attributes = _Attributes(record.attributes)
    attributes.take("frontend.caps")
    context, dockerfile = _places(attributes, local, directory)
    is_local = "context" not in attributes.left
    found: dict[str, Any] = {
        "Name": build_name(record.attributes, local),
        "Ref": record.ref,
        "Context": context,
        "Dockerfile": dockerfile,
        "VCSRepository": attributes.left.get("vcs:source", "") if is_local else "",
        "VCSRevision": attributes.left.get("vcs:revision", "") if is_local else "",
        "Target": attributes.take("target"),
        "Platform": attributes.parsed("platform", _platforms, list[str]()),
        "KeepGitDir": attributes.parsed("build-arg:BUILDKIT_CONTEXT_KEEP_GIT_DIR", parse_bool, False),
        "NamedContexts": attributes.group("context:"),
        **_times(record, now),
        "Status": _status(record),
        "Error": _error(record, error),
        "NumCompletedSteps": record.completed_steps,
        "NumTotalSteps": record.total_steps,
        "NumCachedSteps": record.cached_steps,
        "BuildArgs": attributes.group("build-arg:"),
        "Labels": attributes.group("label:"),
    }
    found["Config"] = _config(attributes)
    found["Materials"] = [
        {"URI": url, "Digests": [f"{name}:{digest}" for name, digest in digests.items()]}
        for url, digests in materials
    ]
    return {**found, "Attachments": [dict(each) for each in attachments], "Errors": attributes.errors}


def _places(attributes: _Attributes, local: LocalBuild | None, directory: str) -> tuple[str, str]:
    context = dockerfile = ""
    if local is not None:
        context, dockerfile = local
        if dockerfile not in ("", "-"):
            dockerfile = _below(dockerfile, context)
        if context:
            context = _below(context, directory)
    if not context:
        context = attributes.take("context")
    named = attributes.take("filename")
    if not dockerfile and named:
        folder = attributes.left.get("vcs:localdir:dockerfile")
        dockerfile = named if folder is None else posixpath.normpath(f"{folder}/{named}")
    return context, dockerfile


def _below(path: str, directory: str) -> str:
    """A path relative to a directory that contains it; another path is unchanged."""
    if posixpath.isabs(path) != posixpath.isabs(directory):
        return path
    relative = posixpath.relpath(path, directory)
    return path if relative.startswith("../") else relative


def _platforms(text: str) -> list[str]:
    return [str(parse_platform(each)) for each in text.split(",")]


def _times(record: BuildRecord, now: int) -> dict[str, Any]:
    times = {"StartedAt": record.created, "CompletedAt": record.completed}
    shown = {name: None if moment is None else format_rfc3339_nano(moment) for name, moment in times.items()}
    until = now if record.completed is None else record.completed
    return {**shown, "Duration": 0 if record.created is None else until - record.created}


def _status(record: BuildRecord) -> str:
    if record.error is not None:
        return "canceled" if record.error.code == Code.CANCELED else "failed"
    return "running" if record.completed is None else "completed"


def _error(record: BuildRecord, more: Mapping[str, Any] | None) -> dict[str, Any] | None:
    if record.error is None and more is None:
        return None
    code, message = record.error or (0, "")
    known = {"Code": code, "Message": message, "Name": "", "Logs": [], "Sources": "", "Stack": ""}
    return {**known, **(more or {})}


def _config(attributes: _Attributes) -> dict[str, Any]:
    found: dict[str, Any] = {name: attributes.take(attribute) for name, attribute in _TEXTS.items()}
    several = attributes.parsed("build-arg:BUILDKIT_MULTI_PLATFORM", parse_bool, False)
    found["MultiPlatform"] = attributes.parsed("multi-platform", parse_bool, several)
    found["NoCache"] = attributes.left.pop("no-cache", None) == ""
    found["NoCacheFilter"] = []  # a field that buildx never fills
    found["ExtraHosts"] = attributes.parsed("add-hosts", parse_record, list[str]())
    rest = [
        {"Name": name, "Value": value}
        for name, value in sorted(attributes.left.items())
        if not name.startswith(_GROUPS)
    ]
    return {**{name: found[name] for name in _CONFIG}, "RestRaw": rest}


def without_empty(found: Mapping[str, Any]) -> dict[str, Any]:
    """The fields as in buildx's JSON: without empty ones, except for Ref, Config and the numbers of steps."""
    kept: dict[str, Any] = {}
    for name, value in found.items():
        if isinstance(value, dict):
            value = without_empty(value)
        elif isinstance(value, list):
            value = [without_empty(each) if isinstance(each, dict) else each for each in value]
        if value or name in ("Ref", "Config") or name.startswith("Num"):
            kept[name] = value
    return kept
