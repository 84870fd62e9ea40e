r"""Q22 · Special methods: make your own type work with Python's syntax.

Topics: dunder-methods, classes, numbers

"What are dunder methods?" asks for more than a list of names. Which one stands behind `+`, `<` or
`bool()`, and what must it return? Write a value that feels built in.

## Build

`Money(amount, currency)` takes an `int` or a `Decimal` of at most 12 digits as the amount and three
capital letters as the currency. A `float` or a string as the amount raises `TypeError`. The
attribute `amount` is that number as a `Decimal`. The attribute `currency` equals the string given.

These expressions of two sums `m` and `n` leave both as they were:

- `repr(m)` is `Money(Decimal('12.50'), 'EUR')`, made from the `repr` of both attributes.
- `m == n` is true if both the amounts and the currencies are equal.
- `hash(m)` is the same for equal sums.
- `m < n`, `m <= n`, `m > n` and `m >= n` compare the amounts.
- `m + n` is a `Money` with the sum of the amounts.
- `0 + m` is equal to `m`, so that `sum()` works.
- `m * k` and `k * m` are a `Money` with the amount times `k`, an `int` or a `Decimal`.

## Rules

- Setting `m.amount` or `m.currency` raises `AttributeError`.
- Adding or ordering sums of different currencies raises `ValueError`. Its message contains the
  `repr` of both currencies.
- If an `x` of another type takes a `Money` in its `__radd__`, `__eq__`, `__gt__` or `__lt__`, that
  method gives the result of `m + x`, `m == x`, `m < x` or `m > x`.
- With a number or a string `x`, `m == x` is `False`, and `m + x`, `x + m` and all orderings raise
  `TypeError`, save `0 + m`.
- Two sums cannot be multiplied: `m * m` raises `TypeError`. So does `m * 1.5`.

## Left open

Amounts of other types, currencies of another form, booleans, NaN, Decimals with an exponent,
products of more than 28 digits, decimal contexts other than the default, a zero in other sums than
`0 + m`, other ways to change a `Money`, and subclasses of `int`, `Decimal` and `Money`.

## Example

    >>> from decimal import Decimal
    >>> price = Money(Decimal("12.50"), "EUR")
    >>> price * 2
    Money(Decimal('25.00'), 'EUR')
    >>> sum([price, price, Money(5, "EUR")])
    Money(Decimal('30.00'), 'EUR')
    >>> Money(Decimal("5.00"), "EUR") == Money(5, "EUR"), price == 12.5
    (True, False)
"""

from decimal import Decimal


class Money:
    """An immutable sum of money. Add the special methods that its expressions need."""

    def __init__(self, amount: int | Decimal, currency: str) -> None:
        raise NotImplementedError
