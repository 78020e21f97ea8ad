"""Warnings that precede the creation of a container."""

from __future__ import annotations

import pytest

from engineclient.compose.creation_warnings import creation_warnings
from tests.compose.support import project

INTERFACE = "com.docker.network.endpoint.ifname"
OBJECTS = (
    "\nsecrets: {file: {file: f}, missing: {file: m}, variable: {environment: V}}\n"
    "configs: {file: {file: f}, text: {content: t}}\nnetworks: {n: {}}\nvolumes: {v: {}}"
)
SECRET = "secrets `uid`, `gid` and `mode` are not supported, they will be ignored"
CONFIG = "config `uid`, `gid` and `mode` are not supported, they will be ignored"


@pytest.mark.parametrize(
    ("keys", "warnings"),
    [
        ("volumes: ['v:/v', './x:/x:ro']", []),
        (
            "volumes: [{type: tmpfs, target: /a, bind: {propagation: rshared}, volume: {nocopy: true}}]",
            [
                "mount of type `tmpfs` should not define `bind` option",
                "mount of type `tmpfs` should not define `volume` option",
            ],
        ),
        (
            "volumes: [{type: volume, source: v, target: /a, tmpfs: {size: 3}}]",
            ["mount of type `volume` should not define `tmpfs` option"],
        ),
        ("secrets: [file, variable]", []),
        ("secrets: [{source: file, uid: '0'}]", [SECRET]),
        ("secrets: [{source: variable, uid: '0', mode: 0400}]", []),
        ("secrets: [{source: missing, mode: 0400}]", [SECRET, "secret file 0_missing does not exist"]),
        ("configs: [{source: file, gid: '3'}, {source: text, gid: '3'}]", [CONFIG]),
        (f"networks: {{n: {{interface_name: e0, driver_opts: {{{INTERFACE}: e0}}}}}}", []),
        (
            f"networks: {{n: {{interface_name: e0, driver_opts: {{{INTERFACE}: e1}}}}}}",
            [f"ignoring services.a.networks.n.interface_name as {INTERFACE} driver_opts is already declared"],
        ),
    ],
)
def test_what_has_no_effect(keys: str, warnings: list[str]) -> None:
    found = project(f"name: '0'\nservices: {{a: {{image: x, {keys}}}}}{OBJECTS}", V="v")
    assert creation_warnings(found, found.services["a"], lambda path: path == "/project/f") == warnings
