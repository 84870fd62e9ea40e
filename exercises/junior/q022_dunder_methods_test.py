"""Checks for Q22 · Special methods."""

from decimal import Decimal

import pytest
from q022_dunder_methods import Money


def euros(amount):
    return Money(Decimal(amount), "".join("EUR"))  # equal currencies, other objects


def francs(amount):
    return Money(Decimal(amount), "CHF")


def parts(money):
    """The amount and the currency of a `Money`; of anything else, its type."""
    return (money.amount, money.currency) if isinstance(money, Money) else type(money)


@pytest.mark.hint(
    "`Decimal(5)` makes a `Decimal` of an `int`, and of a `Decimal` too.",
)
def test_keeps_an_exact_amount():
    """The attributes are the currency and a `Decimal`, made from an int or a `Decimal`."""
    assert isinstance(Money(5, "EUR").amount, Decimal)
    assert parts(Money(5, "EUR")) == (Decimal("5"), "EUR")
    assert parts(Money(currency="CHF", amount=5)) == (Decimal("5"), "CHF")
    assert parts(Money(-987654321012, "EUR")) == (Decimal(-987654321012), "EUR")
    assert str(Money(Decimal("12.50"), "EUR").amount) == "12.50"
    assert str(Money(Decimal("0.12345678901"), "EUR").amount) == "0.12345678901"


@pytest.mark.parametrize("amount", [0.5, 2.0, "12.50", "5"])
@pytest.mark.hint(
    "What is `Decimal(0.1)`? It takes more than it should here.",
    "Look at the type of the amount before you convert it.",
)
def test_refuses_other_amounts(amount):
    """A float or a string as the amount is a `TypeError`."""
    with pytest.raises(TypeError):
        Money(amount, "EUR")


@pytest.mark.hint(
    "`repr()` asks `__repr__`.",
    "In an f-string, `{value!r}` is the `repr` of a value.",
)
def test_describes_itself():
    """`repr` gives the text of the prompt, with the digits that were given."""
    assert repr(euros("12.50")) == "Money(Decimal('12.50'), 'EUR')"
    assert repr(Money(-3, "CHF")) == "Money(Decimal('-3'), 'CHF')"
    assert repr(euros("0.125")) == "Money(Decimal('0.125'), 'EUR')"


@pytest.mark.hint(
    "Every operator returns a `Money` and leaves its operands alone.",
    "`k * m` first asks `k`, which gives up; then Python calls `m.__rmul__(k)`.",
)
def test_calculates():
    """`+`, and `*` from either side, give sums of the same currency and change nothing."""
    assert parts(euros("12.50") + euros("-0.755")) == (Decimal("11.745"), "EUR")
    assert parts(francs("12.50") * 2) == (Decimal("25.00"), "CHF")
    assert parts(3 * francs("12.50")) == (Decimal("37.50"), "CHF")
    assert parts(euros("12.25") * Decimal("0.5")) == (Decimal("6.125"), "EUR")
    assert parts(Decimal("-1.5") * euros(2)) == (Decimal("-3.0"), "EUR")
    assert parts(0 * euros(2)) == (Decimal(0), "EUR")
    assert parts((left := euros(1)) + (right := euros(2))) == (Decimal(3), "EUR")
    assert parts(left * 5) == (Decimal(5), "EUR"), "left is euros(1), and was added to euros(2)"
    assert parts(left) == (Decimal(1), "EUR"), "`left + right` and `left * 5` changed `left`"
    assert parts(right) == (Decimal(2), "EUR"), "`left + right` changed `right`"


@pytest.mark.hint(
    "A class that defines `__eq__` alone cannot be hashed.",
    "5 and 5.00 are equal, so hash the number and not its text.",
)
def test_hash_agrees_with_equality():
    """Sums of equal amount and currency are equal and have one hash; all others differ."""
    assert (Money(5, "EUR") == euros("5.00")) is True
    assert (Money(5, "EUR") != euros("5.00")) is False
    assert (hash(Money(5, "EUR")) == hash(euros("5.00"))) is True
    assert (euros(0) == euros("-0")) is True
    assert (hash(euros(0)) == hash(euros("-0"))) is True
    assert (euros(5) == euros(6)) is False
    assert (euros(5) == francs(5)) is False
    assert (euros(5) != francs(5)) is True
    assert (euros(0) == francs(0)) is False
    assert (euros("0.12345678901") == euros("0.12345678902")) is False
    assert {euros(1): "found"}[euros("1.0")] == "found"


@pytest.mark.hint(
    "`functools.total_ordering` needs `__eq__` and one of the four.",
    "Look at equal amounts: `<` says no and `<=` says yes.",
)
def test_is_ordered():
    """The four comparisons compare the amounts, and `sorted` works."""
    ten = euros(10)
    assert [ten < euros("9.50"), ten < euros("10.0"), ten < euros(11)] == [False, False, True]
    assert [ten <= euros("9.50"), ten <= euros("10.0"), ten <= euros(11)] == [False, True, True]
    assert [ten > euros("9.50"), ten > euros("10.0"), ten > euros(11)] == [True, False, False]
    assert (euros("0.001") < euros("0.002")) is True
    assert [ten >= euros("9.50"), ten >= euros("10.0"), ten >= euros(11)] == [True, True, False]
    less, same, more = euros("9.50"), euros("10.0"), euros(11)
    assert sorted([more, less, same]) == [less, same, more]


@pytest.mark.hint(
    "What is the first addition that `sum` does?",
    "`0 + m` arrives at `m.__radd__(0)`.",
)
def test_can_be_summed():
    """`sum()` adds sums of money, because 0 can stand on the left."""
    assert 0 + euros("7.5") == euros("7.5")
    assert 0 + euros(0) == euros(0)
    assert parts(sum([euros(0), euros(2)])) == (Decimal(2), "EUR")
    assert parts(sum([euros("1.50"), euros(2), euros("3.25")])) == (Decimal("6.75"), "EUR")


@pytest.mark.parametrize("name", ["amount", "currency"])
@pytest.mark.hint(
    "A property without a setter cannot be set.",
    "A frozen dataclass refuses every assignment.",
)
def test_is_immutable(name):
    """Setting the amount or the currency raises an `AttributeError`."""
    money = euros("12.50")
    with pytest.raises(AttributeError):
        setattr(money, name, Decimal(1))
    with pytest.raises(AttributeError):
        setattr(money, name, getattr(money, name))
    assert parts(money) == (Decimal("12.50"), "EUR"), (
        "of euros('12.50'), after two assignments were refused"
    )


def evaluate(expression):
    """The value of an expression, as text so that a report shows it."""
    return eval(expression, {"euros": euros, "francs": francs, "Decimal": Decimal})


@pytest.mark.parametrize(
    "expression",
    [
        "euros(1) + francs(2)",
        "euros(0) + francs(2)",
        "euros(1) + francs(0)",
        "sum([euros(1), francs(2)])",
        "francs(2) + euros(1)",
        "euros(1) < francs(2)",
        "francs(1) < euros(2)",
        "euros(1) <= francs(1)",
        "euros(1) > francs(2)",
        "euros(1) >= francs(0)",
        "euros(1) >= francs(1)",
    ],
)
@pytest.mark.hint(
    "Compare the currencies before the amounts, for every operator.",
)
def test_currencies_do_not_mix(expression):
    """Two currencies in one `+` or ordering raise a `ValueError` that names both."""
    with pytest.raises(ValueError, match="'EUR'") as raised:
        evaluate(expression)
    assert "'CHF'" in str(raised.value), "the message must have the `repr` of both currencies"


class ForeignWithAnswers:
    """A foreign type that answers `+`, `==`, `<` and `>` in its turn, and looks like money."""

    amount, currency = Decimal(2), "EUR"

    def __repr__(self):
        return "ForeignWithAnswers()"

    def answer(self, other):
        return "my turn"

    __radd__ = __eq__ = __lt__ = __gt__ = answer
    __hash__ = None


@pytest.mark.hint(
    "`return NotImplemented` is not `raise`, and it is not `NotImplementedError`.",
    "First ask whether the other operand is of a type that you know.",
)
def test_foreign_types_get_their_turn():
    """A foreign type that knows what to do with a `Money` decides."""
    assert euros(3) + ForeignWithAnswers() == "my turn"
    assert (euros(3) == ForeignWithAnswers()) == "my turn"
    assert (euros(3) < ForeignWithAnswers()) == "my turn"
    assert (euros(3) > ForeignWithAnswers()) == "my turn"
    rate = type("Rate", (ForeignWithAnswers, float), {})(
        1.5
    )  # of a type that is refused where it knows nothing
    assert [euros(3) + rate, euros(3) < rate, euros(3) == rate] == ["my turn"] * 3, (
        "rate is of a subclass of float that answers in its turn"
    )


@pytest.mark.hint(
    "`==` never raises: Python makes False of two `NotImplemented`.",
)
def test_equals_nothing_else():
    """A sum is unequal to a number or a string."""
    assert (euros(3) == 3) is False
    assert (euros(3) == Decimal(3)) is False
    assert (euros(3) == repr(euros(3))) is False
    assert (euros(3) == "EUR") is False
    assert (euros(3) != 3) is True


@pytest.mark.parametrize(
    "expression",
    [
        *("euros(3) + 0", "euros(3) + 1", "euros(3) + 0.5", "euros(3) + Decimal(1)"),
        *("euros(3) + 'EUR'", "1 + euros(3)", "-1 + euros(3)", "0.5 + euros(3)"),
        *("Decimal(1) + euros(3)", "'' + euros(3)", "euros(3) * euros(3)"),
        *("euros(3) * francs(3)", "euros(3) * 1.5", "euros(3) * 2.0"),
        *("euros(3) < 1", "euros(3) <= 3", "euros(3) > 0.5", "euros(3) >= Decimal(1)"),
        *("0 < euros(3)", "Decimal(1) <= euros(3)", "euros(3) < 'EUR'"),
    ],
)
@pytest.mark.hint(
    "Return `NotImplemented` for what you don't know; Python raises the `TypeError` itself.",
)
def test_other_operands_are_refused(expression):
    """Numbers and strings raise a `TypeError`, save 0 on the left and factors."""
    with pytest.raises(TypeError):
        evaluate(expression)
