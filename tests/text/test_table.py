import pytest

from engineclient.text.table import align, display_width, ellipsis

DOCKER_PS = """\
CONTAINER ID\tIMAGE\tSTATUS\tPORTS\tNAMES
0123456789ab\tnginx:alpine\tUp 2 minutes\t0.0.0.0:8080->80/tcp\tweb
ffffffffffff\t日本語:1\tExited (0) é\t\t日本語コンテナ
"""
DOCKER_PS_ALIGNED = """\
CONTAINER ID   IMAGE          STATUS         PORTS                  NAMES
0123456789ab   nginx:alpine   Up 2 minutes   0.0.0.0:8080->80/tcp   web
ffffffffffff   日本語:1       Exited (0) é                          日本語コンテナ
"""


@pytest.mark.parametrize(
    ("text", "aligned"),
    [
        pytest.param(DOCKER_PS, DOCKER_PS_ALIGNED, id="docker ps"),
        pytest.param("", "", id="nothing"),
        pytest.param("\n", "\n", id="an empty line"),
        pytest.param("a\tb", "a         b", id="minimum width"),
        pytest.param("1234567\tb", "1234567   b", id="exactly the minimum"),
        pytest.param("12345678\tb", "12345678   b", id="beyond the minimum"),
        pytest.param("a\t\n", "a         \n", id="a cell that a tab ends is padded though nothing follows"),
        pytest.param("\tb\n", "          b\n", id="an empty cell"),
        pytest.param(
            "a\tb\na much longer cell\tb\n",
            "a                    b\na much longer cell   b\n",
            id="common width",
        ),
        pytest.param(
            "a\tb\nno cells here\na much longer cell\tb\n",
            "a         b\nno cells here\na much longer cell   b\n",
            id="a line without the column ends it",
        ),
        pytest.param(
            "a\tb\tc\nlonger than ten\td\nx\tlonger than ten\ty\n",
            "a                 b         c\nlonger than ten   d\nx                 longer than ten   y\n",
            id="only the missing column ends",
        ),
    ],
)
def test_align_lines_up(text: str, aligned: str) -> None:
    assert align(text) == aligned


@pytest.mark.parametrize(
    ("text", "aligned"),
    [
        ("Name:\tf\nRef:\tx\n", "Name:\tf\nRef:\tx\n"),
        ("Extra Hosts:\tx\nImage Resolve Mode:\ty\n", "Extra Hosts:\t\tx\nImage Resolve Mode:\ty\n"),
        ("1234567\tx\n12345678\ty\n", "1234567\t\tx\n12345678\ty\n"),
        ("日本日本日本日\tx\n", "日本日本日本日\tx\n"),
        ("a\t\tb\n", "a\t\tb\n"),
    ],
)
def test_align_with_tabs(text: str, aligned: str) -> None:
    assert align(text, min_width=1, padding=1, tab_width=8) == aligned


def test_align_takes_another_minimum_width() -> None:
    assert align("UID\tPID\nroot\t1\n", min_width=20) == "UID                 PID\nroot                1\n"


@pytest.mark.parametrize(
    ("text", "width"),
    [
        ("abc", 3),
        ("", 0),
        ("é", 1),
        ("e\u0301", 1),
        ("日", 2),
        ("Ａ", 2),
        ("ｱ", 1),
        ("각", 2),
        ("…", 1),
        ("─", 1),
        ("①", 1),
        ("│ →", 3),
        ("😀", 2),
        ("👍🏽", 2),
        ("👨\u200d👩\u200d👧", 2),
        ("☺\ufe0f", 1),
        ("\u200b", 0),
        ("\x07", 0),
        ("\x1b[31mred\x1b[0m", 10),
        ("\u2028", 0),
    ],
)
def test_display_width_is_what_docker_pads_by(text: str, width: int) -> None:
    assert display_width(text) == width


@pytest.mark.parametrize(
    ("text", "width", "shown"),
    [
        ("nginx -g 'daemon off;'", 20, "nginx -g 'daemon of…"),
        ("exactly twenty chars", 20, "exactly twenty chars"),
        ("日本語日本語日本語日本語日本語", 20, "日本語日本語日本語…"),
        ("日本語日本語日本語日", 20, "日本語日本語日本語日"),
        ("ééééé", 4, "ééé…"),
        ("日本", 2, "日本"),
        ("abc", 2, "a…"),
        ("abc", 1, "a"),
        ("abc", 0, ""),
        ("", 1, ""),
    ],
)
def test_ellipsis_cuts(text: str, width: int, shown: str) -> None:
    assert ellipsis(text, width) == shown
