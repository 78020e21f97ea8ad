"""The trace of a build without secrets."""

from __future__ import annotations

import json
from typing import Any

import pytest

from engineclient.build.spans import without_secrets


def attribute(value: object, kind: str = "STRING") -> dict[str, Any]:
    return {"Key": "k", "Value": {"Type": kind, "Value": value}}


def cleaned(*spans: dict[str, Any]) -> list[dict[str, Any]]:
    text = without_secrets("\n".join(map(json.dumps, spans)).encode()).decode()
    return [json.loads(each + "}") for each in text.split("\n}\n")[:-1]]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("RUN token=abc make", "RUN token=xxxxx make"),
        ("GHTOKEN=a,b=c", "GHTOKEN=xxxxx,b=c"),
        ("secret_access_key=a/b+c==", "secret_access_key=xxxxx"),
        (f"curl ghs_{'a1' * 18}!", "curl xxxxx!"),
        (f"github_pat_{'a_' * 41}", "xxxxx"),
        ("a token is wanted", "a token is wanted"),
    ],
)
def test_tokens_are_masked(text: str, shown: str) -> None:
    (span,) = cleaned({"Attributes": [attribute(text), attribute(7, "INT64")]})
    assert [each["Value"]["Value"] for each in span["Attributes"]] == [shown, 7]


def test_the_fields_are_those_of_buildx_in_its_order() -> None:
    given = {
        "Resource": [],
        "InstrumentationScope": {"Name": "s"},
        "Name": "a<b",
        "Parent": {"TraceFlags": "01", "SpanID": "7"},
    }
    (span,) = cleaned(given)
    assert [*span] == [
        "Name", "SpanContext", "Parent", "SpanKind", "StartTime", "EndTime", "Attributes", "Events", "Links", "Status",
        "DroppedAttributes", "DroppedEvents", "DroppedLinks", "ChildSpanCount", "Resource", "InstrumentationLibrary",
    ]  # fmt: skip
    assert span["Parent"] == {
        "TraceID": "",
        "SpanID": "7",
        "TraceFlags": "01",
        "TraceState": "",
        "Remote": False,
    }
    assert (span["SpanContext"]["TraceFlags"], span["Resource"], span["Name"]) == ("00", None, "a<b")


def test_its_form() -> None:
    text = without_secrets(b'{"Name":"a<b"} {"Name":"c"}')
    assert text.startswith(b'{\n  "Name": "a\\u003cb",\n  "SpanContext": {\n    "TraceID": "",\n')
    assert text.count(b"\n}\n{\n") == 1
    assert without_secrets(b" \n") == b""


@pytest.mark.parametrize("data", [b"x", b"{", b"7", b"[" * 100_000])
def test_what_is_no_trace(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        without_secrets(data)
