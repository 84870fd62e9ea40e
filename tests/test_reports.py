"""Reports made of fixed results: golden files, the JSON Schema, hostile text, files written.

`KATA_GOLDEN=write pytest tests/test_reports.py` writes the golden files anew; look at the diff.
"""

import json
import os
import re
from pathlib import Path

import click
import msgspec
import pytest

from grader import reports, scoring
from grader.catalog import Exercise, Level
from grader.errors import KataError
from grader.grading import lacks
from grader.install import install_line
from grader.reports.text import exercise_lines
from grader.results import (
    CheckResult,
    ExerciseResult,
    Isolation,
    Outcome,
    Report,
    Run,
    Versions,
    json_schema,
)
from grader.terminal import Screen
from tests.support import full_disk

GOLDEN = Path(__file__).parent / "golden"

ISOLATION = Isolation(sandbox="none", limits=("1024 MiB more memory", "60 s"))

TITLES = {
    1: ("entry", 1, "Variables: say what a name is bound to"),
    2: ("entry", 1, "Naïve copies: share nothing that a caller may still change afterwards"),
    21: ("junior", 2, "Closures: remember, and forget when told"),
    22: ("junior", 2, "Files: put a new one in an old one's place"),
    45: ("mid", 3, "Threads: wait for all of them"),
    46: ("mid", 3, "Frames: sum by group"),
    80: ("senior", 4, "Rewriting: keep the meaning"),
    117: ("expert", 5, "Schedulers: run what is ready"),
}


WAITING = Exercise(90, "q090_x", Level.SENIOR, "Waiting: in vain", (), (), Path("course"))
"""An exercise to which an interrupted run did not come."""


def check(name, passed=True, **more):
    label = f"{name.removeprefix('test_').replace('_', ' ').capitalize()}."
    return CheckResult(name=name, label=label, passed=passed, seconds=0.001, **more)


def exercise(number, outcome, checks, **more):
    level, worth, title = TITLES[number]
    passed = sum(check.passed for check in checks)
    more.setdefault("points", round(worth * passed / len(checks), 6))
    more.setdefault("file", f"{level}/q{number:03}_x.py")
    return ExerciseResult(
        number=number,
        name=f"q{number:03}_x",
        level=level,
        title=title,
        outcome=outcome,
        max_points=worth,
        seconds=0.25,
        checks=tuple(checks),
        **more,
    )


SOLVED = exercise(1, Outcome.SOLVED, [check("test_binds"), check("test_rebinds")])
HALF = exercise(2, Outcome.PARTIAL, [check("test_a"), check("test_b", False, message="no")])

PARTIAL = exercise(
    2,
    Outcome.PARTIAL,
    [
        check("test_copies_a_list"),
        check(
            "test_copies_what_is_inside_a_list_however_deep_and_whatever_holds_it",
            passed=False,
            message=(
                "called    copied([[1], [2]])\n"
                "expected  [[1], [2]]\n"
                "got       [[1], [2], ['a rather long value that does not fit into a line']]\n"
                "at        q002_x.py:12, in copied\n"
                "              return list(values)"
            ),
            file="entry/q002_x.py",
            line=12,
            proves=(
                "`copied(value)` returns a copy that shares no list, dict or set with `value`, at "
                "any depth."
            ),
            check_file="entry/q002_x_test.py",
            check_line=17,
            output="".join(f"looking at {number}\t→ ok\n" for number in range(15)),
        ),
        check(
            "test_copies_a_set",
            passed=False,
            message="expected  set()\ngot       {1}",
            proves="A set is copied as a list is.",
            check_file="entry/q002_x_test.py",
            check_line=31,
        ),
    ],
    mistake="only the outermost list is copied and all that it holds is shared with the caller",
    breaks="A set is copied as a list is.",
)

BROKEN = exercise(
    21,
    Outcome.BROKEN,
    [check("test_counts", passed=False, message="not run: the submission could not be loaded")],
    message="SyntaxError: '(' was never closed\n  line 7:  print(\n                ^",
    line=7,
)

TIMEOUT = exercise(
    45,
    Outcome.TIMEOUT,
    [
        check("test_waits"),
        check(
            "test_waits_for_all",
            passed=False,
            message="stopped: test_waits_for_all was still running after 5 s",
        ),
        check("test_stops", passed=False, message="not run: the process had ended before"),
    ],
    message="stopped: test_waits_for_all was still running after 5 s",
)

UNAVAILABLE = exercise(
    46,
    Outcome.UNAVAILABLE,
    [check("test_sums", passed=False, message="pandas is not installed")],
    message="pandas is not installed; run: python -m pip install 'interview-katas[data]'",
)

UNSOLVED = exercise(
    22,
    Outcome.UNSOLVED,
    [check("test_replaces", passed=False, message="there is no such file")],
    message="there is no such file",
)

TAMPERED = exercise(
    80,
    Outcome.TAMPERED,
    [check("test_keeps"), check("test_renames", passed=False)],
    points=0,
    message="the submission sent the grader a message out of turn",
)

CRASHED = exercise(
    117,
    Outcome.CRASHED,
    [check("test_runs", passed=False, message="the process was killed")],
    message="the process was killed during test_runs",
)

ALL = (SOLVED, PARTIAL, BROKEN, UNSOLVED, TIMEOUT, UNAVAILABLE, TAMPERED, CRASHED)


def hostile(text, outcome=Outcome.PARTIAL):
    """A result with the text at every place that a submission, or its folder's name, can reach."""
    bad = CheckResult(
        name="test_a",
        label=text,
        passed=False,
        message=text,
        file=text,
        line=1,
        output=text,
        proves=f"{text}.",
        check_file=text,
        check_line=1,
    )
    return exercise(
        1, outcome, [bad, check("test_b")], message=text, file=text, mistake=text, breaks=text
    )


RUN = Run(
    date="2026-11-28T09:30:00+00:00",
    seconds=12.345,
    versions=Versions(grader="0.1.0", python="3.11.7", pytest="9.2.0"),
    isolation=ISOLATION,
)


def report(*results, run=RUN, **more):
    return scoring.summarise(results, run, **more)


def render(name, *results, screen=Screen(), **more):  # noqa: B008
    return reports.writer(name)(report(*results, **more), screen)


def assert_golden(name, text):
    """The text must be that of the golden file of this name."""
    path = GOLDEN / name
    if os.environ.get("KATA_GOLDEN") == "write":
        path.parent.mkdir(exist_ok=True)
        path.write_text(text + "\n", encoding="utf-8")
    assert f"{text}\n" == path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "results"),
    [
        ("one-solved", [SOLVED]),
        ("one-partial", [PARTIAL]),
        ("one-broken", [BROKEN]),
        ("one-timeout", [TIMEOUT]),
        ("one-unavailable", [UNAVAILABLE]),
        ("one-missing", [UNSOLVED]),
        ("levels", ALL),
    ],
)
def test_the_text_report_is_the_golden_one(name, results):
    assert_golden(f"{name}.txt", render("text", *results))


def test_what_is_not_written_is_said_once_a_function():
    def waits(name, function):
        message = f"{function} is not written yet: it raises NotImplementedError"
        return check(name, passed=False, message=message, check_file="x_test.py", check_line=9)

    wrong = check("test_wrong", passed=False, message="called    add(1)\ngot       None")
    stub = (waits("test_a", "add"), waits("test_b", "total"), wrong)
    stub += (waits("test_c", "add"), waits("test_d", "add"), check("test_good"))
    report = render("text", exercise(22, Outcome.PARTIAL, stub))
    assert report.partition("\n\n")[2].startswith(
        "  ✗ A.\n"
        "      add is not written yet: it raises NotImplementedError\n"
        "      check     x_test.py:9\n"
        "  ✗ B.\n"
        "      total is not written yet: it raises NotImplementedError\n"
        "      check     x_test.py:9\n"
        "  ✗ Wrong.\n"
        "      called    add(1)\n"
        "      got       None\n"
        "  ✗ 2 more checks: add is not written yet\n"
        "  ✓ Good.\n"
    )


@pytest.mark.parametrize(("name", "results"), [("one-partial", [PARTIAL]), ("levels", ALL)])
@pytest.mark.parametrize(
    ("kind", "screen"), [("60-columns", Screen(width=60)), ("ascii", Screen(unicode=False))]
)
def test_a_narrow_or_plain_text_report_is_the_golden_one(name, results, kind, screen):
    text = render("text", *results, screen=screen)
    assert_golden(f"{name}-{kind}.txt", text)
    assert max(map(len, text.splitlines())) <= screen.width
    assert screen.unicode or text.isascii()


def test_the_json_report_is_the_golden_one():
    assert_golden("report.json", render("json", *ALL, unreached=[WAITING]))


def test_what_fails_comes_first_and_what_passed_is_a_line_each():
    long = "test_that_is_long" + "_and_longer" * 20
    checks = [
        check("test_a"),
        check("test_b", False, message="b"),
        check(long),
        check("test_d", False),
    ]
    text = render("text", exercise(2, Outcome.PARTIAL, checks))
    marks = re.findall(r"^  ([✓✗] \w+)", text, re.MULTILINE)
    assert marks == ["✗ B", "✗ D", "✓ A", "✓ That"]
    assert "…\n" in text and "      b\n" in text


@pytest.mark.parametrize("kind", ["text", "github"])
@pytest.mark.parametrize("sentence", ['"Exactly" is meant.', 'It says "no".', "It says no."])
def test_a_quotation_is_never_quoted_twice(kind, sentence):
    checks = [check("test_a", False, message="got       1", proves=sentence)]
    text = render(kind, exercise(2, Outcome.UNSOLVED, checks))
    assert sentence in text
    assert (f'"{sentence}"' in text) == ('"' not in sentence)


@pytest.mark.parametrize(
    "results", [[hostile("é→ü " * 60)], [SOLVED, hostile("é→ü " * 60)]], ids=["one", "levels"]
)
@pytest.mark.parametrize("width", [60, 80])
def test_a_plain_report_fits_its_width_also_where_characters_are_written_out(results, width):
    text = render("text", *results, screen=Screen(width=width, unicode=False))
    assert max(map(len, text.splitlines())) <= width


@pytest.mark.parametrize("results", [[PARTIAL], ALL], ids=["one", "levels"])
def test_colour_changes_nothing_but_colour(results):
    coloured = render("text", *results, screen=Screen(colour=True))
    assert coloured != click.unstyle(coloured) == render("text", *results)


@pytest.mark.parametrize("results", [[], [SOLVED], ALL], ids=["none", "one", "several"])
def test_an_interrupted_run_says_so(results):
    assert "interrupted" in render("text", *results, unreached=[WAITING])
    assert "interrupted" not in render("text", *results)


def test_a_report_of_nothing_is_short():
    assert render("text").splitlines()[0] == "0 of 0 solved, 0 of 0 points in 12.3 s"


def violations(value, schema, whole, at="$"):
    """Where a value breaks a JSON Schema, of the few words of that language that ours has."""
    while "$ref" in schema:
        schema = whole["$defs"][schema["$ref"].removeprefix("#/$defs/")]
    known = {"title", "description", "default", "type", "enum", "properties", "required", "items"}
    assert set(schema) <= known | {"anyOf"}
    if "anyOf" in schema:
        if all(list(violations(value, option, whole, at)) for option in schema["anyOf"]):
            yield f"{at}: no option fits"
        return
    kinds = {"object": dict, "array": list, "string": str, "number": int | float, "integer": int}
    kinds |= {"boolean": bool, "null": type(None)}
    if "type" in schema and (
        not isinstance(value, kinds[schema["type"]])
        or (isinstance(value, bool) and schema["type"] != "boolean")
    ):
        yield f"{at}: no {schema['type']}"
    elif "enum" in schema and value not in schema["enum"]:
        yield f"{at}: not one of {schema['enum']}"
    elif isinstance(value, dict):
        yield from (f"{at}: lacks {name}" for name in schema["required"] if name not in value)
        for name, part in value.items():
            if name not in schema["properties"]:
                yield f"{at}: {name} is unknown"
            else:
                yield from violations(part, schema["properties"][name], whole, f"{at}.{name}")
    elif isinstance(value, list):
        for index, part in enumerate(value):
            yield from violations(part, schema["items"], whole, f"{at}[{index}]")


def test_the_json_report_holds_to_its_schema():
    schema = json_schema()
    document = json.loads(render("json", *ALL, unreached=[WAITING]))
    assert list(violations(document, schema, schema)) == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda d: d.pop("levels"), "$: lacks levels"),
        (lambda d: d.pop("schema"), "$: lacks schema"),
        (lambda d: d["run"].pop("feedback"), "$.run: lacks feedback"),
        (lambda d: d["exercises"][0]["checks"][0].pop("line"), "$.exercises[0].checks[0]: lacks"),
        (lambda d: d.update(more=1), "$: more is unknown"),
        (lambda d: d.update(schema=1), "$.schema: not one of [2]"),
        (lambda d: d["exercises"][1].update(outcome="fine"), "$.exercises[1].outcome: not one"),
        (lambda d: d["exercises"][0].update(line="7"), "$.exercises[0].line: no option fits"),
        (lambda d: d["exercises"][0].update(points=True), "$.exercises[0].points: no number"),
    ],
)
def test_the_schema_says_what_a_report_may_not_be(change, said):
    schema = json_schema()
    document = json.loads(render("json", *ALL))
    change(document)
    (found,) = violations(document, schema, schema)
    assert found.startswith(said)


def test_the_json_report_comes_back_as_the_same_report():
    assert msgspec.json.decode(render("json", *ALL), type=Report) == report(*ALL)


def test_the_json_report_has_what_others_build_on():
    document = json.loads(render("json", *ALL))
    assert document["schema"] == 2
    assert set(document) >= {
        *("run", "exercises", "levels", "solved", "points", "max_points", "percent", "pass_mark"),
        *("passed", "interrupted"),
    }
    assert set(document["run"]) >= {
        *("date", "seconds", "submission", "unrecognised", "versions", "isolation"),
    }
    assert set(document["exercises"][0]) >= {
        *("number", "name", "level", "title", "outcome", "points", "max_points", "seconds"),
        "checks",
    }
    assert set(document["exercises"][0]["checks"][0]) >= {
        *("name", "label", "passed", "message", "file", "line", "output", "seconds"),
    }
    assert set(document["levels"][0]) >= {"solved", "exercises", "points", "max_points"}


# the characters that reorder text, Unicode's Bidi_Control
BIDI = [chr(c) for c in (0x61C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))]
CONTROL = [chr(c) for c in (*range(32), *range(0x7F, 0xA0)) if chr(c) not in "\t\n"]
# zero-width, tag and variation characters, blanks that are letters, what is no character
HIDDEN = [
    chr(c)
    for c in (
        *(0xAD, 0x34F, 0x115F, 0x180E, 0x200B, 0x200C, 0x200D, 0x2028, 0x2060, 0x2800, 0x3164),
        *(0xFE0F, 0xFEFF, 0xFFA0, 0xFFF9, 0x1D173, 0xE0001, 0xE0041, 0xE01EF, 0xE000, 0x10FFFF),
    )
]


@pytest.mark.parametrize("screen", [Screen(), Screen(unicode=False)], ids=["UTF-8", "ASCII"])
@pytest.mark.parametrize("alone", [True, False], ids=["one", "levels"])
@pytest.mark.parametrize("characters", [CONTROL, BIDI, HIDDEN], ids=["control", "bidi", "hidden"])
def test_a_text_report_obeys_no_character(characters, alone, screen):
    results = [hostile(f"a{character}[31m;b{character}") for character in characters]
    for result in results:
        text = render("text", result, *([] if alone else [SOLVED]), screen=screen)
        assert set(text).isdisjoint({*CONTROL, *BIDI, *HIDDEN})


@pytest.mark.parametrize("kind", ["text", "json"])
@pytest.mark.parametrize(
    "command",
    [
        "##[error]no",
        "##vso[task]no",
        "##teamcity[testFailed name='x']",
        "::warning::no",
        "  ::stop",
        "\u00a0\u3000::stop",
        f"{'w' * 60} ::error::where it is wrapped",
    ],
)
def test_no_report_holds_what_a_runner_obeys(kind, command):
    for text in (command, f"first\n{command}"):
        for results in ([hostile(text)], [hostile(text), SOLVED]):
            lines = render(kind, *results).splitlines()
            assert not [line for line in lines if re.search(r"^\s*::|##\w*\[", line)]


def test_words_of_other_scripts_are_left_as_they_are():
    for word in ("é→✓", "привет", "日本語", "\U0001f40d", "שלום"):
        assert word in render("text", hostile(word))


def test_a_text_report_writes_an_escape_out():
    assert r"\x1b]0;title\x07" in render("text", hostile("\x1b]0;title\x07"))


def test_a_text_report_has_no_surrogates():
    text = render("text", hostile("folder\udcff/\ud800"))
    assert r"folder\udcff/\ud800" in text
    assert text.encode("utf-8")


@pytest.mark.parametrize("text", ["\x1b[2J", "\x7f\x9b", "\u202e\u061c", "é→✓", "\U0001f40d", "\0"])
def test_a_json_report_is_ascii_and_means_the_same(text):
    rendered = render("json", hostile(text))
    assert rendered.isascii()
    assert set(rendered).isdisjoint(CONTROL)
    result = json.loads(rendered)["exercises"][0]
    assert [result["message"], result["file"], result["checks"][0]["output"]] == [text] * 3


def test_a_json_report_survives_surrogates():
    """They come with file names that are not UTF-8."""
    rendered = render("json", exercise(1, Outcome.SOLVED, [check("test_a")], file="x\udcff.py"))
    assert rendered.isascii()
    assert json.loads(rendered)["exercises"][0]["file"].startswith("x")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("text", ("text", None)),
        ("json=-", ("json", None)),
        ("json=", ("json", None)),
        ("json=out.json", ("json", Path("out.json"))),
        ("text=a=b.txt", ("text", Path("a=b.txt"))),
    ],
)
def test_a_target_is_a_format_and_where_to(value, expected):
    assert reports.parse_targets([value]) == [expected]


@pytest.mark.parametrize("value", ["xml", "JSON", "", "=out.json", "xml=out.xml"])
def test_an_unknown_format_is_refused(value):
    with pytest.raises(KataError, match="no report format '.*'; there are: text, json"):
        reports.parse_targets(["text", value])


@pytest.mark.parametrize(
    "values",
    [["text", "json"], ["json=-", "json="], ["text=", "json=-"], ["text", "json=/dev/stdout"]],
)
def test_two_reports_on_standard_output_are_refused(values):
    with pytest.raises(KataError, match="both go to standard output; give one a file"):
        reports.parse_targets([*values, "json=r.json"])


def test_two_reports_in_one_file_are_refused():
    with pytest.raises(KataError, match="text and json would both go to r; give one a file of"):
        reports.parse_targets(["text=r", "json=./r"])


@pytest.mark.parametrize(
    ("pass_mark", "said"),
    [
        (80, "pass mark 80 %: missed, 75 %"),
        (75, "pass mark 75 %: reached, 75 %"),
        (12.5, "pass mark 12.5 %: reached, 75 %"),
    ],
)
def test_the_pass_mark_is_shown(pass_mark, said):
    text = render("text", SOLVED, HALF, pass_mark=pass_mark)
    assert f"\n{said}\n" in text


def test_a_pass_mark_that_is_just_missed_does_not_look_reached():
    checks = [check("test_a")] * 2999 + [check("test_b", passed=False)]
    almost = exercise(45, Outcome.PARTIAL, checks)
    assert "pass mark 100 %: missed, 99.9 %" in render("text", almost, pass_mark=100)


def test_without_a_pass_mark_there_is_no_word_of_it():
    assert "pass mark" not in render("text", SOLVED, HALF)


def test_files_that_nobody_looked_at_are_named():
    text = render(
        "text", SOLVED, run=msgspec.structs.replace(RUN, unrecognised=("a.py", "b\x1b.py"))
    )
    assert "\nnot graded: a.py, b\\x1b.py\n" in text


def test_reports_go_to_files_and_to_standard_output(tmp_path, capsys):
    targets = [("json", tmp_path / "new" / "r.json"), ("text", None), ("text", tmp_path / "r.txt")]
    reports.write(report(*ALL), targets, Screen(width=60))
    assert json.loads((tmp_path / "new" / "r.json").read_text(encoding="utf-8"))["schema"] == 2
    assert capsys.readouterr().out == render("text", *ALL, screen=Screen(width=60)) + "\n"
    assert (tmp_path / "r.txt").read_text(encoding="utf-8") == render("text", *ALL) + "\n"


def test_a_file_never_has_colour(tmp_path):
    reports.write(report(*ALL), [("text", tmp_path / "r.txt")], Screen(colour=True))
    assert "\x1b" not in (tmp_path / "r.txt").read_text(encoding="utf-8")


def test_a_report_longer_than_what_is_held_in_memory_is_written_in_order(tmp_path):
    pieces = [f"{number} ✓ " * 2**16 + "\r" for number in range(40)]
    reports.write_pieces([("csv", tmp_path / "r.csv")], lambda *_: iter(pieces), Screen())
    assert (tmp_path / "r.csv").stat().st_size > reports.MOST_HELD
    assert (tmp_path / "r.csv").read_bytes().decode() == "\n".join([*pieces, ""])


def test_a_file_is_replaced_whole(tmp_path):
    path = tmp_path / "r.json"
    path.write_text("x" * 100_000)
    reports.write(report(SOLVED), [("json", path)], Screen())
    assert len(json.loads(path.read_text(encoding="utf-8"))["exercises"]) == 1


def failing_midway(*_):
    yield "{"
    raise KataError("no more is known")


@pytest.mark.parametrize(
    "fails",
    [
        lambda path: reports.write(report(SOLVED), [("classroom50", path)], Screen()),
        lambda path: reports.write_pieces([("json", path)], failing_midway, Screen()),
    ],
    ids=["at once", "midway"],
)
def test_a_report_that_cannot_be_made_leaves_the_file_that_was_there(tmp_path, monkeypatch, fails):
    monkeypatch.delenv("CLASSROOM", raising=False)
    path = tmp_path / "r.json"
    path.write_text("kept")
    with pytest.raises(KataError, match="CLASSROOM|no more is known"):
        fails(path)
    assert path.read_text() == "kept"
    with pytest.raises(KataError):
        fails(tmp_path / "new" / "r.json")
    assert not (tmp_path / "new").exists()


def test_a_file_that_cannot_be_written_is_named(tmp_path):
    with full_disk(), pytest.raises(KataError, match=r"r\.json cannot be written: "):
        reports.write(report(SOLVED), [("json", tmp_path / "r.json")], Screen())


@pytest.mark.parametrize("target", ["", "file/below.json"], ids=["a folder", "below a file"])
def test_a_target_that_can_be_no_file_is_named(tmp_path, target):
    (tmp_path / "file").write_text("")
    with pytest.raises(KataError, match="cannot be written: "):
        reports.write(report(SOLVED), [("json", tmp_path / target)], Screen())


def test_a_target_that_cannot_be_written_does_not_cost_the_others(tmp_path, capsys):
    targets = [("json", tmp_path), ("json", tmp_path / "r.json"), ("text", None)]
    with pytest.raises(KataError, match="cannot be written: "):
        reports.write(report(SOLVED), targets, Screen())
    assert (tmp_path / "r.json").is_file()
    assert "solved" in capsys.readouterr().out


def test_a_line_that_installs_stays_whole():
    result = msgspec.structs.replace(UNAVAILABLE, message=lacks(["numpy", "pandas>=3.1"]))
    assert f"  {install_line('data')}" in exercise_lines(result, Screen(width=40))
