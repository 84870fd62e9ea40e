"""Honest: holds checks of its own and uses pytest's helpers outside of a check."""

import pytest


def double(number):
    if isinstance(number, str):
        raise TypeError("a number is needed")
    monkeypatch = pytest.MonkeyPatch()
    monkeypatch.setenv("MODE", "double")
    monkeypatch.undo()
    with pytest.raises(ZeroDivisionError):
        number / 0
    return 2 * number


def triple(number):
    return 3 * number


@pytest.mark.parametrize("number", [1, 2])
def test_double(number):
    assert double(number) == 2 * number
