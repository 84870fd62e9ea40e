"""Checks for Q1 · Doubling."""

import pytest
from q001_double import double, triple


@pytest.mark.hint("What is `number + number`?", "Multiply by two.")
def test_doubles():
    """An integer is doubled."""
    assert double(2) == 4


@pytest.mark.parametrize(("number", "expected"), [(0.5, 1.0), (-1.5, -3.0)])
@pytest.mark.hint("Does your code expect an integer?")
def test_doubles_fractions(number, expected):
    """Fractions and negative numbers are doubled as well."""
    assert double(number) == expected


@pytest.mark.hint("Look at the type before you calculate.")
def test_refuses_text():
    """A text raises a `TypeError`."""
    with pytest.raises(TypeError):
        double("2")


@pytest.mark.hint("Three times, not twice.")
def test_triples():
    """An integer is tripled."""
    assert triple(3) == 9


@pytest.mark.hint("Look at what `triple` returns.")
def test_triples_zero():
    """Three times zero is the number zero, not a truth value."""
    result = triple(0)
    assert (result, type(result)) == (0, int)


@pytest.mark.hint("`double` and `triple` may be mixed.")
def test_mixes():
    """Both work on each other's results."""
    assert double(triple(2)) == 12
