"""Masks hide what differs in every run, and nothing else."""

from __future__ import annotations

import pytest

from tests.differential.normal import Masks, tables_read

ONE = "a1" * 32
TWO = "b2" * 32


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        (f"{ONE}\n", "<id 1>\n"),
        (f"{ONE} {TWO} {ONE}", "<id 1> <id 2> <id 1>"),
        (f"{ONE} {ONE[:12]}", "<id 1> <id 1 short>"),
        (f"{ONE[:12]} sha256:{ONE}", "<id 1 short> sha256:<id 1>"),
        ("2026-11-24T13:34:14.123456789Z", "<date>T<time>Z"),
        ("2026-11-24T13:34:14+01:00", "<date>T<time>+01:00"),
        ("2026-11-24 13:34:14 +0000 UTC", "<date> <time> +0000 UTC"),
        ("1795527254.123456789 1795527254", "<seconds> <seconds>"),
        ("1795527254123456789", "<nanoseconds>"),
        ("Up 5 seconds", "Up <age>"),
        ("Up About a minute (healthy)", "Up <age> (healthy)"),
        ("Exited (0) Less than a second ago", "Exited (0) <age> ago"),
        ("10.212.3.4/24 172.17.0.1", "<address>/24 <address>"),
        ("02:42:0a:d4:00:02", "<mac>"),
        (
            "0.0.0.0:32768->80/tcp [::]:49153-\\u003e80/tcp",
            "0.0.0.0:<port>->80/tcp [::]:<port>-\\u003e80/tcp",
        ),
        (
            f"""time="2026-11-24T13:34:14Z" level=error msg="Can't add file f to tar: closed pipe"\n{ONE}\n""",
            "<id 1>\n",
        ),
        ("virtual 2.02MB", "virtual <n>MB"),
        ("minidocker: 'minidocker rm'", "docker: 'docker rm'"),
        ("/tmp/a/b/file /tmp/a", "<here>/file <root>"),
    ],
)
def test_masked(text: str, masked: str) -> None:
    assert Masks({"/tmp/a": "<root>", "/tmp/a/b": "<here>"})(text) == masked


@pytest.mark.parametrize(
    "text",
    [
        f"{ONE}a",  # 65 digits
        ONE[:11],
        f"x{ONE[:12]}",
        "2020-01-02T03:04:05Z",  # of a script
        "2100-01-01T00:00:00Z",
        "5 seconds",
        "1500000000",
        "0.0.0.0:8080->80/tcp",
        "port 49153",
        "8.8.8.8 10.77.1.1",
        "683kB 12B 0B",
        "Exited (137)",
        'time="2020-11-24T13:34:14Z" level=error msg="Anything else"\n',
    ],
)
def test_left_as_it_is(text: str) -> None:
    assert Masks({})(text) == text


@pytest.mark.parametrize(
    ("docker", "minidocker"),
    [
        (ONE, ONE[:12]),
        (f"{ONE} {ONE}", f"{ONE} {TWO}"),
        (f"sha256:{ONE}", ONE),
        ("2026-11-24T13:34:14Z", "2026-11-24 13:34:14 +0000 UTC"),
        ("2026-11-24T13:34:14Z", "2026-11-24T13:34:14+00:00"),
        ("Up 5 seconds", "5 seconds ago"),
        ("2.02MB", "2.02MiB"),
        ("Error: No such container\n", "Error: No such container"),
        (f"{ONE} a", f"{ONE}  a"),
        ("minidocker", "Docker"),
    ],
)
def test_real_differences_stay(docker: str, minidocker: str) -> None:
    assert Masks({})(docker) != Masks({})(minidocker)


WIDE = """\
CONTAINER ID   IMAGE     CREATED          NAMES
a1a1a1a1a1a1   busybox   12 minutes ago   web

"""


def test_a_table_that_is_laid_out_as_docker_does_it_is_read_as_cells() -> None:
    assert tables_read(WIDE) == (
        "CONTAINER ID | IMAGE | CREATED | NAMES\na1a1a1a1a1a1 | busybox | 12 minutes ago | web\n\n"
    )


def test_how_wide_a_time_is_does_not_show() -> None:
    narrow = WIDE.replace("12 minutes ago   ", "2 minutes ago   ").replace(
        "CREATED          ", "CREATED         "
    )
    assert narrow != WIDE
    assert Masks({})(narrow) == Masks({})(WIDE)


@pytest.mark.parametrize(
    "wrong",
    [
        WIDE.replace("IMAGE     ", "IMAGE    "),  # the header has moved
        WIDE.replace("busybox   ", "busybox    "),  # a row has moved
        # A column too wide
        WIDE.replace("CREATED          ", "CREATED            ").replace("ago   ", "ago     "),
        WIDE.replace("a1a1a1a1a1a1 ", ONE + " "),  # a long id under a narrow header
        WIDE.replace("web", "web "),  # the last cell is padded
        WIDE.replace("ID   IMAGE", "ID  IMAGE").replace("a1   b", "a1  b"),
    ],
)
def test_a_table_that_is_laid_out_in_another_way_differs(wrong: str) -> None:
    assert wrong != WIDE
    assert Masks({})(wrong) != Masks({})(WIDE)


def test_a_table_ends_where_its_columns_end() -> None:
    table = "NAME      DRIVER    SCOPE\nhost      host      local\n"
    assert tables_read(f"{table}removed\n{table}") == (
        "NAME | DRIVER | SCOPE\nhost | host | local\nremoved\nNAME | DRIVER | SCOPE\nhost | host | local\n"
    )


def test_an_empty_last_cell_is_a_cell() -> None:
    assert tables_read("NAME      PORTS\nweb       \n") == "NAME | PORTS\nweb | \n"
    assert tables_read("NAME      PORTS\nweb\n") == "NAME | PORTS\nweb\n"
