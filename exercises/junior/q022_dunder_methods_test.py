"""Checks for Q22 · Special methods."""

import operator
from decimal import Decimal
from fractions import Fraction

import pytest
from q022_dunder_methods import Money, Wallet

ORDERINGS = [operator.lt, operator.le, operator.gt, operator.ge]


def euros(amount):
    return Money(Decimal(amount), "".join("EUR"))  # equal currencies, other objects


def francs(amount):
    return Money(Decimal(amount), "CHF")


def amounts(moneys):
    return [(str(money.amount), money.currency) for money in moneys]


@pytest.mark.hint(
    "`Decimal(5)` is exact; what is `Decimal(0.1)`?",
    "Look at the type of the amount before converting it; a `float` or a string is refused.",
)
def test_keeps_an_exact_amount():
    """The amount is a `Decimal`, made from an int or a `Decimal`; all else is a `TypeError`."""
    money = Money(5, "EUR")
    assert (type(money.amount), money.amount, money.currency) == (Decimal, 5, "EUR")
    assert amounts([euros("12.50")]) == [("12.50", "EUR")]
    for amount in (0.5, "12.50", Fraction(1, 2), None):
        with pytest.raises(TypeError):
            Money(amount, "EUR")


@pytest.mark.hint(
    "`repr()`, `str()` and `format()` each have a method of their own.",
    "`__format__` gets the specification as a string and can pass it on to the amount.",
)
def test_describes_itself():
    """`repr`, `str` and `format` give the texts of the table."""
    money = euros("1234.50")
    assert repr(money) == "Money(Decimal('1234.50'), 'EUR')"
    assert str(money) == "1234.50 EUR"
    assert [f"{money}", f"{money:.1f}", f"{money:,.3f}"] == [
        "1234.50 EUR",
        "1234.5 EUR",
        "1,234.500 EUR",
    ]


@pytest.mark.hint(
    "Assignment and deletion go through `__setattr__` and `__delattr__`.",
    "A frozen dataclass writes both for you; `object.__setattr__` gets past them in `__init__`.",
)
def test_is_immutable():
    """Setting or deleting an attribute, also a new one, raises an `AttributeError`."""
    money = euros("12.50")
    for name in ("amount", "currency", "note"):
        with pytest.raises(AttributeError):
            setattr(money, name, Decimal(1))
    for name in ("amount", "currency"):
        with pytest.raises(AttributeError):
            delattr(money, name)
    assert amounts([money]) == [("12.50", "EUR")]


@pytest.mark.hint(
    "A class that defines `__eq__` alone cannot be hashed.",
    "5 and 5.00 are equal, so hash the number and not its text.",
)
def test_hash_agrees_with_equality():
    """Sums of equal amount and currency are equal and have one hash; all others differ."""
    short, long = Money(5, "EUR"), euros("5.00")
    assert (short == long, short != long, hash(short) == hash(long)) == (True, False, True)
    assert len({short, long, francs(5), euros(6)}) == 3
    assert [short == francs(5), short == euros(6), short != francs(5)] == [False, False, True]


@pytest.mark.hint(
    "Every operator returns a new `Money` and leaves its operands alone.",
    "`k * m` first asks `k`, which gives up; then Python calls `m.__rmul__(k)`.",
)
def test_calculates():
    """`+`, `-`, unary `-` and `*` from either side give new sums of the same currency."""
    money = euros("12.50")
    results = [
        money + euros("0.75"),
        money - euros("0.75"),
        -money,
        money * 2,
        3 * money,
        money * Decimal("0.5"),
        Decimal("1.5") * money,
    ]
    assert [type(result) for result in results] == [Money] * 7
    assert [(result.amount, result.currency) for result in results] == [
        (Decimal("13.25"), "EUR"),
        (Decimal("11.75"), "EUR"),
        (Decimal("-12.50"), "EUR"),
        (Decimal("25"), "EUR"),
        (Decimal("37.50"), "EUR"),
        (Decimal("6.25"), "EUR"),
        (Decimal("18.75"), "EUR"),
    ]
    assert amounts([money]) == [("12.50", "EUR")]


@pytest.mark.hint(
    "What is the first addition that `sum` does?",
    "`0 + m` arrives at `m.__radd__(0)`; any other number is not yours.",
)
def test_can_be_summed():
    """`sum()` adds sums of money, because 0, and no other number, can stand on the left."""
    total = sum(euros(amount) for amount in ("1.50", "2", "3.25"))
    assert (type(total), total.amount, total.currency) == (Money, Decimal("6.75"), "EUR")
    assert 0 + euros(7) == euros(7)
    for number in (1, -1):
        with pytest.raises(TypeError):
            number + euros(7)


@pytest.mark.hint(
    "`functools.total_ordering` needs `__eq__` and one of the four.",
    "Look at equal amounts: `<` says no and `<=` says yes.",
)
def test_is_ordered():
    """The four comparisons compare the amounts, and `sorted` and `max` work."""
    small, large = euros("9.50"), euros(10)
    table = [
        [compare(a, b) for compare in ORDERINGS] for a in (small, large) for b in (small, large)
    ]
    assert table == [
        [False, True, False, True],
        [True, True, False, False],
        [False, False, True, True],
        [False, True, False, True],
    ]
    assert (sorted([large, small]), max(small, large)) == ([small, large], large)


@pytest.mark.parametrize("operation", [operator.add, operator.sub, *ORDERINGS])
@pytest.mark.hint("Compare the currencies before the amounts, for every operator.")
def test_currencies_do_not_mix(operation):
    """Two currencies in one `+`, `-` or ordering raise a `ValueError` that names both."""
    with pytest.raises(ValueError, match="EUR.*CHF|CHF.*EUR"):
        operation(euros(1), francs(2))
    with pytest.raises(ValueError, match="EUR.*CHF|CHF.*EUR"):
        operation(francs(1), euros(1))


class Anything:
    """A foreign type that answers every operator when it gets its turn."""

    def answer(self, other):
        return "my turn"

    __radd__ = __rsub__ = __rmul__ = __eq__ = __lt__ = __le__ = __gt__ = __ge__ = answer
    __hash__ = None


@pytest.mark.parametrize(
    "operation", [operator.add, operator.sub, operator.mul, operator.eq, *ORDERINGS]
)
@pytest.mark.hint(
    "`return NotImplemented` is not `raise`, and it is not `NotImplementedError`.",
    "First ask whether the other operand is of a type that you know.",
)
def test_foreign_types_get_their_turn(operation):
    """A type that knows `Money` decides; plain objects are unequal, or a `TypeError`."""
    assert operation(euros(3), Anything()) == "my turn"
    if operation is operator.eq:
        assert (euros(3) == 3, euros(3) == (Decimal(3), "EUR"), euros(3) != 3) == (
            False,
            False,
            True,
        )
    else:
        for stranger in ("text", 1.5, None):
            with pytest.raises(TypeError):
                operation(euros(3), stranger)
            with pytest.raises(TypeError):
                operation(stranger, euros(3))
        with pytest.raises(TypeError):
            operation(euros(3), euros(3) if operation is operator.mul else 3)


@pytest.mark.hint(
    "`bool(x)` asks `__bool__`, and where there is none `__len__`.",
    "A wallet is not empty while it holds something, even nothing but zeros.",
)
def test_truthiness():
    """A sum is false when it is zero, a wallet when it is empty."""
    assert [bool(euros(amount)) for amount in ("0", "0.00", "0.01", "-1", "1")] == [
        False,
        False,
        True,
        True,
        True,
    ]
    assert [bool(Wallet()), bool(Wallet([])), bool(Wallet([euros(0)]))] == [False, False, True]


@pytest.mark.hint(
    "`__getitem__` gets an int for `w[1]` and a `slice` object for `w[1:3]`.",
    "Keep the items in a tuple of your own: it already knows indexes and slices.",
)
def test_wallet_is_a_container():
    """A wallet has a length, iterates again and again, and a slice of it is a wallet."""
    given = [euros(1), francs(2), euros(3)]
    wallet = Wallet(given)
    given.append(euros(4))
    expected = [("1", "EUR"), ("2", "CHF"), ("3", "EUR")]
    assert (len(wallet), amounts(wallet), amounts(wallet)) == (3, expected, expected)
    assert amounts(Wallet(money for money in given[:1])) == expected[:1]
    assert amounts([wallet[0], wallet[1], wallet[-1]]) == expected
    for index in (3, -4):
        with pytest.raises(IndexError):
            wallet[index]
    for cut in (slice(1, 3), slice(None, None, -1), slice(5, None)):
        assert (type(wallet[cut]), amounts(wallet[cut])) == (Wallet, expected[cut])


@pytest.mark.hint(
    "`in` asks `__contains__`; without one it iterates and compares.",
    "Look at the type of what is searched for: a string is a currency.",
)
def test_wallet_membership():
    """`in` finds an equal sum or a currency, and nothing else."""
    wallet = Wallet([francs(2), euros("5.00")])
    wanted = [euros(5), euros(2), Money(5, "USD"), "EUR", "CHF", "USD", "E", 5, None]
    assert [item in wallet for item in wanted] == [
        *(True, False, False),
        *(True, True, False, False),
        *(False, False),
    ]
