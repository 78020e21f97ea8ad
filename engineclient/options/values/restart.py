"""The restart policy: --restart `name[:retries]`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engineclient.golang.strconv import parse_int
from engineclient.options.values.flag import OptionError

if TYPE_CHECKING:
    from engineclient.options.values.json_object import JsonObject


def restart_policy(text: str) -> JsonObject:
    """HostConfig.RestartPolicy; the daemon checks the name. Raises OptionError."""
    name, colon, retries = text.partition(":")
    if colon and not name:
        raise OptionError("invalid restart policy format: no policy provided before colon")
    try:
        count = parse_int(retries) if retries else 0
    except ValueError:
        raise OptionError("invalid restart policy format: maximum retry count must be an integer") from None
    return {"Name": name, "MaximumRetryCount": count}


def restarts(policy: JsonObject) -> bool:
    """Whether the policy ever restarts a container."""
    return policy["Name"] not in ("", "no")
