"""The JSON report, which other programs build on: `Report` as it is; `kata schema` describes it."""

import msgspec

from grader.results import Report
from grader.terminal import Screen


def render(report: Report, _: Screen) -> str:
    """The report as one JSON document, ASCII only, so that no terminal or log can be tricked."""
    data = msgspec.json.format(msgspec.json.encode(report), indent=2).decode()
    return "".join(c if c < "\x7f" else _escaped(c) for c in data)


def _escaped(character: str) -> str:
    units = character.encode("utf-16-be")
    return "".join(f"\\u{units[i]:02x}{units[i + 1]:02x}" for i in range(0, len(units), 2))
