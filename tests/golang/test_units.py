import pytest

from engineclient.golang.units import binary_size, human_size, parse_size


@pytest.mark.parametrize(
    ("size", "text"),
    [
        (0, "0B"),
        (999, "999B"),
        (1000, "1kB"),
        (1001, "1kB"),
        (1024, "1.02kB"),
        (12345, "12.3kB"),
        (99949, "99.9kB"),
        (99950, "100kB"),
        (999499, "999kB"),
        (999500, "1e+03kB"),
        (999999, "1e+03kB"),
        (1000000, "1MB"),
        (123456789, "123MB"),
        (9994999999, "9.99GB"),
        (1e12, "1TB"),
        (1.5e15, "1.5PB"),
        (9e18, "9EB"),
    ],
)
def test_human_size_with_three_digits_prints_what_docker_images_prints(size: float, text: str) -> None:
    assert human_size(size, 3) == text


@pytest.mark.parametrize(
    ("size", "text"),
    [(0, "0B"), (2667000, "2.667MB"), (12345, "12.35kB"), (21500000, "21.5MB"), (1e30, "1e+06YB")],
)
def test_human_size_has_four_digits_in_df_and_prune(size: float, text: str) -> None:
    assert human_size(size) == text


@pytest.mark.parametrize(
    ("size", "text"),
    [
        (0, "0B"),
        (1023, "1023B"),
        (1024, "1KiB"),
        (64 * 2**20, "64MiB"),
        (2097152000, "1.953GiB"),
        (1536, "1.5KiB"),
    ],
)
def test_binary_size_prints_memory_as_docker_stats_does(size: float, text: str) -> None:
    assert binary_size(size) == text


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("0", 0),
        ("512", 512),
        ("64m", 64 * 2**20),
        ("64M", 64 * 2**20),
        ("1.5g", 3 * 2**29),
        ("1.5 g", 3 * 2**29),
        ("10kb", 10240),
        ("10KiB", 10240),
        ("1t", 2**40),
        ("1p", 2**50),
        ("5b", 5),
        ("5B", 5),
        ("5 ", 5),
        (".5k", 512),
        ("5.", 5),
        ("+5", 5),
        ("1e5", 100000),
        ("1_000", 1000),
        ("99999999999t", -(2**63)),
    ],
)
def test_parse_size_reads(text: str, size: int) -> None:
    assert parse_size(text) == size


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "invalid size: ''"),
        ("x", "invalid size: 'x'"),
        ("inf", "invalid size: 'inf'"),
        ("-5", "invalid size: '-5'"),
        ("5x", "invalid suffix: 'x'"),
        ("5é", "invalid suffix: 'é'"),
        ("5bb", "invalid suffix: 'bb'"),
        ("10kI", "invalid suffix: 'ki'"),
        ("10kbi", "invalid suffix: 'kbi'"),
        ("10Xb", "invalid suffix: 'xb'"),
        ("10kibb", "invalid suffix: 'kibb'"),
        ("10XXXX", "invalid suffix: 'XXXX'"),
        (".", 'strconv.ParseFloat: parsing ".": invalid syntax'),
        (" 5", 'strconv.ParseFloat: parsing " 5": invalid syntax'),
        ("1..5", 'strconv.ParseFloat: parsing "1..5": invalid syntax'),
        ("1.2.3m", 'strconv.ParseFloat: parsing "1.2.3": invalid syntax'),
        ("0x10", 'strconv.ParseFloat: parsing "0x10": invalid syntax'),
        ("1.5  g", 'strconv.ParseFloat: parsing "1.5 ": invalid syntax'),
        ("1e999", 'strconv.ParseFloat: parsing "1e999": value out of range'),
    ],
)
def test_parse_size_refuses_in_dockers_words(text: str, message: str) -> None:
    with pytest.raises(ValueError) as caught:
        parse_size(text)
    assert str(caught.value) == message
