"""A program's settings make the fields that docker's flags of the same names make."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from engineclient.options.create import RunFlags, container_create
from engineclient.options.settings import settings
from engineclient.options.values.flag import OptionError, declared

FLAG_OF = {
    "ports": "publish",
    "volumes": "volume",
    "labels": "label",
    "network": "network",
    "memory": "memory",
    "restart": "restart",
    "user": "user",
    "workdir": "workdir",
}
# a setting, and the values of the flag that say the same
SAME = [
    ({"ports": ["8080:80", "127.0.0.1::53/udp", "9000-9001:9000-9001"]}, None),
    ({"ports": {80: 8080, "53/udp": "127.0.0.1:5353", 443: None}}, ["8080:80", "127.0.0.1:5353:53/udp", "443"]),
    ({"ports": [80]}, ["80"]),
    ({"volumes": ["data:/data", "./conf:/etc/conf:ro", "/cache"]}, None),
    ({"volumes": {"data": "/data", Path("conf"): "/conf", Path("/srv"): "/srv:ro"}},
     ["data:/data", "./conf:/conf", "/srv:/srv:ro"]),
    ({"labels": ["tier=web", "flag"]}, None),
    ({"labels": {"tier": "web", "empty": ""}}, ["tier=web", "empty="]),
    ({"network": "shop"}, ["shop"]),
    ({"network": "name=shop,alias=db"}, ["name=shop,alias=db"]),
    ({"network": "host"}, ["host"]),
    ({"memory": "64m"}, None),
    ({"memory": 1 << 26}, "64m"),
    ({"restart": "on-failure:3"}, None),
    ({"restart": "unless-stopped"}, None),
    ({"user": 1000}, "1000"),
    ({"user": "1000:1000"}, None),
    ({"workdir": "/srv"}, None),
]  # fmt: skip


def of_flag(name: str, values: Any) -> dict[str, Any]:
    """The body that docker's flag makes."""
    flags = RunFlags()
    syntax = declared(flags)[name].syntax or str
    value = [syntax(each) for each in values] if isinstance(values, list) else syntax(values)
    setattr(flags, name, value)
    made = container_create(
        flags,
        "busybox",
        api_version="1.51",
        environ={},
        read_file=lambda path: Path(path).read_bytes(),
        directory="/here",
    )
    return made.body


@pytest.mark.parametrize(("given", "values"), SAME, ids=[str(given) for given, _ in SAME])
def test_a_setting_is_what_the_flag_is(given: dict[str, Any], values: Any) -> None:
    [(name, value)] = given.items()
    made = settings(**given, directory="/here")
    of_docker = of_flag(FLAG_OF[name], value if values is None else values)
    host = made.pop("HostConfig", {})
    assert made or host
    assert made == {field: of_docker[field] for field in made}
    assert host == {field: of_docker["HostConfig"][field] for field in host}


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"ports": ["80:80:80:80"]}, "invalid IP address: 80:80"),
        ({"ports": {"x": 80}}, "invalid containerPort: x"),
        ({"volumes": ["vol:/b:ro:dd"]}, "too many colons"),
        ({"labels": ["a b=c"]}, "contains whitespaces"),
        ({"memory": "5x"}, "invalid argument \"5x\" for memory: invalid suffix: 'x'"),
        ({"restart": ":3"}, "no policy provided before colon"),
        ({"restart": "always", "remove": True}, "cannot specify both restart and remove"),
    ],
    ids=str,
)
def test_what_is_malformed_is_refused_in_dockers_words(given: dict[str, Any], said: str) -> None:
    with pytest.raises(OptionError) as error:
        settings(**given)
    assert said in str(error.value)


def test_what_is_not_given_sets_nothing() -> None:
    assert settings() == {}
