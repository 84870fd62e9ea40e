"""Q16 · Objects: a class that keeps its own rules.

Topics: classes, inheritance, properties, dunder-methods

In an interview you may be asked how Python supports object-oriented programming. Show it with bank
accounts: objects that cannot get into a wrong state, a class derived from another, and functions
that care about what an object can do and not about its class.

## Build

All sums of money are whole cents, as `int`.

`Account(owner, balance=0)` is an account of `owner`, a `str`, opened with `balance`. A negative
opening balance raises a `ValueError` that names it.

- `owner` is an attribute. `balance` and `history` are properties that can be read; an attempt to
  assign them raises `AttributeError`.
- `history` is a tuple of what moved since the opening, oldest first: `50` for a deposit of 50,
  `-50` for a withdrawal of 50.
- `deposit(amount)` adds to the balance, `withdraw(amount)` takes from it; both return `None`. An
  amount that is not greater than zero raises a `ValueError` that names it. A withdrawal of more
  than the balance raises `OverdraftError`; all of the balance may be withdrawn.
- `repr(account)` is an expression that rebuilds it: `eval` makes an account of the same class with
  the same owner and balance from it (the history starts anew). `str(account)` is the owner, a
  colon, a space and the balance: `Ada: 150`.

`SavingsAccount(owner, balance=0, minimum=0)` derives from `Account` and behaves like it, but must
never hold less than `minimum`, which is kept in an attribute of that name. You may rely on it being
0 or more. Opening the account with less raises a `ValueError` that names the opening balance; a
withdrawal that would leave less raises `OverdraftError`, one that leaves exactly `minimum` does
not. Its `repr` rebuilds it with its `minimum`.

`transfer(source, target, amount)` withdraws `amount` from `source`, then deposits it in `target`,
and returns `None`. When the withdrawal raises, `target` is not touched. When the deposit raises,
`amount` is deposited in `source` again. Either exception reaches the caller.

`total_balance(accounts)` returns the sum of the balances in an iterable of accounts, 0 for none.

`OverdraftError` is given.

## Rules

- A deposit or withdrawal that raises changes neither balance nor history.
- Two accounts never share anything.
- `transfer` and `total_balance` accept any object that behaves like an account, whatever its class:
  a source needs `withdraw` and `deposit`, a target `deposit`, a summand `balance`, and no more.

## Example

    >>> ada, bob = Account("Ada", 150), SavingsAccount("Bob", 80, minimum=50)
    >>> transfer(ada, bob, 100)
    >>> str(ada), bob.balance, bob.history
    ('Ada: 50', 180, (100,))
    >>> eval(repr(bob)).minimum
    50
    >>> total_balance([ada, bob])
    230
"""

from collections.abc import Iterable
from typing import Any


class OverdraftError(Exception):
    """More was to be withdrawn than the account allows."""


class Account:
    """An account that keeps its balance at zero or above."""

    def __init__(self, owner: str, balance: int = 0) -> None:
        raise NotImplementedError

    @property
    def balance(self) -> int:
        """What the account holds, in cents."""
        raise NotImplementedError

    @property
    def history(self) -> tuple[int, ...]:
        """All deposits and withdrawals, oldest first."""
        raise NotImplementedError

    def deposit(self, amount: int) -> None:
        """Add to the balance."""
        raise NotImplementedError

    def withdraw(self, amount: int) -> None:
        """Take from the balance."""
        raise NotImplementedError

    def __repr__(self) -> str:
        raise NotImplementedError

    def __str__(self) -> str:
        raise NotImplementedError


class SavingsAccount(Account):
    """An account that never holds less than `minimum`."""

    def __init__(self, owner: str, balance: int = 0, minimum: int = 0) -> None:
        raise NotImplementedError

    def withdraw(self, amount: int) -> None:
        """Take from the balance, down to the minimum."""
        raise NotImplementedError

    def __repr__(self) -> str:
        raise NotImplementedError


def transfer(source: Any, target: Any, amount: int) -> None:
    """Move an amount from one account to another, or pay it back into the first."""
    raise NotImplementedError


def total_balance(accounts: Iterable[Any]) -> int:
    """Add up the balances."""
    raise NotImplementedError
