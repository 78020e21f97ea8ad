"""The values of `--since` and `--until`."""

from __future__ import annotations

import time

from engineclient.cli.failures import Failure
from engineclient.golang.times import timestamp


def query_time(text: str, flag: str = "") -> str | None:
    """The query value for a time or a duration ago, by this machine's clock; None if none was given.

    Args:
        text: the value of the flag.
        flag: the name of the flag, for the commands whose error message contains it; "" for the others.

    Raises:
        Failure: the value is neither; the message is docker's.

    """
    if not text:
        return None
    try:
        return timestamp(text, now=time.time_ns(), utc_offset=time.localtime().tm_gmtoff)
    except ValueError as error:
        raise Failure(f'invalid value for "{flag}": {error}' if flag else str(error)) from error
