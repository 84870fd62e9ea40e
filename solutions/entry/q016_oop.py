r"""Q16 · Objects: the answer and one way to build it.

## Answer

A `class` bundles data with the methods that work on it; `__init__` sets up each new instance. What
is assigned in the class body is shared by all of them. Encapsulation rests on convention: a leading
underscore says "internal", two leading ones mangle the name to avoid clashes in subclasses, and
nothing is truly private. A property keeps a rule without changing how an attribute is read.

A class inherits from one or several others. The method resolution order decides where a name is
found, and `super()` goes on to the next class in it. Polymorphism is overriding a method, and more
often duck typing: code uses what an object can do and does not ask for its class. Abstract base
classes and protocols write such expectations down. Special methods tie objects to the language:
`__repr__` for developers, `__str__` for readers, `__len__`, `__eq__` and many more.

## Follow-ups

- **When do you prefer composition to inheritance?** When the new class is not a kind of the old one
  in every respect. Holding an object and passing calls on shows only what you choose to show.
- **What does `super()` do under multiple inheritance?** It calls the next class in the method
  resolution order of the instance, which may be a sibling rather than a parent. So each class calls
  `super()` and passes on the arguments that it does not use.
- **Why does `print(account)` show the `repr`?** `object.__str__` calls `__repr__`, so a class that
  defines only the latter has both.

## Notes

Checks come before the first change, so a refused amount needs no undoing. Only `transfer`, with its
two steps, has something to undo, and for that it catches `BaseException` and raises it again. The
savings account adds its own rule and leaves the rest to `super()`. The alternative is a method that
says how far down the balance may go, overridden by the savings account: no `withdraw` of its own
then, but a hook that every reader must know about.
"""

from typing import Any


class OverdraftError(Exception):
    """More was to be withdrawn than the account allows. Given: nothing to do here."""


class Account:
    """An account that keeps its balance at zero or above."""

    def __init__(self, owner: str, balance: int = 0) -> None:
        if balance < 0:
            raise ValueError(f"an account cannot open with {balance!r}")
        self.owner = owner
        self._balance = balance

    @property
    def balance(self) -> int:
        """What the account holds, in cents."""
        return self._balance

    def deposit(self, amount: int) -> None:
        """Add to the balance."""
        if amount <= 0:
            raise ValueError(f"a deposit must be positive, not {amount!r}")
        self._balance += amount

    def withdraw(self, amount: int) -> None:
        """Take from the balance."""
        if amount <= 0:
            raise ValueError(f"a withdrawal must be positive, not {amount!r}")
        if amount > self._balance:
            raise OverdraftError(f"{amount!r} is more than the account holds")
        self._balance -= amount

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.owner!r}, {self.balance!r})"


class SavingsAccount(Account):
    """An account that never holds less than `minimum`."""

    def __init__(self, owner: str, balance: int = 0, minimum: int = 0) -> None:
        if balance < minimum:
            raise ValueError(f"{balance!r} is less than the minimum of {minimum!r}")
        super().__init__(owner, balance)
        self.minimum = minimum

    def withdraw(self, amount: int) -> None:
        """Take from the balance, down to the minimum."""
        if self.balance - amount < self.minimum:
            raise OverdraftError(f"{amount!r} would leave less than {self.minimum!r}")
        super().withdraw(amount)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.owner!r}, {self.balance!r}, {self.minimum!r})"


def transfer(source: Any, target: Any, amount: int) -> None:
    """Move an amount from one account to another, or leave both as they were."""
    source.withdraw(amount)
    try:
        target.deposit(amount)
    except BaseException:
        source.deposit(amount)
        raise
