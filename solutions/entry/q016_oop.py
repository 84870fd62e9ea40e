"""Q16 · Objects: the answer and one way to build it.

## Answer

A `class` bundles data with the methods that work on it; `__init__` sets up each new instance.
Encapsulation rests on convention: a leading underscore says "internal", two leading ones mangle the
name to avoid clashes in subclasses, and nothing is truly private. A property keeps a rule without
changing how an attribute is read. A class inherits from one or several others; the method
resolution order decides where a name is found, and `super()` goes on to the next class in it.
Polymorphism is overriding a method, and more often duck typing: code uses what an object can do and
never asks for its class, while abstract base classes and protocols write such expectations down.
Special methods tie objects to the language: `__repr__` for developers, `__str__` for readers,
`__len__`, `__eq__` and many more. What is assigned in the class body is shared by all instances.

## Notes

The savings account only adds its own rule and leaves all the rest to `super()`. Checks come before
the first change, so a refused amount needs no undoing; only `transfer`, with its two steps, has
something to undo. `history` is handed out as a tuple, so nobody can alter the list inside.
"""

from collections.abc import Iterable
from typing import Any


class OverdraftError(Exception):
    """More was to be withdrawn than the account allows."""


class Account:
    """An account that keeps its balance at zero or above."""

    def __init__(self, owner: str, balance: int = 0) -> None:
        if balance < 0:
            raise ValueError(f"an account cannot open with {balance}")
        self.owner = owner
        self._balance = balance
        self._history = []

    @property
    def balance(self) -> int:
        """What the account holds, in cents."""
        return self._balance

    @property
    def history(self) -> tuple[int, ...]:
        """All deposits and withdrawals, oldest first."""
        return tuple(self._history)

    def deposit(self, amount: int) -> None:
        """Add to the balance."""
        if amount <= 0:
            raise ValueError(f"a deposit must be positive, not {amount}")
        self._book(amount)

    def withdraw(self, amount: int) -> None:
        """Take from the balance."""
        if amount <= 0:
            raise ValueError(f"a withdrawal must be positive, not {amount}")
        if amount > self.balance:
            raise OverdraftError(f"{amount} is more than may be withdrawn")
        self._book(-amount)

    def _book(self, change: int) -> None:
        self._balance += change
        self._history.append(change)

    def __repr__(self) -> str:
        return f"Account({self.owner!r}, {self.balance})"

    def __str__(self) -> str:
        return f"{self.owner}: {self.balance}"


class SavingsAccount(Account):
    """An account that never holds less than `minimum`."""

    def __init__(self, owner: str, balance: int = 0, minimum: int = 0) -> None:
        if balance < minimum:
            raise ValueError(f"{balance} is less than the minimum of {minimum}")
        super().__init__(owner, balance)
        self.minimum = minimum

    def withdraw(self, amount: int) -> None:
        """Take from the balance, down to the minimum."""
        if self.balance - amount < self.minimum:
            raise OverdraftError(f"{amount} is more than may be withdrawn")
        super().withdraw(amount)

    def __repr__(self) -> str:
        return f"SavingsAccount({self.owner!r}, {self.balance}, {self.minimum})"


def transfer(source: Any, target: Any, amount: int) -> None:
    """Move an amount from one account to another, or pay it back into the first."""
    source.withdraw(amount)
    try:
        target.deposit(amount)
    except Exception:
        source.deposit(amount)
        raise


def total_balance(accounts: Iterable[Any]) -> int:
    """Add up the balances."""
    return sum(account.balance for account in accounts)
