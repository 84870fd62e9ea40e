"""Reports for other programs: golden files, what their readers demand, hostile text, feedback.

What the readers demand is written down here from their own documentation; golden files are made
anew as in test_reports.
"""

import csv
import datetime
import io
import json
import re
import subprocess
from html.parser import HTMLParser
from xml.etree import ElementTree

import msgspec
import pytest
from markdown_it import MarkdownIt

from grader import reports
from grader.errors import KataError
from grader.reports import classroom50, github, junit, markdown
from grader.reports.feedback import reduce
from grader.results import CheckResult, Outcome
from grader.terminal import Screen
from tests.test_reports import (
    ALL,
    BIDI,
    CONTROL,
    HIDDEN,
    PARTIAL,
    RUN,
    SOLVED,
    UNAVAILABLE,
    assert_golden,
    check,
    exercise,
    hostile,
    render,
    report,
    violations,
)

OTHERS = [name for name in reports.FORMATS if name not in ("text", "json")]
FILES = {
    "html": "html",
    "csv": "csv",
    "markdown": "md",
    "github": "txt",
    "junit": "xml",
    "junit-strict": "xml",
}


@pytest.fixture
def classroom(monkeypatch, tmp_path):
    """What the runner of Classroom 50 has: names in the environment, a commit in the folder."""
    for name in classroom50.FROM_ENVIRONMENT.values():
        monkeypatch.setenv(name, name.lower())
    monkeypatch.setenv("ASSIGNMENT_TYPE", "individual")
    monkeypatch.setenv("SUBMISSION_TAG", "submit/2026-11-28T08-00-00Z-abcdef0")
    monkeypatch.setenv("GITHUB_ACTOR", "ada")
    monkeypatch.setenv("GITHUB_ACTOR_ID", "1815")
    monkeypatch.setenv("GIT_COMMITTER_DATE", "2026-11-28T10:00:00+02:00")
    monkeypatch.chdir(tmp_path)
    git = ["git", "-c", "user.name=Ada", "-c", "user.email=ada@localhost"]
    for words in (["init", "-q"], ["commit", "-q", "--allow-empty", "-m", "all"]):
        subprocess.run([*git, *words], check=True)


@pytest.mark.usefixtures("classroom")
@pytest.mark.parametrize("name", OTHERS)
def test_the_report_is_the_golden_one(name):
    assert_golden(f"report-{name}.{FILES.get(name, 'json')}", render(name, *ALL, pass_mark=80))


@pytest.mark.usefixtures("classroom")
@pytest.mark.parametrize("name", OTHERS)
@pytest.mark.parametrize("feedback", ["labels", "score"])
def test_what_may_not_be_told_is_in_no_report(name, feedback):
    told = report(*map(hiding, Outcome), SOLVED)
    assert "hush" in json.dumps(msgspec.to_builtins(told))
    text = reports.writer(name)(reduce(told, feedback), Screen())
    assert "hush" not in text


def hiding(outcome):
    """A result with a secret at every place that running the checks fills."""
    secret = CheckResult(
        name="test_a",
        label="All is well.",
        passed=False,
        message="hush",
        file="hush",
        line=1,
        output="hush",
        proves="hush",
    )
    message = "hush" if outcome in (Outcome.BROKEN, Outcome.CRASHED, Outcome.TAMPERED) else ""
    return exercise(2, outcome, [secret], message=message, mistake="hush", breaks="hush")


def test_labels_say_which_checks_passed_and_scores_do_not():
    labels, score = (reduce(report(PARTIAL), how) for how in ("labels", "score"))
    (result,) = labels.exercises
    assert [(c.label, c.passed) for c in result.checks] == [
        (c.label, c.passed) for c in PARTIAL.checks
    ]
    assert (score.exercises[0].checks, score.points) == ((), report(PARTIAL).points)
    assert [each.run.feedback for each in (report(PARTIAL), labels, score)] == [
        "full",
        "labels",
        "score",
    ]


@pytest.mark.usefixtures("classroom")
@pytest.mark.parametrize("name", OTHERS)
@pytest.mark.parametrize(
    "characters", [CONTROL, BIDI, HIDDEN, ["\udcff"]], ids=["control", "bidi", "hidden", "half"]
)
def test_no_report_holds_what_a_terminal_obeys_or_hides(name, characters):
    for character in characters:
        text = render(name, hostile(f"a{character}[31m;b{character}"), SOLVED)
        assert text.encode("utf-8")
        assert set(text).isdisjoint({*CONTROL, *BIDI, *HIDDEN})


@pytest.mark.usefixtures("classroom")
@pytest.mark.parametrize("name", OTHERS)
@pytest.mark.parametrize(
    "command",
    ["##[error]no", "##vso[task]no", "##teamcity[x]", "::warning::no", "  ::stop"]
    + [
        "\u00a0\u3000::stop",
        *(f"{'w' * n} ::error::where it is wrapped" for n in range(60, 100, 3)),
    ],
)
def test_no_report_holds_what_a_runner_obeys(name, command):
    own = re.compile(r"::(error|notice) [^:]*::")
    for text in (command, f"first\n{command}", f"first\r\n{command}"):
        lines = render(name, hostile(text), SOLVED).splitlines()
        if name == "github":
            assert len(lines) == 2
            lines = [own.sub("", line, count=1) for line in lines]
        assert not [line for line in lines if re.search(r"^\s*::|##\w*\[", line)]


# JUnit XML


def strict_breaches(text):
    """Where a document breaks junit-10.xsd of Jenkins' xunit plugin."""
    time = re.compile(r"[0-9]{0,3}([0-9]{3})*(\.[0-9]*)?")
    allowed = {
        "testsuites": {"name", "time", "tests", "failures", "errors"},
        "testsuite": {"name", "tests", "failures", "errors", "group", "time", "skipped"}
        | {"timestamp", "hostname", "id", "package", "file", "log", "url"},
        "testcase": {"name", "time", "classname", "group"},
        "failure": {"type", "message"},
        "error": {"type", "message"},
        "skipped": {"type", "message"},
        "system-out": set(),
    }
    needed = {"testsuite": {"name", "tests", "failures", "errors"}, "testcase": {"name"}}
    inside = {
        "testsuites": {"testsuite"},
        "testsuite": {"testcase", "system-out"},
        "testcase": {"failure", "error", "skipped", "system-out"},
    }
    for element in ElementTree.fromstring(text).iter():
        yield from set(element.attrib) - allowed[element.tag]
        yield from needed.get(element.tag, set()) - set(element.attrib)
        yield from {child.tag for child in element} - inside.get(element.tag, set())
        if element.tag != "testcase" and not time.fullmatch(element.get("time", "")):
            yield element.get("time")


def test_the_strict_profile_keeps_to_the_schema_of_jenkins():
    assert list(strict_breaches(render("junit-strict", *ALL))) == []
    assert {"file", "line"} <= set(strict_breaches(render("junit", *ALL)))


@pytest.mark.parametrize("name", ["junit", "junit-strict"])
def test_cases_have_names_of_their_own_and_the_sums_are_right(name):
    same = exercise(
        1, Outcome.PARTIAL, [check("test_a"), msgspec.structs.replace(check("test_b"), label="A.")]
    )
    root = ElementTree.fromstring(render(name, same, *ALL[1:]))
    for suite in root:
        cases = suite.findall("testcase")
        assert len({case.get("name") for case in cases}) == len(cases) == int(suite.get("tests"))
        for count, kind in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
            assert int(suite.get(count)) == sum(case.find(kind) is not None for case in cases)
    for count in ("tests", "failures", "errors"):
        assert int(root.get(count)) == sum(int(suite.get(count)) for suite in root)


def test_a_failure_stands_on_the_learners_line():
    root = ElementTree.fromstring(render("junit", PARTIAL))
    case = root.findall(".//testcase")[1]
    assert (case.get("file"), case.get("line")) == ("entry/q002_x.py", "12")
    assert case.get("classname") == "entry.q002_x"
    assert "called    copied([[1], [2]])" in case.find("failure").text


def test_what_needs_packages_is_skipped_and_no_failure():
    root = ElementTree.fromstring(render("junit", UNAVAILABLE))
    assert [root.get("failures"), root.get("errors"), root[0].get("skipped")] == ["0", "0", "1"]


def test_a_report_is_never_larger_than_what_is_read():
    long = exercise(
        1, Outcome.PARTIAL, [check(f"test_{n}", False, message="&" * 8_000) for n in range(14)]
    )
    many = [msgspec.structs.replace(long, number=number) for number in range(1, 60)]
    text = render("junit", *many)
    assert 5 * 8_000 * 59 * 14 > junit.MOST_BYTES >= len(text.encode())
    assert len(ElementTree.fromstring(text).findall(".//failure")) == 59 * 14


# GitHub


def commands(text):
    """Workflow commands as GitHub's runner reads them: kind, properties, message."""
    for line in text.splitlines():
        kind, words, message = re.fullmatch(r"::(\w+) ([^:]*)::(.*)", line).groups()
        pairs = dict(word.split("=", 1) for word in words.split(","))
        for code, meant in (("%3A", ":"), ("%2C", ","), ("%0D", "\r"), ("%0A", "\n"), ("%25", "%")):
            pairs = {name: value.replace(code, meant) for name, value in pairs.items()}
            message = message.replace(code, meant)
        yield kind, pairs, message


def test_annotations_stand_on_the_learners_lines():
    (kind, where, said), _ = commands(render("github", PARTIAL))
    assert (kind, where["file"], where["line"]) == ("error", "entry/q002_x.py", "12")
    assert where["title"] == "Q2 Naïve copies: partial"
    assert "got       [[1], [2], [" in said


@pytest.mark.parametrize("text", ["100%0A", "a,line=9:b", "x::y", "50%", "a\nb\rc"])
def test_annotations_mean_what_they_were_given(text):
    (_, where, said), _ = commands(render("github", hostile(text, Outcome.BROKEN)))
    assert set(where) == {"file", "line", "title"}
    assert where["line"] == "1"
    assert said == text.replace("\r", "\\r")


def test_ten_errors_are_shown_and_the_rest_are_counted():
    many = [msgspec.structs.replace(PARTIAL, number=number) for number in range(1, 14)]
    kinds = [kind for kind, *_ in commands(render("github", *many))]
    assert kinds == ["error"] * github.MOST + ["notice"] * 2
    assert "and 3 exercises more are not solved" in render("github", *many)
    assert "and 1 exercise more is not solved" in render("github", *many[:11])


# Markdown


def test_nothing_of_a_submission_is_markdown():
    text = "```\n# x\n<img src=y>\n~~~~\n[a](b) | c"
    for token in MarkdownIt().enable("table").parse(render("markdown", hostile(text), *ALL)):
        assert token.type not in ("html_block", "image", "link_open")
        for child in token.children or ():
            assert child.type in ("text", "softbreak", "code_inline", "text_special"), child
    tokens = MarkdownIt().parse(render("markdown", hostile(text)))
    assert [token.type for token in tokens if token.type == "fence"] == ["fence"]


def test_a_summary_stays_below_what_is_dropped():
    long = exercise(1, Outcome.PARTIAL, [check("test_a", False, message="&é" * 20_000)])
    many = [msgspec.structs.replace(long, number=number) for number in range(1, 118)]
    text = render("markdown", *many)
    assert len(text.encode()) <= markdown.MOST_BYTES + 100
    assert re.search(r"… and \d+ exercises more$", text)
    shown = text.count("### Q")
    assert render("markdown", *many[: shown + 1]).endswith("… and 1 exercise more")
    printed = exercise(1, Outcome.PARTIAL, [check("test_a", False, output="a\n" * 13)])
    assert "… and 1 line more\n" in render("markdown", printed)


# HTML


class Page(HTMLParser):
    """The tags of a page, their attributes, and its text."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.attributes, self.text = set(), [], ""
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.tags.add(tag)
        self.attributes += attributes

    def handle_data(self, data):
        self.text += data


OWN_TAGS = Page(render("html", *ALL, pass_mark=80, unreached=[])).tags


@pytest.mark.parametrize(
    "text", ["<script>x</script>", "'\"><img src=x onerror=y>", "</pre></style>", "{{ 7 * 7 }}"]
)
def test_nothing_of_a_submission_is_html(text):
    page = Page(render("html", hostile(text), SOLVED))
    assert page.tags <= OWN_TAGS
    assert text in page.text


def test_a_page_loads_nothing_and_runs_nothing():
    page = Page(render("html", *ALL))
    assert page.tags.isdisjoint({"script", "link", "img", "iframe", "object"})
    names = {name for name, _ in page.attributes}
    assert names.isdisjoint({"src", "href", "style"}) and not {n for n in names if n[:2] == "on"}
    assert "default-src 'none'" in render("html")


# CSV


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", 'a"b,c', "a\nb", "\t=1"])
def test_a_cell_is_text_and_never_a_formula(text):
    (row,) = csv.DictReader(io.StringIO(render("csv", hostile(text))))
    assert row["message"] == (f"'{text}" if text[0] in "=+-@\t" else text)
    assert row["points"] == "0.5"


# JSON of others


def closed(properties, optional=()):
    """A JSON Schema of an object with these properties and no others."""
    kinds = {
        name: kind if isinstance(kind, dict) else {"type": kind}
        for name, kind in properties.items()
    }
    return {
        "type": "object",
        "properties": kinds,
        "required": [n for n in kinds if n not in optional],
    }


CLASSROOM50 = closed(
    {
        "schema": {"enum": ["classroom50/result/v1"]},
        **dict.fromkeys(classroom50.FROM_ENVIRONMENT, "string"),
        "assignment_type": {"enum": ["individual", "group"]},
        "datetime": "string",
        "graded_at": "string",
        "score": "integer",
        "max-score": "integer",
        "tests": {
            "type": "array",
            "items": closed(
                {
                    "test-name": "string",
                    "passed": "boolean",
                    "score": "integer",
                    "max-score": "integer",
                    "output": "string",
                }
            ),
        },
        "submitted_by": closed({"username": "string", "id": "integer"}, ["id"]),
    },
    ["graded_at", "submitted_by"],
)


@pytest.mark.usefixtures("classroom")
def test_a_result_for_classroom50_holds_to_its_schema():
    document = json.loads(render("classroom50", *ALL))
    assert list(violations(document, CLASSROOM50, CLASSROOM50)) == []
    assert document["datetime"] == "2026-11-28T08:00:00Z"  # the commit's, in UTC
    assert document["submitted_by"] == {"username": "ada", "id": 1815}
    assert document["submission"].startswith("submit/")
    for each in (document, *document["tests"]):
        assert 0 <= each["score"] <= each["max-score"]
    assert {t["test-name"][:3]: t["passed"] for t in document["tests"]}["Q1 "] is True
    assert not [t for t in document["tests"] if t["test-name"].startswith("Q46")]


@pytest.mark.usefixtures("classroom")
def test_what_is_not_solved_has_never_all_points():
    almost = exercise(45, Outcome.PARTIAL, [check("test_a"), check("test_b", False)], points=2.9999)
    document = json.loads(render("classroom50", almost, SOLVED))
    assert [t["score"] for t in document["tests"]] == [100, 299]
    third = exercise(45, Outcome.PARTIAL, [check("test_a")], points=0.29)
    assert json.loads(render("classroom50", third))["score"] == 29


def test_outside_of_a_classroom_the_names_that_are_missing_are_told(monkeypatch):
    for name in classroom50.FROM_ENVIRONMENT.values():
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(KataError, match="needs CLASSROOM, ASSIGNMENT, .* in the environment"):
        render("classroom50", SOLVED)


@pytest.mark.usefixtures("classroom")
def test_outside_of_a_checkout_the_time_that_is_missing_is_told(monkeypatch, tmp_path):
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "none"))
    with pytest.raises(KataError, match="needs the time of the commit"):
        render("classroom50", SOLVED)


GRADESCOPE = closed(
    {
        "execution_time": "number",
        "visibility": {"enum": ["hidden", "after_due_date", "after_published", "visible"]},
        "stdout_visibility": {"enum": ["hidden", "visible"]},
        "output": "string",
        "output_format": {"enum": ["text"]},
        "test_output_format": {"enum": ["text"]},
        "test_name_format": {"enum": ["text"]},
        "score": "number",
        "tests": {
            "type": "array",
            "items": closed(
                {
                    "number": "string",
                    "name": "string",
                    "score": "number",
                    "max_score": "number",
                    "status": {"enum": ["passed", "failed"]},
                    "output": "string",
                    "tags": {"type": "array", "items": {"type": "string"}},
                    "visibility": {"enum": ["visible"]},
                }
            ),
        },
    },
    ["score"],
)


def test_results_for_gradescope_hold_to_its_specification():
    document = json.loads(render("gradescope", *ALL))
    assert list(violations(document, GRADESCOPE, GRADESCOPE)) == []
    assert sum(test["score"] for test in document["tests"]) == pytest.approx(report(*ALL).points)
    assert sum(test["max_score"] for test in document["tests"]) == report(*ALL).max_points
    assert "not counted: Q46" in document["output"] and "score" not in document


def test_gradescope_is_given_a_score_where_there_is_no_test():
    document = json.loads(render("gradescope", UNAVAILABLE))
    assert (document["tests"], document["score"]) == ([], 0)


EXERCISM = closed(
    {
        "version": {"enum": [3]},
        "status": {"enum": ["pass", "fail", "error"]},
        "message": {"anyOf": [{"type": "string"}, {"type": "null"}]},
        "tests": {
            "type": "array",
            "items": closed(
                {
                    "name": "string",
                    "status": {"enum": ["pass", "fail", "error"]},
                    "message": "string",
                    "output": "string",
                },
                ["message", "output"],
            ),
        },
    }
)


@pytest.mark.parametrize("results", [[r] for r in ALL] + [ALL], ids=lambda r: len(r))
def test_results_for_exercism_hold_to_its_interface(results):
    document = json.loads(render("exercism", *results))
    assert list(violations(document, EXERCISM, EXERCISM)) == []
    assert (document["message"] is not None) == (document["status"] == "error")
    tried = [each for each in results if each.outcome is not Outcome.UNAVAILABLE] or results
    labels = [each.label for result in tried for each in result.checks]
    assert [test["name"].rpartition(": ")[2] for test in document["tests"]] == labels
    assert all(len(test.get("output", "")) <= 500 for test in document["tests"])


def test_what_waits_for_packages_is_nobodys_failure():
    """Where nothing else was tried, Exercism has to be told something: what to install."""
    document = json.loads(render("exercism", SOLVED, UNAVAILABLE))
    assert document["status"] == "pass" and {t["status"] for t in document["tests"]} == {"pass"}
    alone = json.loads(render("exercism", UNAVAILABLE))
    assert alone["status"] == "error" and "pip install" in alone["message"]
    (row,) = csv.DictReader(render("csv", UNAVAILABLE).splitlines())
    assert row["outcome"] == "unavailable" and "pip install" in row["message"]
    assert row["first_failure"] == ""


def test_exercism_is_told_how_it_came_out():
    broken = next(result for result in ALL if result.outcome is Outcome.BROKEN)
    statuses = [json.loads(render("exercism", r))["status"] for r in (SOLVED, PARTIAL, broken)]
    assert statuses == ["pass", "fail", "error"]
    assert "'(' was never closed" in json.loads(render("exercism", broken))["message"]


def test_long_output_is_cut_and_said_to_be():
    wordy = exercise(
        1, Outcome.PARTIAL, [check("test_a", output="x" * 501), check("test_b", output="y" * 500)]
    )
    first, second = json.loads(render("exercism", wordy))["tests"]
    assert first["output"].endswith("\nOutput was truncated. Please limit to 500 chars")
    assert (len(first["output"]), len(second["output"])) == (500, 500)


@pytest.mark.usefixtures("classroom")
@pytest.mark.parametrize("name", OTHERS)
def test_an_empty_report_is_a_report_too(name):
    assert render(name).strip()


@pytest.mark.parametrize("name", sorted({*reports.FORMATS} - reports.RECORDS_ONLY))
def test_files_that_are_not_graded_are_named_wherever_there_is_a_place_for_it(name):
    names = ("q001 (1).py", "b\x1b[2J::error::`.py")
    text = render(name, SOLVED, run=msgspec.structs.replace(RUN, unrecognised=names))
    assert "q001 (1).py" in text and "\x1b" not in text and not re.search("^::error", text, re.M)
    if name == "junit-strict":
        assert list(strict_breaches(text)) == []


def test_a_commit_of_another_time_zone_is_told_in_utc():
    time = datetime.datetime.fromisoformat("2026-01-01T00:30:00+02:00")
    assert classroom50._utc(time) == "2025-12-31T22:30:00Z"
