r"""Q22 · Special methods: the answer and one way to build it.

## Answer

Special or dunder (double underscore) methods are the hooks that Python calls for its own syntax and
built-ins. `__init__` fills a new object; `__repr__` describes it to developers and `__str__` to
users; `__len__`, `__getitem__`, `__iter__` and `__contains__` make a container; `__enter__` and
`__exit__` serve `with`; `__call__` makes an object callable. Operators have theirs, such as
`__eq__` for `==` and `__lt__` for `<`. `a + b` asks `type(a).__add__(a, b)`. If that returns
`NotImplemented` and `b` is of another type, `type(b).__radd__(b, a)` is asked; only then comes the
`TypeError`. The lookup goes to the type, so a dunder put on an instance is not seen.

Implement them, and your type works with `sum`, `sorted`, `in` and f-strings. Keep their contracts:
equal objects need equal hashes, and a class that defines `__eq__` alone becomes unhashable. Call
them through syntax, `len(x)` instead of `x.__len__()`, and invent no such names.

## Follow-ups

- **Is the left operand always asked first?** Not if the right one is of a subclass that brings its
  own `__radd__`: then that goes first, so that a subclass can refine its base.
- **What does `if x` do without a `__bool__`?** It asks `__len__` and takes 0 for false. Without
  that, every object is true.
- **Why return `NotImplemented` instead of raising `TypeError`?** The other operand may know what
  to do. An exception would take its turn away.

## Notes

The frozen dataclass refuses changes and writes `__hash__`; `Decimal` already hashes 5 and 5.00
alike. The `__eq__` that a dataclass writes compares only objects of one and the same class, so a
subclass would never be equal. `total_ordering` derives three comparisons from `__lt__` and `__eq__`
and passes `NotImplemented` on; it costs one more call for each. Four methods written out are
faster, and four places for a slip. A plain class with two properties would do as well, and has to
write all of this by hand.
"""

import functools
from dataclasses import dataclass
from decimal import Decimal


@functools.total_ordering
@dataclass(frozen=True)
class Money:
    """An immutable sum of money."""

    amount: Decimal  # an `int` becomes one
    currency: str

    def __post_init__(self) -> None:
        if not isinstance(self.amount, int | Decimal):
            raise TypeError(f"the amount must be an int or a Decimal, got {self.amount!r}")
        object.__setattr__(self, "amount", Decimal(self.amount))

    def __repr__(self) -> str:
        return f"Money({self.amount!r}, {self.currency!r})"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Money):
            return NotImplemented
        return (self.amount, self.currency) == (other.amount, other.currency)

    def __lt__(self, other: object) -> bool:
        return self.amount < self._amount_of(other) if isinstance(other, Money) else NotImplemented

    def __add__(self, other: object) -> "Money":
        if not isinstance(other, Money):
            return NotImplemented
        return Money(self.amount + self._amount_of(other), self.currency)

    def __radd__(self, other: object) -> "Money":
        return self if isinstance(other, int) and other == 0 else NotImplemented

    def __mul__(self, factor: object) -> "Money":
        if not isinstance(factor, int | Decimal):
            return NotImplemented
        return Money(self.amount * factor, self.currency)

    __rmul__ = __mul__

    def _amount_of(self, other: "Money") -> Decimal:
        if self.currency != other.currency:
            raise ValueError(f"{self.currency!r} and {other.currency!r} do not mix")
        return other.amount
