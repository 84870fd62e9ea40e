"""The dashboard: its figures by hand, its pages in a real browser."""

import base64
import datetime
import hashlib
import re
from types import SimpleNamespace

import msgspec
import pytest

from grader import catalog
from grader.cohort import dashboard
from grader.cohort.dashboard.figures import Figures
from grader.cohort.marks import mark
from grader.cohort.plan import Plan
from grader.cohort.store import Entry, Store
from grader.engine.messages import Isolation
from grader.errors import KataError
from grader.results import CheckResult, ExerciseResult, Outcome, Run, Versions
from tests import support
from tests.support import COURSE

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'&\u202e{{ 7 * 7 }}]]>"
IN_TIME, LATE = "2026-05-01T10:00:00+00:00", "2026-05-03T10:00:00+00:00"


@pytest.fixture
def plan():
    exercises = catalog.load(COURSE).exercises
    return Plan(
        exercises=exercises,
        weights={exercise.name: 1.0 for exercise in exercises},
        pass_mark=50,
        deadline=datetime.datetime(2026, 5, 2, tzinfo=datetime.UTC),
    )


@pytest.fixture
def store(tmp_path):
    run = Run(
        date=IN_TIME,
        seconds=1.0,
        versions=Versions(grader="1", python="3", pytest="9"),
        isolation=Isolation(sandbox="none", limits=()),
    )
    with Store(tmp_path / "cohort.db", writing=True) as kept:
        kept.begin(run)
        yield kept


def result(exercise, passed, message="got 3", output="", mistake=None):
    """A result in which the first so many checks passed."""
    checks = [
        CheckResult(
            name=check.name,
            label=check.label,
            passed=place < passed,
            message="" if place < passed else message,
            output="" if place < passed else output,
            proves=None if place < passed else "A sentence of the task.",
        )
        for place, check in enumerate(exercise.checks)
    ]
    share = passed / len(checks)
    return ExerciseResult(
        number=exercise.number,
        name=exercise.name,
        level=exercise.level,
        title=exercise.title,
        outcome={0: Outcome.UNSOLVED, 1: Outcome.SOLVED}.get(share, Outcome.PARTIAL),
        points=exercise.level.points * share,
        max_points=exercise.level.points,
        seconds=0.1,
        checks=tuple(checks),
        mistake=mistake,
    )


def hand_in(store, name, exercise, passed, submitted=IN_TIME, **more):
    key = hashlib.sha256(f"{name}/{exercise.name}".encode()).digest()
    entry = Entry(exercise.name, key, key, submitted, result(exercise, passed, **more))
    store.keep(name, [entry])


def class_of_ten(store, plan):
    """Learner 0 has nothing of Q1 and Q2, learner 9 has both solved; Q3 is solved by all."""
    first, second, third = plan.exercises
    for number in range(10):
        name = f"learner {number}"
        store.note_learner(name, COURSE / name, "")
        hand_in(store, name, first, min(number, 6), LATE if number == 9 else IN_TIME)
        if number:
            made = "it is the other way round" if number < 4 else None
            hand_in(store, name, second, 6 if number > 4 else 0, mistake=made)
        else:
            hand_in(store, name, second, 0, submitted=None)
        hand_in(store, name, third, len(third.checks))


def figures(store, plan):
    counted, run = Figures(plan), store.newest_run()
    for learner in store.learners():
        grades = {grade.result.name: grade for grade in store.grades(learner.name)}
        counted.add(mark(learner, grades, plan, run), grades)
    return counted


def test_figures_are_those_that_a_hand_counts(store, plan):
    class_of_ten(store, plan)
    counted = figures(store, plan)
    first, second, third = counted.items()
    # of Q1: 0, 1, 2, 3, 4, 5, 6, 6, 6, 6 sixths; the groups are the 3 best and the 3 worst
    assert (first.tried, first.solved) == (10, 4)
    assert first.facility == pytest.approx(39 / 60)
    assert first.discrimination == pytest.approx(1 - (0 + 1 + 2) / 18)
    assert (second.tried, second.solved, second.facility) == (9, 5, 0.5)
    assert second.discrimination == 1
    assert (third.facility, third.discrimination) == (1, 0)
    made = counted.common_mistakes(9)
    assert [(trap.exercise, trap.text, trap.number, trap.tried) for trap in made] == [
        (plan.exercises[1], "it is the other way round", 3, 9)
    ]
    hardest = counted.hardest_checks(1)
    assert (hardest[0].exercise, hardest[0].number) == (plan.exercises[0], 6)
    assert [row.late for row in counted.rows] == [0] * 9 + [1]
    assert sum(counted.distribution()) == 10
    entry, junior = counted.levels()
    assert entry[1]["not handed in"] == 1 / 20
    assert junior[1]["solved"] == 1


@pytest.mark.parametrize("equal", [8, 6])
def test_learners_who_are_level_are_told_apart_by_nothing(store, plan, equal):
    """Eight learners; so many of them have the same score by one of two exercises, half each."""
    first, second, _ = plan.exercises
    for number in range(8):
        name = f"learner {number}"
        store.note_learner(name, COURSE, "")
        both = number >= equal
        hand_in(store, name, first, 6 if number < equal / 2 or both else 0)
        hand_in(store, name, second, 0 if number < equal / 2 and not both else 6)
    of_first, of_second, _ = figures(store, plan).items()
    # the upper group is level too, or the two with both; the lower one has half of each exercise
    expected = 0 if equal == 8 else 0.5
    assert of_first.discrimination == pytest.approx(expected)
    assert of_second.discrimination == pytest.approx(expected)


def test_what_counts_for_nobody_is_in_no_figure(store, plan, tmp_path):
    class_of_ten(store, plan)
    first = plan.exercises[0]
    for number in (0, 9):
        missing = msgspec.structs.replace(result(first, 0), outcome=Outcome.UNAVAILABLE)
        key = hashlib.sha256(f"missing {number}".encode()).digest()
        store.keep(f"learner {number}", [Entry(first.name, key, key, IN_TIME, missing)])
    counted = figures(store, plan)
    item = counted.items()[0]
    # left are 1, 2, 3, 4, 5, 6, 6, 6 sixths
    assert (item.tried, item.solved, item.facility) == (8, 3, pytest.approx(33 / 48))
    assert [row.uncounted for row in counted.rows] == [{0}, *[set()] * 8, {0}]
    page = next(dashboard.write(store, plan, tmp_path / "out")).read_text(encoding="utf-8")
    assert "1 of 2 solved, 2 of 3 points" in page
    assert "unavailable</strong>, counts for nobody" in page
    assert f"✗ {first.checks[0].label}" not in page


@pytest.mark.parametrize(("passed", "cell"), [(29, "h5>58"), (30, "h6>60"), (49, "h9>98")])
def test_the_map_of_learners_by_exercise_cuts_shares_as_reports_do(
    store, plan, tmp_path, passed, cell
):
    first = plan.exercises[0]
    checks = [SimpleNamespace(name=f"test_{number}", label="") for number in range(50)]
    store.note_learner("ada", COURSE / "ada", "")
    hand_in(store, "ada", SimpleNamespace(**vars(first) | {"checks": checks}), passed)
    *_, index = dashboard.write(store, plan, tmp_path / "out")
    assert f"<td class={cell}" in index.read_text(encoding="utf-8")


def test_pages_of_learners_who_are_gone_are_gone(store, plan, tmp_path):
    (tmp_path / "out" / "learners").mkdir(parents=True)
    for name in ("learners/11.html", "learners/notes.html", "mine.html"):
        (tmp_path / "out" / name).write_text("old", encoding="utf-8")
    class_of_ten(store, plan)
    list(dashboard.write(store, plan, tmp_path / "out"))
    left = {path.name for path in (tmp_path / "out").rglob("*.html")}
    assert left == {"index.html", "mine.html", "notes.html", *(f"{n}.html" for n in range(1, 11))}


def test_a_score_is_in_the_bar_that_names_it(plan):
    counted = Figures(plan)
    for percent in (0, 0.1, 10, 10.1, 50, 99, 100):
        row = type("Row", (), {"percent": percent, "graded": True})
        counted.rows.append(row)
    assert counted.distribution() == [3, 1, 0, 0, 1, 0, 0, 0, 0, 2]


def test_who_could_not_be_graded_is_in_no_figure(store, plan, tmp_path):
    class_of_ten(store, plan)
    before = figures(store, plan)
    for name in ("x", "y"):
        store.note_learner(name, COURSE, "x.zip cannot be unpacked")
        for exercise in plan.exercises:
            hand_in(store, name, exercise, 0, submitted=None)
    after = figures(store, plan)
    assert len(after.rows) == 12
    for figure in ("items", "distribution", "levels"):
        assert getattr(after, figure)() == getattr(before, figure)()
    *learners, index = dashboard.write(store, plan, tmp_path / "out")
    page = index.read_text(encoding="utf-8")
    told = "2 learners could not be graded; <code>kata cohort status</code> says why"
    assert f"<strong>{told}</strong>" in page
    row = re.search(r'<tr data-name="x">.*x\.zip.*', page)[0]
    assert "missed" not in row and "0.0" not in row and row.count(">–</td>") == 4
    page = learners[-1].read_text(encoding="utf-8")
    assert "<strong>Not graded:</strong> x.zip cannot be unpacked" in page
    assert "missed" not in page and "points" not in page and "Q1" not in page


def test_the_dashboard_has_the_trouble_of_the_text_report(store, plan, tmp_path):
    class_of_ten(store, plan)
    store.note_learner("none", COURSE, "")
    for exercise in plan.exercises:
        hand_in(store, "none", exercise, 0, submitted=None)
    broken = msgspec.structs.replace(result(plan.exercises[0], 0), outcome=Outcome.CRASHED)
    store.keep("learner 3", [Entry("q001_double", b"k", b"k", IN_TIME, broken)])
    *_, index = dashboard.write(store, plan, tmp_path / "out")
    page = index.read_text(encoding="utf-8")
    assert re.search('data-name="learner 3".*<td class="text">1 crashed</td>', page)
    assert re.search('data-name="none".*<td class="text">nothing handed in</td>', page)


def test_discrimination_needs_a_class(store, plan):
    for number in range(7):
        store.note_learner(f"learner {number}", COURSE, "")
        hand_in(store, f"learner {number}", plan.exercises[0], number % 7)
    assert [item.discrimination for item in figures(store, plan).items()] == [None] * 3


def hostile_class(store, plan):
    class_of_ten(store, plan)
    store.note_learner(HOSTILE, COURSE, f"{HOSTILE} is no zip")
    for exercise in plan.exercises:
        hand_in(store, HOSTILE, exercise, 1, message=HOSTILE, output=HOSTILE, mistake=HOSTILE)


def test_nothing_of_a_submission_is_markup_and_only_our_script_may_run(store, plan, tmp_path):
    hostile_class(store, plan)
    pages = list(dashboard.write(store, plan, tmp_path / "out"))
    assert len(pages) == 12
    assert pages[-1] == tmp_path / "out" / "index.html"
    for page in pages:
        text = page.read_text(encoding="utf-8")
        assert len(re.findall(r"<script", text)) == 1
        assert "<img" not in text
        assert "\u202e" not in text
        assert ("alert(1)" in text) == ("{{ 7 * 7 }}" in text)
        policy = re.search(r'Content-Security-Policy" content="([^"]*)"', text)[1]
        for tag in ("script", "style"):
            inside = re.search(rf"<{tag}>(.*?)</{tag}>", text, re.DOTALL)[1]
            digest = base64.b64encode(hashlib.sha256(inside.encode()).digest()).decode()
            assert f"{tag}-src &#39;sha256-{digest}&#39;" in policy


def test_a_folder_that_cannot_be_written_is_told(store, plan, tmp_path):
    (tmp_path / "out").write_text("a file", encoding="utf-8")
    with pytest.raises(KataError, match="out cannot be written: "):
        list(dashboard.write(store, plan, tmp_path / "out"))


@pytest.fixture(name="browser")
def open_browser():
    with support.browser() as launched:
        yield launched


BROKEN_WORDS = """() => {
  const broken = [];
  for (const cell of document.querySelectorAll(".scroll :is(th, td):not(.text)")) {
    const nodes = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
    while (nodes.nextNode()) for (const word of nodes.currentNode.data.matchAll(/\\p{L}+/gu)) {
      const range = document.createRange();
      range.setStart(nodes.currentNode, word.index);
      range.setEnd(nodes.currentNode, word.index + word[0].length);
      const lines = new Set([...range.getClientRects()].map((each) => Math.round(each.top)));
      if (lines.size > 1) broken.push(word[0]);
    }
  }
  return broken;
}"""
"""The words of the tables that stand on more than one line, but for those in long texts."""

TOUCHING_LABELS = """() => {
  const texts = [...document.querySelectorAll("svg text")];
  const boxes = texts.map((text) => text.getBoundingClientRect());
  return boxes.flatMap((a, i) => boxes.slice(i + 1).filter((b) =>
    a.left < b.right + 2 && b.left < a.right + 2 && a.top < b.bottom && b.top < a.bottom));
}"""
"""The labels of charts that run into another one."""


@pytest.mark.timeout(180)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_work_in_a_browser_and_for_everybody(store, plan, tmp_path, browser, scheme):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is missing")
    hostile_class(store, plan)
    *learners, index = dashboard.write(store, plan, tmp_path / "out")
    phone = {"width": 390, "height": 800}
    page = browser.new_context(color_scheme=scheme, viewport=phone).new_page()
    said = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("dialog", lambda dialog: (said.append("a dialog"), dialog.dismiss()))
    for each in (index, learners[0], learners[-1]):
        page.goto(each.as_uri())
        assert page.evaluate("document.documentElement.scrollWidth") <= phone["width"]
        found = axe.Axe().run(page).response["violations"]
        grave = [each for each in found if each["impact"] in ("serious", "critical")]
        assert [(each["id"], each["nodes"][0]["html"]) for each in grave] == []
    page.goto(index.as_uri())
    for width in (phone["width"], 1280):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate(BROKEN_WORDS) == []
        assert page.evaluate(TOUCHING_LABELS) == []
    page.set_viewport_size(phone)
    page.keyboard.press("/")
    page.keyboard.type("LEARNER 7")
    assert page.locator("#learners tbody tr:visible th").all_text_contents() == ["learner 7"]
    assert page.locator(".map tbody tr:visible th").all_text_contents() == ["learner 7"]
    assert page.text_content("#found") == "1 learner shown"
    page.fill("#search", "")
    heading = page.locator("#learners th button", has_text="Score")
    heading.focus()
    page.keyboard.press("Enter")
    first = page.locator("#learners tbody tr").first
    assert first.text_content().startswith("learner 9")
    page.keyboard.press("Enter")
    assert not first.text_content().startswith("learner 9")
    page.locator("#learners th button", has_text="Points").click()
    cells = page.locator("#learners tbody td:nth-of-type(2)").all_text_contents()
    assert cells.pop() == "–"  # of whom nothing could be graded
    assert cells == sorted(cells, key=float, reverse=True)
    first.locator("a").click()
    assert page.url.endswith(".html")
    assert "learners/" in page.url
    assert said == []
