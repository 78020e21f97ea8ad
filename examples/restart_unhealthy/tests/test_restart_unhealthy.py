import shutil
import subprocess

import pytest
from restart_unhealthy import main, restart_unhealthy

from engineclient import Engine

pytestmark = pytest.mark.usefixtures("containers")


@pytest.mark.engine_recording("two-of-three")
def test_those_are_restarted_whose_check_fails(
    engine_replay: object, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main() == 0
    assert capsys.readouterr().out == "queue: restarted\ncache: restarted\n"


@pytest.mark.engine_recording("two-of-three", status={3: 500})
def test_a_refusal_does_not_keep_it_from_the_next(engine_replay: object) -> None:
    with Engine() as engine:
        (first, refusal), second = restart_unhealthy(engine)
    assert (first, second) == ("queue", ("cache", ""))
    assert refusal


@pytest.mark.engine_recording("docker-ps")
@pytest.mark.skipif(shutil.which("docker") is None, reason="needs the docker command")
def test_the_docker_command_sees_them(engine_replay: object) -> None:
    command = ["docker", "ps", "--filter", "health=unhealthy", "--format", "{{.Names}}"]
    assert subprocess.run(command, check=True, capture_output=True, text=True).stdout == "queue\ncache\n"
