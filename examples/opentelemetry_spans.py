"""Make an OpenTelemetry span of every request to the engine. Needs `pip install opentelemetry-sdk`.

Run it with an engine, or with `DOCKER_HOST=recording:run-hello-world`: it prints the spans of one run.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from opentelemetry.trace import Span, SpanKind, StatusCode, Tracer

from engineclient import Engine
from engineclient.api import operations
from engineclient.events import End, Event, Request, Response

if TYPE_CHECKING:
    from engineclient.events import Emit


def spans(tracer: Tracer) -> Emit:
    """An `on_event` that makes a span of each request; its parent is the span in which the request was made."""
    open_spans: dict[int, Span] = {}

    def emit(event: Event) -> None:
        if isinstance(event, Request):
            operation = operations.find(event.method, event.path)
            open_spans[event.exchange] = tracer.start_span(
                operation.id
                if operation
                else event.method,  # spans should have few different names, so without ids
                kind=SpanKind.CLIENT,
                attributes={"http.request.method": event.method, "url.path": event.path},
            )
            return
        span = open_spans.get(event.exchange)
        if span is None:
            return
        if isinstance(event, Response):
            span.set_attribute("http.response.status_code", event.status)
            if event.status >= 400:
                span.set_status(StatusCode.ERROR)
        elif isinstance(event, End) and event.side == "daemon":
            del open_spans[event.exchange]
            span.end()

    return emit


def main() -> None:
    """Print the spans of one run."""
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import ConsoleSpanExporter, SimpleSpanProcessor

    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(ConsoleSpanExporter()))
    tracer = provider.get_tracer("example")
    with tracer.start_as_current_span("say hello"), Engine(on_event=spans(tracer)) as engine:
        print(engine.run("hello-world", remove=True).stdout.decode())


if __name__ == "__main__":
    main()
