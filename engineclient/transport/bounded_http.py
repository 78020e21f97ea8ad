"""Requests to servers other than an engine, with limits on the size and the time of the whole answer.

httpx limits only the time between two pieces: an answer that arrives byte by byte, or never ends, has no limit.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any, Final, TypeVar

import httpx

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["SILENCE", "TOTAL", "CutShort", "fetched", "is_cut", "within"]

SILENCE: Final = 30.0
"""Seconds between two pieces of an answer."""

TOTAL: Final = 120.0
"""Seconds for a whole answer, or for the head of one that is streamed."""

_MOST: Final = 16 * 1024 * 1024  # bytes; registries themselves allow manifests of 4 MiB
_MOST_REDIRECTS: Final = 20
_OF_THE_WIRE: Final = frozenset({"content-encoding", "content-length", "transfer-encoding"})

T = TypeVar("T")


class CutShort(httpx.RemoteProtocolError):
    """An answer began, but the connection ended within its body."""


def is_cut(error: httpx.HTTPError) -> bool:
    """Whether an error while a body is read means that the connection has ended."""
    return isinstance(error, httpx.ReadError) or str(error).startswith("peer closed connection")


def within(seconds: float, work: Callable[[], T]) -> T:
    """Call `work` in a thread and return its result. After a timeout the thread goes on until its client is closed.

    Raises:
        httpx.ReadTimeout: `work` takes longer than `seconds`.
        Exception: any error of `work`.

    """
    results: list[T] = []
    errors: list[BaseException] = []

    def run() -> None:
        try:
            results.append(work())
        except BaseException as error:  # raised below
            errors.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(seconds)
    if errors:
        raise errors[0]
    if not results:
        raise httpx.ReadTimeout(f"the answer takes longer than {seconds:g} seconds")
    return results[0]


def fetched(
    client: httpx.Client, method: str, url: str, *, most: int = _MOST, seconds: float = TOTAL, **options: Any
) -> httpx.Response:
    """The whole answer to a request, after redirects.

    Args:
        client: the client that sends the request.
        method: the HTTP method.
        url: the URL.
        most: the maximum size of the answer in bytes.
        seconds: the maximum time for request and answer.
        options: the other arguments of `client.build_request`.

    Raises:
        CutShort: the connection ends within the body.
        httpx.HTTPError: there is no answer within these limits.
        httpx.InvalidURL: the URL, or that of a redirect, is malformed.
    """
    return within(seconds, lambda: _fetched(client, client.build_request(method, url, **options), most))


def _fetched(client: httpx.Client, request: httpx.Request, most: int) -> httpx.Response:
    following: httpx.Request | None = request
    for _ in range(_MOST_REDIRECTS):
        assert following is not None
        response = client.send(following, stream=True, follow_redirects=False)
        try:
            following = response.next_request
            if following is None:
                return _whole(response, most)
        finally:
            response.close()
    raise httpx.TooManyRedirects("Exceeded maximum allowed redirects.", request=request)


def _whole(response: httpx.Response, most: int) -> httpx.Response:
    content = bytearray()
    try:
        for piece in response.iter_bytes():
            content += piece
            if len(content) > most:
                break
    except httpx.HTTPError as error:
        if is_cut(error):
            raise CutShort(str(error), request=response.request) from error
        raise
    if len(content) > most:
        raise httpx.RemoteProtocolError(f"the answer is longer than {most} bytes")
    headers = [pair for pair in response.headers.multi_items() if pair[0].lower() not in _OF_THE_WIRE]
    extensions = {
        name: response.extensions[name] for name in ("reason_phrase",) if name in response.extensions
    }
    return httpx.Response(
        response.status_code,
        headers=headers,
        content=bytes(content),
        request=response.request,
        extensions=extensions,
    )
