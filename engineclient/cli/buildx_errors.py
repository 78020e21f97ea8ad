"""Errors as buildx prints them: after `ERROR: `, and those of registries in its words."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from engineclient.cli.failures import Failure, advice_of, failure_of
from engineclient.errors import EngineError
from engineclient.registry.errors import NotAuthorized, Refused, RegistryError, Unreachable, listing

if TYPE_CHECKING:
    from collections.abc import Iterator

_PULL_DENIED: Final = "pull access denied, repository does not exist or may require authorization: "
_PUSH_DENIED: Final = "push access denied, repository does not exist or may require authorization: "
_READING: Final = "httpReadSeeker: failed open: "


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
        text = registry_text(error) if isinstance(error, RegistryError) else failure.text
        raise Failure(f"ERROR: {text}", failure.code, advice_of(error)) from error


def registry_text(error: RegistryError) -> str:
    """The text for an error of a registry, from a request for content or from one that changes the registry."""
    reading = getattr(error, "method", "") == "GET"
    if isinstance(error, NotAuthorized) and error.no_token:
        text = f"failed to authorize: {error.no_token}"
    elif isinstance(error, NotAuthorized):
        text = f"{'' if reading else _PUSH_DENIED}authorization failed: {error.reason}"
    elif isinstance(error, Unreachable):
        text = f"failed to do request: {error}"
    elif not isinstance(error, Refused):
        text = str(error)
    elif error.code == 401 and error.denied:
        text = f"{'' if reading else _PUSH_DENIED}server message: {error.denied}: authorization failed"
    elif reading and error.code == 404:
        text = f"content at {error.url} not found: not found"
    else:
        listed = f"\n{listing(error.listed)}" if error.listed and error.method != "HEAD" else ""
        text = f"unexpected status from {error.method} request to {error.url}: {error.status}{listed}"
    return f"{_READING}{text}" if reading else text


def head_text(error: RegistryError, name: object) -> str:
    """The text for an error at the first request about an image, which is HEAD with buildx."""
    if isinstance(error, NotAuthorized) and error.no_token:
        return f"failed to authorize: {error.no_token}"
    if isinstance(error, NotAuthorized):
        return f"{_PULL_DENIED}authorization failed: {error.reason}"
    if isinstance(error, Unreachable):
        return f'failed to do request: Head "{error.url}": {error.reason}'
    if not isinstance(error, Refused):
        return str(error)
    if error.code == 404:
        return f"{name}: not found"
    if error.code == 401 and error.denied:
        return f"{_PULL_DENIED}server message: {error.denied}: authorization failed"
    return f"unexpected status from HEAD request to {error.url}: {error.status}"
