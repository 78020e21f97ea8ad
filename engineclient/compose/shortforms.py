"""Convert the short forms of ports, volumes and devices to their long forms, which are mappings."""

from __future__ import annotations

import posixpath
from typing import Any, Final

from engineclient.compose.errors import ComposeError
from engineclient.compose.tree import Tree
from engineclient.golang.strconv import clean_path
from engineclient.options.values.flag import OptionError
from engineclient.options.values.ports import bindings

_PROPAGATIONS: Final = frozenset(("rprivate", "private", "rshared", "shared", "rslave", "slave"))


def ports(spec: str) -> list[Tree]:
    """`[IP:][HOST[-HOST]:]CONTAINER[-CONTAINER][/PROTOCOL]`: a mapping for each port of the container.

        >>> ports("127.0.0.1:8080:80")
        [{'mode': 'ingress', 'target': 80, 'protocol': 'tcp', 'host_ip': '127.0.0.1', 'published': '8080'}]

    Raises:
        ComposeError: the text does not have this form; with docker compose's message.

    """
    try:
        if "=" in spec:  # the long form of `docker run`, which docker compose does not accept
            raise OptionError(f"invalid containerPort: {spec.rpartition(':')[2].partition('/')[0]}")
        address = spec.rpartition(":")[0].rpartition(":")[0]
        if ":" in address and not address.startswith("["):
            raise OptionError(f"invalid IP address {address}: address {address}:: too many colons in address")
        found = bindings(spec)
    except OptionError as error:
        text = str(error).replace("invalid IP address", "Invalid ip address")
        raise ComposeError(text[:1].upper() + text[1:]) from None
    made: list[Tree] = []
    for port, binding in sorted(found, key=lambda each: each[0]):
        number, _, protocol = port.partition("/")
        entry: Tree = {"mode": "ingress", "target": int(number), "protocol": protocol}
        if binding["HostIp"]:
            entry["host_ip"] = binding["HostIp"]
        if binding["HostPort"]:
            entry["published"] = binding["HostPort"]
        made.append(entry)
    return made


def volume(spec: str) -> Tree:
    """`[SOURCE:]TARGET[:OPTIONS]`: a bind mount if the source is a path, else a volume.

    Raises:
        ComposeError: the text does not have this form; with docker compose's message.

    """
    if not spec:
        raise ComposeError("invalid empty volume spec")
    if len(spec.encode()) < 3:
        return {"type": "volume", "target": spec}
    try:
        made = _volume(_sections(spec))
    except ValueError as error:
        raise ComposeError(f"invalid spec: {spec}: {error}") from None
    if _is_path(made.get("source", "")):
        made["type"] = "bind"
        made["bind"] = {**made.get("bind", {}), "create_host_path": True}
    else:
        made["type"] = "volume"
        made.setdefault("volume", {})
    return made


def clean_target(target: str) -> str:
    """A path in a container without `.`, `..` and repeated slashes; "" stays empty."""
    return clean_path(target) if target else ""


def device(spec: str, *, lenient: bool = False) -> Tree:
    """`SOURCE[:TARGET[:PERMISSIONS]]`.

    Raises:
        ComposeError: the text has more parts, and `lenient` is not set.

    """
    parts = spec.split(":")
    if len(parts) > 3:
        if not lenient:
            raise ComposeError(f"confusing device mapping, please use long syntax: {spec}")
        parts = [""]
    source, target, permissions = [*parts, "", ""][:3]
    return {
        "source": source,
        "target": target or source,
        "permissions": permissions if len(parts) == 3 else "rwm",
    }


def is_windows_absolute(path: str) -> bool:
    r"""Whether a path is an absolute one of Windows: `C:\x`, `C:/x` or `\\host\share`."""
    if path.startswith(("\\\\", "//")):
        return len(path) > 2
    return len(path) > 2 and path[0].isascii() and path[0].isalpha() and path[1] == ":" and path[2] in "\\/"


def _sections(spec: str) -> list[str]:
    """The parts between colons, except for colons in `${...}` and after a drive letter of Windows."""
    sections, section, depth = [], "", 0
    for index, character in enumerate(spec):
        if character == "$" and spec[index + 1 : index + 2] == "{":
            depth += 1
            section += character
        elif character == "}" and depth:
            depth -= 1
            section += character
        elif character == ":" and not depth and not (len(section) == 1 and section.isalpha()):
            sections.append(section)
            section = ""
        else:
            section += character
    return [*sections, section]


def _volume(sections: list[str]) -> Tree:
    for index, section in enumerate(sections):
        if not section:
            raise ValueError("empty section between colons")
        if index > 1 and index < len(sections) - 1:
            raise ValueError("too many colons")
    if len(sections) == 1:
        return {"target": sections[0]}
    made: Tree = {"source": sections[0], "target": sections[1]}
    for option in sections[2].split(",") if len(sections) > 2 else ():
        if option in ("ro", "rw"):
            made["read_only"] = option == "ro"
        elif option == "nocopy":
            made["volume"] = {"nocopy": True}
        elif option in _PROPAGATIONS:
            made["bind"] = {**made.get("bind", {}), "propagation": option}
        elif option in ("z", "Z"):
            made["bind"] = {**made.get("bind", {}), "selinux": option}
    if made.get("read_only") is False:
        del made["read_only"]
    return made


def _is_path(source: Any) -> bool:
    if not source:
        return False
    if source[0] in "./~" or source.startswith("\\\\"):
        return True
    return len(source) > 1 and source[0].isalpha() and source[1] == ":"


def join(base: str, path: str) -> str:
    """Join two paths as Go's filepath.Join: the result is cleaned, or "" if both are empty."""
    return clean_path(posixpath.join(base, path)) if base or path else ""
