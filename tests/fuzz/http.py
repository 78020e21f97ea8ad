"""Answers of HTTP/1, of every framing: whole, cut and damaged."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, Any, Final

from engineclient.wire.http import Answer
from tests.fuzz.mutate import cut, damaged
from tests.fuzz.pieces import TYPED, read_alike

if TYPE_CHECKING:
    from collections.abc import Iterable


_HEADERS: Final = (
    b"Content-Type: application/json", b"X: " + b"y" * 300, b"Connection: close", b"Connection: keep-alive",
    b"Content-Length: 3", b"Transfer-Encoding: chunked", b"Trailer: x", b"Upgrade: tcp", b" folded",
    b"\xff: \xfe",
)  # fmt: skip
_STATUS: Final = (
    b"200 OK", b"204 No Content", b"304 Not Modified", b"404 x", b"500", b"101 UPGRADED", b"100 Continue",
)  # fmt: skip


def find(seed: int) -> str:
    """Describe what is wrong in the case of `seed`, "" if nothing is."""
    random = Random(seed)
    body = random.randbytes(random.choice((0, 3, 3, 400)))
    lines = [b"HTTP/1.1 " + random.choice(_STATUS), *random.choices(_HEADERS, k=random.randrange(4))]
    match random.randrange(3):
        case 0:
            lines.append(b"Content-Length: %d" % len(body))
        case 1:
            lines.append(b"Transfer-Encoding: chunked")
            pieces = cut(body, random)
            body = b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"
        case _:
            pass
    data = b"\r\n".join([*lines, b"", b""]) + body
    whole = damaged(data, random) if random.randrange(3) == 0 else data
    method, upgrade = random.choice((("GET", False), ("HEAD", False), ("POST", False), ("POST", True)))

    def read(pieces: Iterable[bytes]) -> Any:
        answer, taken, over = Answer(method=method, upgrade=upgrade), b"", False
        try:
            for piece in pieces:
                if over:
                    taken += piece  # bytes of an upgraded connection, or after the end of the answer
                    continue
                answer.feed(piece)
                while answer.ready:
                    taken += answer.take()
                if answer.upgraded:
                    taken, over = taken + answer.tail, True
                elif answer.complete:
                    break
            ended = over or answer.eof() or answer.complete
            while answer.ready:
                taken += answer.take()
        except TYPED as error:
            return type(error)
        return answer.status, answer.headers, taken, answer.upgraded, bool(ended)

    return read_alike(f"http {method}", read, whole, random)
