"""Each rule by which something that differs from run to run gets a name."""

from __future__ import annotations

import re
from typing import Any

import pytest

from engineclient.recording.canonical import Canon, Values
from engineclient.recording.kinds import is_wildcard, kind_of_field
from engineclient.recording.survey import generated_names, id_kinds

A, B, C = "a" * 64, "b" * 64, "c" * 64
CREATE: dict[str, Any] = {"x": 1, "ask": "POST /containers/create", "json": {"Image": "busybox"}}
CREATED: dict[str, Any] = {"x": 1, "answer": 201, "json": {"Id": A}}


def named(*lines: dict[str, Any], home: str = "", unordered: bool = False) -> list[dict[str, Any]]:
    canon = Canon(list(lines), home=home, unordered=unordered)
    return [canon.line(line) for line in lines]


def answer(json: Any, ask: str = "GET /containers/x/json") -> Any:
    """What an answer to `ask` with the body `json` becomes."""
    return named({"x": 9, "ask": ask}, {"x": 9, "answer": 200, "json": json})[1]["json"]


@pytest.mark.parametrize(
    ("text", "becomes"),
    [
        (A, "{c1}"),
        (A[:12], "{c1.short}"),
        (f"/var/x/{A}/y", "/var/x/{c1}/y"),
        (f"sha256:{A}", f"sha256:{A}"),
        ("2026-11-24T08:53:16.123456789Z", "{t1}"),
        ("2026-11-24T08:53:16+01:00 line", "{t1} line"),
        ("0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z"),
        ("02:42:ac:11:00:02", "{mac1}"),
        (
            "read udp 127.0.0.1:37841->127.0.0.1:53: refused",
            "read udp 127.0.0.1:{port1}->127.0.0.1:53: refused",
        ),
        ("netns-9f0c1d2e-0001-4abc-8def-0123456789ab", "netns-{uuid1}"),
        ("{c1} is no id", "{=c1} is no id"),
        ("{{.Names}}", "{{.Names}}"),
        ("bbbbbbbbbbbb", "bbbbbbbbbbbb"),
    ],
)
def test_texts(text: str, becomes: str) -> None:
    # A digest anywhere shows that the same digits are content, so the digest has lines without the id.
    before = [] if text.startswith("sha256:") else [CREATE, CREATED]
    assert named(*before, {"x": 2, "stdout": text})[-1]["stdout"] == becomes


@pytest.mark.parametrize(
    ("field", "value", "becomes"),
    [
        ("Pid", 4711, "{#pid1}"),
        ("Pid", 0, 0),
        ("PublicPort", 32771, "{#port1}"),
        ("PublicPort", 8080, 8080),
        ("HostPort", "49153", "{port1}"),
        ("HostPort", "8080", "8080"),
        ("IPAddress", "172.17.0.5", "{ip1}"),
        ("IPAddress", "", ""),
        ("NetworkID", B, "{net1}"),
        ("EndpointID", B, "{ep1}"),
        ("Name", "/quirky_turing", "/{name1}"),
        ("Name", "/web", "/web"),
        ("LogPath", f"/elsewhere/data/containers/{B}/x", "{root}/containers/{id1}/x"),
        ("SandboxKey", "/elsewhere/run/netns/8f0000000000", "{run}/netns/8f0000000000"),
        ("timeNano", 1732438396123456789, "{#nano1}"),
        ("Size", 1732438396, 1732438396),
    ],
)
def test_fields(field: str, value: Any, becomes: Any) -> None:
    assert answer({field: value})[field] == becomes


@pytest.mark.parametrize(
    ("since", "becomes"),
    [("1732438396", "{when1}"), ("1732438396.25", "{when1}"), ("0", "0"), ("0.0", "0.0"), ("42m", "42m")],
)
def test_moments_of_a_query(since: str, becomes: str) -> None:
    asked: dict[str, Any] = {"x": 1, "ask": "GET /events", "query": {"since": since}}
    assert named(asked)[0]["query"] == {"since": becomes}


@pytest.mark.parametrize(
    ("status", "becomes"),
    [
        ("Up 2 seconds", "Up {age1}"),
        ("Up 2 hours (healthy)", "Up {age1} (healthy)"),
        ("Exited (0) Less than a second ago", "Exited (0) {age1} ago"),
        ("Created", "Created"),
    ],
)
def test_ages(status: str, becomes: str) -> None:
    assert answer([{"Status": status}], "GET /containers/json")[0]["Status"] == becomes


@pytest.mark.parametrize(
    ("field", "value", "ask", "kind"),
    [
        ("Created", 1732438396, "GET /containers/json", "unix"),
        ("Created", 1732438396, "GET /images/json", ""),
        ("time", 1732438396, "GET /events", "unix"),
        ("NCPU", 8, "GET /info", "count"),
        ("NCPU", 8, "GET /containers/x/json", ""),
    ],
)
def test_number_kind(field: str, value: int, ask: str, kind: str) -> None:
    found = kind_of_field(field, value, ask)
    assert (found.name if found else "") == kind


def test_a_hash_of_compose_is_no_id() -> None:
    labels = {"com.docker.compose.config-hash": A, "other": B}
    assert id_kinds([{"x": 1, "answer": 200, "json": [{"Labels": labels}]}]) == {B: "id"}


def test_id_kinds() -> None:
    lines: list[dict[str, Any]] = [
        CREATE,
        CREATED,
        {"x": 2, "ask": f"POST /containers/{A}/exec"},
        {"x": 2, "answer": 201, "json": {"Id": B}},
        {"x": 3, "ask": "POST /networks/create"},
        {"x": 3, "answer": 201, "json": {"Id": C}},
    ]
    assert id_kinds(lines) == {A: "c", B: "exec", C: "net"}


def test_a_name_that_the_client_said_is_no_made_up_one() -> None:
    given = {"x": 1, "ask": "POST /containers/create", "query": {"name": "my_app"}}
    listed = {"x": 2, "answer": 200, "json": [{"Names": ["/my_app", "/quirky_turing"]}]}
    assert generated_names([given, listed]) == ["quirky_turing"]


def test_home_is_hidden() -> None:
    line = {"x": 1, "ask": "POST /containers/create", "json": {"HostConfig": {"Binds": ["/home/ada/w:/w"]}}}
    assert named(line, home="/home/ada")[0]["json"] == {"HostConfig": {"Binds": ["{home}/w:/w"]}}


@pytest.mark.parametrize(
    "text",
    [
        "{c1}",
        "{c1.short}",
        "{=c1}",
        "{t1}",
        "x{name1}y",
        "{#pid1}",
        "{port1}",
        "{ip1}",
        "{mac1}",
        "{nonsense}",
        "{}",
    ],
)
def test_values_are_the_same_each_time(text: str) -> None:
    values = Values()
    assert values.fill({"a": text})["a"] == values.fill([text])[0]


def test_values_look_real() -> None:
    values = Values(home="/home/eve")
    full, short, pid, home, escaped = values.fill(["{c1}", "{c1.short}", "{#pid1}", "{home}/x", "{=c1}"])
    assert len(full) == 64
    assert full.startswith(short)
    assert len(short) == 12
    assert isinstance(pid, int)
    assert (home, escaped) == ("/home/eve/x", "{c1}")


@pytest.mark.parametrize(
    ("name", "kept", "value"),
    [
        ("t1", "2026-11-24T08:00:00.5Z", "2026-11-24T08:01:00.5Z"),
        ("t1", "2026-11-24T08:00:00+01:00", "2026-11-24T07:01:00Z"),
        ("unix1", 1000, "1060"),
        ("nano1", "1000", "60000001000"),
        ("age1", "2 seconds", "2 seconds"),
        ("c1", A, A),
    ],
)
def test_kept_times_move(name: str, kept: Any, value: str) -> None:
    assert Values(kept={name: kept}, shift=60)[name] == value


@pytest.mark.parametrize(
    ("name", "wild"), [("secret1", True), ("when2", True), ("c1", False), ("home", False)]
)
def test_is_wildcard(name: str, wild: bool) -> None:
    assert is_wildcard(name) is wild


STATS = "GET /containers/web/stats"


@pytest.mark.parametrize(
    ("ask", "json", "becomes"),
    [
        (STATS, {"cpu": {"usage": 7, "online": 2}}, {"cpu": {"usage": "{#stat1}", "online": "{#stat2}"}}),
        (STATS, {"cpu": 0.25, "on": True}, {"cpu": "{#stat1}", "on": True}),
        ("GET /info", {"Name": "box", "ID": "X", "NCPU": 2}, {"Name": "{hostname}", "ID": "{hostid}", "NCPU": "{#count1}"}),
        ("GET /version", {"Details": {"KernelVersion": "6.18"}}, {"Details": {"KernelVersion": "{kernel}"}}),
        ("GET /info", {"RuncCommit": {"ID": "v1.1.5"}}, {"RuncCommit": {"ID": "v1.1.5"}}),
        ("GET /info", {"Mirrors": ["http://127.0.0.1:4/"]}, {"Mirrors": ["{mirror1}"]}),
        ("GET /info", {"Uptime": "5h", "SwapFree": 1}, {"Uptime": "{uptime1}", "SwapFree": "{#count1}"}),
        ("GET /x", {"Subnet": "10.2.0.0/16", "Gateway": "10.2.0.1"}, {"Subnet": "{ip1}/16", "Gateway": "{ip2}"}),
    ],
)  # fmt: skip
def test_facts_of_the_machine(ask: str, json: Any, becomes: Any) -> None:
    assert answer(json, ask) == becomes


def test_an_address_that_the_client_said_stays() -> None:
    asked = {"x": 1, "ask": "POST /networks/create", "json": {"Subnet": "10.2.0.0/16"}}
    told = {"x": 1, "answer": 201, "json": {"Subnet": "10.2.0.0/16"}}
    assert named(asked, told) == [asked, told]


def test_a_reference_of_the_engine_has_a_name_each_time() -> None:
    line = {"x": 1, "answer": 200, "headers": {"x-reference-id": "0xc000"}}
    assert [one["headers"]["x-reference-id"] for one in named(line, line)] == ["{reference1}", "{reference2}"]


@pytest.mark.parametrize(("unordered", "env"), [(True, ["A", "B"]), (False, ["B", "A"])])
def test_podman_lists_variables_in_an_order_of_chance(unordered: bool, env: list[str]) -> None:
    asked, told = (
        {"x": 1, "ask": "GET /x", "json": {"Env": ["B", "A"]}},
        {"x": 1, "answer": 200, "json": {"Env": ["B", "A"]}},
    )
    became = named(asked, told, unordered=unordered)
    assert [line["json"]["Env"] for line in became] == [["B", "A"], env]


NODE, SERVICE, TASK = "ul55rbveqdffevm71guq2nnvn", "1saohsd5c8vu5zyrcoi9apy5y", "ckt2ard108zf1nqkx9sj1bysh"
INIT: dict[str, Any] = {"x": 1, "ask": "POST /swarm/init"}
INITED: dict[str, Any] = {"x": 1, "answer": 200, "json": NODE}


def test_ids_of_a_swarm() -> None:
    lines = named(
        INIT,
        INITED,
        {"x": 2, "ask": f"GET /nodes/{NODE}"},
        {"x": 2, "answer": 200, "json": {"ID": NODE, "Version": {"Index": 9}, "Description": {"Hostname": "box"}}},
        {"x": 3, "ask": "POST /services/create"},
        {"x": 3, "answer": 201, "json": {"ID": SERVICE}},
        {"x": 4, "ask": f"POST /services/{SERVICE[:12]}/update", "query": {"version": "9"}},
        {"x": 5, "ask": "GET /tasks"},
        {"x": 5, "answer": 200, "json": [{"ID": TASK, "ServiceID": SERVICE, "NodeID": NODE}]},
        {"x": 5, "stdout": f"web.1.{TASK}"},
    )  # fmt: skip
    assert [line.get("ask") or line.get("json") or line["stdout"] for line in lines] == [
        "POST /swarm/init",
        "{node1}",
        "GET /nodes/{node1}",
        {"ID": "{node1}", "Version": {"Index": "{#index1}"}, "Description": {"Hostname": "{hostname}"}},
        "POST /services/create",
        {"ID": "{service1}"},
        "POST /services/{service1.short}/update",
        "GET /tasks",
        [{"ID": "{task1}", "ServiceID": "{service1}", "NodeID": "{node1}"}],
        "web.1.{task1}",
    ]
    assert lines[6]["query"] == {"version": "{index1}"}


def test_nodes_of_a_cluster_keep_their_order_and_are_told_apart() -> None:
    nodes = [{"Description": {"Hostname": name}} for name in ("west10", "west9", "typed")]
    lines = named(
        {"x": 1, "ask": "GET /nodes"},
        {"x": 1, "answer": 200, "json": nodes},
        {"x": 2, "ask": "GET /info"},
        {"x": 2, "answer": 200, "json": {"Name": "west9"}},
        {"x": 3, "ask": "GET /nodes/typed"},
        {"x": 3, "stdout": "west9 west10 typed"},
    )
    assert [line["json"] for line in lines if "json" in line] == [
        [{"Description": {"Hostname": name}} for name in ("{nodename3}", "{nodename2}", "typed")],
        {"Name": "{nodename2}"},
    ]
    assert lines[-1]["stdout"] == "{nodename2} {nodename3} typed"
    assert [Values()[f"nodename{number}"] for number in (2, 3)] == ["recorded-host-2", "recorded-host-3"]


def test_a_name_of_25_letters_is_no_id() -> None:
    asked = {"x": 1, "ask": "GET /services/" + "a" * 25}
    told = {"x": 1, "answer": 200, "json": {"Spec": {"Name": "a" * 25}}}
    assert named(asked, told) == [asked, told]


@pytest.mark.parametrize("name", ["node1", "service1", "task1", "sec1", "config1", "overlay1", "swarm1"])
def test_ids_of_a_swarm_have_25_digits(name: str) -> None:
    assert re.fullmatch("[0-9a-z]{25}", Values()[name])
