"""The namespaces a container shares: --pid, --uts, --userns, --cgroupns."""

from __future__ import annotations

from engineclient.options.values.flag import OptionError


def pid_mode(text: str) -> str:
    """HostConfig.PidMode: "", `host` or `container:…`. Raises OptionError."""
    if text in ("", "host") or (text.startswith("container:") and text != "container:"):
        return text
    raise OptionError("--pid: invalid PID mode")


def uts_mode(text: str) -> str:
    """HostConfig.UTSMode: "" or `host`. Raises OptionError."""
    return _one_of(text, ("", "host"), "--uts: invalid UTS mode")


def userns_mode(text: str) -> str:
    """HostConfig.UsernsMode: "" or `host`. Raises OptionError."""
    return _one_of(text, ("", "host"), "--userns: invalid USER mode")


def cgroupns_mode(text: str) -> str:
    """HostConfig.CgroupnsMode: "", `host` or `private`. Raises OptionError."""
    return _one_of(text, ("", "host", "private"), "--cgroupns: invalid CGROUP mode")


def _one_of(text: str, modes: tuple[str, ...], problem: str) -> str:
    if text not in modes:
        raise OptionError(problem)
    return text
