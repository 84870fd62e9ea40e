r"""Q16 · Objects: a class that keeps its own rules.

Topics: classes, inheritance, properties, dunder-methods

You may be asked how Python supports object-oriented programming. Show it with bank accounts:
objects that keep to their rules, a class derived from another, and a function that works with
anything that behaves like an account. Sums of money are `int`, in cents.

## Build

`Account(owner, balance=0)` has the attributes `owner` and `balance`. An opening balance below zero
raises `ValueError`. Assigning `balance` raises `AttributeError`.

- `deposit(amount)` adds to the balance.
- `withdraw(amount)` takes from the balance, and may take all of it.
- A withdrawal of more than the balance raises `OverdraftError`, which is given.
- `repr(account)` is the call that makes it, with the present balance: `Account('Ada', 150)`.

`SavingsAccount(owner, balance=0, minimum=0)` is an `Account` with one more attribute, `minimum`. An
opening balance below `minimum` raises `ValueError`. A withdrawal that would leave less than
`minimum` raises `OverdraftError`. One that leaves just `minimum` is allowed. Its `repr` has the
minimum too: `SavingsAccount('Bob', 80, 50)`.

`transfer(source, target, amount)` withdraws `amount` from `source` and deposits it in `target`.

## Rules

- In both classes, an amount of zero or less raises `ValueError`.
- A deposit or withdrawal that raises leaves the balance as it was.
- A `repr` starts with the name of the object's own class, also in a class derived from these two.
- When a withdrawal or deposit raises, the transfer leaves both balances as before, and the caller
  gets the exception.
- That is so for a `KeyboardInterrupt` and a `SystemExit` too.
- `source` may be any object with `withdraw` and `deposit`, and `target` any with `deposit`.

## Left open

Sums that are no `int`. A `minimum` below zero. An owner or minimum that is assigned. A source that
keeps a fee or refuses money paid back. A transfer of zero or less between other objects. A
`deposit` or `withdraw` that raises after changing its balance. Exceptions whose `bool()` is False,
and a `BaseException` of another class.

## Example

    >>> ada, bob = Account("Ada", 150), SavingsAccount("Bob", 80, minimum=50)
    >>> transfer(ada, bob, 100)
    >>> ada, bob
    (Account('Ada', 50), SavingsAccount('Bob', 180, 50))
    >>> bob.balance
    180
"""

from typing import Any


class OverdraftError(Exception):
    """More was to be withdrawn than the account allows. Given: nothing to do here."""


class Account:
    """An account that keeps its balance at zero or above."""

    def __init__(self, owner: str, balance: int = 0) -> None:
        raise NotImplementedError

    @property
    def balance(self) -> int:
        """What the account holds, in cents."""
        raise NotImplementedError

    def deposit(self, amount: int) -> None:
        """Add to the balance."""
        raise NotImplementedError

    def withdraw(self, amount: int) -> None:
        """Take from the balance."""
        raise NotImplementedError

    def __repr__(self) -> str:
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
    """Move an amount from one account to another, or leave both as they were."""
    raise NotImplementedError
