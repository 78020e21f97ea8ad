import stat
import struct
import subprocess
from pathlib import Path

import pytest

from tests.engines.elf import printer
from tests.engines.packages import architecture

TEXT = b"a line\n" * 100


def test_the_program_prints_its_text_and_ends_well(tmp_path: Path) -> None:
    program = tmp_path / "program"
    program.write_bytes(printer(TEXT, architecture()))
    program.chmod(stat.S_IRWXU)
    done = subprocess.run([program], capture_output=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, TEXT, b"")


@pytest.mark.parametrize(("name", "machine"), [("amd64", 62), ("arm64", 183)])
def test_the_header_names_the_machine(name: str, machine: int) -> None:
    assert struct.unpack_from("<HH", printer(TEXT, name), 16) == (2, machine)
