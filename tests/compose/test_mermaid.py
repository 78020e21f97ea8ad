"""A project as a graph."""

from __future__ import annotations

from engineclient.compose.mermaid import mermaid
from tests.compose.support import project

TEXT = """
services:
  web:
    image: nginx
    depends_on: {db: {condition: service_healthy}, init: {condition: service_completed_successfully}}
    networks: [front]
  db: {image: postgres, volumes: [data:/data]}
  init: {build: .}
networks: {front: {}}
volumes: {data: {}}
"""


def test_services_networks_volumes_and_what_leads_from_one_to_the_other() -> None:
    assert mermaid(project(TEXT)).splitlines() == [
        "flowchart TD",
        '    s0["db<br>postgres"]',
        '    s1["init<br>built"]',
        '    s2["web<br>nginx"]',
        '    n0(["default"])',
        '    n1(["front"])',
        '    v0[("data")]',
        "    s0 --- n0",
        "    s0 --- v0",
        "    s1 --- n0",
        "    s2 -->|healthy| s0",
        "    s2 -->|completed| s1",
        "    s2 --- n1",
    ]


def test_what_would_end_a_text_has_a_name() -> None:
    assert '["a<br>#quot;#lt;x#gt;#35;"]' in mermaid(project("services: {a: {image: '\"<x>#'}}"))
