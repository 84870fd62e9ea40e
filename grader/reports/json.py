"""The JSON report, which other programs build on: `Report` as it is; `kata schema` describes it."""

import json
from typing import Any

import msgspec

from grader.results import Report
from grader.terminal import Screen


def render(report: Report, _: Screen) -> str:
    """The report as one JSON document."""
    return dump(report, indent=2)


def dump(value: Any, indent: int | None = None) -> str:
    """Records as JSON, ASCII only, so that no terminal or log can be tricked."""
    text = json.dumps(msgspec.to_builtins(value), indent=indent)
    return text.replace("##", "#\\u0023")  # some CI runners take ##[name] for a command
