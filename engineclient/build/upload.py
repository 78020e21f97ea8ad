"""A build context that is a stream: an archive from standard input or a URL, which the engine fetches over the session.

Source: `moby.upload.v1.Upload`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from engineclient.wire.fsutil import PIECE
from engineclient.wire.grpc import Code, Metadata, Method, Methods, Refusal
from engineclient.wire.protobuf import field

PULL: Final = "/moby.upload.v1.Upload/Pull"
_PATH: Final = "urlpath"


def uploads(contents: Mapping[str, Iterator[bytes]]) -> Methods:
    """The service; each content is sent once, by its name."""
    left = dict(contents)

    def pull(metadata: Metadata) -> Method:
        name = metadata.get(_PATH, [""])[0].lstrip("/")
        if name not in left:
            raise Refusal(Code.NOT_FOUND, f"no upload {name!r}")
        return _Pull(metadata, left.pop(name))

    return {PULL: pull}


class _Pull(Method):
    def __init__(self, metadata: Metadata, pieces: Iterator[bytes]) -> None:
        super().__init__(metadata)
        self._pieces = pieces

    def begin(self) -> Iterator[bytes]:
        for piece in self._pieces:
            for at in range(0, len(piece), PIECE):
                yield field(1, piece[at : at + PIECE])
        self.is_over = True
