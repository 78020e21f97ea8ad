"""The report of a build: cache hits, costs, the first misses, and advice."""

from __future__ import annotations

import pytest

from engineclient.build.events import BuildStep
from engineclient.build.kept_steps import kept_classic_steps, kept_steps
from engineclient.build.layers import layer_sizes
from engineclient.build.ledger import MOST_FILES, KeptBuild, KeptStep, decode, encode, fingerprint
from engineclient.build.report import report, sources
from engineclient.build.report_text import report_text
from engineclient.models.images import HistoryItem


def step(
    text: str, cached: bool = False, seconds: float = 0.0, *, stage: str = "", failed: bool = False
) -> KeptStep:
    return KeptStep(stage, text, cached, seconds, failed)


def build(*steps: KeptStep, seconds: float = 1.0, **more: object) -> KeptBuild:
    return KeptBuild(100.0, seconds, steps, **more)  # type: ignore[arg-type]


FROM, COPY, RUN = "FROM busybox", "COPY . /app", "RUN make"
COLD = build(step(FROM), step(COPY, seconds=0.2), step(RUN, seconds=4.0), files={"a": "1"})
WARM = build(step(FROM, True), step(COPY, True), step(RUN, True), files={"a": "1"})
TOUCHED = build(step(FROM, True), step(COPY, seconds=0.4), step(RUN, seconds=2.0), files={"a": "2"})


def test_what_builds_cost() -> None:
    found = report([COLD, WARM, TOUCHED, WARM])
    assert [(row.number, row.hits, row.builds) for row in found.rows[1:]] == [("2/3", 2, 4), ("3/3", 2, 4)]
    assert [row.cost for row in found.rows[1:]] == pytest.approx([0.3, 3.0])
    assert found.expected == pytest.approx(0.5 * 0.3 + 0.5 * 3.0)
    assert found.empty == pytest.approx(3.3)


def test_a_step_that_never_ran_has_no_cost() -> None:
    assert [row.cost for row in report([WARM]).rows] == [None, None, None]


def test_a_failed_step_is_no_measure_of_its_cost() -> None:
    broken = build(step(FROM), step("RUN x", seconds=9.0, failed=True))
    assert report([broken]).rows[1].cost is None


def test_equal_instructions_are_told_apart() -> None:
    twice = build(step("RUN x", seconds=1.0), step("RUN x", seconds=3.0))
    assert [row.cost for row in report([twice, twice]).rows] == [1.0, 3.0]


def reasons(*builds: KeptBuild) -> list[tuple[str, int, tuple[str, ...]]]:
    return [(cause.row.step.text, cause.behind, cause.reasons) for cause in report(builds).causes]


TWO_STAGES = build(
    step(FROM, stage="a"), step(RUN, stage="a"), step(FROM, stage="b"), step("COPY --from=a /x /", stage="b")
)
REASONS = [
    ("all was there", [COLD, WARM], []),
    ("the first build", [COLD], [(COPY, 1, ("no earlier build of this Dockerfile is kept",))]),
    ("a file has changed", [WARM, TOUCHED], [(COPY, 1, ("a has changed",))]),
    (
        "files came and went",
        [WARM, build(step(FROM), step(COPY), step(RUN), files={"b": "1"})],
        [(COPY, 1, ("a is gone", "b is new"))],
    ),
    (
        "of many files five are named",
        [WARM, build(step(FROM), step(COPY), step(RUN), files={f"f{n}": "1" for n in range(8)})],
        [(COPY, 1, ("a is gone", *(f"f{n} is new" for n in range(4)), "and 4 files more"))],
    ),
    (
        "the instruction is new",
        [WARM, build(step(FROM), step(COPY, True), step("RUN other"))],
        [("RUN other", 0, ("the instruction is new, or has been changed",))],
    ),
    (
        "the cache was not wanted",
        [WARM, build(step(FROM), step(COPY), step(RUN), no_cache=True)],
        [(COPY, 1, ("the cache was not to be used (--no-cache)",))],
    ),
    (
        "an argument",
        [WARM, build(step(FROM), step(COPY, True), step(RUN), files={"a": "1"}, arguments={"V": "x"})],
        [(RUN, 0, ("the build argument V has another value",))],
    ),
    (
        "an argument is nothing to a COPY that does not name it",
        [WARM, build(step(FROM), step(COPY), step(RUN), files={"a": "2"}, arguments={"V": "x"})],
        [(COPY, 1, ("a has changed",))],
    ),
    (
        "another base",
        [WARM, build(step(FROM), step(COPY), step(RUN), files={"a": "1"})],
        [(COPY, 1, ("the base image may be another one",))],
    ),
    (
        "nobody knows",
        [WARM, build(step(FROM), step(COPY, True), step(RUN), files={"a": "1"})],
        [(RUN, 0, ("its result is not in the cache any more, or was made with another base",))],
    ),
    (
        "another stage",
        [WARM, TWO_STAGES],
        [
            (RUN, 0, ("the base image may be another one",)),
            ("COPY --from=a /x /", 0, ("it copies from the stage a, of which steps were run",)),
        ],
    ),
]  # fmt: skip


@pytest.mark.parametrize(
    ("builds", "expected"), [case[1:] for case in REASONS], ids=[case[0] for case in REASONS]
)
def test_where_misses_began_and_why(
    builds: list[KeptBuild], expected: list[tuple[str, int, tuple[str, ...]]]
) -> None:
    if len(expected) == 2:
        builds[0] = build(*builds[-1].steps)
    assert reasons(*builds) == expected


def test_only_what_the_instruction_copies_counts() -> None:
    text = "COPY src/*.py /app/"
    before = build(step(FROM), step(text, True), files={"src/a.py": "1", "README": "1"})
    after = build(step(FROM), step(text), files={"src/a.py": "2", "README": "2"})
    assert reasons(before, after) == [(text, 0, ("src/a.py has changed",))]


SOURCES = [
    ("COPY a b /x/", ["a", "b"]),
    ("COPY --chown=1:1 --link a /x", ["a"]),
    ('COPY ["a b", "/x/"]', ["a b"]),
    ("ADD https://example.org/x a /x", ["a"]),
    ("copy a /x", ["a"]),
    ("COPY --from=other /a /b", []),
    ("RUN make", []),
    ("COPY $A /x", None),
    ("COPY <<EOF /x", None),
    ("COPY 'a /x", None),
]


@pytest.mark.parametrize(("text", "paths"), SOURCES)
def test_what_an_instruction_copies(text: str, paths: list[str] | None) -> None:
    assert sources(text) == paths


def test_advice() -> None:
    (advice,) = report([COLD, TOUCHED, WARM, TOUCHED]).advices
    assert (advice.costly.step.text, advice.volatile.step.text) == (RUN, COPY)
    assert advice.saves == pytest.approx((4 + 2 + 2) / 3 * 0.75)


def test_no_advice_without_a_gain() -> None:
    assert report([WARM, WARM]).advices == ()
    cheap = build(step(FROM), step(COPY, seconds=9.0), step(RUN, seconds=0.2), files={})
    assert report([cheap, cheap]).advices == (), "the COPY itself is what costs"
    alone = build(step(FROM), step(RUN, seconds=9.0))
    assert report([alone, alone]).advices == (), "nothing stands before it"


def test_the_text() -> None:
    text = report_text(report([COLD, WARM, TOUCHED], {2: 1_500_000}))
    assert text.splitlines()[:5] == [
        "STEP  CACHE  TIME   HITS  COST   EXPECTED  SIZE   INSTRUCTION",
        "1/3   -      -      -     -      -         -      FROM busybox",
        "2/3   miss   0.40s  1/3   0.30s  0.20s     -      COPY . /app",
        "3/3   miss   2.00s  1/3   3.00s  2.00s     1.5MB  RUN make",
        "",
    ]
    assert "E[T] = 2.20s over 3 builds; 3.30s with an empty cache; this build took 1.00s on the clock" in text
    assert "2/3 COPY . /app was run, and so was the step behind it:\n  a has changed\n" in text
    assert "about 2.00s less a build" in text


def test_what_is_kept_can_be_read_again() -> None:
    kept = build(
        step("RUN é", True, 0.5, stage="s"),
        image="sha256:1",
        builder=1,
        files={"a": "b"},
        arguments={"A": "f"},
    )
    assert decode([encode(kept)]) == [kept]


@pytest.mark.parametrize(
    "line", ["", "{", "[]", "null", "{}", '{"at":"x"}', '{"at":1,"seconds":1,"steps":[[1]]}']
)
def test_a_line_that_is_no_build_is_passed_over(line: str) -> None:
    assert decode([line, encode(WARM)]) == [WARM]


def test_the_files_of_a_large_context_are_not_kept() -> None:
    large = build(files={str(number): "" for number in range(MOST_FILES + 1)})
    assert decode([encode(large)])[0].files is None


def test_no_value_of_an_argument_is_kept() -> None:
    assert fingerprint(b"k", "hunter2") == fingerprint(b"k", "hunter2")
    assert fingerprint(b"k", "hunter2") not in (
        "hunter2",
        fingerprint(b"other", "hunter2"),
        fingerprint(b"k", "x"),
    )


def test_steps_are_kept_as_the_dockerfile_has_them() -> None:
    dockerfile = b"FROM busybox AS one\nARG A\nRUN echo $A\nFROM busybox\nCOPY --from=one /x /\n"
    steps = [
        BuildStep("[internal] load build context", ""),
        BuildStep("[one 1/2] FROM docker.io/library/busybox", "FROM docker.io/library/busybox", cached=True),
        BuildStep("[stage-1 2/2] COPY --from=one /x /", "COPY --from=one /x /"),
        BuildStep("[one 2/2] RUN echo secret", "RUN echo secret", seconds=2.0),
        BuildStep("[one 9/9] RUN echo secret", "RUN echo secret"),
    ]
    assert [(kept.stage, kept.text) for kept in kept_steps(steps, dockerfile)] == [
        ("one", "FROM busybox AS one"),
        ("one", "RUN echo $A"),
        ("one", "RUN ..."),
        ("stage-1", "COPY --from=one /x /"),
    ]


def test_classic_steps() -> None:
    steps = [
        BuildStep(f"[{n}/4] {text}", text)
        for n, text in enumerate(("FROM a AS one", "RUN x", "FROM one", "CMD y"), 1)
    ]
    assert [kept.stage for kept in kept_classic_steps(steps)] == ["one", "one", "stage-1", "stage-1"]
    assert [kept.stage for kept in kept_classic_steps(steps[:2])] == ["", ""]


def item(created_by: str, size: int) -> HistoryItem:
    return HistoryItem(
        {"Id": "", "Created": 0, "CreatedBy": created_by, "Tags": None, "Size": size, "Comment": ""}
    )


HISTORIES = [
    ["CMD [\"x\"]", "RUN /bin/sh -c make # buildkit", "COPY . /app # buildkit", "RUN base"],
    ["/bin/sh -c #(nop)  CMD [\"x\"]", "|1 A=b /bin/sh -c make", "/bin/sh -c #(nop) COPY dir:1 in /app ", "/bin/sh -c x"],
]  # fmt: skip


@pytest.mark.parametrize("history", HISTORIES, ids=["BuildKit", "classic"])
def test_layers_are_joined(history: list[str]) -> None:
    steps = [step("RUN other", stage="a"), step(FROM), step(COPY), step(RUN), step('CMD ["x"]')]
    items = [item(text, size) for size, text in enumerate(history)]
    assert layer_sizes(steps, items) == {2: 2, 3: 1}


def test_layers_of_nothing() -> None:
    assert layer_sizes([], []) == {}
    assert layer_sizes([step(RUN)], []) == {}
