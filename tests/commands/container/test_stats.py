"""stats: what it shows of a container, and the screen of the live display."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from engineclient.cli.printing.stats_reader import Row
from engineclient.cli.printing.stats_table import screen, usage_formatter
from engineclient.models.stats import Stats

if TYPE_CHECKING:
    from pathlib import Path

    from tests.commands.engine import Minidocker

ID = "0123456789abcdef" * 4
RECORD: dict[str, Any] = {
    "id": ID,
    "name": "/web",
    "read": "",
    "preread": "",
    "cpu_stats": {"cpu_usage": {"total_usage": 30}, "system_cpu_usage": 200, "online_cpus": 2},
    "precpu_stats": {"cpu_usage": {"total_usage": 0}, "system_cpu_usage": 100},
    "memory_stats": {"usage": 3 << 20, "limit": 1 << 30, "stats": {"inactive_file": 1 << 20}},
    "pids_stats": {"current": 4},
}
SHOWN = "60.00% 2MiB / 1GiB 0.20% 0B / 0B 0B / 0B 4"
FORMAT = "{{.CPUPerc}} {{.MemUsage}} {{.MemPerc}} {{.NetIO}} {{.BlockIO}} {{.PIDs}}"


@pytest.fixture(autouse=True)
def no_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOCKER_CONFIG", str(tmp_path))


def answers(*names: str) -> dict[str, Any]:
    return {f"GET /containers/{name}/stats": json.dumps(RECORD).encode() for name in names}


@pytest.mark.parametrize(
    ("args", "out"),
    [
        (["--format", FORMAT], f"{SHOWN}\n"),
        (["--format", "{{.Container}} {{.Name}} {{.ID}}"], f"web web {ID[:12]}\n"),
        (["--no-trunc", "--format", "{{.ID}}"], f"{ID}\n"),
        (
            [],
            (
                "CONTAINER ID   NAME      CPU %     MEM USAGE / LIMIT   MEM %     NET I/O   BLOCK I/O   PIDS\n"
                "0123456789ab   web       60.00%    2MiB / 1GiB         0.20%     0B / 0B   0B / 0B     4\n"
            ),
        ),
    ],
)
def test_once(minidocker: Minidocker, args: list[str], out: str) -> None:
    minidocker.answers = answers("web")
    assert minidocker("stats", "--no-stream", *args, "web") == (0, out, "")
    assert minidocker.asked == ["GET /containers/web/stats?stream=0"]


def test_a_name_that_is_given_twice_is_shown_once(minidocker: Minidocker) -> None:
    minidocker.answers = answers("web")
    assert minidocker("stats", "--no-stream", "--format", "{{.Name}}", "web", "web").out == "web\n"


def test_all_that_run_in_the_order_of_the_list(minidocker: Minidocker) -> None:
    ids = ("b" * 64, "a" * 64)
    minidocker.answers = {
        "GET /events": b"",
        "GET /containers/json": [{"Id": each} for each in ids],
        **answers("a" * 12, "b" * 12),
    }
    shown = minidocker("stats", "--no-stream", "--format", "{{.Container}}")
    assert shown.out == f"{'b' * 12}\n{'a' * 12}\n"
    assert minidocker.asked[0] == 'GET /events?filters={"type":{"container":true}}'


@pytest.mark.parametrize("stream", [[], ["--no-stream"]])
def test_a_container_that_is_not_there_ends_it(minidocker: Minidocker, stream: list[str]) -> None:
    minidocker.answers = answers("web")
    err = "Error response from daemon: No such container: no\n"
    assert minidocker("stats", *stream, "web", "no") == (1, "", err)


def test_without_news_nothing_is_known() -> None:
    assert usage_formatter().layout(FORMAT).render([Row("web")]) == "-- -- / -- -- -- -- --\n"


def test_the_screen() -> None:
    row = Row("web")
    row.take(Stats(RECORD))
    assert screen(usage_formatter().layout("table {{.Name}}"), [row]) == (
        "\033[HNAME\nweb\n\033[HNAME \033[K\nweb \033[K\n \033[K\n\033[J"
    )
