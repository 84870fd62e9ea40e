"""Whether a submission has bent what judges it: builtins, pytest, the grader, the checks' own code.

A snapshot is taken before the submission is loaded and compared after the checks have run. It finds
what is still bent then; what was bent only in between is found by the negated checks.
"""

import builtins
from collections.abc import Iterable
from operator import attrgetter, is_
from types import CodeType, FunctionType
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

from grader.engine import failures, messages, negations, session

WATCHED = (
    builtins,
    failures,
    messages,
    negations,
    session,
    session.Session,
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


_all, _list, _map, _code_of = all, list, map, attrgetter("__code__")
"""Taken before a submission can put others in their place, and quick: this runs in every child."""


class Snapshot:
    """What the watched things are now, and the code of some functions."""

    def __init__(self) -> None:
        self._before = [(owner, *_parts(owner)) for owner in WATCHED]
        self._functions: list[FunctionType] = []
        self._code: list[CodeType] = []

    def add(self, functions: Iterable[FunctionType]) -> None:
        """Watch the code of these functions as well."""
        self._functions += functions
        self._code = _list(_map(_code_of, self._functions))

    def change(self) -> str | None:
        """The name of the first thing that is no longer what it was, or None."""
        for owner, names, values, functions, code in self._before:
            now = _list(_map(vars(owner).get, names))
            if not _all(_map(is_, now, values)):
                return f"{owner.__name__}.{names[_list(_map(is_, now, values)).index(False)]}"
            if not _all(_map(is_, _map(_code_of, functions), code)):
                return f"the code of {owner.__name__}"
        if not _all(_map(is_, _map(_code_of, self._functions), self._code)):
            return "a check"
        return None


def _parts(owner: Any) -> tuple[list[str], list[Any], list[FunctionType], list[CodeType]]:
    """Names and values of what can be called in a module or class; its functions and their code."""
    parts = {
        name: value
        for name, value in vars(owner).items()
        if callable(value) or isinstance(value, classmethod | staticmethod)
    }
    functions = [value for value in parts.values() if isinstance(value, FunctionType)]
    return [*parts], [*parts.values()], functions, [function.__code__ for function in functions]
