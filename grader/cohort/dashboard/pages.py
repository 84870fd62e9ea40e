"""Writes the pages: `index.html`, and `learners/N.html` for each learner by number.

A learner's name is text on a page and never part of a path.
"""

import base64
import functools
import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from grader.cohort.dashboard import charts
from grader.cohort.dashboard.figures import BINS, FEWEST, GROUP, KINDS, Figures, Row
from grader.cohort.marks import Mark, mark
from grader.cohort.plan import Plan
from grader.cohort.standing import counted, remarks, trouble
from grader.cohort.store import Grade, Store
from grader.errors import KataError
from grader.reports.text import cut_percent, points
from grader.results import Outcome
from grader.terminal import inert

HERE = Path(__file__).parent

MOST_ROWS = 400
"""Learners in the heat map; a larger table is of no use to anybody. Their pages have all."""

MOST_TRAPS = 40
"""Checks and mistakes that are listed."""

MOST_TEXT = 2000
"""Characters of a check's message on a learner's page."""


def write(store: Store, plan: Plan, folder: Path) -> Iterator[Path]:
    """Write the dashboard as `grader.cohort.dashboard` says."""
    plan = replace(plan, feedback="full")
    figures, run = Figures(plan), store.newest_run()
    try:
        (folder / "learners").mkdir(parents=True, exist_ok=True)
        for learner in store.learners():
            grades = {grade.result.name: grade for grade in store.grades(learner.name)}
            standing = mark(learner, grades, plan, run)
            row = figures.add(standing, grades)
            page = folder / "learners" / f"{row.number}.html"
            page.write_text(_learner(row, standing, grades, plan), encoding="utf-8")
            yield page
        for old in (folder / "learners").glob("*.html"):  # of a larger cohort, shown there before
            if old.stem.isdecimal() and int(old.stem) > len(figures.rows):
                old.unlink()
        page = folder / "index.html"
        page.write_text(_index(figures, [*_said(store, plan)], plan), encoding="utf-8")
        yield page
    except OSError as error:
        raise KataError(f"{folder} cannot be written: {error.strerror}") from None


def _said(store: Store, plan: Plan) -> Iterator[str]:
    if said := trouble(store):
        yield said
    yield from remarks(store, plan)


def _learner(row: Row, standing: Mark, grades: Mapping[str, Grade], plan: Plan) -> str:
    submitted = {name: grade.submitted for name, grade in grades.items()}
    shown = [(result, submitted.get(result.name)) for result in standing.report.exercises]
    return _template("learner.html.jinja").render(
        row=row,
        shown=shown,
        problem=standing.problem,
        unrecognised=standing.report.run.unrecognised,
        late=standing.late,
        plan=plan,
        solved=Outcome.SOLVED,
    )


def _index(figures: Figures, remarks: Sequence[str], plan: Plan) -> str:
    rows = sorted(figures.rows, key=lambda row: row.name.casefold())
    return _template("index.html.jinja").render(
        rows=rows,
        remarks=remarks,
        mapped=rows[:MOST_ROWS],
        items=figures.items(),
        checks=figures.hardest_checks(MOST_TRAPS),
        mistakes=figures.common_mistakes(MOST_TRAPS),
        distribution=charts.histogram(figures.distribution()),
        progress=charts.progress(figures.levels()),
        kinds=KINDS,
        plan=plan,
        group=GROUP,
        fewest=FEWEST,
        bins=BINS,
    )


@functools.cache
def _environment() -> Environment:
    environment = Environment(
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
        loader=FileSystemLoader(HERE),
    )
    environment.filters |= {
        "plain": inert,
        "commands": _commands,
        "points": points,
        "percent": _percent,
        "cut": _cut,
        "short": _short,
        "counted": counted,
    }
    style, script = ((HERE / name).read_text(encoding="utf-8") for name in ("page.css", "page.js"))
    environment.globals |= {
        "style": Markup(style),
        "script": Markup(script),
        "policy": f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}",
    }
    return environment


def _template(name: str):
    return _environment().get_template(name)


def _hash(text: str) -> str:
    """What a Content-Security-Policy calls an inline text by."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _percent(percent: float) -> str:
    return f"{cut_percent(percent):.1f} %"


def _commands(text: str) -> Markup:
    """A text with what stands in backticks as a command."""
    return Markup(re.sub("`([^`]+)`", r"<code>\1</code>", str(escape(inert(text)))))


def _cut(share: float) -> int:
    """A share in whole percent, cut like the others; what floats lack of it is no less."""
    return int(cut_percent(round(100 * share, 4)))


def _short(text: str) -> str:
    return text if len(text) <= MOST_TEXT else f"{text[:MOST_TEXT]}…"
