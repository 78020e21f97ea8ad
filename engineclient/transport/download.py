"""Downloads over HTTP: remote build contexts, which docker's client fetches itself."""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

import httpx

from engineclient.errors import EngineError
from engineclient.transport.bounded_http import SILENCE, TOTAL, within

if TYPE_CHECKING:
    from collections.abc import Iterator

_ERRNO = re.compile(r"\[Errno -?\d+\] ")
_MOST_ERROR = 64 * 1024  # bytes of an error page


class DownloadFailed(EngineError):
    """A file could not be downloaded."""


class Download(NamedTuple):
    """A download in progress.

    Attributes:
        size: bytes, 0 if the server does not send a length.
        pieces: the content as it arrives; iterating raises DownloadFailed.

    """

    size: int
    pieces: Iterator[bytes]


@contextmanager
def download(url: str) -> Iterator[Download]:
    """Open a URL, following redirects and using the proxies of the environment.

    Raises:
        DownloadFailed: the server cannot be reached or answers with an error.

    """
    try:
        with httpx.Client(timeout=SILENCE, follow_redirects=True) as client:
            request = client.build_request("GET", url, headers={"Accept-Encoding": "identity"})
            response = within(TOTAL, lambda: client.send(request, stream=True))
            if response.status_code >= 400:
                page = within(TOTAL, lambda: _begin(response, _MOST_ERROR))
                status = f"{response.status_code} {response.reason_phrase}"
                text = page.decode("utf-8", "replace").rstrip("\n")
                raise DownloadFailed(f"failed to GET {url} with status {status}: {text}")
            length = response.headers.get("content-length", "")
            yield Download(int(length) if length.isdigit() else 0, _pieces(url, response))
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise _failed(url, error) from error


def _begin(response: httpx.Response, most: int) -> bytes:
    """At most `most` bytes of the content."""
    page = b""
    for piece in response.iter_bytes():
        page += piece
        if len(page) > most:
            break
    return page[:most]


def _pieces(url: str, response: httpx.Response) -> Iterator[bytes]:
    try:
        yield from response.iter_raw()
    except httpx.HTTPError as error:
        raise _failed(url, error) from error


def _failed(url: str, error: Exception) -> DownloadFailed:
    reason = _ERRNO.sub("", str(error)).lower() or type(error).__name__
    if isinstance(error, httpx.ConnectError):
        address = error.request.url
        port = address.port or (443 if address.scheme == "https" else 80)
        reason = f"dial tcp {address.host}:{port}: connect: {reason}"
    return DownloadFailed(f'Get "{url}": {reason}')


def speaks_git(url: str) -> bool:
    """Whether an HTTP server supports git's smart protocol, rather than only serving a repository as plain files."""
    service = f"{url}/info/refs?service=git-upload-pack"
    for method in ("HEAD", "GET"):
        try:
            with httpx.Client(timeout=SILENCE, follow_redirects=True) as client:
                request = client.build_request(method, service)
                response = within(TOTAL, lambda: client.send(request, stream=True))  # noqa: B023  # called at once
                if response.status_code == 200:
                    kind: str = response.headers.get("content-type", "")
                    return kind == "application/x-git-upload-pack-advertisement"
        except (httpx.HTTPError, httpx.InvalidURL):
            continue
    return False
