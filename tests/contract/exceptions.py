"""Where the library differs from the specifications on purpose: a pattern of facts, and why.

One that matches no difference any more makes a test fail: it is to be deleted then.
"""

from __future__ import annotations

from typing import Final

EXCEPTIONS: Final[dict[str, str]] = {}
