r"""Q22 · Special methods: make your own type work with Python's syntax.

Topics: dunder-methods, classes, numbers

"What are dunder methods?" asks for more than a list of names. Which one stands behind `+`, `<` or
`bool()`, and what must it return? Write a value that feels built in.

## Build

`Money(amount, currency)` takes an `int` or a `Decimal` as the amount. Anything else, such as a
`float` or a string, raises `TypeError`. The attribute `amount` is that number as a `Decimal`, with
all its digits. The attribute `currency` is the string that was given.

These expressions of two sums `m` and `n` leave both as they were:

- `repr(m)` is `Money(Decimal('12.50'), 'EUR')`, made from the `repr` of both attributes.
- `str(m)` is `12.50 EUR`, made from the `str` of both attributes.
- `m == n` is true if both the amounts and the currencies are equal.
- `hash(m)` is the same for equal sums.
- `m < n`, `m <= n`, `m > n` and `m >= n` compare the amounts.
- `m + n` is a `Money` with the sum of the amounts.
- `0 + m` is equal to `m`, so that `sum()` works.
- `m * k` and `k * m` are a `Money` with the amount times `k`, an `int` or a `Decimal`.
- `bool(m)` is `False` if the amount is zero, else `True`.

## Rules

- No attribute can be set, added or deleted: each attempt raises `AttributeError`.
- Adding or ordering sums of different currencies raises `ValueError`. Its message contains the
  `repr` of both currencies.
- If an operand of another type has a method for `+`, `*`, `==` or an ordering with a `Money`, that
  method decides. If it has none, `==` is `False` and the others raise `TypeError`, as in `m + 0`,
  `m * 1.5` and `m < 1`.
- Two sums cannot be multiplied: `m * m` raises `TypeError`.
- Of numbers, only the `int` 0 can stand to the left of `+`: `1 + m` and `0.0 + m` raise
  `TypeError`.

## Left open

Booleans in the place of numbers, NaN, subclasses of `Money`, and results of more than 28 digits.

## Example

    >>> from decimal import Decimal
    >>> price = Money(Decimal("12.50"), "EUR")
    >>> print(price, price * 2, sum([price, price, Money(5, "EUR")]), sep=", ")
    12.50 EUR, 25.00 EUR, 30.00 EUR
    >>> Money(Decimal("5.00"), "EUR") == Money(5, "EUR"), price == 12.5, bool(price * 0)
    (True, False, False)
    >>> price
    Money(Decimal('12.50'), 'EUR')
"""

from decimal import Decimal


class Money:
    """An immutable sum of money. Add the special methods that its expressions need."""

    def __init__(self, amount: int | Decimal, currency: str) -> None:
        raise NotImplementedError
