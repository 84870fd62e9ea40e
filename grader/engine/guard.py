"""Whether a submission has bent what judges it: builtins, pytest, the grader, the checks' own code.

A snapshot is taken before the submission is loaded and compared after the checks have run. It finds
what is still bent then; what was bent only in between is found by the negated checks.
"""

import builtins
from collections.abc import Iterable, Iterator
from types import FunctionType
from typing import Any

import _pytest.assertion.rewrite
import _pytest.assertion.util
import _pytest.fixtures
import _pytest.outcomes
import _pytest.python
import _pytest.raises
import _pytest.reports
import _pytest.runner
import pluggy
import pluggy._callers
import pluggy._hooks
import pytest

from grader.engine import checks, failures, messages

WATCHED = (
    builtins,
    checks,
    failures,
    messages,
    pytest,
    _pytest.assertion.rewrite,
    _pytest.fixtures,
    _pytest.outcomes,
    _pytest.python,
    _pytest.python.Function,
    _pytest.raises,
    _pytest.raises.RaisesExc,
    _pytest.reports.TestReport,
    _pytest.runner,
    _pytest.runner.CallInfo,
    _pytest.runner.SetupState,
    pluggy.PluginManager,
    pluggy._callers,
    pluggy._hooks.HookCaller,
)
"""The modules and classes whose functions and classes must stay what they are."""


class Snapshot:
    """What the watched things are now, and the code of some functions."""

    def __init__(self) -> None:
        self._before = [(owner, list(_parts(owner))) for owner in WATCHED]
        self._functions: list[tuple[FunctionType, Any]] = []

    def add(self, functions: Iterable[FunctionType]) -> None:
        """Watch the code of these functions as well."""
        self._functions += [(function, function.__code__) for function in functions]

    def change(self) -> str | None:
        """The name of the first thing that is no longer what it was, or None."""
        for owner, parts in self._before:
            now = vars(owner)
            for name, value, code in parts:
                if now.get(name) is not value or getattr(value, "__code__", None) is not code:
                    return f"{owner.__name__}.{name}"
        for function, code in self._functions:
            if function.__code__ is not code:
                return "a check"
        return None


def _parts(owner: Any) -> Iterator[tuple[str, Any, Any]]:
    for name, value in vars(owner).items():
        if callable(value) or isinstance(value, classmethod | staticmethod):
            yield name, value, getattr(value, "__code__", None)
