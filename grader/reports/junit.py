"""JUnit XML, which CI servers show: a test suite an exercise, a test case a check.

There is no one standard. `render` is for GitLab and GitHub's reporters, which read `file` and
`line`; `render_strict` keeps to the schema that Jenkins' xunit plugin checks (junit-10.xsd), which
knows neither.
"""

from collections.abc import Iterator
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from grader.reports.text import check_lines, explains_itself, not_graded
from grader.results import CheckResult, ExerciseResult, Outcome, Report
from grader.terminal import Screen, inert

MOST_BYTES = 29_000_000
"""What a report may take: GitLab reads 30 MB of a file."""

KINDS = {Outcome.UNAVAILABLE: "skipped", Outcome.ERROR: "error"}
"""The elements for checks that are not passed; where nothing is said here, `failure`."""


def render(report: Report, _: Screen) -> str:
    """The report with places in files, as GitLab and others read it."""
    return _shortened(report, placed=True)


def render_strict(report: Report, _: Screen) -> str:
    """The report in what junit-10.xsd allows."""
    return _shortened(report, placed=False)


def _shortened(report: Report, placed: bool) -> str:
    """The document, its texts cut where it would be larger than it may."""
    for most in (100_000, 2_000, 200, 0):
        text = _document(report, placed, most)
        if len(text.encode()) <= MOST_BYTES:
            break
    return text


def _document(report: Report, placed: bool, most: int) -> str:
    root = Element("testsuites", name="Interview Katas")
    for result in report.exercises:
        root.append(_suite(result, report.run.date, placed, most))
    if said := not_graded(report.run):
        none = dict.fromkeys(("tests", "failures", "errors", "skipped", "time"), "0")
        suite = SubElement(root, "testsuite", {"name": "files that are not graded", **none})
        SubElement(suite, "system-out").text = _text(said, most or 200)
    for count in ("tests", "failures", "errors"):
        root.set(count, str(sum(int(suite.get(count, "0")) for suite in root)))
    root.set("time", f"{report.run.seconds:.3f}")
    ElementTree.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(root, "unicode")


def _suite(result: ExerciseResult, date: str, placed: bool, most: int) -> Element:
    suite = Element("testsuite", name=_text(f"Q{result.number} · {result.title}", most or 200))
    cases = list(_cases(result, placed, most))
    suite.set("tests", str(len(cases)))
    for count, kind in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        suite.set(count, str(sum(case.find(kind) is not None for case in cases)))
    suite.set("time", f"{result.seconds:.3f}")
    suite.set("timestamp", date)
    suite.extend(cases)
    return suite


def _cases(result: ExerciseResult, placed: bool, most: int) -> Iterator[Element]:
    """A case a check; one for the exercise where a report says nothing of its checks."""
    solved = result.outcome is Outcome.SOLVED
    labels = [check.label for check in result.checks]
    for check in result.checks or (CheckResult(name=result.name, label="", passed=solved),):
        # of two cases with one name a reader would drop the second
        name = check.label if labels.count(check.label) == 1 else check.name
        case = Element("testcase", classname=f"{result.level}.{result.name}")
        case.set("name", _text(name or check.name, most or 200))
        case.set("time", f"{check.seconds:.3f}")
        if placed and result.file:
            case.set("file", _text(check.file or result.file, 1000))
            if line := check.line or result.line:
                case.set("line", str(line))
        if not check.passed:
            kind = SubElement(case, KINDS.get(result.outcome, "failure"))
            kind.set("message", _text(check.label or str(result.outcome), most or 200))
            kind.text = _text(_why(result, check), most)
        elif check.output:
            SubElement(case, "system-out").text = _text(check.output, most)
        yield case


def _why(result: ExerciseResult, check: CheckResult) -> str:
    """Why a check did not pass, as the report for a terminal has it."""
    if explains_itself(result) or not result.checks:
        return result.message or str(result.outcome)
    lines = list(check_lines(check, Screen(width=100), check.proves))
    if result.mistake and check == result.first_failure:
        lines += ["", f"These checks also fail when {result.mistake}."]
    return "\n".join(lines)


def _text(text: str, most: int) -> str:
    """A text in which XML finds nothing forbidden, of limited length."""
    text = inert(text)
    return text if len(text) <= most else f"{text[:most]}…"
