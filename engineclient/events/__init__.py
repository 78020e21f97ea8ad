"""The traffic between a client and an engine, as one list of events.

`model` defines the events, `capture` makes events from requests and answers, `redaction` removes secrets.
"""

from engineclient.events.model import (
    Data,
    Elided,
    Emit,
    End,
    Event,
    Framing,
    How,
    Pairs,
    Request,
    Response,
    Side,
)

__all__ = ["Data", "Elided", "Emit", "End", "Event", "Framing", "How", "Pairs", "Request", "Response", "Side"]
