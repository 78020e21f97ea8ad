from ipaddress import IPv4Network

import pytest

from tests.engines.errors import EngineSetupError
from tests.engines.network import free_pool, owned_rules

LISTING = """\
-P FORWARD ACCEPT
-A FORWARD -s 10.210.0.0/16 -m comment --comment ec00000001 -j ACCEPT
-A FORWARD -s 10.211.0.0/16 -m comment --comment ec00000002 -j ACCEPT
-A FORWARD -i docker0 -m comment --comment "about ec00000001" -j ACCEPT
-A FORWARD -j DOCKER-USER
"""


@pytest.mark.parametrize(
    ("taken", "expected"),
    [
        ([], "10.210.0.0/16"),
        (["10.210.7.0/24"], "10.211.0.0/16"),
        (["10.210.0.1", "10.208.0.0/14", "192.168.0.0/16"], "10.212.0.0/16"),
        (["fd00::/64"], "10.210.0.0/16"),
    ],
)
def test_the_pool_overlaps_nothing(taken: list[str], expected: str) -> None:
    assert free_pool(taken) == IPv4Network(expected)


def test_no_free_pool_is_said() -> None:
    with pytest.raises(EngineSetupError, match="no free network"):
        free_pool(["10.0.0.0/8"])


def test_only_the_owners_rules_are_deleted() -> None:
    rule = [
        "-D",
        "FORWARD",
        "-s",
        "10.210.0.0/16",
        "-m",
        "comment",
        "--comment",
        "ec00000001",
        "-j",
        "ACCEPT",
    ]
    assert owned_rules(LISTING, "ec00000001") == [rule]
