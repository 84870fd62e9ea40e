"""Q22 · Special methods: make your own types work with Python's syntax.

Topics: dunder-methods, classes, numbers

"What are dunder methods?" asks for more than a list of names: which one stands behind `+`, `in`,
`bool()` or a slice, and what must it return? Write a value and a container that feel built in.

## Build

`Money(amount, currency)` is an immutable sum of money. `amount` is an `int` or a `Decimal`;
anything else, such as a `float` or a string, raises `TypeError`. The attribute `amount` is always a
`Decimal`, equal to what was given and not rounded; the attribute `currency` is the string as given.

| expression | result |
| --- | --- |
| `repr(m)` | `Money(Decimal('12.50'), 'EUR')` |
| `str(m)` | `12.50 EUR` |
| `format(m, spec)` | amount formatted with `spec`, a space, the currency: `12.5 EUR` for `.1f` |
| `m == n`, `hash(m)` | equal if amount and currency are equal; equal sums have the same hash |
| `m < n`, `m <= n`, `m > n`, `m >= n` | compare the amounts |
| `m + n`, `m - n`, `-m` | a new `Money` of the same currency, computed by `Decimal` |
| `0 + m` | the same sum as `m`, so that `sum()` works |
| `m * k`, `k * m` | a new `Money`; `k` is an `int` or a `Decimal` |
| `bool(m)` | `False` if the amount is zero, else `True` |

`Wallet(items=())` is a read-only container of the `Money` objects in the iterable `items`, in their
order.

| expression | result |
| --- | --- |
| `len(w)`, `iter(w)` | the number of items; all items, as often as asked |
| `w[1]`, `w[-1]` | one item; `IndexError` outside |
| `w[1:3]`, `w[::-1]` | a new `Wallet` |
| `x in w` | a `Money`: is an equal one in it? A string: is an item in that currency? Else `False` |
| `bool(w)` | `False` if there are no items |

## Rules

- Setting or deleting any attribute of a `Money`, also a new one, raises `AttributeError`.
- Adding, subtracting or ordering two sums of different currencies raises `ValueError` that names
  both currencies. Comparing them with `==` gives `False`, also inside `in`.
- With an operand of any other type, `+`, `-`, `*` and the comparisons give that operand its turn:
  they return `NotImplemented`. So `m + 0`, `1 + m`, `m * 1.5`, `m * m` and `m < 1` raise
  `TypeError`, `m == 1` is `False`, and a foreign type that knows `Money` decides.
- A `Wallet` has no methods that change it, and it does not change when the list that it was made
  from does.

## Example

    >>> price = Money(Decimal("12.50"), "EUR")
    >>> print(price * 2, -price, f"{sum([price, price, price]):.1f}", sep=", ")
    25.00 EUR, -12.50 EUR, 37.5 EUR
    >>> wallet = Wallet([price, Money(5, "CHF")])
    >>> Money(5, "CHF") in wallet, "USD" in wallet, len(wallet[1:])
    (True, False, 1)
"""

from collections.abc import Iterable
from decimal import Decimal


class Money:
    """An immutable sum of money. Add the special methods that its expressions need."""

    def __init__(self, amount: int | Decimal, currency: str) -> None:
        raise NotImplementedError


class Wallet:
    """A read-only container of sums. Add the special methods that its expressions need."""

    def __init__(self, items: Iterable[Money] = ()) -> None:
        raise NotImplementedError
