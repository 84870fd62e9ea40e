"""One page that holds all of a report: no script, nothing loaded from elsewhere.

The template escapes every value; what a browser would not show, or would reorder, is written out.
"""

from pathlib import Path

from jinja2 import Environment

from grader.reports.text import points
from grader.results import Outcome, Report
from grader.terminal import Screen, inert

TEMPLATE = Path(__file__).with_name("page.html.jinja")


def render(report: Report, _: Screen) -> str:
    """The page."""
    environment = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    environment.filters |= {"plain": inert, "points": points}
    template = environment.from_string(TEMPLATE.read_text(encoding="utf-8"))
    return template.render(report=report, solved=Outcome.SOLVED).rstrip("\n")
