"""Errors as buildx prints them: after `ERROR: `."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from engineclient.cli.failures import Failure, advice_of, failure_of
from engineclient.errors import EngineError

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def marked() -> Iterator[None]:
    """Put `ERROR: ` before the text of an error.

    Raises:
        Failure: in the place of the error.

    """
    try:
        yield
    except (EngineError, Failure) as error:
        failure = failure_of(error)
        raise Failure(f"ERROR: {failure.text}", failure.code, advice_of(error)) from error
