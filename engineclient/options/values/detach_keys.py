"""The keys that detach from a container: --detach-keys `ctrl-p,ctrl-q`."""

from __future__ import annotations

from typing import Final

from engineclient.options.values.flag import OptionError, Stage

_CONTROL: Final = {f"ctrl-{key}": code for code, key in enumerate(r"@abcdefghijklmnopqrstuvwxyz[\]^_")} | {
    "DEL": 127
}


def detach_keys(text: str) -> bytes:
    r"""The bytes that the keys send: single characters, `ctrl-X` for X of a-z @ [ \ ] ^ _, or `DEL`.

    Raises OptionError.
    """
    codes = bytearray()
    for key in text.split(","):
        if len(typed := key.encode()) == 1:
            codes += typed
        elif key in _CONTROL:
            codes.append(_CONTROL[key])
        else:
            raise OptionError(f"invalid detach keys ({text}): Unknown character: '{key}'", Stage.COMMAND)
    return bytes(codes)
