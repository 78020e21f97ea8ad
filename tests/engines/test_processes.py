import os
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from tests.engines.errors import EngineSetupError
from tests.engines.processes import Process, alive, parse_start_time, start_time, wait_until

STAT = "42 ({name}) {state} 1 42 42 0 -1 4194560 1 0 0 0 0 0 0 0 20 0 1 0 {started} 2818048 400"


def this_process() -> Process:
    started = start_time(os.getpid())
    assert started is not None
    return Process(os.getpid(), started)


@pytest.mark.parametrize(
    ("name", "state", "expected"),
    [
        ("dockerd", "S", 123456),
        ("a name", "R", 123456),
        ("with) S 7 (brackets", "S", 123456),
        ("zombie", "Z", None),
        ("dead", "X", None),
    ],
)
def test_start_time_is_read_behind_the_name(name: str, state: str, expected: int | None) -> None:
    assert parse_start_time(STAT.format(name=name, state=state, started=123456)) == expected


def test_a_process_is_known_by_pid_and_start_time() -> None:
    assert alive(this_process())


def test_another_process_with_the_same_pid_is_not_taken_for_it() -> None:
    ours = this_process()
    assert not alive(replace(ours, started=ours.started - 1))


def test_a_process_that_has_ended_is_not_alive_though_nobody_reaped_it() -> None:
    with subprocess.Popen(["cat"], stdin=subprocess.PIPE) as child:
        process = Process(child.pid, start_time(child.pid) or 0)
        child.kill()
        os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)
        assert not alive(process)


def test_waiting_for_a_daemon_that_has_ended_quotes_its_log(tmp_path: Path) -> None:
    log = tmp_path / "daemon.log"
    log.write_text("".join(f"line {number}\n" for number in range(100)))
    with pytest.raises(EngineSetupError, match=r"line 98\nline 99$") as failure:
        wait_until(lambda: False, replace(this_process(), started=0), log)
    assert "line 50\n" not in str(failure.value)
