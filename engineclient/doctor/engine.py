"""Checks of the engine: whether it answers, its API versions, storage, disk, cgroup and clock."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from engineclient import versions
from engineclient.doctor.finding import Finding, Status
from engineclient.golang.units import human_size
from engineclient.languages import gettext as _

if TYPE_CHECKING:
    from engineclient.doctor.facts import Facts

_LITTLE_SPACE: Final = 1 << 30  # bytes
_LITTLE_PART: Final = 0.1
_WRONG_CLOCK: Final = 30.0  # seconds
_VERY_WRONG_CLOCK: Final = 300.0


def daemon(facts: Facts) -> Iterator[Finding]:
    """Whether the engine answers."""
    trouble = facts.unreached
    if facts.unresolved is not None:
        yield Finding("daemon", "skip", _("no engine is named"))
    elif trouble is not None:
        yield Finding("daemon", "fail", trouble.text, trouble.hint, trouble.command)
    else:
        version = (facts.version or {}).get("Version", "")
        yield Finding(
            "daemon", "ok", _("answers: {engine}").format(engine=f"{_engine_name(facts)} {version}".rstrip())
        )


def _engine_name(facts: Facts) -> str:
    components = (facts.version or {}).get("Components") or [{}]
    name = components[0].get("Name", "Engine")
    return "Docker Engine" if name == "Engine" else str(name)


def api_version(facts: Facts) -> Iterator[Finding]:
    """Whether client and engine have an API version in common."""
    version = facts.version
    if version is None:
        yield Finding("api", "skip", _("the engine does not answer"))
        return
    newest, oldest = version.get("ApiVersion", ""), version.get("MinAPIVersion") or versions.OLDEST
    spoken = f"{oldest} to {newest}"
    wanted = facts.api_wanted
    try:
        if wanted and (versions.is_before(newest, wanted) or versions.is_before(wanted, oldest)):
            yield Finding(
                "api",
                "fail",
                _("DOCKER_API_VERSION={wanted}, and the engine speaks {spoken}").format(
                    wanted=wanted, spoken=spoken
                ),
                _("The engine refuses every request of that version."),
                "unset DOCKER_API_VERSION",
            )
        elif versions.is_before(newest, versions.OLDEST):
            yield Finding(
                "api",
                "fail",
                _("the engine speaks {spoken}").format(spoken=spoken),
                _("This client needs {version} at least: update the engine.").format(version=versions.OLDEST),
            )
        elif versions.is_before(versions.NEWEST, oldest):
            yield Finding(
                "api",
                "fail",
                _("the engine speaks {spoken}").format(spoken=spoken),
                _("This client speaks up to {version}: update it.").format(version=versions.NEWEST),
            )
        else:
            yield Finding("api", "ok", _("the engine speaks {spoken}").format(spoken=spoken))
    except ValueError:
        yield Finding(
            "api",
            "warn",
            _("the engine names its versions {spoken}").format(spoken=repr(spoken)),
            _("These are not API versions."),
        )


def storage(facts: Facts) -> Iterator[Finding]:
    """The storage driver, and the free space on its disk."""
    info = facts.info
    if info is None:
        yield Finding("storage", "skip", _("the engine does not answer"))
        return
    root = info.get("DockerRootDir", "")
    driver = info.get("Driver", "")
    if driver == "vfs":
        yield Finding(
            "storage",
            "warn",
            _("storage driver vfs"),
            _(
                "It copies whole images for every container: slow, and it fills the disk. overlay2 needs a kernel and a "
                "file system that support it."
            ),
            "docker info",
        )
    else:
        yield Finding(
            "storage", "ok", _("storage driver {driver} at {root}").format(driver=driver, root=root)
        )
    if facts.free is None or not facts.size:
        yield Finding("disk", "skip", _("the disk of the engine cannot be seen from here"))
        return
    detail = _("{free} of {size} free at {root}").format(
        free=human_size(facts.free, 3), size=human_size(facts.size, 3), root=root
    )
    if facts.free < _LITTLE_SPACE:
        cause = _(
            "The disk is full, or nearly so: pulls, builds and containers fail with `no space left on device`."
        )
        yield Finding("disk", "fail", detail, cause, "docker system df")
    elif facts.free < facts.size * _LITTLE_PART:
        yield Finding("disk", "warn", detail, _("There is little room left."), "docker system df")
    else:
        yield Finding("disk", "ok", detail)


def cgroup(facts: Facts) -> Iterator[Finding]:
    """Whether limits on memory and processors have an effect."""
    info = facts.info
    if info is None:
        yield Finding("cgroup", "skip", _("the engine does not answer"))
        return
    version, driver = info.get("CgroupVersion") or "1", info.get("CgroupDriver") or "none"
    detail = _("cgroup version {version}, driver {driver}").format(version=version, driver=driver)
    if driver == "none":
        yield Finding(
            "cgroup",
            "warn",
            detail,
            _("Limits have no effect: a rootless engine needs cgroup 2 with delegation."),
        )
    elif not info.get("MemoryLimit", True):
        yield Finding("cgroup", "warn", detail, _("The kernel cannot limit memory: --memory has no effect."))
    elif version == "1":
        yield Finding(
            "cgroup",
            "warn",
            detail,
            _("Version 1 is deprecated: new engines will need 2."),
            "stat -fc %T /sys/fs/cgroup",
        )
    else:
        yield Finding("cgroup", "ok", detail)


def clock(facts: Facts) -> Iterator[Finding]:
    """Whether the engine's clock agrees with this machine's."""
    if facts.skew is None:
        yield Finding("clock", "skip", _("the engine does not report its time"))
        return
    skewed = (
        _("the engine's clock is {seconds} s ahead")
        if facts.skew > 0
        else _("the engine's clock is {seconds} s behind")
    )
    detail = skewed.format(seconds=f"{abs(facts.skew):.1f}")
    if abs(facts.skew) < 1:
        yield Finding("clock", "ok", _("the engine's clock agrees with this machine's"))
    elif abs(facts.skew) < _WRONG_CLOCK:
        yield Finding("clock", "ok", detail)
    else:
        status: Status = "warn" if abs(facts.skew) < _VERY_WRONG_CLOCK else "fail"
        yield Finding(
            "clock",
            status,
            detail,
            _("Certificates and tokens are refused where clocks differ."),
            "timedatectl",
        )
