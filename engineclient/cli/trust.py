"""Content trust, the image signatures that registries have given up: minidocker neither verifies nor makes them."""

from __future__ import annotations

import os
from typing import Final

from engineclient.cli.failures import Failure
from engineclient.cli.flag_types import BOOL
from engineclient.cli.flags import Flag
from engineclient.golang.strconv import parse_bool

VARIABLE: Final = "DOCKER_CONTENT_TRUST"


def demanded(value: str) -> bool:
    """Whether the variable's `value` demands trust. A value that is not a boolean does, to be on the safe side."""
    if not value:
        return False
    try:
        return parse_bool(value)
    except ValueError:
        return True


CONTENT_TRUST: Final = Flag(
    "--disable-content-trust",
    BOOL,
    "Do not verify the image's signature",
    default=not demanded(os.environ.get(VARIABLE, "")),
)


def refuse_content_trust(*, disabled: bool, code: int = 1) -> None:
    """Fail unless content trust is disabled, rather than go on as if an image had been verified or signed."""
    if not disabled:
        raise Failure(
            "content trust is not supported: minidocker neither verifies nor signs images; "
            f"unset {VARIABLE} or use --disable-content-trust",
            code,
        )
