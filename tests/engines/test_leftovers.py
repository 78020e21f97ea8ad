from pathlib import Path

from tests.engines.leftovers import mounts_below

MOUNTINFO = """\
22 1 254:0 / / rw - ext4 /dev/vda rw
30 22 0:40 / /tmp/engine/data/overlay2/1/merged rw - overlay overlay rw
31 22 0:41 / /tmp/engine-other/data rw - overlay overlay rw
32 30 0:42 / /tmp/engine/data/overlay2/1/merged/inner\\040one rw - tmpfs tmpfs rw
"""


def test_mounts_are_found_innermost_first() -> None:
    outer = "/tmp/engine/data/overlay2/1/merged"
    assert mounts_below(Path("/tmp/engine"), MOUNTINFO) == [f"{outer}/inner one", outer]
