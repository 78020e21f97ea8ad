from __future__ import annotations

import pytest

from engineclient.compose import ComposeError
from engineclient.compose.selection import (
    conditions,
    dependencies,
    dependents,
    of_services,
    one_of_service,
    predecessors,
    restarting,
)
from engineclient.compose.state import Container

P = "com.docker.compose."


def container(service: str, number: int = 1, depends: str = "", *, one_off: bool = False) -> Container:
    labels = {f"{P}service": service, f"{P}container-number": str(number), f"{P}depends_on": depends}
    labels[f"{P}oneoff"] = str(one_off)
    return Container({"Id": f"{service}{number}", "Names": [f"/p-{service}-{number}"], "Labels": labels})


DB, WEB2, WEB1 = container("db"), container("web", 2, "db:service_healthy:true"), container("web", 1, "db")
ONE_OFF = container("web", 0, one_off=True)
ALL = [WEB2, ONE_OFF, DB, WEB1]


@pytest.mark.parametrize(
    ("services", "one_off", "names"),
    [
        ((), False, ["p-db-1", "p-web-1", "p-web-2"]),
        (("web",), False, ["p-web-1", "p-web-2"]),
        (("web",), True, ["p-web-1", "p-web-2", "p-web-0"]),
        (("nosuch",), False, []),
    ],
)
def test_of_services(services: tuple[str, ...], one_off: bool, names: list[str]) -> None:
    assert [each.name for each in of_services(ALL, services, one_off=one_off)] == names


def test_one_of_service() -> None:
    assert one_of_service(ALL, "web") is WEB1
    assert one_of_service(ALL, "web", 2) is WEB2
    assert one_of_service([ONE_OFF, WEB2], "web") is WEB2
    assert one_of_service([ONE_OFF, DB], "web") is ONE_OFF
    with pytest.raises(ComposeError, match=r'^service "web" is not running$'):
        one_of_service([ONE_OFF, DB], "web", one_off=False)
    with pytest.raises(ComposeError, match=r'^service "job" is not running$'):
        one_of_service(ALL, "job")
    with pytest.raises(ComposeError, match=r'^service "web" is not running container #3$'):
        one_of_service(ALL, "web", 3)


def test_labels_say_what_depends_on_what() -> None:
    assert conditions(WEB2) == {"db": "service_healthy"}
    assert conditions(WEB1) == {"db": "service_started"}
    assert conditions(DB) == {}
    assert dependencies(None, [DB, WEB2]) == {"db": [], "web": ["db"]}


def test_what_is_restarted_with_others() -> None:
    assert restarting(None, [DB, WEB1]) == {"db": {}, "web": {}}
    assert restarting(None, [DB, WEB2]) == {"db": {}, "web": {"db": "service_healthy"}}


def test_dependents_of_dependents() -> None:
    depends = {"a": ["b"], "b": ["c"], "c": [], "d": []}
    assert dependents(["c"], depends) == ["c", "b", "a"]
    assert dependents(["a", "d"], depends) == ["a", "d"]


def test_predecessors() -> None:
    depends = {"web": ["db"]}
    assert predecessors([DB, WEB1, WEB2], depends) == [[], [0], [0]]
    assert predecessors([DB, WEB1, WEB2], depends, reverse=True) == [[1, 2], [], []]
