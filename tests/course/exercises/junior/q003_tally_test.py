"""Checks for Q3 · Tally."""

import pytest
from q003_tally import Overflow, Tally

pytestmark = pytest.mark.timeout(1)


@pytest.fixture
def tally():
    return Tally(10)


@pytest.mark.hint("Keep the number in `self.total`.")
def test_starts_at_zero():
    """A tally starts at zero."""
    assert Tally().total == 0


@pytest.mark.hint("Take `start` in `__init__`.")
def test_starts_where_told(tally):
    """A tally starts at the number given."""
    assert tally.total == 10


@pytest.mark.hint("One is the default.")
def test_adds(tally):
    """Amounts are added, one by default."""
    tally.add()
    tally.add(4)
    assert tally.total == 15


@pytest.mark.hint("What does `add` return?")
def test_can_be_chained(tally):
    """`add` returns the tally itself."""
    assert tally.add() is tally


@pytest.mark.hint("Look before you add.")
def test_refuses_to_overflow(tally):
    """More than 100 raises `Overflow` and leaves the total alone; 100 is allowed."""
    with pytest.raises(Overflow):
        tally.add(91)
    assert tally.total == 10
    assert tally.add(90).total == 100


@pytest.mark.hint("A total on the class is shared by all.")
def test_tallies_are_separate():
    """Two tallies count for themselves."""
    first, second = Tally(), Tally()
    first.add(3)
    assert (first.total, second.total) == (3, 0)
