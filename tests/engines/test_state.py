from pathlib import Path

import pytest

from tests.engines.errors import EngineSetupError
from tests.engines.processes import Process
from tests.engines.state import Record, State, default


def test_a_record_is_read_as_it_was_written(tmp_path: Path) -> None:
    state, record = State(tmp_path), Record({"dockerd": Process(7, 1234)}, "0")
    state.write(record)
    assert state.read() == record


def test_a_directory_left_empty_is_removed(tmp_path: Path) -> None:
    state = State(tmp_path / "engine")
    with state.locked():
        assert state.directory.stat().st_mode & 0o777 == 0o700
    assert not state.directory.exists()


def test_a_directory_in_use_stays(tmp_path: Path) -> None:
    state = State(tmp_path / "engine")
    with state.locked():
        state.write(Record({}, "1"))
    assert state.read() == Record({}, "1")


def test_a_directory_with_other_files_is_refused(tmp_path: Path) -> None:
    (tmp_path / "thesis.tex").touch()
    with pytest.raises(EngineSetupError, match="other files"), State(tmp_path).locked():
        pass


def test_a_directory_that_others_can_write_is_refused(tmp_path: Path) -> None:
    tmp_path.chmod(0o777)
    with pytest.raises(EngineSetupError, match="somebody else"), State(tmp_path).locked():
        pass


def test_a_directory_too_deep_for_sockets_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EngineSetupError, match="too long"), State(tmp_path / ("d" * 100)).locked():
        pass


def test_the_environment_names_the_directory(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("ENGINECLIENT_TEST_STATE", str(tmp_path))
    assert default() == State(tmp_path)
