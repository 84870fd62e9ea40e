"""Q22 · Special methods: the answer and one way to build it.

## Answer

Special or dunder (double underscore) methods are the hooks that Python calls for its own syntax and
built-ins. `__init__` fills a new object; `__repr__` describes it to developers and `__str__` to
users; `__len__`, `__getitem__`, `__iter__` and `__contains__` make a container; `__enter__` and
`__exit__` serve `with`; `__call__` makes an object callable. Operators have theirs, such as
`__eq__` for `==` and `__lt__` for `<`. `a + b` asks `type(a).__add__(a, b)`, and if that returns
`NotImplemented`, `type(b).__radd__(b, a)`; only then comes the `TypeError`. The lookup goes to the
type, so a dunder put on an instance is not seen.

Implement them, and your type works with `sum`, `sorted`, `in` and f-strings. Keep their contracts:
equal objects need equal hashes, and a class that defines `__eq__` alone becomes unhashable. Call
them through syntax, `len(x)` instead of `x.__len__()`, and invent no such names.

## Notes

The frozen dataclass writes `__eq__`, `__hash__` and the refusal of changes; `Decimal`
already hashes 5 and 5.00 alike. `total_ordering` derives three comparisons from `__lt__` and
`__eq__` and passes `NotImplemented` on. `sum` starts at 0, hence `__radd__`, which knows 0 alone.
"""

import functools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal


@functools.total_ordering
@dataclass(frozen=True)
class Money:
    """An immutable sum of money."""

    amount: Decimal
    currency: str

    def __init__(self, amount: int | Decimal, currency: str) -> None:
        if not isinstance(amount, int | Decimal):
            raise TypeError(f"the amount must be an int or a Decimal, got {amount!r}")
        object.__setattr__(self, "amount", Decimal(amount))
        object.__setattr__(self, "currency", currency)

    def __repr__(self) -> str:
        return f"Money({self.amount!r}, {self.currency!r})"

    def __str__(self) -> str:
        return format(self)

    def __format__(self, spec: str) -> str:
        return f"{self.amount:{spec}} {self.currency}"

    def __bool__(self) -> bool:
        return bool(self.amount)

    def __lt__(self, other: object) -> bool:
        if not isinstance(other, Money):
            return NotImplemented
        self._same_currency(other)
        return self.amount < other.amount

    def __add__(self, other: object) -> "Money":
        if not isinstance(other, Money):
            return NotImplemented
        self._same_currency(other)
        return Money(self.amount + other.amount, self.currency)

    def __radd__(self, other: object) -> "Money":
        return self if other == 0 else NotImplemented

    def __sub__(self, other: object) -> "Money":
        return self + -other if isinstance(other, Money) else NotImplemented

    def __neg__(self) -> "Money":
        return Money(-self.amount, self.currency)

    def __mul__(self, factor: object) -> "Money":
        if not isinstance(factor, int | Decimal):
            return NotImplemented
        return Money(self.amount * factor, self.currency)

    __rmul__ = __mul__

    def _same_currency(self, other: "Money") -> None:
        if self.currency != other.currency:
            raise ValueError(f"{self.currency} and {other.currency} do not mix")


class Wallet:
    """A read-only container of sums."""

    def __init__(self, items: Iterable[Money] = ()) -> None:
        self._items = tuple(items)

    def __len__(self) -> int:
        return len(self._items)

    def __iter__(self) -> Iterator[Money]:
        return iter(self._items)

    def __getitem__(self, index: int | slice) -> "Money | Wallet":
        if isinstance(index, slice):
            return Wallet(self._items[index])
        return self._items[index]

    def __contains__(self, wanted: object) -> bool:
        if isinstance(wanted, str):
            return any(item.currency == wanted for item in self._items)
        return wanted in self._items
