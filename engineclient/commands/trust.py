"""`--disable-content-trust`, which nobody needs any more and old scripts still have."""

from __future__ import annotations

from typing import Final

from engineclient.commands.failures import Failure
from engineclient.commands.flags import Flag
from engineclient.commands.flagtypes import BOOL

CONTENT_TRUST: Final = Flag("--disable-content-trust", BOOL, "Do not verify the image", default=True)


def refuse_content_trust(*, disabled: bool, code: int = 1) -> None:
    """Do not pretend to verify signatures (Notary, which registries have given up)."""
    if not disabled:
        raise Failure(
            "--disable-content-trust=false: signatures of images are not verified by minidocker", code
        )
