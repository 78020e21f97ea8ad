"""`python -m benchmarks.starts`: the processor time of starts, compared with that of the imports that they need.

No engine is needed: `ps` connects to a simulated one without containers.
"""

from __future__ import annotations

import sys

from benchmarks.crowd import crowd
from benchmarks.measure import MINIDOCKER, measure, options, processor_time


def starts(*, tiny: bool) -> None:
    """`--help` and `ps`, compared with an import of click; an import of Engine, compared with one of json and socket."""
    rounds = 1 if tiny else 40
    click = processor_time((sys.executable, "-c", "import click"))
    with crowd(0) as (path, _):
        measure(
            "starts of the command line",
            {
                "import click": click,
                "minidocker --help": processor_time((*MINIDOCKER, "--help")),
                "minidocker ps": processor_time((*MINIDOCKER, "ps"), f"unix://{path}"),
            },
            base="import click",
            rounds=rounds,
            scale=1000,
            unit="ms",
        )
    measure(
        "starts of the library",
        {
            "import json, socket": processor_time((sys.executable, "-c", "import json, socket")),
            "Engine": processor_time((sys.executable, "-c", "from engineclient import Engine")),
        },
        base="import json, socket",
        rounds=rounds,
        scale=1000,
        unit="ms",
    )


if __name__ == "__main__":
    starts(tiny=options("What starts cost.").tiny)
