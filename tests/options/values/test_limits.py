"""Limits of a container, as docker takes them."""

from __future__ import annotations

import pytest

from engineclient.options.values.limits import nano_cpus


@pytest.mark.parametrize(
    ("text", "nano"),
    [
        ("1.5", 1_500_000_000),
        ("-1", -1_000_000_000),
        ("1e99", 0),
        ("1e10", -8446744073709551616),
        ("9223372037", -9223372036709551616),
    ],
)
def test_cpus_are_cut_to_64_bits_as_docker_s(text: str, nano: int) -> None:
    assert nano_cpus(text) == nano
