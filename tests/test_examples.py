"""The programs in examples/ do what their descriptions say."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from engineclient import Engine

EXAMPLES = Path(__file__).parents[1] / "examples"


def example(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, EXAMPLES / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_each_request_is_a_span_below_the_programs_own() -> None:
    exporter, provider = InMemorySpanExporter(), TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    tracer = provider.get_tracer("test")
    emit = example("opentelemetry_spans").spans(tracer)
    with (
        tracer.start_as_current_span("own") as own,
        Engine("recording:run-hello-world", on_event=emit) as engine,
    ):
        engine.run("hello-world")
    spans = [span for span in exporter.get_finished_spans() if span.name != "own"]
    assert sorted(span.name for span in spans) == [
        "ContainerAttach",
        "ContainerCreate",
        "ContainerCreate",
        "ContainerStart",
        "ContainerWait",
        "ImageCreate",
        "SystemPingHead",
    ]
    assert {span.parent.span_id for span in spans if span.parent} == {own.get_span_context().span_id}
    failed = [
        dict(span.attributes or {}) for span in spans if not span.status.is_ok and not span.status.is_unset
    ]
    assert [attributes["http.response.status_code"] for attributes in failed] == [404]
