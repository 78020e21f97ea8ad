"""The texts of the live page."""

from __future__ import annotations

from engineclient.languages import gettext as _

__all__ = ["texts"]


def texts() -> dict[str, str]:
    """The translated texts, by their names in the page and its script."""
    return {
        "title": _("requests to the engine, live"),
        "source": _("Source"),
        "search": _("Search"),
        "show": _("Show"),
        "all": _("everything"),
        "changes": _("what changes something"),
        "errors": _("what failed"),
        "open": _("what goes on"),
        "daemon": _("events of the daemon"),
        "pause": _("Pause"),
        "resume": _("Go on"),
        "clear": _("Clear"),
        "save": _("Save as"),
        "recording": _("recording"),
        "page": _("page"),
        "compare": _("Compare with a recording"),
        "same": _("No difference."),
        "requests": _("Requests"),
        "details": _("Choose a request to see all of it."),
        "copy": _("Copy as curl"),
        "copied": _("Copied."),
        "close": _("Close"),
        "connected": _("connected"),
        "lost": _("the connection is lost; minidocker has ended"),
        "nothing": _("No requests yet."),
        "shown": _("shown"),
    }
