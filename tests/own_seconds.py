"""A pytest plugin for the bench: how much CPU time the checks themselves took, without pytest's.

Written to the file that `OWN_SECONDS` names: the seconds of all test functions, their processes
included, fixtures and pytest's own work left out.
"""

import os
import resource
from pathlib import Path

import pytest

_seconds = 0.0


def _used() -> float:
    usages = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


@pytest.hookimpl(wrapper=True)
def pytest_pyfunc_call():
    global _seconds
    before = _used()
    try:
        return (yield)
    finally:
        _seconds += _used() - before


def pytest_sessionfinish():
    Path(os.environ["OWN_SECONDS"]).write_text(str(_seconds))
