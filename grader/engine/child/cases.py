"""What checks have for `pytest`: the same, but out of a submission's reach.

A submission may replace whatever it can import. Checks look names up here instead: those of
`PYTEST` were taken before there was a submission, and the cases of a check are made here.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from types import FunctionType, SimpleNamespace
from typing import TypeVar

import pytest

from grader.engine.child.intact import BUILTINS

__builtins__ = BUILTINS

CASES = "@cases"
"""Under which attribute of a check its cases are noted."""

_Check = TypeVar("_Check", bound=FunctionType)
_mark = pytest.mark


class Param(tuple):
    """The arguments of a case, where `pytest.param` gives them."""


def param(*values: object, id: object = None) -> Param:
    """Stands for `pytest.param`."""
    return Param(values)


def parametrize(
    names: str | Sequence[str], values: Iterable[object], ids: object = None
) -> Callable[[_Check], _Check]:
    """Stands for `pytest.mark.parametrize`; `ids` would name the cases, which nobody sees here."""
    single = isinstance(names, str) and "," not in names
    names = names.replace(",", " ").split() if isinstance(names, str) else names
    given = [(value,) if single and type(value) is not Param else value for value in values]
    cases = [dict(zip(names, each, strict=True)) for each in given]

    def note(check: _Check) -> _Check:
        # the mark that stands last varies slowest
        before = check.__dict__.get(CASES, [{}])
        check.__dict__[CASES] = [{**old, **new} for old in before for new in cases]
        return check

    return note


def taken_from(check: FunctionType) -> list[Mapping[str, object]]:
    """The arguments of each case of a check, which keeps no note of them: a single case without
    any where the check has no such mark."""
    return check.__dict__.pop(CASES, [{}])


class _Marks:
    parametrize = staticmethod(parametrize)

    def __getattr__(self, name: str) -> object:
        return getattr(_mark, name)


PYTEST = SimpleNamespace(**{**vars(pytest), "mark": _Marks(), "param": param})
"""pytest, for checks."""
