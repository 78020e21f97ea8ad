"""Privileges: --cap-add, --cap-drop, --security-opt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engineclient.golang.files import file_error
from engineclient.golang.quoting import quote
from engineclient.options.values.flag import OptionError
from engineclient.values import Data

if TYPE_CHECKING:
    from collections.abc import Iterable

    from engineclient.options.values.env import ReadFile

_BUILT_IN_PROFILES = ("builtin", "unconfined")


class SecurityOptions(Data):
    """HostConfig.SecurityOpt, MaskedPaths and ReadonlyPaths; None is null in JSON."""

    options: list[str] | None
    masked_paths: list[str] | None
    readonly_paths: list[str] | None


def capabilities(names: Iterable[str]) -> list[str] | None:
    """HostConfig.CapAdd or CapDrop: in upper case, with the prefix CAP_ except for ALL, unique, sorted; None if empty."""
    upper = (name.upper() for name in names)
    full = {name if name == "ALL" or name.startswith("CAP_") else f"CAP_{name}" for name in upper}
    return sorted(full) or None


def security_options(options: list[str], read_file: ReadFile) -> SecurityOptions:
    """Parse --security-opt; a seccomp profile is replaced by the JSON in its file. Raises OptionError."""
    read = [_option(option, read_file) for option in options]
    kept = [option for option in read if option != "systempaths=unconfined"]
    unconfined = len(kept) < len(read)
    return SecurityOptions(
        options=kept if read else None,
        masked_paths=[] if unconfined else None,
        readonly_paths=[] if unconfined else None,
    )


def _option(option: str, read_file: ReadFile) -> str:
    name, separator, value = option.partition("=")
    if not separator and name != "no-new-privileges":
        name, separator, value = option.partition(":")
    if not (separator and value) and name != "no-new-privileges":
        raise OptionError(f"Invalid --security-opt: {quote(option)}")
    if name != "seccomp" or value in _BUILT_IN_PROFILES:
        return option
    try:
        profile = read_file(value)
    except OSError as error:
        raise OptionError(f"opening seccomp profile ({value}) failed: {file_error(value, error)}") from None
    from engineclient.golang.json_errors import check_and_compact

    try:
        return f"seccomp={check_and_compact(profile)}"
    except ValueError as error:
        raise OptionError(f"compacting json for seccomp profile ({value}) failed: {error}") from None
