"""Parses --mount: one mount as a CSV record of `key=value` fields."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

from engineclient.golang.csv import parse_record
from engineclient.golang.strconv import parse_bool, parse_uint
from engineclient.golang.units import parse_size
from engineclient.options.values.flag import OptionError
from engineclient.options.values.json_object import JsonObject, present
from engineclient.options.values.volumes import absolute

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")

_READ_ONLY_RECURSIVE: Final = {"writable": "ReadOnlyNonRecursive", "readonly": "ReadOnlyForceRecursive"}
_BIND_RECURSIVE: Final = {
    "enabled": "",
    "disabled": "NonRecursive",
    **_READ_ONLY_RECURSIVE,
}
_SUBJECTS: Final = ("volume", "image", "bind", "tmpfs")


class Mount:
    """A mount; its options have their API names, and are grouped by the mount type they are for."""

    def __init__(self) -> None:
        self.type = "volume"
        self.source = ""
        self.target = ""
        self.read_only = False
        self.consistency = ""
        self.options: dict[str, JsonObject] = {}
        self.deprecated: list[str] = []
        """Warnings about deprecated fields, which docker logs while parsing the flag."""

    def body(self, directory: str) -> JsonObject:
        """An element of HostConfig.Mounts; a source that starts with a dot is relative to `directory`."""
        source = absolute(self.source, directory) if self.source.startswith(".") else self.source
        plain = {"Type": self.type, "Source": source, "Target": self.target, "ReadOnly": self.read_only}
        options = {f"{subject.title()}Options": present(given) for subject, given in self.options.items()}
        if "VolumeOptions" in options:  # an empty driver is sent with any volume option
            options["VolumeOptions"]["DriverConfig"] = present(self.options["volume"]["DriverConfig"])
        return present({**plain, "Consistency": self.consistency}) | options


def parse_mount(text: str) -> Mount:
    """Parse one --mount. Raises ValueError with docker's message."""
    mount = Mount()
    for each in parse_record(text):
        key, equals, value = each.partition("=")
        _set(mount, key.lower(), value if equals else None, each)
    _check(mount)
    return mount


def _set(mount: Mount, key: str, value: str | None, given: str) -> None:
    match key:
        case "readonly" | "ro":
            mount.read_only = _boolean(key, value)
            return
        case "volume-nocopy":
            _options(mount, "volume")["NoCopy"] = _boolean(key, value)
            return
        case "bind-nonrecursive":
            _options(mount, "bind")["NonRecursive"] = _boolean(key, value)
            if value is not None:
                mount.deprecated.append(
                    "bind-nonrecursive is deprecated, use bind-recursive=disabled instead"
                )
            return
        case _ if value is None:
            raise OptionError(f"invalid field '{given}' must be a key=value pair")
        case _:
            pass
    match key:
        case "type":
            mount.type = value.lower()
        case "source" | "src":
            mount.source = value
        case "target" | "dst" | "destination":
            mount.target = value
        case "consistency":
            mount.consistency = value.lower()
        case "bind-propagation":
            _options(mount, "bind")["Propagation"] = value.lower()
        case "bind-recursive":
            _bind_recursive(mount, value)
        case "volume-subpath":
            _options(mount, "volume")["Subpath"] = value
        case "volume-label":
            _add(_options(mount, "volume")["Labels"], value)
        case "volume-driver":
            _options(mount, "volume")["DriverConfig"]["Name"] = value
        case "volume-opt":
            _add(_options(mount, "volume")["DriverConfig"]["Options"], value)
        case "image-subpath":
            _options(mount, "image")["Subpath"] = value
        case "tmpfs-size":
            _options(mount, "tmpfs")["SizeBytes"] = _converted(key, value, parse_size)
        case "tmpfs-mode":
            _options(mount, "tmpfs")["Mode"] = _converted(key, value, _file_mode)
        case _:
            raise OptionError(f"unexpected key '{key}' in '{given}'")


def _bind_recursive(mount: Mount, value: str) -> None:
    if value not in _BIND_RECURSIVE:
        choices = 'must be "enabled", "disabled", "writable", or "readonly"'
        raise OptionError(f"invalid value for bind-recursive: {value} ({choices})")
    if name := _BIND_RECURSIVE[value]:
        _options(mount, "bind")[name] = True


def _options(mount: Mount, subject: str) -> JsonObject:
    """The options of a subject, created with empty values if they do not exist."""
    empty: dict[str, JsonObject] = {
        "volume": {"NoCopy": False, "Labels": {}, "Subpath": "", "DriverConfig": {"Name": "", "Options": {}}},
        "image": {"Subpath": ""},
        "bind": {
            "Propagation": "",
            "NonRecursive": False,
            **dict.fromkeys(_READ_ONLY_RECURSIVE.values(), False),
        },
        "tmpfs": {"SizeBytes": 0, "Mode": 0},
    }
    return mount.options.setdefault(subject, empty[subject])


def _add(pairs: dict[str, str], text: str) -> None:
    key, _, value = text.partition("=")
    if key:
        pairs[key] = value


def _boolean(key: str, value: str | None) -> bool:
    return True if value is None else _converted(key, value, parse_bool)


def _file_mode(text: str) -> int:
    return parse_uint(text, bits=32, base=8)


def _converted(key: str, value: str, convert: Callable[[str], T]) -> T:
    try:
        return convert(value)
    except ValueError:
        raise OptionError(f"invalid value for {key}: {value}") from None


def _check(mount: Mount) -> None:
    if not mount.type:
        raise OptionError("type is required")
    if not mount.target:
        raise OptionError("target is required")
    for subject in _SUBJECTS:
        if subject in mount.options and mount.type != subject:
            raise OptionError(f"cannot mix '{subject}-*' options with mount type '{mount.type}'")
    bind = mount.options.get("bind", {})
    for value, name in _READ_ONLY_RECURSIVE.items():
        if bind.get(name) and not mount.read_only:
            raise OptionError(
                f"option 'bind-recursive={value}' requires 'readonly' to be specified in conjunction"
            )
    if bind.get("ReadOnlyForceRecursive") and bind["Propagation"] != "rprivate":
        raise OptionError(
            "option 'bind-recursive=readonly' requires 'bind-propagation=rprivate' "
            "to be specified in conjunction"
        )
