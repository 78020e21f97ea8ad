"""The result of a request in one sentence, for the folded lanes of a page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from engineclient.golang.units import human_size
from engineclient.languages import gettext as _, ngettext
from engineclient.trace.build_steps import steps
from engineclient.trace.fields import brief, short

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from engineclient.trace.exchanges import Exchange
    from engineclient.trace.names import Names
    from engineclient.trace.part import Part

__all__ = ["error_of", "output_of", "sentence"]


class _Case(NamedTuple):
    exchange: Exchange
    parts: Sequence[Part]
    names: Names

    @property
    def subject(self) -> str:
        """The name of the object in the path."""
        words = self.exchange.request.path.split("/")
        return brief(self.names.of(words[2])) if len(words) > 2 else ""

    @property
    def query(self) -> dict[str, str]:
        return dict(self.exchange.request.query)

    @property
    def answer(self) -> Any:
        return next((part.json for part in self.parts if part.kind == "body"), None)

    def field(self, name: str) -> Any:
        """A field of the answer, None if the answer is not an object."""
        return self.answer.get(name) if isinstance(self.answer, dict) else None

    @property
    def body(self) -> dict[str, Any]:
        return self.exchange.json if isinstance(self.exchange.json, dict) else {}


def sentence(exchange: Exchange, parts: Sequence[Part], names: Names) -> str:
    """The sentence, with the text of an error if there was one."""
    if error := error_of(exchange, parts):
        return names.put_into(error)
    if exchange.response is None:
        return _("No answer came.")
    operation = exchange.operation.id if exchange.operation else ""
    if operation in _SENTENCES:
        return _SENTENCES[operation](_Case(exchange, parts, names))
    return _(exchange.note.purpose) if exchange.note else ""


def error_of(exchange: Exchange, parts: Sequence[Part]) -> str:
    """The engine's text for a failure, also in the middle of a stream that began with success; "" without one."""
    if exchange.response is not None and exchange.response.status >= 400:
        for part in parts:
            value = part.json
            message = value.get("message") if isinstance(value, dict) else None
            return brief(message if isinstance(message, str) else part.text.strip())
    for part in parts:
        record = part.json if part.kind == "record" else None
        if isinstance(record, dict) and record.get("error"):
            return brief(str(record["error"]))
    return ""


def output_of(exchange: Exchange, parts: Sequence[Part]) -> list[Part]:
    """The parts of a program's standard output and error."""
    return [part for part in parts if exchange.streams and part.kind in ("stdout", "stderr")]


def _ping(case: _Case) -> str:
    headers = dict(case.exchange.response.headers) if case.exchange.response else {}
    return _("An engine is there and speaks API {version}.").format(version=headers.get("api-version", "?"))


def _created(case: _Case) -> str:
    image = short(case.body.get("Image", ""))
    name = brief(case.query.get("name") or case.names.of(str(case.field("Id") or "")))
    return _('The container "{name}" was created from {image}. Nothing runs yet.').format(
        name=name, image=image
    )


def _started(case: _Case) -> str:
    return _('"{name}" was started.').format(name=case.subject)


def _attached(case: _Case) -> str:
    out, into = _bytes(case, "daemon"), _bytes(case, "client")
    text = _('Connected to "{name}": {out} came out')
    if into:
        text = _('Connected to "{name}": {out} came out, {into} went in')
    return text.format(name=case.subject, out=human_size(out), into=human_size(into)) + "."


def _bytes(case: _Case, side: str) -> int:
    return sum(part.size for part in case.parts if part.side == side)


def _waited(case: _Case) -> str:
    record = next((part.json for part in case.parts if part.json), None)
    if not isinstance(record, dict) or "StatusCode" not in record:
        return _('Waits for the end of "{name}".').format(name=case.subject)
    return _('"{name}" ended with exit code {code}.').format(name=case.subject, code=record["StatusCode"])


def _pulled(case: _Case) -> str:
    name, tag = case.query.get("fromImage", ""), case.query.get("tag", "")
    joint = "@" if ":" in tag else ":"
    reference = brief(f"{name}{joint}{tag}" if tag else name)
    layers = {
        part.json.get("id") for part in case.parts if isinstance(part.json, dict) and _is_layer(part.json)
    }
    text = ngettext("{image} was pulled: {n} layer.", "{image} was pulled: {n} layers.", len(layers))
    return text.format(image=reference, n=len(layers)) if name else _("An image was imported.")


def _is_layer(record: dict[str, Any]) -> bool:
    return record.get("status") in ("Pull complete", "Already exists")


def _listed(case: _Case) -> str:
    found = case.answer
    for inner in ("Volumes",):
        found = case.field(inner) if isinstance(found, dict) else found
    count = len(found) if isinstance(found, list) else 0
    return ngettext("{n} entry was listed.", "{n} entries were listed.", count).format(n=count)


def _inspected(case: _Case) -> str:
    state = case.field("State")
    status = state.get("Status", "") if isinstance(state, dict) else ""
    if not status:
        return _('"{name}" is there.').format(name=case.subject)
    return _('"{name}" is there: {state}.').format(name=case.subject, state=brief(str(status)))


def _simply(text: str) -> Callable[[_Case], str]:
    return lambda case: _(text).format(name=case.subject)


def _logs(case: _Case) -> str:
    return _('"{name}" has written {size}.').format(
        name=case.subject, size=human_size(_bytes(case, "daemon"))
    )


def _exec_made(case: _Case) -> str:
    command = case.body.get("Cmd")
    words = " ".join(map(str, command)) if isinstance(command, list) else ""
    return _('A command was prepared in "{name}": {command}').format(name=case.subject, command=short(words))


def _exec_run(case: _Case) -> str:
    return _("The command ran: {size} came out.").format(size=human_size(_bytes(case, "daemon")))


def _exec_ended(case: _Case) -> str:
    code = case.field("ExitCode")
    return (
        _("The command is still running.")
        if code is None
        else _("The command ended with exit code {code}.").format(code=code)
    )


def _network_made(case: _Case) -> str:
    return _('The network "{name}" was created.').format(name=brief(str(case.body.get("Name", ""))))


def _volume_made(case: _Case) -> str:
    return _('The volume "{name}" was created.').format(name=brief(str(case.field("Name") or "")))


def _built(case: _Case) -> str:
    done = steps(case.parts)
    cached = sum(each.cached for each in done)
    text = ngettext("{n} step was carried out", "{n} steps were carried out", len(done) - cached)
    found = ngettext("{n} was found in the cache", "{n} were found in the cache", cached)
    name = case.query.get("t", "")
    steps_done = f"{text.format(n=len(done) - cached)}, {found.format(n=cached)}."
    return f'"{brief(name)}": {steps_done}' if name else steps_done


# Marked here, translated by _simply.
_KILLED: Final = '"{name}" was sent a signal.'
_STOPPED: Final = '"{name}" was stopped.'
_RESTARTED: Final = '"{name}" was restarted.'
_REMOVED: Final = '"{name}" was removed.'
_PAUSED: Final = '"{name}" was paused.'
_UNPAUSED: Final = '"{name}" goes on.'
_UPDATED: Final = 'The limits of "{name}" were changed.'

SIMPLE: Final = (_KILLED, _STOPPED, _RESTARTED, _REMOVED, _PAUSED, _UNPAUSED, _UPDATED)
"""Sentences that are translated when they are used."""

_SENTENCES: Final[dict[str, Callable[[_Case], str]]] = {
    "SystemPing": _ping,
    "SystemPingHead": _ping,
    "ContainerCreate": _created,
    "ContainerStart": _started,
    "ContainerAttach": _attached,
    "ContainerWait": _waited,
    "ContainerList": _listed,
    "ContainerInspect": _inspected,
    "ContainerLogs": _logs,
    "ContainerKill": _simply(_KILLED),
    "ContainerStop": _simply(_STOPPED),
    "ContainerRestart": _simply(_RESTARTED),
    "ContainerDelete": _simply(_REMOVED),
    "ContainerPause": _simply(_PAUSED),
    "ContainerUnpause": _simply(_UNPAUSED),
    "ContainerUpdate": _simply(_UPDATED),
    "ContainerExec": _exec_made,
    "ExecStart": _exec_run,
    "ExecInspect": _exec_ended,
    "ImageBuild": _built,
    "ImageCreate": _pulled,
    "ImageList": _listed,
    "NetworkCreate": _network_made,
    "NetworkDelete": _simply(_REMOVED),
    "NetworkList": _listed,
    "VolumeCreate": _volume_made,
    "VolumeDelete": _simply(_REMOVED),
    "VolumeList": _listed,
}
