"""What verdicts are worth: outcomes, points, known mistakes, sums by level, the pass mark."""

import msgspec
import pytest

from grader import scoring
from grader.engine.messages import CheckVerdict, Failure, Verdict
from grader.results import CheckResult, ExerciseResult, Isolation, Outcome, Run, Versions
from tests.support import make_course

ISOLATION = Isolation(sandbox="none", limits=("time",))


def verdict(exercise, failed=(), ending="ran", timed_out=(), **more):
    """A verdict in which the named checks failed (`None`: all of them)."""
    names = [check.name for check in exercise.checks]
    failed = names if failed is None else [*failed, *timed_out]
    checks = tuple(
        CheckVerdict(
            name=name,
            failure=Failure(message=f"{name} failed", line=7, timed_out=name in timed_out)
            if name in failed
            else None,
            output=f"{name} printed",
            seconds=0.123456,
        )
        for name in names
    )
    return Verdict(job=exercise.number, ending=ending, checks=checks, **more)


def score(exercise, *args, **kwargs):
    given = verdict(exercise, *args, **kwargs)
    return scoring.score(exercise, given, "mine/file.py", "mine/file_test.py")


@pytest.fixture
def double(course):
    """Q1 of the fixture course: six checks, one point."""
    return course.one("1")


@pytest.fixture
def tally(course):
    """Q3 of the fixture course: six checks, two points."""
    return course.one("3")


def test_all_checks_passed_is_solved(double):
    result = score(double)
    assert (result.outcome, result.points, result.max_points) == (Outcome.SOLVED, 1, 1)


def test_some_checks_passed_is_partial(double):
    assert score(double, ["test_triples"]).outcome is Outcome.PARTIAL


def test_no_check_passed_is_unsolved(double):
    result = score(double, None)
    assert (result.outcome, result.points) == (Outcome.UNSOLVED, 0)


def test_no_checks_at_all_is_not_solved(tmp_path):
    (exercise,) = make_course(tmp_path, {"mid/q007_x.py": "", "mid/q007_x_test.py": ""}).exercises
    result = score(exercise)
    assert (result.outcome, result.points) == (Outcome.UNSOLVED, 0)


@pytest.mark.parametrize(
    "ending", ["broken", "unavailable", "timeout", "crashed", "error", "tampered"]
)
def test_a_child_that_did_not_run_to_its_end_says_so(double, ending):
    assert score(double, None, ending).outcome == ending


@pytest.mark.parametrize("ending", ["crashed", "timeout", "tampered"])
def test_a_child_that_did_not_run_to_its_end_never_solves(double, ending):
    assert score(double, (), ending).outcome == ending


def test_a_check_that_ran_out_of_time_is_a_timeout(double):
    result = score(double, timed_out=["test_triples"])
    assert (result.outcome, result.points) == (Outcome.TIMEOUT, pytest.approx(5 / 6, abs=1e-4))


@pytest.mark.parametrize(("failed", "points"), [(0, 2), (1, 5 / 3), (3, 1), (4, 2 / 3), (6, 0)])
def test_points_are_the_levels_points_times_the_share_of_passed_checks(tally, failed, points):
    names = [check.name for check in tally.checks][:failed]
    assert score(tally, names).points == pytest.approx(points, abs=1e-4)


@pytest.mark.parametrize("ending", ["crashed", "timeout"])
def test_checks_passed_before_an_early_end_count(tally, ending):
    names = [check.name for check in tally.checks][3:]
    assert score(tally, names, ending).points == 1


def test_tampering_is_worth_nothing(double):
    assert score(double, (), "tampered").points == 0


def test_a_result_carries_what_the_catalogue_and_the_verdict_know(double):
    result = score(double, ["test_triples"], message="said", line=3, seconds=1.23456)
    assert (result.number, result.name, result.level) == (1, "q001_double", "entry")
    assert result.title == "Doubling: give back twice what came"
    assert (result.message, result.line, result.file) == ("said", 3, "mine/file.py")
    assert result.seconds == 1.2346


def test_a_failed_check_carries_its_message_and_place(double):
    failed = score(double, ["test_triples"]).checks[3]
    assert (failed.name, failed.label) == ("test_triples", "An integer is tripled.")
    assert not failed.passed
    assert (failed.message, failed.file, failed.line) == ("test_triples failed", "mine/file.py", 7)
    assert (failed.output, failed.seconds) == ("test_triples printed", 0.1235)


def test_a_passed_check_has_neither_message_nor_place(double):
    passed = score(double).checks[0]
    assert passed.passed
    assert (passed.message, passed.file, passed.line) == ("", None, None)


def test_the_first_failure_is_the_next_thing_to_do(double):
    assert score(double, ["test_mixes", "test_triples"]).first_failure.name == "test_triples"
    assert score(double).first_failure is None


def test_a_known_mistake_is_named(double):
    assert score(double, ["test_mixes", "test_triples"]).mistake == "tripling doubles"


@pytest.mark.parametrize(
    "failed", [["test_triples"], ["test_triples", "test_mixes", "test_refuses_text"]]
)
def test_a_mistake_is_named_only_when_exactly_its_checks_fail(double, failed):
    assert score(double, failed).mistake is None


def test_a_mistake_is_not_named_when_two_fit(tally):
    assert score(tally, ["test_refuses_to_overflow"]).mistake is None


def sentences(result):
    """The sentence that each failed check proves, by its name."""
    return {check.name: check.proves for check in result.checks if not check.passed}


def test_a_failed_check_cites_the_sentence_that_its_mistakes_break(double):
    found = sentences(score(double, ["test_refuses_text"]))
    assert found == {"test_refuses_text": "A `str` raises `TypeError`."}


def test_what_is_cited_depends_on_what_else_failed(double):
    numbers = "Numbers are of type `int` or `float`."
    alone = sentences(score(double, ["test_doubles_fractions"]))
    assert alone == {"test_doubles_fractions": numbers}
    both = sentences(score(double, ["test_doubles_fractions", "test_mixes", "test_triples"]))
    assert set(both.values()) == {None, "`triple(number)` returns three times the number."}
    assert both["test_doubles_fractions"] is None


def test_nothing_is_cited_where_several_sentences_are_as_likely(double):
    assert sentences(score(double, ["test_mixes"])) == {"test_mixes": None}


def test_nothing_is_cited_where_no_mistake_is_known(double):
    assert sentences(score(double, ["test_doubles"])) == {"test_doubles": None}


def test_a_known_mistake_comes_with_the_sentence_that_it_breaks(double):
    result = score(double, ["test_mixes", "test_triples"])
    triples = "`triple(number)` returns three times the number."
    assert (result.mistake, result.breaks) == ("tripling doubles", triples)
    assert sentences(result) == {"test_triples": triples, "test_mixes": triples}


def test_mistakes_that_fit_alike_and_break_one_sentence_are_cited_but_not_named(tally):
    result = score(tally, ["test_refuses_to_overflow"])
    assert (result.mistake, result.breaks) == (None, None)
    assert result.checks[4].proves == (
        "`Overflow` is what `add` raises when `total` would exceed 100; `total` then stays as it "
        "was."
    )


@pytest.mark.parametrize("ending", ["broken", "crashed", "timeout", "tampered", "error"])
def test_nothing_is_cited_where_the_checks_did_not_all_run(double, ending):
    assert set(sentences(score(double, None, ending)).values()) == {None}


def test_nothing_is_cited_where_there_is_no_file(double):
    result = score(double, None, message="there is no such file")
    assert set(sentences(result).values()) == {None}
    assert {check.check_file for check in result.checks} == {None}


def test_a_failed_check_says_where_it_stands(double):
    result = score(double, ["test_triples"])
    places = [(check.check_file, check.check_line) for check in result.checks]
    assert places == [(None, None)] * 3 + [("mine/file_test.py", 28)] + [(None, None)] * 2


def test_of_an_exercise_that_ran_out_of_time_only_the_check_that_ran_has_a_place(double):
    result = score(double, ["test_mixes"], "timeout", timed_out=["test_triples"])
    assert [check.check_line for check in result.checks] == [None, None, None, 28, None, None]


def test_a_mistake_is_not_named_after_a_timeout(double):
    assert score(double, timed_out=["test_triples", "test_mixes"]).mistake is None


@pytest.mark.parametrize(
    "content",
    [None, b"", b"[[mistake]", b"\xff", b"[mistake]\nname = 'a'\n", b"[[mistake]]\nname = 'a'\n"],
    ids=["missing", "empty", "no TOML", "not UTF-8", "one table", "without fails"],
)
def test_a_file_of_mistakes_that_is_no_use_names_none(tmp_path, content):
    checks = "def test_a():\n    assert 1\n\ndef test_b():\n    assert 1\n"
    course = make_course(tmp_path, {"mid/q007_x.py": "", "mid/q007_x_test.py": checks})
    exercise = course.one("7")
    if content is not None:
        exercise.mistakes_file.parent.mkdir(parents=True)
        exercise.mistakes_file.write_bytes(content)
    result = score(exercise, ["test_a"])
    assert (result.outcome, result.mistake) == (Outcome.PARTIAL, None)
    assert [check.proves for check in result.checks] == [None, None]


def result(number, level, outcome, points, max_points):
    """A result of six checks, of which as many passed as make the points."""
    passed = round(6 * points / max_points)
    return ExerciseResult(
        number=number,
        name=f"q{number:03}_x",
        level=level,
        title="",
        outcome=outcome,
        points=points,
        max_points=max_points,
        seconds=0,
        checks=tuple(CheckResult(name=f"{n}", label="", passed=n < passed) for n in range(6)),
    )


RUN = Run(
    date="2026-11-28T09:30:00+00:00",
    seconds=1.235,
    versions=Versions(grader="1", python="3.15.0", pytest="9"),
    isolation=ISOLATION,
)


def report(*results, pass_mark=None, **more):
    return scoring.summarise(results, RUN, pass_mark, **more)


def passes(report_of, pass_mark):
    return report(*report_of, pass_mark=pass_mark).passed


SOLVED = result(1, "entry", Outcome.SOLVED, 1, 1)
HALF = result(2, "entry", Outcome.PARTIAL, 0.5, 1)
TIMEOUT = result(3, "junior", Outcome.TIMEOUT, 1.333333, 2)
EXPERT = result(117, "expert", Outcome.SOLVED, 5, 5)
UNAVAILABLE = result(4, "mid", Outcome.UNAVAILABLE, 0, 3)
ERROR = result(5, "junior", Outcome.ERROR, 0, 2)


def test_levels_are_summed_in_order():
    sums = report(EXPERT, HALF, TIMEOUT, SOLVED).levels
    assert [
        (level.level, level.solved, level.exercises, level.points, level.max_points)
        for level in sums
    ] == [
        ("entry", 1, 2, 1.5, 2),
        ("junior", 0, 1, 1.333333, 2),
        ("expert", 1, 1, 5, 5),
    ]


def test_a_report_is_the_sum_of_its_levels():
    whole = report(SOLVED, HALF, TIMEOUT, EXPERT)
    assert (whole.solved, whole.points, whole.max_points) == (2, 7.833333, 9)


def test_results_come_in_catalogue_order():
    whole = report(EXPERT, TIMEOUT, SOLVED)
    assert [r.number for r in whole.exercises] == [1, 3, 117]


@pytest.mark.parametrize("left_out", [UNAVAILABLE, ERROR])
def test_what_is_not_the_learners_fault_is_shown_and_not_counted(left_out):
    whole = report(SOLVED, left_out)
    assert left_out in whole.exercises
    assert [level.level for level in whole.levels] == ["entry"]
    assert (whole.solved, whole.points, whole.max_points) == (1, 1, 1)


def test_a_report_of_nothing_has_no_levels():
    whole = report()
    assert (whole.exercises, whole.levels, whole.max_points) == ((), (), 0)


def test_a_report_says_how_it_came_about():
    whole = report(SOLVED)
    assert (whole.run, whole.interrupted, whole.schema) == (RUN, False, 2)


def test_what_an_interrupted_run_did_not_come_to_counts(course):
    double, echo, tally = course.exercises
    whole = report(SOLVED, unreached=[echo, tally])
    assert whole.interrupted
    assert (whole.solved, whole.points, whole.max_points, whole.passed) == (1, 1, 4, False)
    assert [level.exercises for level in whole.levels] == [2, 1]


@pytest.mark.parametrize(
    ("results", "percent"), [([SOLVED], 100), ([HALF], 50), ([TIMEOUT, SOLVED], 77.7778), ([], 0)]
)
def test_the_share_of_the_points_is_in_percent(results, percent):
    assert report(*results).percent == percent


def test_sums_are_of_what_was_not_rounded(double):
    """Also where a plan makes an exercise worth little."""
    weight = 0.00001
    rounded = result(1, "entry", Outcome.PARTIAL, round(weight / 3, 6), weight)
    assert rounded.points == 0.000003
    assert report(rounded).percent == 33.3333
    thirds = [result(n, "entry", Outcome.PARTIAL, 0.333333, 1) for n in range(1, 7)]
    assert (report(*thirds).points, report(*thirds).percent) == (2, 33.3333)
    assert report(*thirds).levels[0].points == 2


def test_what_cheated_is_worth_nothing_whatever_passed():
    cheated = msgspec.structs.replace(SOLVED, outcome=Outcome.TAMPERED, points=0)
    assert (report(cheated).points, report(cheated).percent) == (0, 0)


def test_by_default_everything_must_be_solved():
    assert passes([SOLVED, EXPERT], None)
    assert not passes([SOLVED, HALF], None)


@pytest.mark.parametrize(
    ("min_score", "expected"), [(0, True), (74.99, True), (75, True), (75.01, False), (100, False)]
)
def test_a_pass_mark_is_a_share_of_the_points(min_score, expected):
    assert passes([SOLVED, HALF], min_score) is expected


@pytest.mark.parametrize(
    ("passed", "min_score", "expected"),
    [(4, 66.6, True), (4, 67, False), (5, 83.3, True), (5, 84, False), (6, 100, True)],
)
def test_a_pass_mark_is_not_blurred_by_rounding(double, passed, min_score, expected):
    failed = [check.name for check in double.checks][passed:]
    assert passes([score(double, failed)], min_score) is expected


@pytest.mark.parametrize("min_score", [None, 100])
@pytest.mark.parametrize("left_out", [UNAVAILABLE, ERROR])
def test_a_pass_mark_looks_only_at_what_was_counted(left_out, min_score):
    assert passes([SOLVED, left_out], min_score)
    assert not passes([HALF, left_out], min_score)


@pytest.mark.parametrize("min_score", [None, 0, 50])
def test_where_nothing_could_be_graded_no_mark_is_reached(min_score):
    assert not passes([UNAVAILABLE], min_score)
