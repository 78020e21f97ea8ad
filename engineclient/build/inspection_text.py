"""The text of `buildx history inspect`: tables of the details of a build. Pure."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from engineclient.text.table import align
from engineclient.wire.grpc import code_name

_BILLION: Final = 1_000_000_000
_MINUTE: Final = 60
_CONFIG: Final = {
    "Network": "Network",
    "Hostname": "Hostname",
    "ExtraHosts": "Extra Hosts",
    "CgroupParent": "Cgroup Parent",
    "ImageResolveMode": "Image Resolve Mode",
    "MultiPlatform": "Multi-Platform",
    "NoCache": "No Cache",
    "NoCacheFilter": "No Cache Filter",
    "ShmSize": "Shm Size",
    "Ulimit": "Resource Limits",
    "CacheMountNS": "Cache Mount Namespace",
    "DockerfileCheckConfig": "Dockerfile Check Config",
    "SourceDateEpoch": "Source Date Epoch",
    "SandboxHostname": "Sandbox Hostname",
}


def build_duration(nanoseconds: int) -> str:
    """The duration of a build as buildx prints it: `1.5s`, `2m  5s`."""
    if nanoseconds < _MINUTE * _BILLION:
        return f"{nanoseconds / _BILLION:.1f}s"
    minutes, seconds = divmod(nanoseconds // _BILLION, _MINUTE)
    return f"{minutes}m {seconds:2d}s"


def inspection_text(found: Mapping[str, Any], *, with_ref: bool) -> str:
    """The text about a build.

    Args:
        found: the fields returned by `inspection`.
        with_ref: show the id of the build, which buildx omits if the user gave it.

    """
    return "".join(_parts(found, with_ref=with_ref))


def _parts(found: Mapping[str, Any], *, with_ref: bool) -> Iterator[str]:
    head = {
        "Name": found["Name"],
        "Ref": found["Ref"] if with_ref else "",
        "Context": found["Context"],
        "Dockerfile": found["Dockerfile"],
        "VCS Repository": found["VCSRepository"],
        "VCS Revision": found["VCSRevision"],
        "Target": found["Target"],
        "Platforms": found["Platform"],
        "Keep Git Dir": found["KeepGitDir"],
    }
    yield _facts([(name, _word(value)) for name, value in head.items() if value])
    yield _pairs("NAMED CONTEXT", found["NamedContexts"])
    yield _facts([*_progress(found)])
    config = found["Config"]
    shown = [(title, _word(config[name])) for name, title in _CONFIG.items() if config[name]]
    yield _facts([*shown, *((each["Name"], each["Value"]) for each in config["RestRaw"])])
    yield _pairs("BUILD ARG", found["BuildArgs"])
    yield _pairs("LABEL", found["Labels"])
    materials = [(each["URI"], ", ".join(each["Digests"])) for each in found["Materials"]]
    yield _titled("Materials:", [("URI", "DIGEST"), *materials])
    attachments = [(each["Digest"], each["Platform"], each["Type"]) for each in found["Attachments"]]
    yield _titled("Attachments:", [("DIGEST", "PLATFORM", "TYPE"), *attachments])
    if (error := found["Error"]) is not None:
        yield from _error(error)


def _progress(found: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    started = found["StartedAt"]
    if started is not None:
        yield "Started", started[:19].replace("T", " ")
    running = " (running)" if found["Status"] == "running" else ""
    yield "Duration", f"{build_duration(found['Duration'])}{running}"
    if found["Status"] == "failed":
        yield "Error", f"{code_name(found['Error']['Code'])} {found['Error']['Message']}"
    elif found["Status"] == "canceled":
        yield "Status", "Canceled"
    done, total, cached = (found[f"Num{name}Steps"] for name in ("Completed", "Total", "Cached"))
    share = f"{cached / total * 100:.0f}" if total else "NaN"
    yield "Build Steps", f"{done}/{total} ({share}% cached)"


def _error(error: Mapping[str, Any]) -> Iterator[str]:
    yield base64.b64decode(error["Sources"]).decode("utf-8", "replace")
    if error["Logs"]:
        lines = "".join(f"> {line}\n" for line in error["Logs"])
        yield f"Logs:\n> => {error['Name']}:\n{lines}\n"


def _word(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(value)
    return "true" if value is True else str(value)


def _facts(facts: Sequence[tuple[str, str]]) -> str:
    return _table([(f"{name}:", value) for name, value in facts]) + "\n"


def _pairs(title: str, pairs: Sequence[Mapping[str, str]]) -> str:
    return (
        _table([(title, "VALUE"), *((each["Name"], each["Value"]) for each in pairs)], "\n") if pairs else ""
    )


def _titled(title: str, rows: Sequence[tuple[str, ...]]) -> str:
    return f"{title}\n{_table(rows)}\n" if len(rows) > 1 else ""


def _table(rows: Sequence[tuple[str, ...]], end: str = "") -> str:
    text = "".join("\t".join(row) + "\n" for row in rows)
    return align(text, min_width=1, padding=1, tab_width=8) + end
