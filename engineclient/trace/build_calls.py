"""Describe gRPC calls between the client and BuildKit: the requests of both sides, and the sizes of the answers."""

from __future__ import annotations

from typing import Any, Final

from engineclient.build import auth, content, filesend, filesync, secrets, ssh, upload
from engineclient.build.solve import FRONTEND_SOLVE, SOLVE
from engineclient.languages import gettext as _, ngettext

__all__ = ["described", "is_call"]

_SECRET: Final = frozenset({auth.CREDENTIALS, auth.FETCH_TOKEN, secrets.GET_SECRET, ssh.FORWARD_AGENT})
_MOST_PATHS: Final = 8


def is_call(record: Any) -> bool:
    """Whether a record describes a call, in the form of `engineclient.build.call_records`."""
    return isinstance(record, dict) and ("asked" in record or "call" in record)


def described(record: dict[str, Any]) -> str:
    """The description of a record; "" for an answer of BuildKit, whose content is shown by other records."""
    if "asked" in record:
        return (
            f"{_('daemon asks')} {_question(record['asked'], record.get('for') or [])} → {_answered(record)}"
        )
    if "method" in record:
        return f"{_('client asks BuildKit')} {_request(record)}"
    if record.get("status"):
        return str(record.get("error") or _("the call was given up"))
    return ""


def _request(record: dict[str, Any]) -> str:
    method = str(record["method"])
    request = record.get("request") or {}
    if method not in (SOLVE, FRONTEND_SOLVE):
        return method.rpartition("/")[2]
    attributes: dict[str, str] = request.get("attributes") or {}
    # Of build arguments and labels (`build-arg:NAME`) only the names: the values may be secret
    words = [name if ":" in name else f"{name}={value}" for name, value in sorted(attributes.items())]
    return f"{attributes.get('requestid') or 'build'}: {' '.join(words)}"


def _question(method: str, given: list[str]) -> str:
    name = given[0] if given else ""
    match method:
        case auth.CREDENTIALS:
            return _("for the login for {name}").format(name=name)
        case auth.FETCH_TOKEN:
            return _("for a token for {name} ({scopes})").format(name=name, scopes=" ".join(given[1:]))
        case auth.GET_TOKEN_AUTHORITY:
            return _("for the key that tokens for {name} belong to").format(name=name)
        case auth.VERIFY_TOKEN_AUTHORITY:
            return _("for a proof of the key for {name}").format(name=name)
        case filesync.DIFF_COPY:
            paths = " ".join(given[1 : _MOST_PATHS + 1])
            text = _("for files of the {name}").format(name=name)
            return f"{text}: {paths}" if paths else text
        case filesend.DIFF_COPY:
            return _("to take the result")
        case secrets.GET_SECRET:
            return _('for the secret "{name}"').format(name=name)
        case ssh.CHECK_AGENT:
            return _('whether there is an SSH agent "{name}"').format(name=name)
        case ssh.FORWARD_AGENT:
            return _('for the SSH agent "{name}"').format(name=name)
        case content.INFO:
            return _("whether the cache has {name}").format(name=name)
        case content.READ:
            return _("for {name} of the cache").format(name=name)
        case content.WRITE:
            return _("to take {name} into the cache").format(name=name)
        case upload.PULL:
            return _("for the context, an archive")
        case _:
            return f"for {method}"


def _answered(record: dict[str, Any]) -> str:
    method, sent = record["asked"], int(record.get("sent", 0))
    size = _bytes(sent)
    if method in _SECRET:
        return _("{size}, not shown").format(size=size) if sent else _("nothing")
    if method == filesync.DIFF_COPY:
        listed, wanted = int(record.get("listed", 0)), int(record.get("wanted", 0))
        return ", ".join(
            (
                ngettext("{n} path listed", "{n} paths listed", listed).format(n=listed),
                ngettext("{n} file wanted", "{n} files wanted", wanted).format(n=wanted),
                size,
            )
        )
    if method in (filesend.DIFF_COPY, content.WRITE):
        return _("{size} came").format(size=_bytes(int(record.get("received", 0))))
    if method == ssh.CHECK_AGENT and not record.get("status"):
        return _("yes")
    return size if sent else _("nothing")


def _bytes(number: int) -> str:
    return ngettext("{n} byte", "{n} bytes", number).format(n=number)
