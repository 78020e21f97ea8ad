"""Call a function that must end soon, and without an unexpected error."""

from __future__ import annotations

import contextlib
import io
import signal
import sys
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

LONGEST: Final = 10  # seconds


class Stuck(BaseException):
    """The work took longer than allowed."""


def watched(name: str, work: Callable[[], object]) -> str:
    """Describe what is wrong with `work`, "" if nothing is: an exception, no end, or a traceback on standard error."""

    def stuck(_number: int, _frame: object) -> None:
        raise Stuck

    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", errors="surrogateescape") for _ in range(2))
    before = signal.signal(signal.SIGALRM, stuck)
    signal.alarm(LONGEST)
    stdin, sys.stdin = sys.stdin, io.TextIOWrapper(io.BytesIO())
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            work()
    except Stuck:
        return f"{name}: no end in {LONGEST} s"
    except BaseException as error:
        return f"{name}: {type(error).__name__}: {error}"
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
        sys.stdin = stdin
    buffer = err.buffer
    assert isinstance(buffer, io.BytesIO)
    text = buffer.getvalue().decode(errors="replace")
    return f"{name}: {text.strip()[:300]}" if "a bug" in text or "Traceback" in text else ""
