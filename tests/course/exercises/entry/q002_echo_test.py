"""Checks for Q2 · Echo."""

import pytest
from q002_echo import echo


@pytest.mark.hint("`print` ends a line by itself.")
def test_prints_the_line(capsys):
    """The text is printed once."""
    echo("hello")
    assert capsys.readouterr().out == "hello\n"


@pytest.mark.hint("Repeat the call of `print`.")
def test_repeats_the_line(capsys):
    """The text is printed as often as asked."""
    echo("hello", 3)
    assert capsys.readouterr().out == "hello\n" * 3


@pytest.mark.hint("Zero is a number of times too.")
def test_prints_nothing_for_zero(capsys):
    """Zero times prints nothing."""
    echo("hello", 0)
    assert capsys.readouterr().out == ""


@pytest.mark.hint("Return what was asked for.")
def test_returns_the_number_of_lines():
    """The number of lines is returned."""
    assert [echo("a"), echo("b", 2), echo("c", 0)] == [1, 2, 0]


@pytest.mark.hint("Look before you print.")
def test_refuses_negative_numbers():
    """A negative number raises a `ValueError` that names it."""
    with pytest.raises(ValueError, match="-1"):
        echo("hello", -1)


@pytest.mark.hint("Nothing may be printed before the number has been looked at.")
def test_prints_nothing_when_refusing(capsys):
    """Nothing is printed when the number is refused."""
    with pytest.raises(ValueError, match="-2"):
        echo("hello", -2)
    assert capsys.readouterr().out == ""
