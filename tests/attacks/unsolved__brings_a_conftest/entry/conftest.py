"""Passes everything, were it loaded as a conftest.py; it never is."""

from pathlib import Path

Path("@OUTSIDE@/loaded-conftest").write_text("here")


def pytest_runtest_makereport(item, call):
    call.excinfo = None


def pytest_pyfunc_call(pyfuncitem):
    return True
