"""What an engine would answer to a request that is not sent: just enough for a client to go on as it would."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from urllib.parse import parse_qsl, quote

from engineclient.api.framing import MULTIPLEXED
from engineclient.errors import InvalidReference
from engineclient.wire.references import parse

if TYPE_CHECKING:
    from engineclient.api.permissions import Asked

__all__ = ["Imagination", "Imagined"]

_STREAMS: Final = frozenset(
    ("ImageCreate", "ImageLoad", "ImagePush", "ImageBuild", "PluginPull", "PluginPush")
)
_HIJACKS: Final = frozenset(("ContainerAttach", "ExecStart"))
_NO_START: Final = ("", "not-running")  # conditions of a wait that a start need not fulfil first
_PRUNED: Final = {"SpaceReclaimed": 0}
_ANSWERS: Final[dict[str, tuple[int, Any]]] = {
    "ContainerUpdate": (200, {"Warnings": []}),
    "ContainerWait": (200, {"StatusCode": 0}),
    "ExecInspect": (200, {"ExitCode": 0, "Running": False}),
    "ImageDelete": (200, []),
    "ContainerPrune": (200, _PRUNED),
    "ImagePrune": (200, _PRUNED),
    "VolumePrune": (200, _PRUNED),
    "BuildPrune": (200, _PRUNED),
    "NetworkPrune": (200, {}),
}


class Imagined(NamedTuple):
    """An answer: JSON, an empty stream (no JSON and a type), or nothing; `hijack` is a connection that ends at once."""

    status: int
    json: Any = None
    type: str = "application/json"
    hijack: bool = False

    @property
    def body(self) -> bytes:
        """The bytes of the body."""
        return b"" if self.json is None else json.dumps(self.json).encode() + b"\n"


class Imagination:
    """Answers for one client, and what they make it believe: images pulled, and things made."""

    def __init__(self) -> None:
        self._pulled: set[str] = set()
        self._made: set[str] = set()
        self._withheld = False  # something was not sent that a wait might be for

    def sends(self, asked: Asked) -> bool:
        """The engine itself is asked: it is a read, of something that it has, and does not wait for what will not come."""
        return asked.is_read and not self._would_hang(asked) and _subject(asked) not in self._made

    def _would_hang(self, asked: Asked) -> bool:
        """It waits for what a start would do, and so for ever."""
        operation = asked.operation
        if operation is None or operation.id != "ContainerWait":
            return operation is not None and operation.id == "ContainerAttach"
        condition = dict(parse_qsl(asked.target.partition("?")[2])).get("condition", "")
        return self._withheld or condition not in _NO_START

    def question(self, asked: Asked, body: Any) -> str | None:
        """The path of a read that decides what the engine would answer, if it is a matter of what is there."""
        operation = asked.operation
        image = str(body.get("Image", "")) if isinstance(body, dict) else ""
        creates = operation is not None and operation.id == "ContainerCreate"
        if not creates or not image or _name(image) in self._pulled:
            return None
        return f"/images/{quote(image, safe='/:@')}/json"

    def missing(self, body: Any) -> Imagined:
        """The answer to a create whose image is not there."""
        return Imagined(404, {"message": f"No such image: {_name(str(body['Image']))}"})

    def answer(self, asked: Asked, body: Any, *, upgrade: bool) -> Imagined:
        """The answer to a request that is not sent."""
        operation = asked.operation
        self._withheld |= not asked.is_read
        id = operation.id if operation is not None else ""
        if upgrade and id in _HIJACKS:
            return Imagined(101, type=MULTIPLEXED, hijack=True)
        if asked.is_read and id not in _ANSWERS:
            return Imagined(404, {"message": f"{_subject(asked)} exists only in this dry run"})
        if id in _STREAMS:
            self._pulled.add(_pulled(asked))
            return Imagined(200)
        if id in _ANSWERS:
            return Imagined(*_ANSWERS[id])
        return self._make(id, body if isinstance(body, dict) else {})

    def _make(self, id: str, body: dict[str, Any]) -> Imagined:
        made = hashlib.sha256(f"dry run {len(self._made)}".encode()).hexdigest()
        match id:
            case "ContainerCreate":
                answer: Any = {"Id": made, "Warnings": []}
            case "NetworkCreate":
                answer = {"Id": made, "Warning": ""}
            case "ImageCommit":
                answer = {"Id": f"sha256:{made}"}
            case "VolumeCreate":
                answer = {"Name": body.get("Name") or made, "Driver": body.get("Driver") or "local"}
            case "ContainerExec":
                answer = {"Id": made}
            case _:
                return Imagined(204)
        self._made.add(made)
        return Imagined(201, answer)


def _subject(asked: Asked) -> str:
    """The name or id that a path is about: `web` of /containers/web/wait."""
    return next((segments[1] for segments in asked.readings() if len(segments) > 1), "")


def _name(image: str) -> str:
    """One spelling for a reference; an id is its own."""
    try:
        return parse(image).with_default_tag().familiar
    except InvalidReference:
        return image


def _pulled(asked: Asked) -> str:
    query = dict(parse_qsl(asked.target.partition("?")[2]))
    name, tag = query.get("fromImage", ""), query.get("tag", "")
    return _name(f"{name}{'@' if ':' in tag else ':'}{tag}" if tag else name)
