r"""Q27 · Closures: functions that remember.

Topics: closures, functions, scoping, introspection

How does Python handle closures? The interviewer wants to hear what an inner function keeps when the
outer one has returned. Use it in two places, then write a function that looks inside.

## Build

`make_account(balance=0)` returns a tuple of three functions that share one balance. All amounts of
money are whole numbers.

- `deposit(amount)` adds the amount and returns the new balance.
- `withdraw(amount)` takes the amount off, up to the whole balance, and returns the new balance.
- `read()` returns the balance.
- An amount of zero or less raises `ValueError`, and so does a withdrawal of more than the balance.
- The message contains the `repr` of the amount, and the balance stays as it was.

`multipliers(n)` returns a list of `n` functions, also for an `n` of 0. The function at index `i`
takes one number and returns it times `i`. It has exactly one parameter, which has no default value.

`captured(func)` takes a function made by `def` or `lambda`. It returns a dict from the name of
each variable that `func` captures to its value at that moment.

- `func` captures a variable if it belongs to a function around `func` and is used in `func` or in
  a function inside `func`.
- Globals, built-ins and the local variables of `func` are not among them.
- A variable that has no value, because it is not yet assigned or was deleted, is left out.
- A function that captures nothing gives an empty dict.

## Rules

- Two accounts are independent.
- Each of an account's three functions captures the variable `balance`, which holds the balance.
- Each call of `captured` returns a new dict, and later changes of the variables do not reach it.

## Left open

Further variables that the functions capture, a negative balance, methods and decorated functions as
`func`, and what `captured` does with anything that is no function.

## Example

    >>> deposit, withdraw, read = make_account(100)
    >>> deposit(50), withdraw(30), read()
    (150, 120, 120)
    >>> captured(read)["balance"]
    120
    >>> [multiply(10) for multiply in multipliers(4)]
    [0, 10, 20, 30]
"""

from collections.abc import Callable
from typing import Any


def make_account(
    balance: int = 0,
) -> tuple[Callable[[int], int], Callable[[int], int], Callable[[], int]]:
    """Make the functions deposit, withdraw and read, which share one balance."""
    raise NotImplementedError


def multipliers(n: int) -> list[Callable[[float], float]]:
    """Make `n` functions: the one at index `i` multiplies by `i`."""
    raise NotImplementedError


def captured(func: Callable[..., Any]) -> dict[str, Any]:
    """Return the variables that `func` captures and the values they have now."""
    raise NotImplementedError
