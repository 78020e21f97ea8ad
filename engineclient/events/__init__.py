"""What went over the wire between a client and an engine, as one list of events.

`model` says what an event is, `capture` makes events of what passes, `redaction` takes the secrets out.
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
